import { describe, expect, test } from "vitest";
import type { CircuitSigns } from "../../src/analysis/circuit/signs.ts";
import type { PartName } from "../../src/answers/diagnosis.ts";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { HELD_UP } from "../../src/diagnosis/verdicts/keeps-up.ts";
import { LOSSES } from "../../src/diagnosis/verdicts/loses-rows.ts";
import { manyPairsOf } from "./cases/empty-views.ts";
import { sentBy } from "./cases/input.ts";
import { lagging } from "./cases/output.ts";
import { type Changes, evidenceOf } from "./evidence.ts";
import { judged, verdictOf } from "./judged.ts";

describe("keeps up", () => {
  test("with rows that are taken as they come", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy");
    expect(standing).toBe("well");
    expect(says).toMatch(
      /^yes, entries\.entries_gen sets the pace, since its generator makes 200 rows a second \(rate\): 0 records wait at its inputs, 200 records\/s processed over the last 59 s$/,
    );
  });

  test.each([
    ["a file that is being read", "file_input", {}, false, true],
    ["a file that was read to its end", "file_input", {}, true, false],
    ["a file of which more is to come", "file_input", { follow: true }, false, false],
    ["a topic", "kafka_input", {}, false, false],
  ])("tells how far %s has been read, if any end is ahead", (_, name, config, end_of_input, isTold) => {
    const { says } = verdictOf("keeps_up", "healthy", {
      pipeline: {
        "program_info.input_connectors": {
          "entries.entries_gen": { stream: "entries", transport: { name, config } },
        },
      },
      stats: { "inputs.0.metrics.end_of_input": end_of_input },
    });
    const told =
      /; entries\.entries_gen has read [\d,]+ records \(.*iB\), \d+ a second on average, and Feldera does not tell how many are left$/;
    expect(told.test(says)).toBe(isTold);
    expect(says.includes("has read")).toBe(isTold);
  });

  test("not, behind a slow sink", () => {
    const { standing, says } = verdictOf("keeps_up", "slow_sink");
    expect(standing).toBe("trouble");
    expect(says).toMatch(
      /^no, the sink of price_feed\.partner_feed takes too little \(output\/slow-sink\): 119,955 records wait at its inputs/,
    );
  });

  test.each([
    ["is not known 19 s after the start, when what had waited for that may fill a queue", 19_000, "unknown"],
    ["is not so 20 s after the start, when a queue is still full", 20_000, "trouble"],
  ])("%s", (_, uptime_msecs, expected) => {
    const { standing, says } = verdictOf("keeps_up", "healthy", {
      stats: { "inputs.0.metrics.buffered_records": 1_000_000, "global_metrics.uptime_msecs": uptime_msecs },
    });
    expect(standing).toBe(expected);
    expect(/^not known so soon after its start, when it works off what had waited; /.test(says)).toBe(
      expected === "unknown",
    );
  });

  describe("with steps that take longer than they did", () => {
    const { time_series, ...others } = evidenceOf("healthy");
    if (!others.metrics?.steps || !time_series?.records) throw new Error("the world tells no steps");
    const { records } = time_series;
    /** The first 200 steps took 100 ms each, and those of late so long; as many rows come as did. */
    const saying = ({
      now_ms = 1_000,
      count = 210,
      per_sec = records.per_sec,
      threads = 4,
      unread = "",
    } = {}) =>
      judged("keeps_up", {
        ...others,
        metrics: {
          steps: {
            count,
            elapsed_s: threads * (20 + now_ms / 100),
            recent: { count: 10, sum_s: now_ms / 100 },
          },
        },
        ...(unread !== "time series" && {
          time_series: { ...time_series, records: { ...records, per_sec } },
        }),
      });
    const LONGER =
      /^it does now, but its steps take longer, of late [\d.]+ m?s each on average, before 100 ms: 0 records wait/;

    test("now, and not for sure for long", () => {
      expect(saying()).toMatch(LONGER);
      expect(saying({ now_ms: 8_000 })).toMatch(/take longer, of late 8 s each on average, before 100 ms: /);
    });

    test("and does where they take less than a second, or no more than the machine makes of them", () => {
      expect(saying({ now_ms: 999 })).toMatch(/^yes/);
      expect(saying({ now_ms: 2_000, count: 30, threads: 4 })).toMatch(/^it does now/);
      expect(saying({ now_ms: 2_000, count: 28, threads: 4 })).toMatch(/^yes/);
    });

    test("and does where more comes than did, or that was not read", () => {
      expect(saying({ per_sec: records.per_sec * 1.4 })).toMatch(LONGER);
      expect(saying({ per_sec: records.per_sec * 1.7 })).toMatch(/^yes/);
      expect(saying({ unread: "time series" })).toMatch(/^yes/);
    });

    test("and does where too few came before them", () => {
      expect(saying({ count: 12 })).toMatch(/^yes/);
    });
  });

  test("with input that has ended", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy", {
      stats: { "inputs.0.metrics.end_of_input": true },
    });
    expect(standing).toBe("well");
    expect(says).toMatch(/^yes, all its input has ended: /);
  });

  test("with input of which one connector has failed, and the others have ended", () => {
    const { says } = verdictOf("keeps_up", "late_rows", {
      stats: { "inputs.0.fatal_error": "gone", "inputs.1.metrics.end_of_input": true },
    });
    expect(says).toMatch(/^yes, what has not failed of its input has ended: /);
  });

  test("is as fast as rows are sent by HTTP, where they come so", () => {
    const evidence = evidenceOf("healthy", {
      stats: {
        "inputs.0.endpoint_name": "entries.api-ingress-1f",
        "global_metrics.buffered_input_records": 0,
      },
      pipeline: { "program_info.input_connectors": {} },
    });
    expect(judged("keeps_up", evidence)).toMatch(/^yes, what is sent to entries by HTTP sets the pace: /);
  });

  test("is told with how few rows a step has, where those are sent one by one", () => {
    const { stats, ...others } = sentBy({});
    const evidence = { ...others, ...(stats && { stats: { ...stats, buffered_records: 0 } }) };
    expect(judged("keeps_up", evidence)).toMatch(
      /^yes, what is sent to entries by HTTP sets the pace, in some 70 steps\/s, of about 1 record each, as of who sends them one by one or a few at a time: /,
    );
  });

  test("by the settings of a generator where it makes as many rows as they say", () => {
    const says = (plan: object, workers = 1) =>
      verdictOf("keeps_up", "healthy", {
        pipeline: {
          "program_info.input_connectors": {
            "entries.entries_gen": {
              stream: "entries",
              transport: { name: "datagen", config: { plan: [plan], workers } },
            },
          },
        },
      }).says;
    expect(says({ rate: 200 })).toMatch(
      /^yes, entries\.entries_gen sets the pace, since its generator makes 200 rows a second \(rate\): /,
    );
    expect(says({ rate: 1_000 })).toMatch(/^yes, entries\.entries_gen sets the pace: /);
    expect(says({}, 2)).toMatch(
      /^yes, entries\.entries_gen sets the pace, since .* as fast as 2 workers can/,
    );
  });

  test.each([
    ["a file that has ended", true, 1],
    ["a source that goes on, more than comes in a second", false, 1_000],
  ])("by nothing that is known where rows wait of %s", (_, end_of_input, waiting) => {
    const { standing, says } = verdictOf("keeps_up", "late_rows", {
      stats: {
        "inputs.0.metrics.end_of_input": end_of_input,
        "inputs.0.metrics.buffered_records": waiting,
        "global_metrics.buffered_input_records": waiting,
      },
    });
    expect(standing).toBe("well");
    expect(says).toMatch(/^yes: /);
  });

  test("not known of a pipeline that is paused", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy", {
      stats: { "global_metrics.state": "Paused" },
    });
    expect(standing).toBe("unknown");
    expect(says).toMatch(/^it is Paused: /);
  });
});

