import { describe, expect, test } from "vitest";
import type { Integral } from "../../src/analysis/circuit/integrals.ts";
import type { CircuitSigns } from "../../src/analysis/circuit/signs.ts";
import type { TableFacts } from "../../src/analysis/circuit/tables.ts";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { pipelineOfProgram } from "../support/compiled-program.ts";
import { widelyLate } from "./cases/circuit.ts";
import { evidenceOf } from "./evidence.ts";
import { judged, verdictOf } from "./judged.ts";

describe("grows", () => {
  test("is not known to be well where the memory limit was not read, and tells no time to reach it", () => {
    expect(verdictOf("grows", "healthy").standing).toBe("well");
    expect(verdictOf("grows", "healthy", {}, ["metrics"]).standing).toBe("unknown");
    const untold = verdictOf("grows", "rss_limit", { stats: { "global_metrics.rss_bytes": null } });
    expect(untold.says).not.toContain("at the soonest");
  });

  test("tells by memory itself when the limit is reached, where that rises faster than the state", () => {
    const { says } = verdictOf("grows", "skewed_join", {
      stats: { "global_metrics.uptime_msecs": 3_600_000 },
    });
    expect(says).toMatch(
      /rising by [\d.]+ GiB an hour, which would take all of that in .* if it went on; storage/,
    );
    expect(says).toMatch(/this state explains 1\.54 GiB an hour of the rise of memory/);
    expect(says).not.toContain("at the soonest");
    const young = verdictOf("grows", "skewed_join").says;
    expect(young).toContain("rising, too soon after its start to tell where to; storage");
    expect(young).not.toContain("take all of that in");
    const evidence = evidenceOf("skewed_join");
    const { time_series } = evidence;
    if (time_series?.memory === undefined) throw new Error("no time series");
    const memory = {
      ...time_series.memory,
      trend: { direction: "steady" as const, change: 0, per_sec: 0 },
    };
    expect(judged("grows", { ...evidence, time_series: { ...time_series, memory } })).toMatch(
      /1\.54 GiB more an hour \(all of its memory is taken in .* at the soonest\)/,
    );
  });

  test("tells no rate by what came at first, where much less comes now", () => {
    const { time_series, processed: _, ...evidence } = evidenceOf("skewed_join");
    if (time_series === undefined) throw new Error("no time series");
    const { throughput, records } = time_series;
    const { age_s = 0 } = evidence.circuit_profile ?? {};
    if (throughput === undefined || records === undefined) throw new Error("no throughput");
    const onAverage = records.processed_in_all / age_s;
    const told = (now: number) =>
      judged("grows", {
        ...evidence,
        time_series: { ...time_series, throughput: { ...throughput, median: now } },
      });
    expect(told(onAverage * 0.49)).toMatch(
      /^yes, .*; how fast is not known, since rows were processed much faster at first;/,
    );
    expect(told(onAverage * 0.51)).toMatch(/^yes, .* 1\.54 GiB more an hour/);
  });

  test("is not known to, where fewer rows come and those may be of another table, and is then no warning", () => {
    const { time_series, processed: _, ...evidence } = evidenceOf("skewed_join");
    const { stats, pipeline } = evidence;
    const { throughput } = time_series ?? {};
    if (!time_series || !throughput || !stats || !pipeline) throw new Error("no throughput");
    const told = (open: boolean) => {
      const slowed: Evidence = {
        ...evidence,
        pipeline: {
          ...pipeline,
          connectors: pipeline.connectors.map((one) => ({ ...one, transport: "kafka_input" })),
        },
        stats: {
          ...stats,
          connectors: stats.connectors.map((one) =>
            one.name.startsWith("customers.") ? { ...one, end_of_input: !open } : one,
          ),
        },
        time_series: { ...time_series, throughput: { ...throughput, median: 1 } },
      };
      const state = findingsOf(RULES, slowed).filter(({ rule }) => rule === "engine/unbounded-state");
      return [judged("grows", slowed), ...state.map(({ severity }) => severity)];
    };
    expect(told(true)).toEqual([
      expect.stringMatching(
        /^with every row of orders, .*; whether more comes to it now is not known: fewer rows are processed than on average, and of which tables those are is not known;/,
      ),
      "info",
    ]);
    expect(told(false)).toEqual([expect.stringMatching(/^yes, with every row of orders/), "warning"]);
  });

  test("tells no rate of what came before, where nothing came between two looks", () => {
    const evidence = evidenceOf("skewed_join");
    const { circuit_profile, stats } = evidence;
    const { age_s, tables, integrals } = circuit_profile ?? {};
    if (!stats || circuit_profile === undefined || !age_s || !tables || !integrals)
      throw new Error("no circuit");
    const said = (came: number, read = came) => {
      const connectors = stats.connectors.map((one) => ({ ...one, records_per_s: read / 10 }));
      const fewer = <Of extends object>(one: Of, key: keyof Of) => ({
        ...one,
        [key]: Number(one[key]) - came,
      });
      const earlier = {
        ...circuit_profile,
        age_s: age_s - 10,
        tables: tables.map((one) => fewer(one, "rows")),
        integrals: integrals.map((one) => ({
          ...fewer(one, "merged_records"),
          ...(one.arrived !== undefined && { arrived: one.arrived - came }),
        })),
      };
      return judged("grows", {
        ...evidence,
        stats: { ...stats, rates: { over: "two samples", window_ms: 10_000 }, connectors },
        earlier: { circuit_profile: earlier },
      });
    };
    // What was read may be on its way to the circuit.
    expect(said(0, 1_000)).toMatch(/^yes, with every row of orders/);
    expect(said(0)).toMatch(
      /^with every row of orders, .*; whether more comes to it is not known, since none came between the two looks;/,
    );
    expect(said(0)).not.toMatch(/an hour/);
    expect(said(1_000)).toMatch(
      /^yes, with every row of orders, .* more an hour at the rate of the last 10 s/,
    );
  });

  test("tells by how much storage rose, and nothing of that where it is steady", () => {
    expect(verdictOf("grows", "skewed_join").says).toMatch(
      /storage 33\.3 MiB, rising by [\d.]+ MiB over the last 59 s/,
    );
    expect(verdictOf("grows", "healthy").says).toMatch(/storage [\d.]+ \w+, steady over the last/);
  });

  test("never by more than there is", () => {
    const evidence = evidenceOf("skewed_join");
    const { time_series } = evidence;
    if (time_series?.storage === undefined) throw new Error("its storage has no series");
    const trend = { direction: "rising" as const, change: 1, per_sec: 1024 ** 3 };
    const steep = { ...time_series, storage: { ...time_series.storage, trend } };
    expect(judged("grows", { ...evidence, time_series: steep })).toMatch(
      /storage 33\.3 MiB, rising by 33\.3 MiB over the last 59 s/,
    );
  });

  test("does not, while it is paused, whatever it keeps when it runs", () => {
    const state = { "global_metrics.state": "Paused" };
    expect(verdictOf("grows", "skewed_join").says).toMatch(/^yes, with every row of orders/);
    const { says } = verdictOf("grows", "skewed_join", { stats: state });
    expect(says).toMatch(
      /^not now, since it is Paused and takes in no rows \(.*\); it would grow with every row of orders/,
    );
    expect(says).not.toMatch(/an hour/);
  });

  test("is not bounded where the program would keep rows, of which none has come to what keeps them", () => {
    const { circuit_profile, kept_state = [], ...evidence } = evidenceOf("skewed_join");
    const { integrals = [] } = circuit_profile ?? {};
    const [constant] = integrals;
    if (circuit_profile === undefined || constant === undefined) throw new Error("no circuit");
    const three = { bound: "groups" as const, tables: [], records: 3, merged_records: 3 };
    const growsWith = (others: readonly Integral[], kept: typeof kept_state) =>
      judged("grows", {
        ...evidence,
        kept_state: kept,
        circuit_profile: {
          ...circuit_profile,
          integrals: [...others, { ...constant, id: "nn999", ...three }],
        },
      });
    const empty = integrals.map((one) => ({ ...one, records: 0, merged_records: 0 }));
    expect(growsWith(empty, [])).toMatch(/^no growing state was found \(3 records/);
    expect(growsWith([], kept_state)).toMatch(/^no growing state was found \(3 records/);
    expect(growsWith([], [])).toMatch(
      /^no: the program bounds all that it remembers, by the number of its groups/,
    );
  });

  test("does not, while all its inputs are paused or have ended, and does where one goes on", () => {
    const held = { "inputs.0.metrics.end_of_input": true, "inputs.1.paused": true };
    expect(verdictOf("grows", "skewed_join", { stats: held }).says).toMatch(
      /^not now, since its inputs are paused, or paused and ended \(.*\); it would grow with every row of orders/,
    );
    const one = { "inputs.0.metrics.end_of_input": true };
    expect(verdictOf("grows", "skewed_join", { stats: one }).says).not.toMatch(/^not now/);
  });

  test("says at both depths alike that its input has ended, and not while some of it waits", () => {
    const waits = { "global_metrics.buffered_input_records": 5 };
    for (const unread of [[], ["circuit_profile"]] as const) {
      expect(verdictOf("grows", "end_of_input", {}, unread).says).toMatch(
        /^not now, since all its input has ended/,
      );
      expect(verdictOf("grows", "end_of_input", {}, unread).says).not.toMatch(/; no:/);
      expect(verdictOf("grows", "end_of_input", { stats: waits }, unread).says).not.toMatch(/^not now/);
    }
  });
});

test("the memory of its container or machine is called its limit only where one is set", () => {
  const levels = (pipeline: Readonly<Record<string, unknown>>) =>
    verdictOf("grows", "skewed_join", { pipeline, stats: { "global_metrics.uptime_msecs": 3_600_000 } }).says;
  const ofMachine = levels({});
  expect(ofMachine).toMatch(/\([\d.]+ % of the 22\.4 GiB of its container or machine\), rising by/);
  expect(ofMachine).toMatch(/, which would take all of that in/);
  expect(ofMachine).not.toMatch(/its limit/);
  const set = levels({ "runtime_config.max_rss_mb": 24_000 });
  expect(set).toMatch(
    /\([\d.]+ % of its limit of 24,0\d\d MB\), rising by .*, which would take all of that in/,
  );
  expect(set).not.toMatch(/container or machine/);
});

describe("a rise of memory that was watched from the start", () => {
  const GIB = 1024 ** 3;
  /** The skewed join, whose state grows by 1.54 GiB an hour, watched for 59 s. */
  const rising = (perHour: number, { uptime_ms = 60_000, left = 22 * GIB } = {}) => {
    const evidence = evidenceOf("skewed_join");
    const { metrics, stats, time_series } = evidence;
    if (metrics === undefined || stats === undefined || time_series?.memory === undefined)
      throw new Error("the world has no levels");
    const trend = { direction: "rising" as const, change: perHour / 60, per_sec: perHour / 3_600 };
    const memory = { ...time_series.memory, trend };
    return judged("grows", {
      ...evidence,
      metrics: { ...metrics, max_rss_bytes: Number(stats.memory.rss_bytes) + left },
      stats: { ...stats, uptime_ms },
      time_series: { ...time_series, memory },
    });
  };

  test("is reckoned with for a quarter of an hour for each minute of it", () => {
    expect(rising(10 * GIB, { left: 2 * GIB })).toMatch(
      /rising by 10 GiB an hour, which would take all of that in 12 min if it went on, as it seldom does right after a start/,
    );
    expect(rising(10 * GIB, { left: 3 * GIB })).toMatch(
      /rising, too soon after its start to tell where to; storage/,
    );
    expect(rising(GIB, { uptime_ms: 3_600_000 })).toMatch(
      /rising by 1 GiB an hour, which would take all of that in 22 h if it went on; storage/,
    );
  });

  test("is not doubted where it is that of the state that grows", () => {
    const told = rising(2 * GIB, { left: GIB / 4 });
    expect(told).toMatch(
      /rising by 2 GiB an hour, which would take all of that in 7 min 30 s if it went on; storage/,
    );
    expect(told).not.toContain("the heap profile");
  });
});

test("input that has ended grows nothing, and what more of it would make grow is told at both depths", () => {
  const ended = {
    stats: { "inputs.0.metrics.end_of_input": true, "inputs.1.metrics.end_of_input": true },
  };
  for (const unread of [[], ["circuit_profile"]] as const) {
    expect(verdictOf("grows", "skewed_join", ended, unread).says).toMatch(
      /^not now, since all its input has ended.*; it would grow only with what is new, rows of orders and keys of customers, by its program/,
    );
  }
});

describe("what is sent by HTTP, and does not parse, grows nothing", () => {
  const connectors = evidenceOf("skewed_join").stats?.connectors ?? [];
  const inputs = connectors.filter(({ direction }) => direction === "input");
  const at = (table: string) => inputs.findIndex(({ relation }) => relation === table);
  /** Rows were sent for customers, of which so many came through. */
  const sent = (records: number) => ({
    [`inputs.${at("customers")}.endpoint_name`]: "customers.api-ingress-00a1",
    [`inputs.${at("customers")}.metrics.total_records`]: records,
    [`inputs.${at("customers")}.metrics.end_of_input`]: false,
  });
  const told = (stats: Readonly<Record<string, unknown>>) =>
    verdictOf("grows", "skewed_join", { stats }, ["circuit_profile"]).says;
  const ordersEnded = { [`inputs.${at("orders")}.metrics.end_of_input`]: true };

  test("beside a table whose rows go on", () => {
    expect(told(sent(5))).toMatch(
      /^only with what is new, rows of orders and keys of customers, by its program/,
    );
    expect(told(sent(0))).toMatch(/^only with what is new, rows of orders, by its program/);
  });

  test("beside one that has ended", () => {
    expect(told({ ...sent(5), ...ordersEnded })).toMatch(/^only with what is new, keys of customers/);
    expect(told({ ...sent(0), ...ordersEnded })).toMatch(
      /^not now, since no row sent by HTTP has come through, and nothing more comes of its other inputs; it would grow/,
    );
  });

  test("as what has failed for good does not", () => {
    const failed = { [`inputs.${at("orders")}.fatal_error`]: "gone" };
    expect(told({ ...sent(0), ...failed })).not.toMatch(/^only with what is new/);
  });
});

test("what grows with the rows of two tables, one of which has ended, is told to grow with the other's", () => {
  const told = (inputs: Readonly<Record<string, boolean>>, rows: number | undefined) => {
    const evidence = evidenceOf("skewed_join", { stats: inputs });
    const { circuit_profile } = evidence;
    const [worst, ...rest] = circuit_profile?.integrals ?? [];
    if (circuit_profile === undefined || worst === undefined) throw new Error("no integrals");
    const integrals = [worst, ...rest].map((one) =>
      one.bound === "rows" ? { ...one, tables: ["customers", "orders"] } : one,
    );
    const tables = (circuit_profile.tables ?? []).map((one) =>
      one.name === "orders" && rows !== undefined ? { ...one, rows } : one,
    );
    return judged("grows", { ...evidence, circuit_profile: { ...circuit_profile, integrals, tables } });
  };
  const connectors = evidenceOf("skewed_join").stats?.connectors ?? [];
  const inputs = connectors.filter(({ direction }) => direction === "input");
  const customers = inputs.findIndex(({ relation }) => relation === "customers");
  const ended = (end_of_input: boolean, rows?: number) =>
    told({ [`inputs.${customers}.metrics.end_of_input`]: end_of_input }, rows);
  expect(ended(false)).toMatch(/^yes, with every row of customers, orders, in/);
  expect(ended(true)).toMatch(/^yes, with every row of orders, in/);
  // All that is kept is then of the one that has ended.
  expect(ended(true, 0)).not.toMatch(/every row of orders/);
  expect(ended(false, 0)).toMatch(/^yes, with every row of customers, orders, in/);
});

test("behind a join every pair is kept and no row of its tables; behind a filter, what comes there", () => {
  const evidence = evidenceOf("skewed_join");
  const { circuit_profile } = evidence;
  if (circuit_profile?.integrals === undefined) throw new Error("no integrals");
  const { integrals, tables = [] } = circuit_profile;
  const told = (change: Partial<Integral>, times: number = 1) => {
    const changed = integrals.map((one) => (one.bound === "rows" ? { ...one, ...change } : one));
    const came = tables.map((one) => ({ ...one, ...(one.rows !== undefined && { rows: one.rows * times }) }));
    const circuit = { ...circuit_profile, integrals: changed, tables: came };
    const given = { ...evidence, circuit_profile: circuit };
    return [
      judged("grows", given),
      ...findingsOf(RULES, given).flatMap(({ rule, about }) =>
        rule === "engine/unbounded-state"
          ? [String(RULES.find(({ id }) => id === rule)?.tell(about).what)]
          : [],
      ),
    ];
  };
  expect(told({ behind: [] })[0]).toMatch(/^yes, with every row of orders, in/);
  expect(told({ behind: [] }, 10)[0]).toMatch(/^yes, with every row of orders that comes there, in/);
  expect(told({ behind: ["enriched.join@9"] })).toEqual([
    expect.stringMatching(/^yes, with every row that is made of those of orders, in/),
    expect.stringContaining(" keeps every row that is made of those of orders: 535,000 records"),
  ]);
});

describe("what grows is told as what all of it holds", () => {
  /** The skewed join with other state; what grows there is the orders, the largest. */
  const withState = (change: (all: readonly Integral[]) => readonly Integral[]): string => {
    const evidence = evidenceOf("skewed_join");
    const { circuit_profile } = evidence;
    if (circuit_profile?.integrals === undefined) throw new Error("the world has no circuit profile");
    const integrals = [...change(circuit_profile.integrals)];
    return judged("grows", { ...evidence, circuit_profile: { ...circuit_profile, integrals } });
  };
  const isOrders = ({ tables }: Integral) => tables.includes("orders");
  const twoOf = (all: readonly Integral[]) => [
    ...all,
    ...all.filter(isOrders).map((one) => ({ ...one, id: `${one.id}_copy` })),
  ];

  test("and not the largest alone, whose size would stand beside the rate of all", () => {
    expect(withState((all) => all)).toMatch(
      /\(enriched\.join@9\): 535,000 records, 46\.7 MiB now, 1\.54 GiB/,
    );
    expect(withState(twoOf)).toMatch(/ \(and 1 more\): 1,070,000 records, 93\.4 MiB now, 3\.09 GiB/);
  });

  test("out of all that is kept, where more of it does not grow", () => {
    const still = (all: readonly Integral[]) =>
      all.map((one) => (isOrders(one) ? one : { ...one, bytes: 46 * 1024 * 1024 }));
    expect(withState(still)).toMatch(/46\.7 MiB now \(of 139 MiB in all\), 1\.54 GiB/);
    expect(withState((all) => all)).not.toContain("in all");
  });

  test("with new rows only, where equal rows become one, which may come to an end", () => {
    const merged = (all: readonly Integral[]) =>
      all.map((one) => (isOrders(one) && one.bound === "rows" ? { ...one, merged_records: 400_000 } : one));
    expect(withState(merged)).toMatch(
      /^with new rows of orders, .* 400,000 of the 535,000 that came brought a new row, and whether those come to an end is not known; at most 1\.54 GiB more an hour/,
    );
  });

  test.each([
    ["more than ten times as much", 11, true],
    ["no more than ten times as much", 9, false],
  ])("with what fills beside it, where that holds %s", (_, times, isTold) => {
    const beside = (all: readonly Integral[]) => [
      ...all,
      ...all
        .filter(({ tables, bound }) => tables.includes("orders") && bound === "rows")
        .map((one) => ({ ...one, id: "filling", bytes: one.bytes * times, merged_records: 400_000 })),
    ];
    const told = withState(beside);
    expect(told).toMatch(/^yes, with every row of orders, .* 1\.54 GiB more an hour/);
    expect(/; and with new rows of orders, .* MiB now; 400,000 of the 535,000/.test(told)).toBe(isTold);
  });

  test("by the program where nothing is kept yet, which bounds nothing", () => {
    const empty = (all: readonly Integral[]) =>
      all.map((one) => ({ ...one, records: 0, merged_records: 0, arrived: 0, bytes: 0 }));
    expect(withState(empty)).toMatch(/^only with what is new, rows of orders, by its program/);
  });
});

describe("the index that a PRIMARY KEY asks for", () => {
  /** The skewed join, whose customers come on and on, each with a key of its own, or again and again. */
  const withKeys = (index: Partial<Integral>, keys: number, rows = 600_000) => {
    const goesOn = { "inputs.0.metrics.end_of_input": false, "inputs.1.metrics.end_of_input": false };
    const { time_series, processed: _, ...evidence } = evidenceOf("skewed_join", { stats: goesOn });
    const { circuit_profile } = evidence;
    const { throughput, records: { processed_in_all } = {} } = time_series ?? {};
    if (circuit_profile?.integrals === undefined || !time_series || !throughput || !processed_in_all)
      throw new Error("the world has no circuit profile, or no time series");
    const evenly = {
      ...time_series,
      throughput: { ...throughput, median: processed_in_all / (circuit_profile.age_s ?? 1) },
    };
    const isIndex = ({ holds, tables }: Integral) => holds === "table" && tables.includes("customers");
    const [found] = circuit_profile.integrals.filter(isIndex);
    if (found === undefined) throw new Error("customers have no index");
    const ofKeys = { ...found, records: keys, merged_records: keys, arrived: rows, ...index };
    const others = circuit_profile.integrals.filter((one) => one.bound === "rows");
    const tables = (circuit_profile.tables ?? []).map((one) =>
      one.name === "customers" ? { ...one, rows, changes: 2 * rows - keys, keys } : one,
    );
    const given = {
      ...evidence,
      time_series: evenly,
      circuit_profile: { ...circuit_profile, integrals: [...others, ofKeys], tables },
    };
    const [finding] = findingsOf(RULES, given).filter(({ rule }) => rule === "engine/unbounded-state");
    const rule = RULES.find(({ id }) => id === finding?.rule);
    const { what, cause } = finding && rule ? rule.tell(finding.about) : {};
    return { grows: judged("grows", given), severity: finding?.severity, what: `${what}`, cause: `${cause}` };
  };
  const large = { bytes: 4 * 46.7 * 1024 ** 2 };

  test("is told first where it grows fastest, with the share that it has, what it is, and what bounds either", () => {
    const told = withKeys(large, 600_000);
    expect(told.grows).toMatch(
      /^yes, with new keys of customers, which most rows bring, in the index of the PRIMARY KEY \(\w+\) of table customers .*, which keeps a row for each key \(and 1 more\): .* more an hour, 80 % of it in the first/,
    );
    expect(told.severity).toBe("warning");
    expect(told.what).toMatch(
      /^the index of the PRIMARY KEY \(\w+\) of table customers .* keeps a row for each key, and most of what comes has a new key: .*; 1 further large state grows/,
    );
    expect(told.cause).toMatch(
      /^A later row may replace or delete the one of its key.* declare no PRIMARY KEY; LATENESS lets go rows of the index only on a column of the key itself/,
    );
    expect(told.cause).toMatch(
      /\. Beside that, the join in view enriched .* keeps every row of orders \(nn\d+\): /,
    );
  });

  test("is told after what grows faster, and still with what bounds it", () => {
    const told = withKeys({ bytes: 40 * 1024 ** 2 }, 600_000);
    expect(told.grows).toMatch(
      /^yes, with every row of orders, .* \(and 1 more\): .*, 53\.\d % of it in the first/,
    );
    expect(told.what).toMatch(/ keeps every row of orders: /);
    expect(told.cause).toMatch(
      /\. Beside that, the index of the PRIMARY KEY \(\w+\) of table customers .* declare no PRIMARY KEY/,
    );
  });

  test.each([
    [
      ["courier_id", "msg_id"],
      / \(courier_id, msg_id\) of table /,
      /^If rows are to replace those before, leave out of the key which of courier_id, msg_id is new with each\. A later row may .* declare no PRIMARY KEY/,
    ],
    [["msg_id"], / \(msg_id\) of table /, /^A later row may replace/],
    [undefined, / PRIMARY KEY of table /, /^A later row may replace/],
  ])("is told with its columns, and of several that one may be new with each row: %s", (key, what, cause) => {
    const told = withKeys({ ...large, key }, 600_000);
    for (const text of [told.grows, told.what]) expect(text).toMatch(what);
    expect(told.cause).toMatch(cause);
  });

  test("is not told of keys that come again, however large it is", () => {
    const told = withKeys(large, 100_000);
    expect(told.grows).toMatch(/^yes, with every row of orders, /);
    for (const text of [told.grows, told.what, told.cause])
      expect(text).not.toMatch(/PRIMARY KEY|in the first/);
  });
});

test("a recursion that may not end makes what its program keeps no bound, while a step goes on", () => {
  const { circuit_profile: _unread, ...evidence } = evidenceOf("skewed_join", {
    stats: {
      "global_metrics.transaction_status": "CommitInProgress",
      "global_metrics.transaction_msecs": 60_000,
    },
  });
  const { pipeline, stats } = evidence;
  if (pipeline === undefined || stats === undefined) throw new Error("no pipeline");
  const program_code = `DECLARE RECURSIVE VIEW up(id INT, depth INT);
CREATE VIEW up AS SELECT id, 1 FROM t UNION ALL SELECT t.id, up.depth + 1 FROM up JOIN t ON t.boss = up.id;`;
  const recursive = { ...evidence, pipeline: { ...pipeline, program_code } };
  expect(judged("grows", recursive)).toMatch(
    /^with what is new, rows of orders, .*; whether recursive view up \(line 1\) ever comes to its end is not known/,
  );
  const { transaction: _over, ...between } = stats;
  expect(judged("grows", { ...recursive, stats: between })).toMatch(
    /^with what is new, rows of orders, (?!.*recursive view)/,
  );
  const { program_code: _code, ...unread } = pipeline;
  expect(judged("grows", { ...evidence, pipeline: unread })).toMatch(/^with what is new, rows of orders/);
  expect(judged("grows", evidence)).toMatch(/^only with what is new, rows of orders/);
});

describe("what is new and is not much yet", () => {
  /** The skewed join with 900 records of other state in place of its own, and with other tables. */
  const state = (
    integral: Partial<Integral>,
    tables: readonly TableFacts[],
    more: readonly Integral[] = [],
  ) => {
    const { kept_state: _kept, ...evidence } = evidenceOf("skewed_join");
    const { circuit_profile } = evidence;
    const [first] = circuit_profile?.integrals ?? [];
    if (circuit_profile === undefined || first === undefined) throw new Error("no integrals");
    const young = { ...first, records: 900, merged_records: 900, arrived: 1_000, ...integral };
    const integrals = [{ ...young, tables: ["t"] }, ...more];
    return { ...evidence, circuit_profile: { ...circuit_profile, integrals, tables: [...tables] } };
  };
  const t = { name: "t", has_key: true, has_waterline: false, rows: 1_000 };
  const keyed = (changes: number, more: readonly Integral[] = []) =>
    state({ bound: "keys" }, [{ ...t, changes }], more);

  test("is told of the keys that are left, of which deletions may have taken some", () => {
    // 600 keys came, and 100 of them were deleted again.
    const evidence = state({ bound: "keys" }, [{ ...t, rows: 700, changes: 700, keys: 500 }]);
    expect(judged("grows", evidence)).toMatch(
      /t \(so far about 500 of the 700 changes that came for it brought one that it still has\)/,
    );
  });

  test("names one table more rather than that there is one", () => {
    const tables = (names: string) =>
      judged(
        "grows",
        state(
          { bound: "keys" },
          [...names].map((name) => ({ ...t, name, changes: 1_000 })),
        ),
      );
    expect(tables("tuvw")).toMatch(/of t \(.*\), u \(.*\), v \(.*\), w \(.*\); 900 records/);
    expect(tables("tuvwx")).toMatch(/of t \(.*\), u \(.*\), v \([^)]*\) and 2 more; 900 records/);
  });

  test("is told of keys, most of which come once or a few times", () => {
    expect(judged("grows", keyed(1_000))).toMatch(
      /^with new keys of t \(so far about 1,000 of the 1,000 changes that came for it brought one that it still has\); 900 records, .* in all/,
    );
    // Filled at first, and updated since.
    expect(judged("grows", keyed(1_220))).toMatch(
      /t \(so far about 780 of the 1,000 changes that came for it brought one that it still has\)/,
    );
    expect(judged("grows", keyed(1_750))).toMatch(
      /t \(so far about 250 of the 1,000 changes that came for it brought one that it still has\)/,
    );
    expect(judged("grows", keyed(1_751))).toMatch(
      /^no: the program bounds all that it remembers, by the keys of its tables/,
    );
  });

  test("is told of those tables whose keys are new, and not of what is joined with them", () => {
    const { circuit_profile, ...evidence } = keyed(1_000);
    const known = { name: "known", has_key: true, has_waterline: false, rows: 20_000, changes: 40_000 };
    const both = (tables: readonly TableFacts[]) =>
      judged("grows", {
        ...evidence,
        circuit_profile: {
          ...circuit_profile,
          tables: [...tables],
          integrals: circuit_profile.integrals.map((one) => ({
            ...one,
            tables: ["t", "known"],
            records: 20_000,
            merged_records: 20_000,
            arrived: 20_000,
          })),
        },
      });
    expect(both([{ ...t, rows: 20_000, changes: 20_000 }, known])).toMatch(
      /^with new keys of t, which most rows bring/,
    );
    expect(both([{ ...t, rows: 20_000, changes: 40_000 }, known])).toMatch(/^no: the program bounds/);
  });

  test("is told of keys while it is paused, and of a table whose input has ended nothing grows now", () => {
    const paused = (evidence: ReturnType<typeof keyed>) => {
      const { stats } = evidence;
      if (stats === undefined) throw new Error("no statistics");
      return judged("grows", { ...evidence, stats: { ...stats, state: "Paused" } });
    };
    expect(paused(keyed(1_000))).toMatch(
      /^not now, since it is Paused .*; it would grow with new keys of t \(so far about 1,000 of the 1,000 changes/,
    );
    expect(paused(keyed(2_000))).toMatch(
      /^not now, since it is Paused .*, and no further than this: the program bounds .* by the keys of its tables/,
    );
    expect(paused(state({ bound: "lateness" }, []))).toMatch(
      /, and at no time: the program bounds .*LATENESS/,
    );
  });

  test("is told of keys beside state that would keep rows, of a table whose input has ended", () => {
    const [rows] = evidenceOf("skewed_join").circuit_profile?.integrals ?? [];
    if (rows === undefined) throw new Error("no integrals");
    const over = { ...rows, bound: "rows" as const, tables: ["customers"], records: 50, merged_records: 50 };
    expect(judged("grows", keyed(1_000, [over]))).toMatch(/^with new keys of t \(so far about 1,000/);
    expect(judged("grows", keyed(1_900, [over]))).toMatch(/^no growing state was found \(950 records/);
  });

  test("is told of no keys that have stopped to come", () => {
    const evidence = keyed(5_000);
    const at = (rows: number, changes: number) => ({
      ...evidence.circuit_profile,
      age_s: 100 + rows / 1_000,
      tables: [{ ...t, rows, changes }],
    });
    const between = (earlier: CircuitSigns, later: CircuitSigns) =>
      judged("grows", { ...evidence, circuit_profile: later, earlier: { circuit_profile: earlier } });
    const first = at(10_000, 16_000);
    expect(between(first, at(14_000, 24_000))).toMatch(/^no: /);
    expect(between(first, at(14_000, 22_400))).toMatch(
      /^perhaps with new keys of t \(so far about 5,600 of the 14,000 changes/,
    );
  });

  test("is told of groups, of which nearly every row may bring one at a start", () => {
    const grouped = (merged_records: number, rows = 1_000) =>
      state({ bound: "groups", merged_records, records: merged_records }, [{ ...t, rows, has_key: false }]);
    expect(judged("grows", grouped(500))).toMatch(
      /^with new groups of t, in the state of the .* \(so far 500 of the 1,000 that came brought one\); 500 records/,
    );
    expect(judged("grows", grouped(499))).toMatch(/^no: the program bounds .* by the number of its groups/);
    // So many groups do not come of so few rows: another table brings them.
    expect(judged("grows", grouped(500, 500))).toMatch(/^with new groups of t/);
    expect(judged("grows", grouped(500, 499))).toMatch(/^no: the program bounds/);
  });

  test("is told of groups by time that nothing lets go, of which there are more for ever, and not of others", () => {
    const grouped = (change: Partial<Integral>, came = 1_000) =>
      state({ bound: "groups", merged_records: 90, records: 90, arrived: came, ...change }, [
        { ...t, rows: came, has_key: false },
      ]);
    const hourly: Partial<Integral> = { grouped_times: ["ts"], each_new: "hour" };
    expect(judged("grows", grouped(hourly))).toMatch(
      /^slowly, with new groups for each new hour of t\.ts, in the state of .*: 90 records, .* now; 90 records, .* in all;/,
    );
    expect(judged("grows", grouped(hourly, 180))).toMatch(
      /^as time goes on, with new groups for each new hour/,
    );
    const { stats, ...paused } = grouped(hourly);
    if (stats === undefined) throw new Error("no statistics");
    expect(judged("grows", { ...paused, stats: { ...stats, state: "Paused" } })).toMatch(
      /^not now, since it is Paused .*; it would grow slowly, with new groups for each new hour/,
    );
    expect(judged("grows", grouped({}))).toMatch(/^no: the program bounds .* by the number of its groups/);
    expect(judged("grows", grouped({ grouped_times: ["ts"], bound: "lateness" }))).toMatch(
      /^no: the program bounds .* by LATENESS/,
    );
  });

  test("is told of a date as of one group a day, of what else they are by, and of the column of HOP", () => {
    const grouped = (change: Partial<Integral>, kept = 90) =>
      state({ bound: "groups", merged_records: kept, records: kept, arrived: 20_000, ...change }, [
        { ...t, rows: 20_000, has_key: false },
      ]);
    const says = (change: Partial<Integral>, kept = 90) => judged("grows", grouped(change, kept));
    const daily: Partial<Integral> = { grouped_times: ["d"], each_new: "day", grouped_beside: [] };
    expect(says(daily)).toMatch(/^slowly, with a new group for each new day of t\.d, in the state/);
    const byWard = { ...daily, grouped_beside: ["ward", "bed"] };
    expect(says(byWard)).toMatch(
      /^slowly, with new groups for each new day of t\.d, and for each ward, bed in it/,
    );
    expect(says({ hops_of: "at", each_new: "window", grouped_beside: ["ward"] })).toMatch(
      /^slowly, with new groups for each new window of t\.at \(HOP\), and for each ward in it/,
    );
    // A history of all its days at once brings no more in an hour from then on; each row of another ward may.
    expect(says(daily, 18_000)).toMatch(/^as time goes on, with a new group for each new day of t\.d/);
    expect(findingsOf(RULES, grouped(daily, 18_000)).map(({ rule }) => rule)).not.toContain(
      "engine/unbounded-state",
    );
    expect(says(byWard, 19_500)).toMatch(
      /^yes, with new groups for each new day of t\.d, and for each ward, bed in it, in/,
    );
    expect(says({ ...daily, distinct: ["bed"] }, 19_500)).toMatch(
      /^(?:yes, )?with each new DISTINCT bed of t, in/,
    );
    expect(says({ ...daily, each_new: "hour" }, 19_500)).toMatch(
      /^yes, with a new group for each new hour of t\.d, in/,
    );
  });
});

test("how fast the times of rows go is told where they are not rounded to more than has passed", () => {
  const said = (rounded_ms: number) => judged("grows", widelyLate(30 * DAY_MS, {}, { pace: 12, rounded_ms }));
  expect(said(1_000)).toMatch(/until 30 d of the times of t have passed \(LATENESS\), in about 2 d 11 h/);
  expect(said(DAY_MS)).toMatch(/until 30 d .*, at a pace that is not known/);
});

test("how fast the times of rows go is told by the plan of a generator that makes as many rows as it is to", () => {
  const said = (field: object, rate = 200, late = 2 * HOUR_MS) => {
    const evidence = widelyLate(late);
    const { pipeline, stats } = evidence;
    if (pipeline === undefined || stats === undefined) throw new Error("not recorded");
    const plan = [{ rate, fields: { ts: field } }];
    const connectors = pipeline.connectors.map((one) =>
      one.direction === "input" ? { ...one, transport: "datagen", transport_config: { plan } } : one,
    );
    const sources = stats.connectors.map((one) =>
      one.direction === "input" ? { ...one, relation: "t", records_per_s: 200 } : one,
    );
    return judged("grows", {
      ...evidence,
      pipeline: { ...pipeline, connectors },
      stats: { ...stats, connectors: sources },
    });
  };
  // 2 ms for each of 200 rows a second are 0.4 s in a second: two hours are over after five, one of which has passed.
  expect(said({ scale: 2 })).toMatch(
    /^yes, with what comes of t until 2 h of the times of t have passed \(LATENESS\), in about 4 h at their pace/,
  );
  expect(said({ scale: 2 }, 200, HOUR_MS)).toMatch(/until 1 h .*, in about 1 h 30 min at their pace/);
  expect(said({ scale: 5 }, 200, HOUR_MS)).not.toMatch(/at their pace/);
  for (const field of [{ scale: 2, strategy: "uniform" }, { values: ["2026-01-01T00:00:00Z"] }]) {
    expect(said(field)).toMatch(/until 2 h .*, at a pace that is not known/);
  }
  expect(said({ scale: 2 }, 500)).toMatch(/until 2 h .*, at a pace that is not known/);
});

test("memory comes to its limit at this rate only where LATENESS does not let go before", () => {
  const said = (pace: number) => judged("grows", widelyLate(30 * DAY_MS, { bytes: 2e8 }, { pace }));
  expect(said(12)).toMatch(/\(all of its memory is taken in .* at the soonest\)/);
  expect(said(300)).not.toMatch(/at the soonest/);
});

test("whether LATENESS lets go of what it has kept so far is not known where it was not read", () => {
  const { pipeline, ...evidence } = widelyLate(30 * DAY_MS);
  expect(judged("grows", evidence)).toMatch(
    /^no: .*; when LATENESS on t lets go what it bounds, and how much that is by then, are not known/,
  );
});

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

test.each([
  ["max_by_sensor_late", /; LATENESS on readings\.ts does not reach it/],
  ["max_by_sensor", /^(?:(?!LATENESS).)*$/],
])("of groups it is told at once that LATENESS is declared and does not reach them: %s", (program, says) => {
  const { stats } = evidenceOf("healthy");
  const evidence = { ...pipelineOfProgram(program, /^aggregate/), ...(stats && { stats }) };
  expect(judged("grows", evidence)).toMatch(says);
});

describe("what LATENESS would bound is told of what it would bound", () => {
  /** Groups by a time, with the sums of them beside, on a runtime of a version. */
  const withSums = (runtime_version: string | undefined, are_sums = true) => {
    const { stats } = evidenceOf("healthy");
    const { circuit_profile, ...evidence } = pipelineOfProgram("by_tumble", /^aggregate/);
    const [first, ...others] = circuit_profile?.integrals ?? [];
    if (stats === undefined || circuit_profile === undefined || first === undefined)
      throw new Error("no state");
    const { platform_version: _platform, runtime_version: _runtime, ...versionless } = stats;
    const sums = { ...first, id: "nn99", ...(are_sums && { are_sums: true as const }) };
    const given = {
      ...evidence,
      stats: { ...versionless, ...(runtime_version !== undefined && { runtime_version }) },
      circuit_profile: { ...circuit_profile, integrals: [first, ...others, sums] },
    };
    const [finding] = findingsOf(RULES, given).filter(({ rule }) => rule === "engine/unbounded-state");
    const rule = RULES.find(({ id }) => id === finding?.rule);
    const { cause } = finding && rule ? rule.tell(finding.about) : {};
    return [judged("grows", given), `${cause}`] as const;
  };

  test("but the sums of COUNT, SUM and AVG, where the runtime never lets them go", () => {
    const [grows, cause] = withSums("0.337.0");
    expect(grows).toMatch(
      /; LATENESS on readings\.ts would bound \d of these \d, and not the sums of COUNT, SUM and AVG, which Feldera before 0\.364 never lets go;/,
    );
    expect(cause).toMatch(
      /declare it on readings\.ts, which they are made by\. Feldera before 0\.364 lets go the results .*: upgrade as well/,
    );
  });

  test.each([
    ["of a runtime that lets them go", "0.375.0", true],
    ["of one whose version is not known", undefined, true],
    ["where there are none, as of MAX and MIN", "0.337.0", false],
  ])("and that is all %s", (_, runtime, are_sums) => {
    const [grows, cause] = withSums(runtime, are_sums);
    expect(grows).toMatch(/; LATENESS on readings\.ts would bound it;/);
    expect(cause).toMatch(/declare it on readings\.ts, which they are made by$/);
  });
});

describe("of groups by a time it is told that LATENESS is wanted there", () => {
  /** Groups by readings.ts, and larger ones by what is not known to be a time, of a table with LATENESS on a column. */
  const groups = (lateness: readonly string[], grouped_times = ["ts"]) => {
    const { stats } = evidenceOf("healthy");
    const { circuit_profile, pipeline, ...evidence } = pipelineOfProgram("by_tumble", /^aggregate/);
    const [first] = circuit_profile?.integrals ?? [];
    if (stats === undefined || circuit_profile === undefined || first === undefined || !pipeline)
      throw new Error("no state");
    const { grouped_times: _times, each_new: _each, ...untimed } = first;
    const plain = { ...untimed, records: 200_000, merged_records: 200_000, arrived: 200_000 };
    const byHop = { ...plain, id: "nn99", bytes: 2 * first.bytes };
    const byTime = { ...plain, ...(grouped_times.length > 0 && { grouped_times }) };
    const given = {
      ...evidence,
      stats,
      pipeline: { ...pipeline, lateness: [{ table: "readings", columns: [...lateness], append_only: true }] },
      circuit_profile: { ...circuit_profile, integrals: [byHop, byTime] },
    };
    const [finding] = findingsOf(RULES, given).filter(({ rule }) => rule === "engine/unbounded-state");
    const rule = RULES.find(({ id }) => id === finding?.rule);
    const { cause } = finding && rule ? rule.tell(finding.about) : {};
    return { grows: judged("grows", given), cause: `${cause}`, id: first.id };
  };

  test("first, where the table has it on another column, also if it does not bound the largest", () => {
    const { grows, cause, id } = groups(["seen_at"]);
    expect(grows).toMatch(
      /; LATENESS on readings\.ts would bound 1 of these 2 \(that on readings\.seen_at does not reach it\);/,
    );
    expect(cause).toMatch(
      new RegExp(
        `^Declare LATENESS on readings\\.ts, by which the groups of ${id} are made: it bounds those\\. Groups are .* declared on readings\\.seen_at, and does not reach this state: group by a column that has it, or it rounded`,
      ),
    );
  });

  test.each([
    ["that has it", ["ts"], ["ts"]],
    ["of which none is known", ["seen_at"], []],
  ])("and not of a time %s", (_, lateness, times) => {
    const { grows, cause } = groups(lateness, times);
    expect(grows).not.toMatch(/would bound/);
    expect(cause).toMatch(/^Groups are .* does not reach this state: group by that column, or it rounded/);
  });
});
