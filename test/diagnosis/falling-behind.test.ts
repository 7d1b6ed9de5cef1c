import { expect, test } from "vitest";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { stuck } from "./boundaries.ts";

const rulesFor = (processed_per_s: number) =>
  findingsOf(RULES, stuck(processed_per_s)).map(({ rule }) => rule);

test("a queue that fills while workers rest is told where less is processed than waited at the first look", () => {
  expect(rulesFor(499)).toContain("input/falling-behind");
  expect(rulesFor(500)).not.toContain("input/falling-behind");
});
