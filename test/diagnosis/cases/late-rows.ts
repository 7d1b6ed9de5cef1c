import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { type Changes, evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** A recorded pipeline with LATENESS, at depth quick. */
const quick = (changes: Changes = {}) => {
  const { circuit_profile: _, ...evidence } = evidenceOf("late_rows", changes);
  return evidence;
};

/** A filter of a table with LATENESS on ts that dropped half of 10,000 rows, as it was before and as it is now. */
const filtered = ({
  waterline,
  came,
  passed,
  is_rounded = false,
}: {
  waterline: string;
  came: number;
  passed: number;
  is_rounded?: boolean;
}): Evidence => {
  const { circuit_profile, ...evidence } = evidenceOf("healthy");
  if (circuit_profile === undefined) return evidence;
  const look = (age_s: number, more: { in: number; out: number }) => ({
    ...circuit_profile,
    age_s,
    late_filters: [
      {
        id: "nn9",
        tables: ["entries"],
        of_view: false,
        records_in: 10_000 + more.in,
        records_out: 5_000 + more.out,
        waterline: {
          at: waterline,
          earliest: waterline,
          ...(!is_rounded && { kept_as_is: waterline }),
          integral: "nn5",
        },
      },
    ],
  });
  const [before, now] = [look(50, { in: 0, out: 0 }), look(60, { in: came, out: passed })];
  return { ...evidence, circuit_profile: now, earlier: { circuit_profile: before } };
};

/** Half of its rows come no further than its filter; what its source can do is known. */
function fedBy(
  source: { readonly only_inserts?: true; readonly relation?: string },
  {
    append_only = false,
    sent = false,
    other,
  }: { append_only?: boolean; sent?: boolean; other?: string } = {},
): Evidence {
  const { pipeline, stats, ...evidence } = filtered({ waterline: ahead(-DAY), came: 2_000, passed: 1_500 });
  if (pipeline === undefined || stats === undefined) throw new Error("no pipeline");
  const of = { name: "entries.feed", relation: "entries", direction: "input", paused: false } as const;
  const lateness = [{ table: "entries", columns: ["ts"], append_only }];
  const another = other === undefined ? [] : [{ ...of, name: `${other}.feed`, relation: `"${other}"` }];
  const connectors = [{ ...of, ...source }, ...another];
  const [first] = stats.connectors.filter(({ direction }) => direction === "input");
  const added = first && sent ? [{ ...first, name: "entries.api-ingress-1", relation: "entries" }] : [];
  return {
    ...evidence,
    stats: { ...stats, connectors: added },
    pipeline: { ...pipeline, lateness, connectors },
  };
}

/** The same of a table with two columns with LATENESS, whose bounds tell of the times of either. */
function ofTwoColumns(ahead_ms: number): Evidence {
  const { pipeline, circuit_profile, ...evidence } = filtered({
    waterline: ahead(ahead_ms),
    came: 2_000,
    passed: 0,
  });
  if (pipeline === undefined || circuit_profile === undefined) throw new Error("no pipeline");
  const lateness = pipeline.lateness?.map((one) => ({ ...one, columns: ["seen", "ts"] })) ?? [];
  const late_filters = circuit_profile.late_filters.map(({ waterline, ...one }) => ({
    ...one,
    ...(waterline && { waterline: { ...waterline, earliest: ahead(-DAY) } }),
  }));
  return {
    ...evidence,
    pipeline: { ...pipeline, lateness },
    circuit_profile: { ...circuit_profile, late_filters },
  };
}

/** The same of 20,000 rows that a generator makes, with this for the times of its plan, and LATENESS of a minute. */
function madeBy(
  ts: object,
  { workers = 1, records = 20_000, ...plan }: Record<string, unknown> = {},
  next: readonly object[] = [],
): Evidence {
  const { pipeline, stats, ...evidence } = filtered({ waterline: ahead(-DAY), came: 2_000, passed: 1_500 });
  if (pipeline === undefined || stats === undefined) throw new Error("no pipeline");
  const connectors = pipeline.connectors.map((one) =>
    one.direction === "output"
      ? one
      : { ...one, transport_config: { workers, plan: [{ fields: { TS: ts }, ...plan }, ...next] } },
  );
  const read = stats.connectors.map((one) => ({ ...one, records: Number(records) }));
  return { ...evidence, pipeline: { ...pipeline, connectors }, stats: { ...stats, connectors: read } };
}

const OF_A_DAY = { range: ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"] };
const BY_GENERATOR = /since .*its generator/;

/** After the clock of the recorded pipeline by so much. */
const ahead = (ms: number) => new Date(evidenceOf("healthy").nowMs + ms).toISOString();

const DAY = 24 * 3_600_000;

const LATE_ALONE = /of entries are dropped as late by ControlledKeyFilter nn9;/;
const OR_DELETED =
  /of entries are dropped as late by ControlledKeyFilter nn9, or deleted in the step that inserted them, which is not known;/;

export const LATE_ROWS_CASES: readonly RuleCase[] = [
  ...[
    {
      when: "its generator draws their times at random",
      evidence: () => madeBy({ strategy: "uniform", ...OF_A_DAY }),
      says: /since its generator draws ts at random \(strategy uniform\): set its strategy to increment/,
    },
    {
      when: "its generator picks their times from a list at random",
      evidence: () => madeBy({ strategy: "zipf", values: ["2026-11-01T00:00:00Z", "2026-11-01T00:02:00Z"] }),
      says: /draws ts at random \(strategy zipf\)/,
    },
    {
      when: "its generator comes to the end of its range, and begins anew",
      evidence: () => madeBy({ scale: 8_640, ...OF_A_DAY }),
      says: /begins ts anew after 10,000 rows \(range\): widen its range, or lower its scale or the limit/,
    },
    {
      when: "a plan of its generator has one row far ahead",
      evidence: () =>
        madeBy({ values: ["2026-12-24T00:00:00Z"] }, { limit: 1 }, [{ fields: { ts: OF_A_DAY } }]),
      says: /since plan 2 of its generator begins ts too early \(range\): let its range go on where/,
    },
    {
      when: "several workers make chunks of rows at once",
      evidence: () => madeBy({ scale: 10 }, { workers: 4 }),
      says: /its generator has 4 workers, each on 10,000 rows \(worker_chunk_size\): set workers to 1/,
    },
  ].map(({ when, evidence, says }): RuleCase => ({ rule: "input/late-rows", when, evidence, says: [says] })),
  ...[
    {
      when: "its generator's random times are within LATENESS",
      ts: { strategy: "uniform", range: [0, 60_000] },
    },
    { when: "its generator has not come to the end of its range", ts: { scale: 4_000, ...OF_A_DAY } },
    { when: "several workers make few rows at once", ts: { scale: 10 }, plan: { workers: 4, rate: 6_000 } },
    {
      when: "few rows of its generator are of random times",
      ts: { strategy: "uniform" },
      plan: { limit: 9 },
      next: [{ fields: { ts: OF_A_DAY } }],
    },
    {
      when: "the plans of its generator follow one another",
      ts: OF_A_DAY,
      plan: { limit: 9 },
      next: [{ fields: { ts: OF_A_DAY } }],
    },
  ].map(
    ({ when, ts, plan, next }): RuleCase => ({
      rule: "input/late-rows",
      when,
      evidence: () => madeBy(ts, plan, next),
      says: [new RegExp(`^(?!.*${BY_GENERATOR.source})`, "s")],
    }),
  ),
  {
    rule: "input/late-rows-unseen",
    when: "two sources feed a table that has LATENESS",
    evidence: () => quick(),
    says: [/page_views \(LATENESS on ts, fed by 2 sources/, /which depth deep hears of error_view/],
  },
  {
    rule: "input/late-rows-unseen",
    when: "Feldera's own count has moved",
    evidence: () => quick({ records_late_total: 9600 }),
    severity: "warning",
    says: [/^9,600 rows were dropped as late, by records_late_total; it can happen in page_views/],
  },
  {
    rule: "input/late-rows-unseen",
    when: "the circuit profile tells what its filters drop",
    evidence: () => evidenceOf("late_rows"),
  },
  {
    rule: "input/late-rows-unseen",
    when: "no table has LATENESS",
    evidence: () => evidenceOf("slow_sink"),
  },
  {
    rule: "input/late-rows-unseen",
    when: "its rows are sent by HTTP alone, which no connector declares",
    evidence: () => {
      const evidence = quick();
      return evidence.pipeline === undefined
        ? evidence
        : { ...evidence, pipeline: { ...evidence.pipeline, connectors: [] } };
    },
    says: [/can happen in page_views \(LATENESS on \w+/],
  },
  {
    rule: "input/late-rows-unseen",
    when: "nothing feeds the table that has it",
    evidence: () => {
      const { pipeline, stats, ...others } = quick();
      if (pipeline === undefined || stats === undefined) throw new Error("no pipeline");
      return {
        ...others,
        pipeline: { ...pipeline, connectors: [] },
        stats: { ...stats, connectors: [] },
      };
    },
  },
  {
    rule: "input/row-far-ahead",
    when: "one of two columns with LATENESS is decades ahead, and the other is of now",
    evidence: () => ofTwoColumns(20_000 * DAY),
    says: [
      /UTC, 20,000 days ahead of the clock/,
      /declare LATENESS not on entries but on a view that leaves/,
    ],
    severity: "warning",
  },
  {
    rule: "input/row-far-ahead",
    when: "both of two columns with LATENESS are of now",
    evidence: () => ofTwoColumns(-DAY),
  },
  {
    rule: "input/row-far-ahead",
    when: "nothing passes a filter any more whose waterline is decades ahead of the clock",
    evidence: () => filtered({ waterline: ahead(20_000 * DAY), came: 2_000, passed: 0 }),
    says: [
      /a row of entries with a time far ahead moved its waterline to about 2\d\d\d-.* UTC, 20,000 days ahead of the clock/,
      /7,000 of 12,000 rows \(58\.3 %\), all 2,000 that came in the last 10 s, dropped/,
      /declare LATENESS not on entries but on a view .* WHERE ts < a fixed date; LATENESS v\.ts/,
      /clear its storage/,
    ],
    severity: "warning",
  },
  {
    rule: "input/row-far-ahead",
    when: "that is a thousand times as long since 1970 as now is",
    evidence: () => filtered({ waterline: ahead(999 * evidenceOf("healthy").nowMs), came: 2_000, passed: 0 }),
    says: [
      /Correct that time at its source \(a 1,000th as long since 1970 would be now, as of nanoseconds for microseconds/,
    ],
  },
  {
    rule: "input/time-unit",
    when: "one row of another unit made all others late",
    evidence: () => filtered({ waterline: ahead(999 * evidenceOf("healthy").nowMs), came: 2_000, passed: 0 }),
  },
  {
    rule: "input/row-far-ahead",
    when: "rows pass a filter whose waterline is two days ahead, by the end of a window",
    evidence: () => filtered({ waterline: ahead(2 * DAY), came: 2_000, passed: 1_900 }),
  },
  {
    rule: "input/row-far-ahead",
    when: "nothing passes a filter whose waterline is behind the clock",
    evidence: () => filtered({ waterline: ahead(-DAY), came: 2_000, passed: 0 }),
  },
  {
    rule: "input/late-rows",
    when: "nothing passes any more, and no clock tells why",
    evidence: () => filtered({ waterline: ahead(-DAY), came: 2_000, passed: 0 }),
    says: [
      /all 2,000 that came in the last 10 s/,
      /Next to nothing that comes is new enough \(its waterline is at about .*One of two: the source is behind .*, or a row far ahead/,
    ],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "nothing passes any more, and what is kept is kept from the beginning of a day or an hour",
    evidence: () => filtered({ waterline: ahead(-DAY), came: 2_000, passed: 0, is_rounded: true }),
    says: [/Next to nothing that comes is new enough\. One of two/],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "it was looked at once: some rows are too old, or others too new",
    evidence() {
      const { earlier: _once, ...evidence } = filtered({
        waterline: ahead(-DAY),
        came: 2_000,
        passed: 1_500,
      });
      return evidence;
    },
    says: [
      /or rows, if only one, are ahead of their time: which is not known\. .*correct times that are ahead or raise/,
    ],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "its source may delete rows in the step that inserted them",
    evidence: () => fedBy({}),
    says: [OR_DELETED],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "its source can delete no rows",
    evidence: () => fedBy({ only_inserts: true }),
    says: [LATE_ALONE],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "its source can delete no rows, and others are sent by HTTP",
    evidence: () => fedBy({ only_inserts: true }, { sent: true }),
    says: [OR_DELETED],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "the source of another table could delete rows, whose name begins with the same",
    evidence: () => fedBy({ only_inserts: true }, { other: "entries.old" }),
    says: [LATE_ALONE],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "its source could delete rows, and writes the table's name in capitals",
    evidence: () => fedBy({ relation: "ENTRIES" }),
    says: [OR_DELETED],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "its source could delete rows, and the table takes no deletions",
    evidence: () => fedBy({}, { append_only: true }),
    says: [LATE_ALONE],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "some of what comes still passes",
    evidence: () => filtered({ waterline: ahead(-DAY), came: 2_000, passed: 1_500 }),
    says: [/500 of 2,000 in the last 10 s/, /Event times further behind the newest than LATENESS allows/],
    severity: "warning",
  },
];
