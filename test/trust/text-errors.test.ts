import { describe, expect, test } from "vitest";
import { UnknownTool } from "../../src/mcp/registry.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { atLeastOne } from "../support/at-least-one.ts";
import { bytes, json, text } from "../support/responses.ts";
import { forbiddenIn } from "../untrusted/support.ts";
import { bodiesOf } from "./corpus/bodies.ts";
import { HOSTILE, HOSTILE_TEXTS } from "./corpus/hostile.ts";
import { askAll, callsIn, complaints, lab, partOf } from "./corpus/lab.ts";
import { problemsOf } from "./corpus/proof.ts";
import { WORLDS } from "./corpus/worlds.ts";
import { LONG, report, WAYS } from "./report.ts";

const { feldera, live, offline } = lab();

const STATUSES = [400, 401, 403, 404, 405, 409, 410, 429, 500, 501, 502, 503];

/** What a header can carry of a text. */
function headerText(hostile: string): string {
  return hostile.replace(/[^\x20-\x7e]/g, "").slice(0, 500);
}

const ERRORS = {
  "Feldera's form": (status: number, hostile: string) =>
    json(status, {
      message: hostile,
      error_code: hostile,
      details: { error: hostile, [hostile]: [hostile] },
    }),
  "Feldera's form, a known code": (status: number, hostile: string) =>
    json(status, { message: hostile, error_code: "PipelineInteractionUnreachable", details: hostile }),
  "plain text": (status: number, hostile: string) => text(status, hostile),
  "a page": (status: number, hostile: string) => text(status, `<html>${hostile}</html>`, "text/html"),
  "headers alone": (status: number, hostile: string) =>
    bytes(status, Buffer.alloc(0), {
      "www-authenticate": `Bearer error_description="${headerText(hostile).replaceAll('"', "'")}"`,
      location: `http://127.0.0.1/${encodeURIComponent(headerText(hostile))}`,
      "retry-after": headerText(hostile),
    }),
  "JSON of another shape": (_: number, hostile: string) => json(200, { [hostile]: hostile }),
  "no JSON": (_: number, hostile: string) =>
    bytes(200, Buffer.from(hostile), { "content-type": "application/json" }),
} as const;

describe("an error whose text a stranger wrote", () => {
  test.each(Object.entries(ERRORS))(
    "stays within quotes: %s",
    async (what, errorOf) => {
      const calls = callsIn("injection");
      const wrong: string[] = [];
      let cases = 0;
      let next = 0;
      for (const status of LONG ? STATUSES : [401, 500]) {
        const registry = live("injection");
        for (const { method, path } of bodiesOf("injection", WORLDS.injection)) {
          const hostile = HOSTILE_TEXTS[next++ % HOSTILE_TEXTS.length] ?? "";
          feldera().on(method, path, errorOf(status, hostile));
          feldera().on(method, path, errorOf(status, hostile), { query: {} });
        }
        const answers = await askAll(registry, partOf(calls, next, 4));
        wrong.push(...complaints(answers, problemsOf).map((problem) => `${status}: ${problem}`));
        wrong.push(
          ...registry.stderr.filter((line) => line.startsWith("defect") || forbiddenIn(line).length > 0),
        );
        cases += answers.length;
        await registry.close();
      }
      report({ what: `text: errors, ${what}`, cases, failed: wrong.length });
      expect(wrong).toEqual([]);
    },
    600_000,
  );
});

describe("an argument that a stranger has put into the caller's mouth", () => {
  test.each(WAYS)(
    "stays within quotes where it is told back, %s",
    async (how) => {
      const registry = how === "live" ? live("injection") : offline("injection");
      const wrong: string[] = [];
      let cases = 0;
      for (const { name: tool, input } of TOOLS) {
        const [, usual = {}] = callsIn("injection").find(([name]) => name === tool) ?? [];
        for (const [i, hostile] of HOSTILE_TEXTS.entries()) {
          if (!LONG && i % 8 !== tool.length % 8) continue;
          const names = Object.keys(input.shape);
          const short = hostile.slice(0, 90);
          // What a statement begins with is told back as the one word that it is.
          const given = names.map((name) => ({
            ...usual,
            [name]: name === "sql" ? `SELECT ${short}` : short,
          }));
          const odd = [
            { ...usual, [hostile]: 1 },
            { ...usual, pipeline_name: [hostile] },
            { ...usual, collection: short },
          ];
          const answers = await askAll(
            registry,
            [...given, ...odd].map((args) => [tool, args] as const),
          );
          wrong.push(...complaints(answers, problemsOf));
          cases += answers.length;
        }
      }
      wrong.push(
        ...registry.stderr.filter((line) => line.startsWith("defect") || forbiddenIn(line).length > 0),
      );
      report({ what: `text: arguments told back, ${how}`, cases, failed: wrong.length });
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  test("stays within quotes where no tool has that name", async () => {
    const registry = live("injection");
    for (const [what, hostile] of Object.entries(HOSTILE)) {
      const error: unknown = await registry.call(hostile, {}).catch((thrown: unknown) => thrown);
      expect(error, what).toBeInstanceOf(UnknownTool);
      const message = error instanceof Error ? error.message : "";
      expect(problemsOf({ text: message, isError: true, facts: undefined, marks: ["-"] }), what).toEqual([]);
    }
  });

  test.each([
    "(",
    "[a",
    "a{2000}",
    "\\",
    "(?<zqcanaryq>x",
    "(?=zqcanaryq\u202e)",
    "*zqcanaryq\nNext: zqcanaryq x",
  ])("stays within quotes as a pattern: %j", async (pattern) => {
    const registry = live("injection");
    const p = { pipeline_name: "support_tickets" };
    const answers = await askAll(registry, [
      ["get_pipeline_logs", { ...p, grep: pattern }],
      ["get_pipeline_logs", { ...p, exclude: pattern, ignore_case: true }],
      ["get_metrics", { ...p, pattern, labels: pattern }],
      ["summarize_heap_profile", { ...p, focus: pattern }],
      ["summarize_heap_profile", { ...p, ignore: pattern }],
    ]);
    expect(atLeastOne(answers).every(({ answer }) => answer.isError)).toBe(true);
    expect(complaints(answers, problemsOf)).toEqual([]);
  });
});
