import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/config/command-line.ts";
import { callArguments } from "../../src/mcp/arguments/command-line.ts";
import { registryOver } from "../support/registry.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const bundle = fileURLToPath(new URL("../../demo/order_enrich2-support-bundle.zip", import.meta.url));

/** Each command of the example, with the lines of its answer that the example quotes. */
const steps = read("docs/worked-example.md")
  .split(/^ {4}feldera-mcp /m)
  .slice(1)
  .map((step) => {
    const [command = "", ...rest] = step.split("\n");
    return { command, quoted: rest.flatMap((line) => (line.startsWith("    ") ? [line.trim()] : [])) };
  });

describe("the worked example", () => {
  const registry = registryOver({ source: { bundle }, toolsets: ["debug"] });

  test("has a command for each of its questions", () => {
    expect(steps).toHaveLength(5);
  });

  test.each(steps)("quotes what is answered: $command", async ({ command, quoted }) => {
    const { command: call, flags } = parseCommandLine(command.split(" "));
    if (call.name !== "call") throw new Error("it is no call");
    expect([...flags.switches]).toEqual(["demo"]);
    const { text, isError } = await registry.call(
      call.tool,
      await callArguments(call.arguments, async () => ""),
    );
    expect(isError).toBe(false);
    const parts = quoted.flatMap((line) => line.split("…")).map((part) => part.trim());
    for (const part of parts.filter((one) => one !== "")) expect(text).toContain(part);
  });
});
