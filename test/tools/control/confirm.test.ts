import { describe, expect, test } from "vitest";
import { TOOLS } from "../../../src/tools/all.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { askLoopback } from "../../support/golden.ts";
import { actions, replayAll } from "../../support/worlds.ts";

const MORE_ARGUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  control_connector: { table_name: "clicks", connector_name: "clicks_gen", action: "pause" },
  start_pipeline: { dismiss_error: true },
  stop_pipeline: { force: true },
};

const TOOL_NAMES = TOOLS.flatMap(({ toolset, name }) => (toolset === "control" ? [name] : []));

describe.each(TOOL_NAMES)("%s", (tool) => {
  const { ask, feldera } = askLoopback((world) => {
    replayAll(world);
    actions(world);
  });

  test.each([
    ["no confirm", {}],
    ["the name of another pipeline", { confirm: "idle" }],
    ["another case", { confirm: "Payments" }],
    ["a space more", { confirm: "payments " }],
    ["nothing in it", { confirm: "" }],
    ["a yes", { confirm: "true" }],
  ])("with %s posts nothing, and says how it would act", async (_, confirm) => {
    const args = { pipeline_name: "payments", ...MORE_ARGUMENTS[tool] };
    const answer = await ask(tool, { ...args, ...confirm });
    expect(atLeastOne(feldera().requests).filter(({ method }) => method !== "GET")).toEqual([]);
    expect(answer).toMatch(/^Nothing was done: /);
    const call = new RegExp(`^Next: ${tool} (\\{.*"confirm":.*\\}) `, "m").exec(answer)?.[1] ?? "";
    expect(JSON.parse(call)).toMatchObject({ ...args, confirm: "payments" });
  });
});
