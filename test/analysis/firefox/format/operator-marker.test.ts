import { expect, test } from "vitest";
import { parseOperatorMarker } from "../../../../src/analysis/firefox/format/operator-marker.ts";

test("an evaluation tells kind, node and times in µs", () => {
  expect(parseOperatorMarker("JoinTrace nn63 used 2μs real time, 1μs CPU time")).toEqual({
    label: "JoinTrace nn63",
    nodeId: "nn63",
    realMicros: 2,
    cpuMicros: 1,
    worker: -1,
  });
});

test("a kind may have spaces, and a node may be nested", () => {
  const told = parseOperatorMarker("Z1 (trace) n2_n5 used 1.5ms real time, 250ns CPU time");
  expect(told).toMatchObject({
    label: "Z1 (trace) n2_n5",
    nodeId: "n2_n5",
    realMicros: 1500,
    cpuMicros: 0.25,
  });
});

test("a merge tells the worker that it was made for", () => {
  const text =
    "AccumulateZ1Trace nn57 on behalf of worker 3 merged 9 batches (8347 -> 8347 rows) using 29.6 ms real time and 8.4 ms CPU time; 1 batch left";
  expect(parseOperatorMarker(text)).toMatchObject({
    label: "AccumulateZ1Trace nn57",
    nodeId: "nn57",
    realMicros: 29_600,
    cpuMicros: 8400,
    worker: 3,
  });
});

test.each([
  "",
  "merge nn57",
  "JoinTrace nn63 used 2 real time, 1μs CPU time",
  "JoinTrace 63 used 2μs real time, 1μs CPU time",
  `${"a ".repeat(1500)}nn1 used 2μs real time, 1μs CPU time`,
])("other texts tell no operator: %s", (text) => {
  expect(parseOperatorMarker(text)).toBeUndefined();
});
