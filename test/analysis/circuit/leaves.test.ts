import { describe, expect, test } from "vitest";
import { leavesOf } from "../../../src/analysis/circuit/leaves.ts";

const number = (value: number, unit: "s" | "bytes" | "count") => ({ kind: "number", number: value, unit });

describe("a measurement's value", () => {
  test.each([
    ["used_memory_bytes", { type: "bytes", value: 7 }, [["used_memory_bytes", number(7, "bytes")]]],
    ["steps_count", { type: "int", value: 7 }, [["steps_count", number(7, "count")]]],
    [
      "runtime_seconds",
      { type: "duration", value: { secs: 2, nanos: 500_000_000 } },
      [["runtime_seconds", number(2.5, "s")]],
    ],
    [
      "runtime_percent",
      { type: "percent", value: { numerator: 1, denominator: 0 } },
      [["runtime_percent", { kind: "ratio", numerator: 1, denominator: 0 }]],
    ],
    // Since 0.368: merges may make more of what they merge.
    [
      "merge_reduction_percent",
      { type: "percent", value: { numerator: -3, denominator: 10 } },
      [["merge_reduction_percent", { kind: "ratio", numerator: -3, denominator: 10 }]],
    ],
    [
      "balancer_policy",
      { type: "string", value: "shard" },
      [["balancer_policy", { kind: "text", text: "shard" }]],
    ],
    [
      "rebalancing_bool",
      { type: "bool", value: false },
      [["rebalancing_bool", { kind: "text", text: "false" }]],
    ],
    [
      "foreground_cache_misses",
      { type: "cachecounts", value: { count: 3, bytes: 4096, elapsed: { secs: 1, nanos: 0 } } },
      [
        ["foreground_cache_misses.count", number(3, "count")],
        ["foreground_cache_misses.bytes", number(4096, "bytes")],
        ["foreground_cache_misses.elapsed", number(1, "s")],
      ],
    ],
    [
      "background_cache_occupancy",
      { max: { type: "bytes", value: 9 }, used: { type: "bytes", value: 0 } },
      [
        ["background_cache_occupancy.max", number(9, "bytes")],
        ["background_cache_occupancy.used", number(0, "bytes")],
      ],
    ],
    [
      "retainment_bounds",
      { key: [{ type: "string", value: "None" }], value: [] },
      [
        ["retainment_bounds.key", { kind: "text", text: '["None"]' }],
        ["retainment_bounds.value", { kind: "text", text: "[]" }],
      ],
    ],
    [
      "a_new_metric_widget",
      { type: "widget", value: { arms: 2 } },
      [["a_new_metric_widget.arms", number(2, "count")]],
    ],
    ["beyond_counting", -1e300, [["beyond_counting", { kind: "text", text: "-1e+300" }]]],
    [
      "beyond_counting_hits",
      { numerator: 1, denominator: 1e300 },
      [["beyond_counting_hits", { kind: "text", text: "1 of 1e+300" }]],
    ],
    ["nothing", null, []],
  ])("of %s", (metric, value, leaves) => {
    expect(leavesOf(metric, value)).toEqual(leaves);
  });
});
