import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { paceSinceStart } from "../../src/diagnosis/rules/backlog.ts";
import { evidenceOf } from "./evidence.ts";

/** A generator makes orders, without end; customers came once, and were few. */
const { pipeline, stats, time_series, circuit_profile, ...others } = evidenceOf("skewed_join");
if (!pipeline || !stats || !time_series?.throughput || !time_series.records || !circuit_profile?.age_s)
  throw new Error("the world has no rates");
const ENDED = new Set(["customers"]);
const average = time_series.records.processed_in_all / circuit_profile.age_s;

interface Otherwise {
  readonly transport?: string;
  /** Whether customers, which have ended, may go on. */
  readonly open?: boolean;
  /** Rows of orders that wait at their input. */
  readonly waiting?: number;
  /** How much of the average each of the samples of 10 s brings, oldest first. */
  readonly samples?: readonly number[];
}

/** The same, with so many times the average now, and orders of a broker where a generator is not to make them. */
function evidence(
  ofAverage: number,
  { transport = "datagen", open = false, waiting = 0, samples = [ofAverage] }: Otherwise = {},
): Evidence {
  const connectors = pipeline?.connectors.map((one) => ({ ...one, transport })) ?? [];
  const sources = (stats?.connectors ?? []).map((one) =>
    one.name.startsWith("customers.")
      ? { ...one, end_of_input: !open }
      : { ...one, waiting_records: waiting },
  );
  let value = 0;
  const later = samples.map((share, i) => {
    value += share * average * 10;
    return { ms: (i + 1) * 10_000, value };
  });
  return {
    ...others,
    processed: [{ ms: 0, value: 0 }, ...later],
    ...(stats && { stats: { ...stats, buffered_records: waiting, connectors: sources } }),
    ...(circuit_profile && { circuit_profile }),
    ...(pipeline && { pipeline: { ...pipeline, connectors } }),
    ...(time_series?.throughput && {
      time_series: { ...time_series, throughput: { ...time_series.throughput, median: average * ofAverage } },
    }),
  };
}

