import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inColumns } from "../../src/terminal/tables.ts";
import { TOOLS } from "../../src/tools/all.ts";

const goldens = new URL("../goldens/tools/", import.meta.url);
const ANSWERS = readdirSync(goldens).map((name) => ({
  name,
  tool: TOOLS.find((tool) => new RegExp(`(^|-)${tool.name}(-|\\.)`).test(name))?.name ?? "",
  answer: readFileSync(new URL(name, goldens), "utf8"),
}));
const WITH_ROWS = ANSWERS.filter(({ answer }) => /\S \| \S/.test(answer));

/** All signs that tell something, in no order: cells that go on in the next line mix those of a row. */
const signs = (text: string) => [...text.replace(/[\s|]/g, "")].sort().join("");

describe.each(WITH_ROWS)("$name in a terminal", ({ tool, answer }) => {
  test.each([60, 80, 120, 240])("of %i columns has all that it has elsewhere", (width) => {
    expect(signs(inColumns(tool, answer, width))).toBe(signs(answer));
  });

  test("has columns, none of which goes beyond the terminal", () => {
    const before = new Set(answer.split("\n"));
    const set = inColumns(tool, answer, 120).split("\n");
    const own = set.filter((line) => !before.has(line));
    expect(own.length).toBeGreaterThan(0);
    for (const line of own) expect(line.length, line).toBeLessThanOrEqual(120);
  });
});

test("an answer without such rows is as it is elsewhere, and so is what others quote", () => {
  const others = ANSWERS.filter(({ answer }) => !/\S \| \S/.test(answer));
  expect(others.length).toBeGreaterThan(50);
  for (const { tool, answer } of others) expect(inColumns(tool, answer, 80)).toBe(answer);
  const log = ["12:00 | 5 | started", "12:01 | 17 | stopped"].join("\n");
  expect(inColumns("get_pipeline_logs", log, 80)).toBe(log);
});

const ROWS = [
  "<<abc quoted",
  "Functions by self, 3 of 9: self | total | function",
  "64.8 ms (10.6 %) | 79.7 ms | PartialOrd::le",
  "9 ms (1 %) | 128 ms | a | b, whose name is so long that it goes on",
  "    orders.table@5, table orders",
  "      9| o.note | 5",
  "  3 ms | 4 ms | below",
  "By group: CPU | threads",
  "workers: 429 ms | dbsp-worker-2",
  "abc>>",
];

test("figures stand to the right, names to the left, and a long cell goes on below itself", () => {
  expect(inColumns("summarize_samply_profile", ROWS.join("\n"), 60).split("\n")).toEqual([
    "<<abc quoted",
    "Functions by self, 3 of 9:",
    "            self    total  function",
    "64.8 ms (10.6 %)  79.7 ms  PartialOrd::le",
    "      9 ms (1 %)   128 ms  a | b, whose name is so long that",
    "                           it goes on",
    "    orders.table@5, table orders",
    "      9| o.note | 5",
    "            3 ms     4 ms    below",
    "By group:",
    "CPU              threads",
    "workers: 429 ms  dbsp-worker-2",
    "abc>>",
  ]);
});

test("where there is no room for columns, rows stay as they are", () => {
  expect(inColumns("summarize_samply_profile", ROWS.join("\n"), 30)).toBe(ROWS.join("\n"));
});