describe("keeps up is not known, and not yes,", () => {
  const waiting = { "global_metrics.buffered_input_records": 5, "inputs.0.metrics.buffered_records": 5 };

  test.each<[string, Changes, PartName[], RegExp]>([
    [
      "where something waits, and one look does not tell which way that goes",
      { stats: waiting },
      ["time_series"],
      /^not known: one look does not tell whether what waits becomes less; 5 records/,
    ],
    [
      "where something waits, and how much may was not read",
      { stats: waiting },
      ["pipeline"],
      /^not known: the limits of its queues were not read; 5 records wait/,
    ],
    [
      "where the statistics do not tell what waits",
      { stats: { "inputs.0.metrics.buffered_records": null } },
      [],
      /^not known: the statistics do not tell what waits; /,
    ],
    [
      "while a transaction is open, nobody knows for how long",
      {
        stats: {
          "global_metrics.transaction_status": "TransactionInProgress",
          "global_metrics.transaction_msecs": null,
        },
      },
      [],
      /^not known: the statistics do not tell how long its transaction has been open; /,
    ],
  ])("%s", (_, changes, unread, words) => {
    const { standing, says } = verdictOf("keeps_up", "healthy", changes, unread);
    expect(standing, says).toBe("unknown");
    expect(says).toMatch(words);
  });

  test("where an output has just begun, and most of what was processed waits for it", () => {
    const saying = (lag: number) => {
      const sent = { "outputs.0.metrics.transmitted_records": 0 };
      const late = [0, 1_000, 12_000].map((value, at) => ({ ms: [0, 50_000, 60_000][at] ?? 0, value }));
      return judged("keeps_up", { ...lagging(lag, undefined, undefined, sent), processed: late });
    };
    expect(saying(6_001)).toMatch(/^not known: an output has sent none of the rows that wait for it; /);
    expect(saying(6_000)).toMatch(/^yes/);
  });

  test("but is where a few wait, and the time series tells that they are taken", () => {
    const { standing, says } = verdictOf("keeps_up", "healthy", { stats: waiting });
    expect(standing).toBe("well");
    expect(says).toMatch(/^yes, entries\.entries_gen sets the pace, since .*: 5 records wait at its inputs/);
  });
});

