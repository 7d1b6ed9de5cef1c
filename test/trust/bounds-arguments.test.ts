import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Registry } from "../../src/mcp/registry.ts";
import { UnknownTool } from "../../src/mcp/registry.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { CALLS, type ToolCall, wholeWorld } from "./calls.ts";
import { report } from "./report.ts";

const Property = z.looseObject({
  type: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  enum: z.array(z.string()).optional(),
});
const InputSchema = z.object({
  properties: z.record(z.string(), Property),
  required: z.array(z.string()).optional(),
});

const MIB = 2 ** 20;

/** What no argument takes, whatever its kind. */
const OF_NO_KIND: readonly unknown[] = [
  null,
  {},
  { __proto__: null, toString: "x" },
  [[]],
  nested(10_000),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  -1e308,
  0.5,
  "",
  "x".repeat(MIB),
  "\0\u001b[2J\u202e\ud800",
  "../../../etc/passwd",
  "%2e%2e%2f",
  "__proto__",
  "constructor",
  "(".repeat(10_000),
  "(a{1000}){1000}",
  true,
  -1,
  Array.from({ length: 100_000 }, () => "x"),
];

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

let feldera: LoopbackFeldera;
let registry: Registry;
let outputDir: string;
let cases = 0;
let longestMs = 0;
const failures: string[] = [];
let failed = 0;

beforeAll(async () => {
  feldera = await startLoopbackFeldera();
  wholeWorld(feldera);
  outputDir = mkdtempSync(join(tmpdir(), "feldera-mcp-arguments-"));
  registry = registryOver({ source: { url: feldera.url }, outputDir });
});

afterAll(async () => {
  await feldera.close();
  rmSync(outputDir, { recursive: true });
  report({ what: "arguments at and beyond their bounds", cases, failed, longestMs });
});

/** The first call of every tool. */
const ONE_CALL_EACH = TOOLS.flatMap(({ name }) => CALLS.find(({ tool }) => tool === name) ?? []);

function inputOf(tool: string): z.infer<typeof InputSchema> {
  const definition = TOOLS.find(({ name }) => name === tool);
  if (definition === undefined) throw new Error(`there is no tool ${tool}`);
  return InputSchema.parse(z.toJSONSchema(definition.input, { io: "input" }));
}

function propertiesOf(tool: string): Record<string, z.infer<typeof Property>> {
  return inputOf(tool).properties;
}

/** Values that are just within the bounds, and just beyond them. */
function edgesOf(
  { type, minimum, maximum, maxLength, enum: choices }: z.infer<typeof Property>,
  isRequired: boolean,
) {
  const within: unknown[] = [];
  const beyond: unknown[] = [];
  (isRequired ? beyond : within).push("", null);
  if (choices !== undefined) {
    within.push(...choices, choices[0]?.toUpperCase());
    beyond.push(`${choices[0]}x`);
  } else if (type === "integer" || type === "number") {
    if (minimum !== undefined)
      within.push(minimum, `${minimum}`) && beyond.push(minimum - 1, `${minimum - 1}`);
    if (maximum !== undefined) within.push(maximum) && beyond.push(maximum + 1);
  } else if (type === "string") {
    if (maxLength !== undefined) within.push("x".repeat(maxLength)) && beyond.push("x".repeat(maxLength + 1));
  } else if (type === "boolean") {
    within.push(true, false, "true", "False");
    beyond.push("yes", 1);
  }
  return { within, beyond };
}

/** Counts for the report what a test has noted, and fails the test. */
function expectNoFailure(): void {
  failed += failures.length;
  expect(failures.splice(0)).toEqual([]);
}

async function tried({ tool, args }: ToolCall, changed: Readonly<Record<string, unknown>>) {
  cases += 1;
  const startedMs = performance.now();
  const what = `${tool} ${brief(changed)}`;
  const answer = await registry.call(tool, { ...args, ...changed }).catch((error: unknown) => {
    failures.push(`${what}: a defect: ${String(error).slice(0, 300)}`);
    return { text: "", isError: true };
  });
  longestMs = Math.max(longestMs, performance.now() - startedMs);
  if (answer.text.length > 50_000) failures.push(`${what}: an answer of ${answer.text.length} characters`);
  return { ...answer, what };
}

function brief(changed: Readonly<Record<string, unknown>>): string {
  return Object.entries(changed)
    .map(
      ([name, value]) =>
        `${name.slice(0, 40)}=${inspect(value, { depth: 1, maxStringLength: 60 }).slice(0, 80)}`,
    )
    .join(" ");
}

/** A call that waits in earnest says nothing more of its bounds: its waiting is tested where it is made. */
const WAITS: ReadonlySet<string> = new Set(["window_secs", "delta_secs", "wait_secs"]);

describe.each(ONE_CALL_EACH)("$tool", (call) => {
  test("takes every argument at its bounds and refuses it beyond them, by its name", async () => {
    const { properties, required = [] } = inputOf(call.tool);
    for (const [name, property] of Object.entries(properties)) {
      const { within, beyond } = edgesOf(property, required.includes(name));
      if (!WAITS.has(name)) {
        for (const value of within) {
          const { text, what } = await tried(call, { [name]: value });
          if (new RegExp(`^${name}: `).test(text)) failures.push(`${what}: refused: ${text}`);
        }
      }
      for (const value of beyond) {
        const { text, isError, what } = await tried(call, { [name]: value });
        if (!isError || !text.includes(name))
          failures.push(`${what}: not refused by its name: ${text.slice(0, 200)}`);
      }
    }
    expectNoFailure();
  });

  test("answers whatever an argument holds", async () => {
    const names = [
      ...Object.keys(propertiesOf(call.tool)),
      "max_tokens",
      "collection",
      "__proto__",
      "x".repeat(MIB),
    ];
    // Each argument has a third of them, the next argument the next third.
    for (const [at, name] of names.entries()) {
      const third = OF_NO_KIND.filter((_, i) => (i + at) % 3 === 0);
      for (const value of third) await tried(call, { [name]: value });
    }
    expectNoFailure();
  }, 60_000);
});

test("arguments that are no object are refused", async () => {
  for (const args of [null, [], "x", 7, true, nested(10_000), new Date()]) {
    const answers = ONE_CALL_EACH.map(({ tool }) => registry.call(tool, args));
    cases += answers.length;
    for (const { text } of await Promise.all(answers)) expect(text).not.toBe("");
  }
});

test("a tool's name may be anything", async () => {
  for (const name of ["", "__proto__", "constructor", "x".repeat(MIB), "\0"]) {
    cases += 1;
    await expect(registry.call(name, {})).rejects.toThrow(UnknownTool);
  }
});

test("a thousand unknown arguments are refused", async () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`argument_${index}`, index]));
  const { text, isError } = await tried({ tool: "list_pipelines", args: {} }, many);
  expect(isError).toBe(true);
  expect(text.length).toBeLessThan(50_000);
});
