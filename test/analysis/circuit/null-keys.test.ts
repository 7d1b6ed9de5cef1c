import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

const nullKeysOf = (...args: Parameters<typeof measuredPipeline>) =>
  measuredPipeline(...args).circuit_profile?.null_keys;

test("an inner join leaves out the rows whose key is NULL, and its filter counts them", () => {
  expect(nullKeysOf("null_keys_measured")).toMatchObject([
    {
      place: { handle: "calls_named.join@83" },
      condition: "c.mmsi = s.mmsi",
      tables: ["calls"],
      records_in: 12_075,
      records_out: 622,
      keeps_apart: true,
    },
  ]);
});

test("joins that share the filter leave out the same rows, whichever view it was made for", () => {
  const shared = (recorded: string) =>
    recorded
      .replace(
        '"mir":{',
        '"mir":{"s99":{"operation":"join_index_balanced","inputs":[{"node":"s31","output":0},{"node":"s4","output":0}],"calcite":{"partial":95},"positions":[],"persistent_id":"99"},',
      )
      .replace(
        '"calcite_plan":{',
        '"calcite_plan":{"flags":{"rels":[{"id":95,"inputs":[],"joinType":"inner","relOp":"LogicalJoin"}]},',
      );
  expect(nullKeysOf("null_keys_measured", shared)).toMatchObject([
    { place: { operator: "s32" }, others: [{ operator: "s99" }] },
  ]);
  expect(nullKeysOf("null_keys_measured")).toMatchObject([{ others: [] }]);
});

test("where no key is NULL, as many come out", () => {
  expect(nullKeysOf("no_null_keys_measured")).toMatchObject([{ records_in: 15_708, records_out: 15_708 }]);
});

test("rows of which the join takes no primary key may merge where they are equal", () => {
  const withoutKey = (recorded: string) => recorded.replace('"fields":["call_id",', '"fields":["call",');
  expect(nullKeysOf("null_keys_measured", withoutKey)).toMatchObject([{ keeps_apart: false }]);
});

test("a LEFT JOIN, a further condition and a filter of the program are no such filter", () => {
  const leftJoin = (recorded: string) => recorded.replace('"joinType":"inner"', '"joinType":"left"');
  const condition = (recorded: string) => recorded.replace("c.mmsi = s.mmsi", "c.mmsi > s.mmsi");
  const filtered = (recorded: string) =>
    recorded.replace('{"partial":5}', '{"seq":[{"final":4},{"partial":5}]}');
  for (const change of [leftJoin, condition, filtered]) {
    expect(nullKeysOf("null_keys_measured", change)).toEqual([]);
  }
});

test("where every key is NULL, rows come to an end there", () => {
  const all = (recorded: string) =>
    recorded.replaceAll(
      /("output_batches_stats","value":\{"total_records_count":\{"type":"count","value":)\d+\}/g,
      "$10}",
    );
  expect(measuredPipeline("null_keys_measured", all).circuit_profile?.dead_ends).toMatchObject([
    { kind: "null_key", condition: "c.mmsi = s.mmsi", records_in: 12_075 },
  ]);
});

test("where every key is NULL of what is grouped or projected at once, rows come to an end there, too", () => {
  const none = (recorded: string) =>
    recorded
      .replaceAll(
        /("output_batches_stats","value":\{"total_records_count":\{"type":"count","value":)\d+\}/g,
        "$10}",
      )
      .replace('{"partial":5}', '{"seq":[{"partial":5},{"final":6}]}');
  const filtered = (recorded: string) => none(recorded).replace('{"final":6}', '{"final":4}');
  expect(measuredPipeline("null_keys_measured", none).circuit_profile?.dead_ends).toMatchObject([
    { kind: "null_key", condition: "c.mmsi = s.mmsi", records_in: 12_075 },
  ]);
  expect(measuredPipeline("null_keys_measured", filtered).circuit_profile?.dead_ends).toMatchObject([
    { kind: "filter" },
  ]);
});

test("equal records that are one there are no keys that are NULL", () => {
  const grouped = (recorded: string) =>
    recorded.replace('{"partial":5}', '{"seq":[{"partial":5},{"final":6}]}');
  expect(nullKeysOf("null_keys_measured", grouped)).toEqual([]);
});