describe("up", () => {
  test("says whether somebody paused it, or started it so", () => {
    const pipeline = { deployment_status: "Paused", deployment_desired_status: "Paused" };
    expect(verdictOf("up", "healthy", { pipeline }).says).toMatch(
      /^no, Paused since .* UTC \(.*\), as wanted \(somebody paused it\); it takes in no rows/,
    );
    expect(verdictOf("up", "healthy", { pipeline }, ["events"]).says).toMatch(
      /\), as wanted; it takes in no/,
    );
  });

  test("says where its events were not read, or what is wanted of it is not told", () => {
    expect(verdictOf("up", "healthy", {}, ["events"])).toMatchObject({
      standing: "unknown",
      says: expect.stringMatching(
        /^yes, Running since .*, its process for .*; its events, which tell of earlier runs, were not read$/,
      ),
    });
    const untold = verdictOf("up", "healthy", { pipeline: { deployment_desired_status: null } });
    expect(untold.says).toMatch(/^yes, Running since .* \(what is wanted is not known\)/);
  });

  test("for so long, with what ended the runs before", () => {
    const { standing, says } = verdictOf("up", "end_of_input");
    expect(standing).toBe("well");
    expect(says).toMatch(
      /^yes, Running since [-\d: ]+ UTC, its process for [\d.]+ s; 1 start in its events$/,
    );
  });

  test("not for long, where an error will come again", () => {
    const { standing, says } = verdictOf("up", "recurring_a");
    expect(standing).toBe("trouble");
    expect(says).toBe(
      "yes, Running since 2026-11-28 09:12:32 UTC, its process for 9.4 s; but it will die again in about 21 s: its last 2 deaths were of one error, each time 30 s after it began to run, and no change of its program or configuration is known since; 6 starts in its events: 2 died, 3 were stopped",
    );
  });

  test("no, with what it died of before it died of what it has failed with", () => {
    const failed = (deployment_error: object) => ({
      pipeline: { deployment_status: "Stopped", deployment_desired_status: "Stopped", deployment_error },
    });
    const another = { error_code: "InitializationError", message: "no such file", details: {} };
    expect(verdictOf("up", "recurring_a", failed(another)).says).toMatch(
      /6 starts in its events: 2 died \(2 of another error: "line 12 column 43: .*parse error"\), 3 were stopped/,
    );
  });

  test("with what earlier runs died of, where that is over", () => {
    const pipeline = { program_status_since: "2026-11-28T09:12:27Z" };
    expect(verdictOf("up", "recurring_a", { pipeline }).says).toMatch(
      /6 starts in its events: 2 died \(.+\), 3 were stopped$/,
    );
    const again = verdictOf("up", "recurring_a").says;
    expect(again).toMatch(/: 2 died, 3 were stopped$/);
  });

  test("not, and the next run will die too", () => {
    const { standing, says } = verdictOf("up", "storage_full");
    expect(standing).toBe("trouble");
    expect(says).toMatch(
      /^no, Stopped since .* \(.*\), failed with RuntimeError\.WorkerPanic; the next run will die too: its last 2 deaths were of one error, each time 40 s after/,
    );
  });
});

