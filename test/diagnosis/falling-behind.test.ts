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

test("where it is not known whether workers rest, that is said, unless what waited waits still", () => {
  const said = (processed_per_s: number) => {
    const { earlier: _, circuit_profile: __, ...evidence } = stuck(processed_per_s);
    return findingsOf(RULES, evidence).flatMap(({ rule, about }) =>
      rule === "input/falling-behind" ? [String(RULES.find(({ id }) => id === rule)?.tell(about).what)] : [],
    );
  };
  expect(said(500)).toMatchObject([expect.stringMatching(/whether workers have time left is not known$/)]);
  expect(said(499)).toMatchObject([expect.stringMatching(/are processed$/)]);
});
