import { expect, test } from "vitest";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { deadEndOf } from "./cases/empty-views.ts";

/** A view that no row comes out of, all of whose tables are NULL in each column, in so many records. */
function follows(records_in: number, outer?: "LEFT") {
  const { stats, circuit_profile, ...evidence } = deadEndOf("filter", {
    condition: "n >= 200",
    ...(outer && { outer }),
  });
  if (stats === undefined || circuit_profile === undefined) throw new Error("no circuit");
  const framing = { format: "json", update_format: "raw" };
  const ofNull = { has_key: false, rows: 200, left: 1, merged: { rows: 100, at_once: 1 } };
  const findings = findingsOf(RULES, {
    ...evidence,
    stats: {
      ...stats,
      connectors: stats.connectors.map((one) => (one.direction === "input" ? { ...one, framing } : one)),
    },
    circuit_profile: {
      ...circuit_profile,
      dead_ends: (circuit_profile.dead_ends ?? []).map((end) => ({ ...end, records_in })),
      tables: (circuit_profile.tables ?? []).map((table) => ({
        ...table,
        ...ofNull,
        has_waterline: false,
        may_be_null: true as const,
      })),
    },
  });
  return findings.find(({ rule }) => rule === "view/nothing-out")?.follows_from;
}

test("what comes to an end is what is left of equal rows, and more is another table's", () => {
  expect(follows(100)).toBe("input/equal-rows");
  expect(follows(101)).toBeUndefined();
});

test("an outer join gives all rows of its one side where those of the other are equal", () => {
  expect(follows(30_000, "LEFT")).toBe("input/equal-rows");
});