describe("the ticks of NOW()'s clock", () => {
  test("are no rows, and one row a second is one record", () => {
    const evidence = evidenceOf("healthy");
    const { stats } = evidence;
    const [first] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
    if (stats?.uptime_ms === undefined || first === undefined) throw new Error("the world has no input");
    const ticking = (perS: number): Evidence => {
      const records = Math.round((Number(stats.uptime_ms) / 1000) * perS);
      const clock = { ...first, name: "now", relation: "now", records };
      return { ...evidence, stats: { ...stats, connectors: [...stats.connectors, clock] } };
    };
    expect(judged("keeps_up", evidence)).toContain("200 records/s processed");
    expect(judged("keeps_up", ticking(50))).toContain("150 records/s processed");
    expect(judged("keeps_up", ticking(199))).toContain("1 record/s processed");
    // Nor is the clock a source, which sets no pace and never ends.
    expect(judged("keeps_up", ticking(50))).toMatch(/^yes, entries\.entries_gen sets the pace, since .*: /);
    const ended = ticking(50);
    const connectors = (ended.stats?.connectors ?? []).map((one) =>
      one.name === first.name ? { ...one, end_of_input: true } : one,
    );
    expect(judged("keeps_up", { ...ended, stats: { ...stats, connectors } })).toMatch(
      /^yes, all its input has ended: /,
    );
  });
});

describe("what is processed and not yet put out", () => {
  const { stats, ...evidence } = evidenceOf("healthy");
  const [output] = stats?.connectors.filter(({ direction }) => direction === "output") ?? [];
  /** Of so many outputs, by how far each is behind. */
  const told = (...lags: (number | undefined)[]) => {
    if (stats === undefined || output === undefined) throw new Error("no output");
    const inputs = stats.connectors.filter(({ direction }) => direction === "input");
    const outputs = lags.map((lag_records, at) => ({ ...output, name: `out.${at}`, lag_records }));
    const connectors = [...inputs, ...outputs];
    return judged("keeps_up", { ...evidence, stats: { ...stats, uncompleted_records: 500, connectors } });
  };

  test("is told with the output that it waits for, where others have put it out", () => {
    expect(told(500, 0)).toMatch(/ 500 are processed and not yet put out by out\.0, /);
  });

  test("is told alone where all outputs have it before them, or it is not known of one", () => {
    expect(told(500, 400)).toMatch(/ 500 are processed and not yet put out, /);
    expect(told(500, undefined)).not.toMatch(/put out by/);
  });
});

