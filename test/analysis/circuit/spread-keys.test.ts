import { expect, test } from "vitest";
import { spreadKeys } from "../../../src/analysis/circuit/spread-keys.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

/** By what each aggregate, window or choice of the views of a compiled program is spread; of several of one view, all. */
function spreadIn(program: string, view: string): (string | undefined)[] {
  const places = placesOfProgram(program);
  return places.all
    .map(({ place }) => place)
    .filter(
      ({ relation, operation }) => relation?.name === view && /aggregate|topK|lag|rolling/.test(operation),
    )
    .map((place) => spreadKeys(place, places));
}

test.each([
  ["groups_by_time_late", "by_sensor", ["GROUP BY sensor"]],
  ["groups_by_time_late", "best", ["GROUP BY day, sensor", "PARTITION BY sensor"]],
  ["courses_unmatched_measured", "score_trend", ["PARTITION BY learner_id"]],
  ["courses_unmatched_measured", "hourly_activity", ["GROUP BY category, hr"]],
])(
  "the rows of an operator of %s, %s are spread by what its view groups or partitions by",
  (program, view, by) => {
    expect(spreadIn(program, view)).toEqual(by);
  },
);

test.each([
  ["a total over all rows", "groups_by_time_late", "last_days", ["GROUP BY day", undefined]],
  ["an expression", "lag_by_hour_late", "v", [undefined]],
  [
    "the values of a DISTINCT",
    "groups_by_time_late",
    "kept_hours",
    Array.from({ length: 5 }, () => undefined),
  ],
])("nothing is told of what is spread by %s", (_, program, view, by) => {
  expect(spreadIn(program, view)).toEqual(by);
});
