import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fitted } from "../../../src/mcp/arguments/fit.ts";
import { TOOLS } from "../../../src/tools/all.ts";

const LEVEL = z.enum(["error", "warn", "Info"]);

describe("what does not fit is read as what was meant", () => {
  test.each([
    ["a number in a string", z.int(), "3", 3],
    ["one with blanks", z.int(), " 3 ", 3],
    ["a fraction", z.number(), "-1.5e2", -150],
    ["a truth in a string", z.boolean(), "True", true],
    ["an untruth", z.boolean(), "false", false],
    ["a number for a string", z.string(), 0, "0"],
    ["a truth for a string", z.string(), true, "true"],
    ["an option in another case", LEVEL, "ERROR", "error"],
    ["an option that has capitals", LEVEL, "info", "Info"],
    ["one for a list", z.array(LEVEL), "WARN", ["warn"]],
    ["a list in a string", z.array(LEVEL), '["Warn","error"]', ["warn", "error"]],
    ["an object in a string", z.object({ a: z.int() }), '{"a":"1"}', { a: 1 }],
    ["within lists and objects", z.array(z.object({ a: z.boolean() })), [{ a: "TRUE" }], [{ a: true }]],
    ["a number of a union", z.union([z.int(), z.literal("all")]), "3", 3],
    ["an option of a union", z.union([z.int(), z.literal("all")]), "ALL", "all"],
    ["behind a default", z.int().default(5), "3", 3],
    ["where it may be left out", z.int().optional(), "3", 3],
  ])("%s", (_, schema, value, meant) => {
    expect(fitted(schema, value)).toEqual(meant);
    expect(schema.safeParse(fitted(schema, value)).success).toBe(true);
  });
});

describe("what fits is not touched", () => {
  test.each([
    ["digits that are a pattern", z.string(), "3"],
    ["a truth that is a name", z.string(), "true"],
    ["digits where either would do", z.union([z.string(), z.int()]), "3"],
    ["a name in the case of no option", z.union([LEVEL, z.string()]), "ERROR"],
    ["JSON that is a text", z.string(), '{"a":1}'],
  ])("%s", (_, schema, value) => {
    expect(fitted(schema, value)).toBe(value);
  });

  test("by any tool", () => {
    let fitting = 0;
    for (const { input } of TOOLS.filter((tool) => Object.keys(tool.input.shape).length > 0)) {
      const required = Object.keys(input.shape).filter(
        (name) => !z.safeParse(input.shape[name], undefined).success,
      );
      const needed = Object.fromEntries(required.map((name) => [name, "start"]));
      const rest = fc.dictionary(
        fc.constantFrom(...Object.keys(input.shape)),
        fc.constantFrom("3", 3, true, "all"),
      );
      fc.assert(
        fc.property(rest, (value) => {
          const whole = { ...value, ...needed };
          if (!input.safeParse(whole).success) return;
          fitting += 1;
          expect(fitted(input, whole)).toBe(whole);
        }),
        { numRuns: 50 },
      );
    }
    expect(fitting).toBeGreaterThan(TOOLS.length);
  });
});

describe("what cannot be read otherwise stays as it is", () => {
  test.each([
    ["words for a number", z.int(), "ten"],
    ["a number in hexadecimal", z.int(), "0x10"],
    ["nothing for a number", z.int(), ""],
    ["a yes for a truth", z.boolean(), "yes"],
    ["a 1 for a truth", z.boolean(), 1],
    ["an option that there is not", LEVEL, "fatal"],
    ["a list for a string", z.string(), ["a"]],
    ["null", z.int(), null],
  ])("%s", (_, schema, value) => {
    expect(fitted(schema, value)).toBe(value);
  });

  test("a number beyond its bounds is read, so that the bound is what is told", () => {
    const schema = z.object({ tail: z.int().max(1000) });
    expect(fitted(schema, { tail: "5000" })).toEqual({ tail: 5000 });
  });
});

test("reading twice changes nothing, whatever comes", () => {
  for (const { input } of TOOLS) {
    const names = Object.keys(input.shape);
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom("3", "TRUE", "", "[1]", "status", "ALL"));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, "x"), values), (value) => {
        const once = fitted(input, value);
        expect(fitted(input, once)).toEqual(once);
      }),
      { numRuns: 50 },
    );
  }
});