describe("loses rows", () => {
  test("tells of a join whose rows meet many, which takes none away", () => {
    const evidence = manyPairsOf(300_000);
    const found = findingsOf(RULES, evidence).filter(({ rule }) => rule === "view/many-pairs");
    expect(found.map(({ severity }) => severity)).toEqual(["info"]);
    expect(judged("loses_rows", evidence)).toMatch(
      /^none of .*, but .* has made 300,000 pairs of 100,000 records of entries/,
    );
  });

  test("not known of what the counters do not tell", () => {
    expect(
      verdictOf("loses_rows", "end_of_input", { stats: { "inputs.0.metrics.num_parse_errors": null } }),
    ).toEqual({
      standing: "unknown",
      says: "not known of the 4,500 rows read; whether all rows parse is not known",
    });
  });

  test("a count of rows without what nobody can count, where both are", () => {
    const evidence = evidenceOf("csv_one_bad");
    const { stats } = evidence;
    const file = stats?.connectors.find(({ parse_loss }) => parse_loss !== undefined);
    if (stats === undefined || file?.parse_loss === undefined) throw new Error("no row is lost");
    const parse_loss = { ...file.parse_loss, errors: 40, rows: 40, rows_read: 0, is_uncounted: true };
    const connectors = [...stats.connectors, { ...file, name: "visits.page", parse_loss }];
    const says = judged("loses_rows", { ...evidence, stats: { ...stats, connectors } });
    expect(says).toMatch(/1 row of 3,000 did not parse \(visits\.visits_file\)/);
    expect(says).toMatch(/of how many rows visits\.page met errors is not known/);
    expect(judged("loses_rows", evidence)).not.toMatch(/of how many rows/);
  });

  test("none, of those that it read", () => {
    expect(verdictOf("loses_rows", "end_of_input")).toEqual({
      standing: "well",
      says: "none of the 4,500 rows read, by its counters",
    });
  });

  test("those that a late filter drops, with how many", () => {
    const { standing, says } = verdictOf("loses_rows", "late_rows");
    expect(standing).toBe("trouble");
    expect(says).toBe("yes: about 9,600 rows of 23,100 of page_views dropped as late");
  });

  test("one of a file that has ended", () => {
    expect(verdictOf("loses_rows", "csv_one_bad")).toEqual({
      standing: "trouble",
      says: "yes: 1 row of 3,000 did not parse (visits.visits_file); its input has ended, so no more",
    });
  });
});

test("the rules that verdicts go by exist", () => {
  const ids = RULES.map(({ id }) => id);
  for (const rule of [...HELD_UP, ...LOSSES]) expect(ids).toContain(rule);
});

test("a file that had no row is no row lost", () => {
  const stats = { "inputs.0.metrics.total_records": 0, "inputs.0.metrics.total_bytes": 0 };
  const { standing, says } = verdictOf("loses_rows", "end_of_input", { stats });
  expect(standing).toBe("well");
  expect(says).toMatch(/^none of the/);
});

test("a paused output loses rows", () => {
  const { standing, says } = verdictOf("loses_rows", "healthy", { stats: { "outputs.0.paused": true } });
  expect(standing).toBe("trouble");
  expect(says).toMatch(
    /^yes: balances\.balances_out is paused, and throws its rows away \(output\/paused\)$/,
  );
});

