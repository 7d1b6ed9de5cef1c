import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

const signsOf = (change: (recorded: string) => string) =>
  measuredPipeline("null_keys_measured", change).circuit_profile;

/** The compiler's filter for keys, put together with the grouping behind the join. */
const grouped = (recorded: string) =>
  recorded.replace('{"partial":5}', '{"seq":[{"partial":5},{"final":6}]}');

test("records that a join leaves out where it is grouped may have had NULL for a key, or be equal", () => {
  expect(signsOf(grouped)).toMatchObject({
    null_keys: [],
    grouped_null_keys: [
      {
        place: { handle: "calls_named.join@83" },
        condition: "c.mmsi = s.mmsi",
        table: "calls",
        may_be_null: ["mmsi"],
        records_in: 12_075,
        records_out: 622,
      },
    ],
  });
});

test("where the filter stands alone, its counts tell of NULL, and there is no doubt", () => {
  expect(signsOf((recorded) => recorded)).toMatchObject({
    null_keys: [{ records_out: 622 }],
    grouped_null_keys: [],
  });
});

test("a key that cannot be NULL, and rows of which no more than the key is taken, are no sign of NULL", () => {
  const never = (recorded: string) =>
    grouped(recorded).replace(/("name":"mmsi"[^{}]*"columntype":\{[^{}]*"nullable":)true/g, "$1false");
  const keyAlone = (recorded: string) =>
    grouped(recorded).replace(/"fields":\["call_id",[^\]]*\]/, '"fields":["mmsi"]');
  for (const change of [never, keyAlone]) expect(signsOf(change)?.grouped_null_keys).toEqual([]);
});
