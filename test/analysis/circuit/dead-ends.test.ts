import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

test("rows come to an end in a window that none of their times lies in, and nowhere after it", () => {
  const { dead_ends } = measuredPipeline("window_of_now_measured").circuit_profile ?? {};
  expect(dead_ends).toMatchObject([
    {
      kind: "window",
      place: { relation: { name: "recent" } },
      records_in: 12_400,
      views: ["recent", "recent_sum"],
    },
  ]);
});

test("no rows come to an end where all that they come to give some", () => {
  expect(measuredPipeline("rolling_measured").circuit_profile?.dead_ends).toEqual([]);
});