describe("an output that meets errors as it sends", () => {
  const saying = (message: string) =>
    verdictOf("loses_rows", "healthy", {
      stats: {
        "outputs.0.metrics.num_transport_errors": 2,
        "outputs.0.metrics.transmitted_records": 0,
        "outputs.0.transport_errors": [
          { timestamp: "2026-11-21T09:17:00Z", index: 1, tag: "outprobe_push_buf", message },
        ],
      },
    });

  test("loses rows, and the verdict says by which error", () => {
    expect(saying("No space left on device (os error 28)").says).toMatch(
      /^yes: balances\.balances_out could not send a single row: "No space left on device \(os error 28\)" \(connector/,
    );
  });

  test("may have sent all where only the flush after each write fails", () => {
    expect(saying("Invalid argument (os error 22)")).toEqual({
      standing: "unknown",
      says: expect.stringMatching(/; whether its outputs send all that they are given is not known$/),
    });
  });
});

test("an input that has failed for good brings no more rows", () => {
  const failed = verdictOf("loses_rows", "healthy", { stats: { "inputs.0.fatal_error": "gone" } });
  expect(failed.says).toMatch(
    /^yes: nothing more is read from entries\.entries_gen, which has failed for good: gone \(connector\/fatal-error\)$/,
  );
});

describe("a circuit that a panic has stopped, though the process answers,", () => {
  const log = (recorded: string) =>
    `${recorded}thread 'merger-0' (19669) panicked at crates/dbsp/src/trace/ord/file.rs:46:5:\nstorage I/O failed: write failed: no storage space.\n`;
  const full = { stats: { "inputs.0.metrics.buffered_records": 2_000_000 }, log };

  test("is not up, and does not keep up", () => {
    expect(verdictOf("up", "healthy", full)).toMatchObject({
      standing: "trouble",
      says: expect.stringMatching(/^no, its circuit has stopped by a panic and computes nothing more/),
    });
    expect(verdictOf("keeps_up", "healthy", full)).toMatchObject({
      standing: "trouble",
      says: expect.stringMatching(
        /^no, a background merge \(thread merger-0\) panicked, because its storage is full or failed \(runtime\/thread-panicked\)/,
      ),
    });
  });

  test("is so, and no request that panicked", () => {
    const request = (recorded: string) => log(recorded).replace("merger-0", "actix-rt|system:0|arbiter:1");
    expect(verdictOf("up", "healthy", { log: request }).standing).toBe("well");
  });
});

test("rates of a time series that has ended are told as of then", () => {
  /** The recorded answer's own, and a minute. */
  const later = { now: 1_795_252_644_734 + 60_000 };
  expect(verdictOf("keeps_up", "healthy", { time_series: later }).says).toMatch(
    /processed over 59 s, until 1 min(?: [\d.]+ s)? ago$/,
  );
});

describe("between two looks", () => {
  /** The second look at the skewed join, ten seconds after the first. */
  const twice = (change: (before: CircuitSigns) => Partial<CircuitSigns>): Evidence => {
    const evidence = evidenceOf("skewed_join");
    const { circuit_profile: later } = evidence;
    if (later?.age_s === undefined) throw new Error("the world has no circuit profile");
    const earlier = { ...later, age_s: later.age_s - 10, ...change(later) };
    return { ...evidence, earlier: { circuit_profile: earlier } };
  };

  test.each<[string, number, RegExp]>([
    [
      "is told to be faster than before where it is far above the average",
      0.9,
      /an hour .*, faster than on average since its start;/,
    ],
    ["is told as it is where it is the average", 0.09, /at the rate of the last 10 s(?!, faster)/],
  ])("growth %s", (_, share, says) => {
    const evidence = twice(({ integrals = [] }) => ({
      integrals: integrals.map((one) => ({
        ...one,
        records: Math.round(one.records * (1 - share)),
        merged_records: Math.round(one.merged_records * (1 - share)),
        ...(one.arrived !== undefined && { arrived: Math.round(one.arrived * (1 - share)) }),
      })),
    }));
    const { time_series: _series, ...level } = evidence;
    expect(judged("grows", level)).toMatch(says);
  });

  test("growth is told at the rate of the time between them", () => {
    const evidence = twice(({ integrals = [] }) => ({
      integrals: integrals.map((one) => ({
        ...one,
        records: one.records - 1_000,
        ...(one.arrived !== undefined && { arrived: one.arrived - 1_000 }),
      })),
    }));
    expect(judged("grows", evidence)).toMatch(/yes, .* more an hour at the rate of the last 10 s/);
    expect(judged("grows", evidenceOf("skewed_join"))).not.toContain("at the rate of");
  });

  test("the costliest expression is that of the time between them", () => {
    const evidence = twice(({ expressions = [], runtime_s }) => ({
      runtime_s: runtime_s - 20,
      expressions: expressions.map((one, i) => ({ ...one, runtime_s: one.runtime_s - (i === 1 ? 0.5 : 0) })),
    }));
    const second = evidence.circuit_profile?.expressions?.[1]?.place.handle;
    expect(second).toBeDefined();
    expect(judged("time", evidence)).toContain(`${second}`);
    expect(judged("time", evidence)).toMatch(
      /^2\.5 % of the operators' time .*500 ms of 20 s over the last 10 s/,
    );
  });

  test("a function of the user's own that the costliest expression calls is named, and no other", () => {
    const evidence = evidenceOf("skewed_join");
    const { pipeline } = evidence;
    if (pipeline === undefined) throw new Error("no pipeline");
    const [costliest] = evidence.circuit_profile?.expressions ?? [];
    const code = costliest?.place.positions.find((position) => position.code !== undefined)?.code ?? "";
    const calling = (called: string) => {
      const program_code = `CREATE FUNCTION f(x INT) RETURNS INT; CREATE VIEW v AS SELECT f(x), ${code} FROM t`;
      return {
        ...evidence,
        pipeline: { ...pipeline, program_code: program_code.replaceAll("f(", called) },
      };
    };
    const [name = ""] = /\w+/.exec(code) ?? [];
    expect(judged("time", calling(`${name}(`))).toContain(`, which calls ${name} of udf.rs, `);
    expect(judged("time", calling("other("))).toBe(judged("time", evidence));
  });

  test.each([true, undefined] as const)(
    "that arrays are made anew is told where they are: %s",
    (makes_arrays) => {
      const { circuit_profile, ...evidence } = evidenceOf("skewed_join");
      const [costliest] = circuit_profile?.expressions ?? [];
      if (circuit_profile === undefined || costliest === undefined) throw new Error("no circuit");
      const expressions = [{ ...costliest, ...(makes_arrays && { makes_arrays }) }];
      const told = judged("time", { ...evidence, circuit_profile: { ...circuit_profile, expressions } });
      expect(told.includes("whose ARRAY_AGG makes the whole array of a group anew")).toBe(
        makes_arrays === true,
      );
    },
  );

  test.each([
    [10_000, 600_000, true],
    [10_000, 20_000, false],
  ])("of %i rows a recursion has made %i: told %s", (records_in, records_out, isTold) => {
    const evidence = evidenceOf("skewed_join");
    const { circuit_profile } = evidence;
    if (circuit_profile === undefined) throw new Error("no circuit profile");
    const view = circuit_profile.expressions?.[0]?.place.relation?.name ?? "";
    const recursive = (name: string) => {
      const recursions = [{ view: name, records_in, records_out }];
      return judged("time", { ...evidence, circuit_profile: { ...circuit_profile, recursions } });
    };
    expect(recursive(view).includes(", which is recursive and has made 60 rows of each that came, ")).toBe(
      isTold,
    );
    expect(recursive("another")).toBe(judged("time", evidence));
  });

  test("an earlier look at another run tells no rates", () => {
    const evidence = twice(({ age_s = 0 }) => ({ age_s: age_s + 500 }));
    expect(judged("time", evidence)).toBe(judged("time", evidenceOf("skewed_join")));
  });
});

test("what workers did is told of the time up to the last step, which what is idle since is not counted in", () => {
  expect(judged("time", evidenceOf("skewed_join"))).toMatch(
    /workers wait for 35 % of the time from the first step to the last and are idle between steps for 49\.9 %/,
  );
});

test("of a join that most of the time goes to it is told at once that it has no equality, and of one that has it is not", () => {
  const evidence = evidenceOf("skewed_join");
  const { circuit_profile } = evidence;
  if (circuit_profile?.joins === undefined) throw new Error("no joins");
  const joins = circuit_profile.joins.map((one) => ({ ...one, without_equality: true as const }));
  expect(judged("time", { ...evidence, circuit_profile: { ...circuit_profile, joins } })).toMatch(
    /in the join in view enriched .*, whose condition has no equality: each row of orders is compared with each of the 10,000 of customers, /,
  );
  expect(judged("time", evidence)).not.toContain("equality");
});

test("what others of the same key replaced is told once, and its tables in one sentence", () => {
  const { says } = verdictOf("loses_rows", "join_lateness_both");
  expect(says).toMatch(
    /, but by primary key later rows replaced earlier ones: by the circuit profile links holds at most [\d,]+ of [\d,]+ that came/,
  );
  expect(says.match(/that came/g)).toHaveLength(1);
});
