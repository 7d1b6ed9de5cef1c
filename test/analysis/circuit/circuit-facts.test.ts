import { describe, expect, test } from "vitest";
import * as z from "zod";
import { circuitFacts } from "../../../src/analysis/circuit/circuit-facts.ts";
import { findOperators } from "../../../src/analysis/circuit/find-operator.ts";
import { recording } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { jsonOf, profileBytes, readFor } from "./recorded.ts";

const Recorded = z.object({
  worker_profiles: z.array(
    z.object({
      metadata: z.record(
        z.string(),
        z.array(z.object({ metric_id: z.string(), value: z.unknown().optional() })),
      ),
    }),
  ),
});

/** The sums of one metric over nodes, workers and slots, by the plainest means. */
function sumOf(metric: string): number {
  const Duration = z.object({ value: z.object({ secs: z.number(), nanos: z.number() }) });
  const Plain = z.object({ value: z.number() });
  return Recorded.parse(jsonOf("circuit_json_profile"))
    .worker_profiles.flatMap(({ metadata }) => Object.entries(metadata))
    .filter(([node]) => node !== "n")
    .flatMap(([, metrics]) => metrics.filter(({ metric_id }) => metric_id === metric))
    .map(({ value }) => {
      const duration = Duration.safeParse(value);
      return duration.success
        ? duration.data.value.secs + duration.data.value.nanos / 1e9
        : Plain.parse(value).value;
    })
    .reduce((sum, one) => sum + one, 0);
}

describe("the totals of a recorded profile", () => {
  test.each([
    ["time", "runtime_seconds"],
    ["memory", "used_memory_bytes"],
    ["state", "state_records_count"],
  ] as const)("by %s are those of its %s", (by, metric) => {
    const facts = circuitFacts(readFor(recording("circuit_json_profile").body, by), { by, limit: 1000 });
    expect(facts.metric?.name).toBe(metric);
    expect(facts.total).toBeCloseTo(sumOf(metric), 6);
    expect(facts.rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test("count the two halves of a delay as one operator", () => {
    const { operators } = readFor(recording("circuit_json_profile").body, "time");
    expect(operators.list).toHaveLength(214);
    expect(operators.byNode.get("nn50")).toBe(operators.byNode.get("nn52"));
    expect(operators.byNode.get("nn52")).toMatchObject({
      id: "nn52",
      outputHalf: "nn50",
      label: "Z1 (trace)",
    });
  });
});

describe("the old format", () => {
  test.each(["time", "memory", "state", "storage", "skew"] as const)("has the same facts by %s", (by) => {
    const facts = (body: Uint8Array) => circuitFacts(readFor(body, by), { by, limit: 1000 });
    const { split: _old, ...old } = facts(synthetic("circuit_profile_old_format").body);
    const { split: _today, ...today } = facts(recording("worlds/healthy/circuit_json_profile").body);
    // No operator of it has filters.
    const rows = today.rows.map((row) => ({
      ...row,
      told: row.told.filter(({ metric }) => metric !== "filters"),
    }));
    expect(old).toEqual({ ...today, rows, format: "entries", known: false });
  });
});

const seconds = (secs: number) => ({
  metric_id: "runtime_seconds",
  value: { type: "duration", value: { secs, nanos: 0 } },
});

/** Two workers: `even` takes 10 s in each, `hot` 1 s and 7 s, `resting` none. */
const TWO_WORKERS = {
  worker_profiles: [1, 7].map((hot) => ({
    metadata: {
      n: [],
      even: [seconds(10)],
      hot: [seconds(hot)],
      resting: [seconds(0)],
    },
  })),
  graph: null,
};

describe("a profile by skew", () => {
  const rank = (profile: unknown) =>
    circuitFacts(readFor(profileBytes(profile), "skew"), { by: "skew", limit: 10 });

  test("ranks by how far the busiest worker is above the average", () => {
    const { rows, total } = rank(TWO_WORKERS);
    expect(total).toBe(28);
    expect(rows.map(({ id, excess, share, spread }) => ({ id, excess, share, spread }))).toEqual([
      {
        id: "hot",
        excess: 3,
        share: 8 / 28,
        spread: { total: 8, min: 1, avg: 4, max: 7, max_over_avg: 1.75, hot_worker: 1 },
      },
    ]);
  });

  test("falls back on records where it has no times", () => {
    const records = (value: number) => [
      { metric_id: "state_records_count", value: { type: "count", value } },
    ];
    const { metric, rows } = rank({
      worker_profiles: [{ metadata: { a: records(1) } }, { metadata: { a: records(3) } }],
    });
    expect(metric).toEqual({ name: "state_records_count", unit: "count" });
    expect(rows).toMatchObject([{ id: "a", excess: 1, spread: { hot_worker: 1 } }]);
  });

  test("takes a worker that lacks an operator for one in which it does nothing", () => {
    const { rows } = rank({
      worker_profiles: [{ metadata: { gather: [seconds(4)] } }, { metadata: {} }],
    });
    expect(rows).toMatchObject([{ id: "gather", excess: 2, spread: { total: 4, min: 0, hot_worker: 0 } }]);
  });
});

describe("an operator", () => {
  const { operators } = readFor(recording("circuit_json_profile").body, "time");
  const find = (name: string) => findOperators(operators, name).map(({ id }) => id);

  test("is found by its node's id, whole or without its n", () => {
    expect([find("nn63"), find("n63"), find("63")]).toEqual([["nn63"], ["nn63"], ["nn63"]]);
    expect(find("nn50")).toEqual(["nn52"]);
  });

  test("is found by its persistent id, and by its first digits", () => {
    expect(find("539012c626e78b4eb09b56effc62dd170a1776576d8a16ef606620815d9864b2")).toEqual(["nn64"]);
    expect(find("4be7b05a")).toEqual(["nn183", "nn190"]);
  });

  test("is none where the name is unknown, or says too little", () => {
    expect([find("nn999"), find("4be7"), find("")]).toEqual([[], [], []]);
  });
});
