import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ConfigError } from "../../../src/config/error.ts";
import { callArguments, readWhole } from "../../../src/mcp/arguments/command-line.ts";
import { readArguments } from "../../../src/mcp/arguments/read.ts";

const INPUT = z.strictObject({
  pipeline_name: z.string().optional(),
  tail: z.int().optional(),
  dedupe: z.boolean().optional(),
  skip: z.array(z.string()).optional(),
});
const noStdin = async (): Promise<string> => {
  throw new Error("stdin was read");
};
const argumentsOf = (...written: string[]) => callArguments(written, noStdin);

describe("the arguments of a call in a terminal", () => {
  test("are none, a JSON object, one from stdin, or one by one", async () => {
    expect(await argumentsOf()).toEqual({});
    expect(await argumentsOf('{"pipeline_name":"p","tail":3}')).toEqual({ pipeline_name: "p", tail: 3 });
    expect(await callArguments(["-"], async () => '\n{"tail": 3}\n')).toEqual({ tail: 3 });
    expect(await argumentsOf("pipeline_name=p", "tail=3")).toEqual({ pipeline_name: "p", tail: "3" });
    expect(await argumentsOf('{"tail":3}', "pipeline_name=p")).toEqual({ pipeline_name: "p", tail: 3 });
  });

  test("may have any signs in a value", async () => {
    expect(await argumentsOf("dedupe=a=b", "pipeline_name=with blanks\nand = signs", "tail=")).toEqual({
      dedupe: "a=b",
      pipeline_name: "with blanks\nand = signs",
      tail: "",
    });
  });

  test("keep names that are no ordinary ones", async () => {
    expect(Object.entries(await argumentsOf("__proto__=x", "toString=y"))).toEqual([
      ["__proto__", "x"],
      ["toString", "y"],
    ]);
  });

  const HOW =
    'write the arguments as \'{"pipeline_name":"…"}\' or as pipeline_name=…, or - to have them read from stdin';
  test.each([
    [["payments"], `call: payments is no JSON object; ${HOW}`],
    [["{"], `call: { is no JSON object; ${HOW}`],
    [["[1]"], `call: [1] is no JSON object; ${HOW}`],
    [["null"], `call: null is no JSON object; ${HOW}`],
    [["-"], `call: what stdin holds is no JSON object; ${HOW}`],
    [["a=1", "a=2"], "call: a is given twice; write it once"],
    [['{"a":1}', "a=2"], "call: a is given twice; write it once"],
  ])("that are wrong are told in one line: %j", async (written, message) => {
    const refusal = callArguments(written, async () => "hello");
    await expect(refusal).rejects.toThrow(new ConfigError(message));
  });

  test("written one by one are read as those that are written as JSON", async () => {
    const text = fc.string({ minLength: 1 });
    const values = fc.record(
      { pipeline_name: text, tail: fc.integer(), dedupe: fc.boolean(), skip: fc.array(fc.string()) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(values, async (args) => {
        const pairs = Object.entries(args).map(
          ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
        );
        expect(readArguments(INPUT, await argumentsOf(...pairs)).args).toEqual(args);
        expect(readArguments(INPUT, await argumentsOf(JSON.stringify(args))).args).toEqual(args);
      }),
    );
  });
});

test("stdin is read whole, and no further than a limit", async () => {
  const bytes = Buffer.from("aä!");
  const halves = [bytes.subarray(0, 2), bytes.subarray(2)];
  expect(await readWhole(Readable.from(halves), 10)).toBe("aä!");
  await expect(readWhole(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), 10)).rejects.toThrow(
    new ConfigError("call: stdin holds more than the limit messageBytes, 10; write less"),
  );
});
