import { expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { NOTHING_OUT_RULES, NothingOut } from "../../src/diagnosis/rules/nothing-out.ts";
import { deadEndOf } from "./cases/empty-views.ts";

/** A filter by time that three records have come to, before a view that no output has. */
function fewWaiting(held_views: Evidence["held_views"] & object): Evidence {
  const { circuit_profile, ...evidence } = deadEndOf("window");
  const [end] = circuit_profile?.dead_ends ?? [];
  if (circuit_profile === undefined || end === undefined) throw new Error("no dead end");
  const dead_ends = [{ ...end, records_in: 3, views: ["worst"] }];
  return {
    ...evidence,
    held_views,
    needed_tables: [{ view: "worst", tables: ["entries"], by_time: [] }],
    circuit_profile: { ...circuit_profile, dead_ends, empty_views: ["worst"] },
  };
}

test.each([
  ["told where it gives out what is final", [{ view: "worst", tables: ["entries"] }], [["worst"]]],
  ["not told where it does not, of so few records", [], []],
])("a view without an output that keeps few groups of many rows is %s", (_, held_views, views) => {
  const found = NOTHING_OUT_RULES.flatMap((rule) => rule.find(fewWaiting(held_views)));
  expect(found.map(({ about }) => NothingOut.parse(about).views)).toEqual(views);
});
