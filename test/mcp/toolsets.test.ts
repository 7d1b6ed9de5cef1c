import { describe, expect, test } from "vitest";
import { type Config, TOOLSETS } from "../../src/config/config.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { switchedOff } from "../../src/mcp/toolsets.ts";
import { TOOLS } from "../../src/tools/all.ts";

const CONFIG: Config = {
  source: { kind: "bundle", path: "bundle.zip" },
  toolsets: ["debug"],
  readOnly: false,
  structured: false,
  debug: false,
  limits: limitsWith(),
};

const control = TOOLS.filter(({ toolset }) => toolset === "control").map(({ name }) => name);

function switchedOn(change: Partial<Config>): string[] {
  return TOOLS.filter((tool) => switchedOff(tool, { ...CONFIG, ...change }) === undefined).map(
    ({ name }) => name,
  );
}

describe("the tools that change a pipeline", () => {
  test("are these, and each says that it does", () => {
    expect(control).toEqual([
      "start_pipeline",
      "pause_pipeline",
      "resume_pipeline",
      "stop_pipeline",
      "checkpoint_pipeline",
      "control_connector",
      "dismiss_pipeline_error",
      "approve_pipeline",
    ]);
    const changing = TOOLS.filter(({ changesFeldera }) => changesFeldera).map(({ name }) => name);
    expect(changing).toEqual(["start_samply_profile", ...control]);
    for (const { name, changesFeldera, hints } of TOOLS) {
      if (changesFeldera) expect(hints.readOnlyHint, name).toBe(false);
    }
  });

  test("are off by default, and on with their toolset", () => {
    expect(switchedOn({}).filter((name) => control.includes(name))).toEqual([]);
    expect(switchedOn({ toolsets: ["debug", "control"] })).toEqual(expect.arrayContaining(control));
  });

  test("are off where the server only reads, with the recording of profiles; downloads stay", () => {
    const on = switchedOn({ toolsets: [...TOOLSETS], readOnly: true });
    expect(on.filter((name) => control.includes(name) || name === "start_samply_profile")).toEqual([]);
    expect(on).toContain("download_support_bundle");
  });

  test("name the flag that switches them on", () => {
    const stop = TOOLS.find(({ name }) => name === "stop_pipeline");
    expect(String(stop && switchedOff(stop, CONFIG)?.remedy)).toContain("--toolsets debug,control");
    const readOnly: Config = { ...CONFIG, toolsets: ["control"], readOnly: true };
    expect(String(stop && switchedOff(stop, readOnly)?.remedy)).toContain("--read-only");
  });

  test("may destroy something where they erase an error, a run, rows of an output or the state of what has changed", () => {
    const destructive = TOOLS.filter(({ hints }) => hints.destructiveHint).map(({ name }) => name);
    expect(destructive).toEqual([
      "start_pipeline",
      "stop_pipeline",
      "control_connector",
      "dismiss_pipeline_error",
      "approve_pipeline",
    ]);
  });
});
