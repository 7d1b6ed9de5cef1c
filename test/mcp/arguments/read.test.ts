import { describe, expect, test } from "vitest";
import * as z from "zod";
import { CLIENT_ARGUMENTS, clientArguments } from "../../../src/mcp/arguments/client-arguments.ts";
import { readArguments } from "../../../src/mcp/arguments/read.ts";
import { TOOLS } from "../../../src/tools/all.ts";
import { InvalidArguments } from "../../../src/tools/errors.ts";
import { argumentProblems } from "../../../src/tools/explain/arguments.ts";
import { registryOver } from "../../support/registry.ts";

const INPUT = z.strictObject({
  pipeline_name: z.string(),
  tail: z.int().default(100),
  grep: z.string().optional(),
  action: z.enum(["start", "pause"]).optional(),
});

function read(given: unknown) {
  return readArguments(INPUT, given);
}

function problemsOf(given: unknown): string {
  try {
    read(given);
    return "none";
  } catch (error) {
    if (error instanceof InvalidArguments) return String(argumentProblems(error));
    throw error;
  }
}

describe("arguments that a client filled in", () => {
  test("as null or empty are absent", () => {
    const plain = read({ pipeline_name: "p" });
    expect(read({ pipeline_name: "p", tail: null, grep: "", action: null })).toEqual(plain);
    expect(plain.args).toEqual({ pipeline_name: "p", tail: 100 });
  });

  test.each([[""], [null]])("as %j where they are required are an error that says so", (empty) => {
    expect(problemsOf({ pipeline_name: empty })).toBe("pipeline_name is required, and came empty.");
    expect(problemsOf({})).toBe("pipeline_name is missing.");
  });

  test("are the same in a string", () => {
    expect(read('{"pipeline_name":"p","tail":"3"}')).toEqual(read({ pipeline_name: "p", tail: 3 }));
  });

  test.each([[undefined], [null], [""], ["{}"]])("as %j are none", (given) => {
    expect(readArguments(z.strictObject({ a: z.string().optional() }), given).args).toEqual({});
  });

  test.each([["p"], ['"p"'], ["[]"], [[]], [7]])("as %j are no object", (given) => {
    expect(problemsOf(given)).toBe("The arguments must be a JSON object.");
  });

  test("misspelt are refused, even when empty", () => {
    expect(problemsOf({ pipeline_name: "p", grepp: "" })).toBe(
      "There is no argument grepp; did you mean grep?",
    );
  });
});

describe("arguments of a client's own", () => {
  test.each(Object.entries(CLIENT_ARGUMENTS))("%s is left out, with its client's name", (name, known) => {
    const beside = known.beside === undefined ? {} : { [known.beside]: "x" };
    const input = z.strictObject({ pipeline_name: z.string() });
    const { args, leftOut } = readArguments(input, { pipeline_name: "p", [name]: "x", ...beside });
    expect(args).toEqual({ pipeline_name: "p" });
    expect(leftOut).toContainEqual({ name, client: known.client });
    expect(known.source).toMatch(/^https:\/\/github\.com\//);
  });

  test("stay where a tool takes an argument of that name", () => {
    const { args, leftOut } = read({ pipeline_name: "p", action: "Start", toolCallId: "call_1" });
    expect(args.action).toBe("start");
    expect(leftOut).toEqual([{ name: "toolCallId", client: "n8n" }]);
  });

  test("that could be a mistake are left out only beside what marks the client", () => {
    const names = ["pipeline_name"];
    expect(clientArguments(["action", "tool"], names)).toEqual([]);
    expect(clientArguments(["action", "tool", "toolCallId"], names)).toHaveLength(3);
  });

  test.each(["task_progres", "sessionID", "constructor", "__proto__"])("are not %s", (name) => {
    expect(clientArguments([name], [])).toEqual([]);
  });

  test("are no tool's", () => {
    const unmarked = Object.entries(CLIENT_ARGUMENTS).filter(([, { beside }]) => beside === undefined);
    const taken = TOOLS.flatMap(({ input }) => Object.keys(input.shape));
    expect(unmarked.map(([name]) => name).filter((name) => taken.includes(name))).toEqual([]);
  });
});

test("what is published says nothing of it: types are exact, and nothing beyond them is offered", () => {
  const registry = registryOver({ source: { bundle: "none.zip" } });
  const logs = registry.list().find(({ name }) => name === "get_pipeline_logs");
  expect(logs?.inputSchema).toMatchObject({
    required: ["pipeline_name"],
    properties: {
      tail: { type: "integer", default: 100 },
      dedupe: { type: "boolean", default: true },
      collection: { type: "string" },
    },
  });
});
