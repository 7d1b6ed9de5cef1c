import { expect, test } from "vitest";
import { hopsOf } from "../../../src/analysis/pipeline/hops.ts";

const hop = (apart: string, long: string) =>
  `CREATE TABLE t (x TIMESTAMP);\n-- HOP(TABLE t, DESCRIPTOR(x), INTERVAL 1 SECOND, INTERVAL 1 DAY)\nCREATE VIEW v AS SELECT * FROM TABLE(\n  HOP(TABLE t, DESCRIPTOR(x), ${apart}, ${long}));`;

test("a HOP makes a row of each for every window that its time lies in", () => {
  expect(hopsOf(hop("INTERVAL 1 MINUTE", "INTERVAL 24 HOURS"))).toEqual([{ line: 4, rows: 1440 }]);
  expect(hopsOf(hop("interval '10' seconds", "INTERVAL '1' minute"))).toEqual([{ line: 4, rows: 6 }]);
});

test("where its length is no multiple of that, one window more may hold a time", () => {
  expect(hopsOf(hop("INTERVAL 7 MINUTES", "INTERVAL 1 HOUR"))).toEqual([{ line: 4, rows: 9 }]);
});

test("how many of months is not known, and of no time at all there are none", () => {
  expect(hopsOf(hop("INTERVAL 1 DAY", "INTERVAL 1 MONTH"))).toEqual([]);
  expect(hopsOf(hop("INTERVAL 0 DAYS", "INTERVAL 1 DAY"))).toEqual([]);
  expect(hopsOf("SELECT TUMBLE(a) FROM hop")).toEqual([]);
});