describe("what comes now of a table, by its average since the start,", () => {
  test("is even where most rows are of it, and as many come", () => {
    expect(paceSinceStart(["orders"], evidence(0.95, { transport: "kafka_input" }))).toBe("even");
  });

  test("is not known to be where fewer come than would without half of its rows", () => {
    expect(paceSinceStart(["orders"], evidence(0.505, { transport: "kafka_input" }), ENDED)).toBe("slower");
  });

  test("is, of a generator, what it was", () => {
    expect(paceSinceStart(["orders"], evidence(0.505))).toBe("even");
  });

  test("is far less where a source began with all that it had", () => {
    const all = evidence(0.495, { transport: "kafka_input" });
    expect(paceSinceStart(["orders"], all, ENDED)).toBe("faster at first");
  });

  test("is not known to be of it where fewer come, and another table may bring them", () => {
    const of = (ofAverage: number, otherwise: Otherwise = {}) =>
      paceSinceStart(["orders"], evidence(ofAverage, { transport: "kafka_input", open: true, ...otherwise }));
    expect(of(0.495)).toBe("perhaps of others");
    expect(of(0.505)).toBe("perhaps of others");
    expect(of(0.95)).toBe("even");
    // Its own rows wait, a generator makes them, or the other has ended.
    expect(of(0.495, { waiting: 5 })).toBe("faster at first");
    expect(of(0.495, { transport: "datagen" })).toBe("faster at first");
    const all = evidence(0.495, { transport: "kafka_input" });
    expect(paceSinceStart(["orders"], all, ENDED)).toBe("faster at first");
  });

  test("is not known to come where none comes of any, and nothing waits", () => {
    const of = (ofAverage: number, otherwise: Otherwise = {}) =>
      paceSinceStart(["orders"], evidence(ofAverage, { transport: "kafka_input", ...otherwise }), ENDED);
    expect(of(0)).toBe("none");
    expect(of(0.1)).toBe("faster at first");
    expect(of(0, { waiting: 5 })).toBe("faster at first");
    expect(of(0, { transport: "datagen" })).toBe("faster at first");
  });

  test("is what comes on average of late, where steps are so long that most samples have none", () => {
    const of = (samples: readonly number[]) =>
      paceSinceStart(["orders"], evidence(0, { transport: "kafka_input", samples }), ENDED);
    expect(of([0, 0, 3, 0, 0, 3])).toBe("even");
    // What came at first is in the mean of all samples, and of none of late.
    expect(of([6, 0, 0, 0, 0, 0])).toBe("none");
    expect(of([6, 0, 0, 0.3, 0, 0.3])).toBe("faster at first");
  });

  test("does not show where nearly all rows are of others", () => {
    expect(paceSinceStart(["customers"], evidence(1))).toBe("of others");
  });

  test("does not show of a file that was read at once, where half of the rows are of others", () => {
    const { stats, circuit_profile, ...others } = evidence(1, { transport: "file_input" });
    const [orders] = circuit_profile?.tables?.filter(({ name }) => name === "orders") ?? [];
    if (stats === undefined || circuit_profile === undefined || orders?.rows === undefined)
      throw new Error("no orders");
    const connectors = (follow: boolean) =>
      others.pipeline?.connectors.map((one) => ({ ...one, transport_config: { path: "orders", follow } })) ??
      [];
    const beside = (rows: number, follow = true) =>
      paceSinceStart(["orders"], {
        ...others,
        stats,
        ...(others.pipeline && { pipeline: { ...others.pipeline, connectors: connectors(follow) } }),
        circuit_profile: { ...circuit_profile, tables: [orders, { ...orders, name: "customers", rows }] },
      });
    expect(beside(orders.rows + 1)).toBe("of others");
    expect(beside(orders.rows)).toBe("even");
    expect(beside(orders.rows + 1, false)).toBe("even");
  });

  test("is not told where what feeds it was not read, nor without the time series", () => {
    const { pipeline: _, ...unread } = evidence(1);
    const { time_series: __, ...without } = evidence(1);
    const open = stats?.connectors.map((one) => ({ ...one, end_of_input: false })) ?? [];
    expect(
      paceSinceStart(["customers"], { ...unread, ...(stats && { stats: { ...stats, connectors: open } }) }),
    ).toBe("untold");
    expect(paceSinceStart(["orders"], without)).toBeUndefined();
  });

  describe("where its rows were sent by HTTP, and the circuit does not count them,", () => {
    const { circuit_profile: circuit, stats: statistics, pipeline: read, ...rest } = evidence(0.1);
    const pushed = (count: number | undefined): Evidence => ({
      ...rest,
      ...(read && { pipeline: { ...read, connectors: [] } }),
      ...(circuit && {
        circuit_profile: {
          ...circuit,
          tables: (circuit.tables ?? []).map(({ rows = 0, ...one }) =>
            one.name === "orders" ? one : { ...one, rows },
          ),
        },
      }),
      ...(statistics && {
        stats: {
          ...statistics,
          connectors: statistics.connectors.map(({ records, declared: _, ...one }) => {
            if (one.direction === "output") return one;
            const name = `${one.relation}.api-ingress-1f`;
            const known = one.relation === "orders" ? count : records;
            return { ...one, name, end_of_input: false, ...(known !== undefined && { records: known }) };
          }),
        },
      }),
    });

    test("they are those of its input: whether they still come is not known", () => {
      expect(paceSinceStart(["orders"], pushed(1_000_000))).toBe("perhaps of others");
      expect(paceSinceStart(["orders"], pushed(1))).toBe("of others");
    });

    test("that they come is not said where its input does not count them either", () => {
      expect(paceSinceStart(["orders"], pushed(undefined))).toBe("of others");
    });
  });
});
