import type { StatsFacts } from "../../../src/analysis/stats/stats-facts.ts";
import type { Severity } from "../../../src/answers/diagnosis.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const input = (members: Record<string, unknown>) =>
  evidenceOf("healthy", {
    stats: Object.fromEntries(Object.entries(members).map(([name, value]) => [`inputs.0.${name}`, value])),
  });

/** A queue at its limit, so long after the start. */
export const fullAfter = (uptime_msecs: number): Evidence =>
  evidenceOf("healthy", {
    stats: { "inputs.0.metrics.buffered_records": 1_000_000, "global_metrics.uptime_msecs": uptime_msecs },
  });

/** A queue that is full, of a source of which a thousand records a second come. */
export const limitedTo = (limit_records: number): Evidence => {
  const evidence = evidenceOf("healthy");
  const connectors = (evidence.stats?.connectors ?? []).map((one) =>
    one.direction === "output"
      ? one
      : { ...one, limit_records, waiting_records: limit_records, records_per_s: 1_000 },
  );
  return { ...evidence, ...(evidence.stats && { stats: { ...evidence.stats, connectors } }) };
};

/** A recorded file of CSV in which a row did not parse, and another whose rows are divided otherwise. */
const besideAnother = (): Evidence => {
  const evidence = evidenceOf("csv_one_bad");
  const { stats } = evidence;
  const file = stats?.connectors.find(({ parse_loss }) => parse_loss !== undefined);
  if (stats === undefined || file?.parse_loss === undefined) throw new Error("no row is lost");
  const mismatch = { is: "delimiter" as const, set: ",", found: ";" };
  const other = { ...file, name: "visits.other", parse_loss: { ...file.parse_loss, mismatch } };
  return { ...evidence, stats: { ...stats, connectors: [...stats.connectors, other] } };
};

/** A recorded file of CSV of which so many rows were made, without an error. */
const rowsMade = (rows: number) =>
  evidenceOf("csv_one_bad", {
    stats: {
      "inputs.1.metrics.total_records": rows,
      "inputs.1.metrics.total_bytes": 136_132,
      "inputs.1.metrics.num_parse_errors": 0,
    },
  });

/** A file of 133 KiB that the format raw made so many rows of, with this configuration. */
const rawRows = (rows: number, config: Record<string, unknown>) =>
  evidenceOf("csv_one_bad", {
    pipeline: {
      "program_info.input_connectors": {
        "visits.visits_file": {
          stream: "visits",
          transport: { name: "file_input", config: { path: "/visits.txt" } },
          format: { name: "raw", config },
        },
      },
    },
    stats: {
      "inputs.1.metrics.total_records": rows,
      "inputs.1.metrics.total_bytes": 136_132,
      "inputs.1.metrics.num_parse_errors": 0,
    },
  });

/** A source of this transport that came to its end, and had no row. */
const emptySource = (transport: string, format?: object) =>
  evidenceOf("csv_one_bad", {
    pipeline: {
      "program_info.input_connectors": {
        "visits.visits_file": {
          stream: "visits",
          transport: { name: transport, config: {} },
          ...(format && { format }),
        },
      },
    },
    stats: {
      "inputs.1.metrics.total_records": 0,
      "inputs.1.metrics.total_bytes": 0,
      "inputs.1.metrics.num_parse_errors": 0,
    },
  });

/** A table's source that is to start after the gauges, of which nothing came yet. */
const startsAfter = (
  gauges: Record<string, unknown>,
  others: Record<string, unknown> = {},
  links: Record<string, unknown> = {},
) => {
  const connector = (stream: string, more: Record<string, unknown>) => ({
    stream,
    transport: { name: "datagen", config: { plan: [{ limit: 10_000 }] } },
    ...more,
  });
  return evidenceOf("paused_config", {
    pipeline: {
      "program_info.input_connectors": {
        "flow.flow_gen": connector("flow", { start_after: "gauges" }),
        "gauge_raw.gauge_gen": connector("gauge_raw", { labels: ["gauges"], ...gauges }),
        "links.links_gen": connector("links", links),
        "pressure.pressure_gen": connector("pressure", {}),
      },
    },
    stats: others,
  });
};

const ENDLESS = { transport: { name: "datagen", config: { plan: [{ rate: 100 }] } } };

/** A generator of these plans that has come to its end after a thousand rows. */
const generated = (plan: readonly object[]) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.input_connectors": {
        "entries.entries_gen": { stream: "entries", transport: { name: "datagen", config: { plan } } },
      },
    },
    stats: { "inputs.0.metrics.end_of_input": true, "inputs.0.metrics.total_records": 1_000 },
  });

/** As a recorded url_input told it whose server closed the connection after half of the text. */
const cutShort = (lines: string | null, end_of_input: boolean) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.input_connectors": {
        "entries.entries_gen": {
          stream: "entries",
          transport: { name: "url_input", config: {} },
          format: { name: "json", config: { update_format: "raw", ...(lines !== null && { lines }) } },
        },
      },
    },
    stats: {
      "inputs.0.metrics.num_parse_errors": 1,
      "inputs.0.metrics.end_of_input": end_of_input,
      "inputs.0.parse_errors": [
        {
          index: 1,
          tag: "text_envelope_err",
          message: `Parse error: failed to parse string as a JSON document: EOF while parsing a value at line 2 column 8\nInvalid fragment: '{"sale":'`,
        },
      ],
    },
  });

const NO_DOCUMENT = "failed to parse string as a JSON document: expected value at line 3 column 9";

/** A file of JSON of which three rows were read, and one error is told of such a text. */
const ofJson = (config: object, fragment: string, reason = NO_DOCUMENT) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.input_connectors": {
        "entries.entries_gen": {
          stream: "entries",
          transport: { name: "file_input", config: {} },
          format: { name: "json", config: { update_format: "raw", ...config } },
        },
      },
    },
    stats: {
      "inputs.0.metrics.num_parse_errors": 1,
      "inputs.0.metrics.total_records": 3,
      "inputs.0.metrics.total_bytes": 200,
      "inputs.0.parse_errors": [
        { index: 1, message: `Parse error: ${reason}\nInvalid fragment: '${fragment}'` },
      ],
    },
  });

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, entry_id) => ({ entry_id, account: 7, amount: 12 }));
const linesOf = (count: number) =>
  rowsOf(count)
    .map((row) => JSON.stringify(row))
    .join("\n");

/** A recorded pipeline whose table two connectors read, by their configurations. */
const readBy = (one: object, other: object, primary_key?: string[]) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.input_connectors": {
        "entries.landing": { stream: "entries", transport: { name: "file_input", config: one } },
        "entries.backfill": { stream: "entries", transport: { name: "file_input", config: other } },
      },
      ...(primary_key && { "program_info.schema.inputs.0.primary_key": primary_key }),
    },
  });

/** A table that two files have brought as many rows and bytes for, of which a circuit has so many. */
export function broughtBy({
  rows = 8_000,
  records = 4_000,
  own_bytes = 547_219,
  bytes = own_bytes,
  has_key = false,
  ended = true,
  end_of_input = true,
  second = records,
  waiting = 0,
}: {
  readonly rows?: number;
  readonly records?: number;
  readonly own_bytes?: number;
  readonly bytes?: number;
  readonly has_key?: boolean;
  readonly ended?: boolean;
  readonly end_of_input?: boolean;
  readonly second?: number;
  readonly waiting?: number;
}): Evidence {
  const input = (name: string, total_records: number, total_bytes: number, is_ended: boolean) => ({
    endpoint_name: `entries.${name}`,
    config: { stream: "entries" },
    metrics: { total_records, total_bytes, buffered_records: waiting, end_of_input: is_ended },
  });
  const evidence = evidenceOf("healthy", {
    stats: {
      inputs: [
        input("day", records, own_bytes, ended),
        input("evening", second, Math.round((bytes * second) / records), ended && end_of_input),
      ],
      "global_metrics.total_input_records": records + second,
    },
  });
  const { circuit_profile } = evidence;
  if (circuit_profile === undefined) throw new Error("no circuit");
  const tables = (circuit_profile.tables ?? []).map((table) => ({ ...table, rows, has_key }));
  return { ...evidence, circuit_profile: { ...circuit_profile, tables } };
}

/** A table all of whose columns may be NULL, of which files of JSON have brought rows that are equal within a batch. */
export function equalOf({
  read = 60_000,
  rows = 200,
  left = 3,
  at_once = 1,
  may_be_null = true,
  update_format = "raw",
  has_waterline = false,
  files = 1,
} = {}): Evidence {
  const { stats, circuit_profile, ...evidence } = evidenceOf("healthy");
  const [first] = (stats?.connectors ?? []).filter(({ relation }) => relation === "entries");
  if (circuit_profile === undefined || stats === undefined || first === undefined)
    throw new Error("no table");
  const framing = { format: "json", update_format };
  const each = { ...first, records: read / files, bytes: 9 * read, waiting_records: 0, framing };
  const connectors = Array.from({ length: files }, (_, at) =>
    at === 0 ? each : { ...each, name: `${each.name}_${at}` },
  );
  const tables = (circuit_profile.tables ?? []).map(({ may_be_null: _, ...table }) =>
    table.name === "entries"
      ? {
          ...table,
          has_key: false,
          has_waterline,
          rows,
          left,
          merged: { rows: has_waterline ? 0 : rows, at_once: has_waterline ? 0 : at_once },
          ...(may_be_null && { may_be_null: true as const }),
        }
      : table,
  );
  return {
    ...evidence,
    stats: {
      ...stats,
      connectors: [...stats.connectors.filter(({ relation }) => relation !== "entries"), ...connectors],
    },
    circuit_profile: { ...circuit_profile, tables },
  };
}

/** The same where the counters of connectors go on from a checkpoint, and those of the circuit begin anew. */
function equalAndResumed(): Evidence {
  const { stats, ...evidence } = equalOf();
  return { ...evidence, ...(stats && { stats: { ...stats, resumed: true } }) };
}

/** Two outputs of a view, each into a file. */
const writtenTo = (one: string, other: string) => {
  const output = (path: string) => ({
    stream: "balances",
    transport: { name: "file_output", config: { path } },
  });
  return evidenceOf("healthy", {
    pipeline: {
      "program_info.output_connectors": { "balances.one": output(one), "balances.other": output(other) },
    },
  });
};

/** A recorded pipeline whose full queue may give so many records to each step, of so many a second. */
export const inBatches = (max_batch_size: number, steps: number, waiting = 1_000_000) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.input_connectors": {
        "entries.entries_gen": { stream: "entries", max_queued_records: 1_000_000, max_batch_size },
      },
    },
    stats: {
      "global_metrics.uptime_msecs": 60_000,
      "global_metrics.total_processed_records": steps * max_batch_size,
      "global_metrics.total_completed_steps": steps,
      "inputs.0.metrics.buffered_records": waiting,
    },
  });

/** The same, of which a step takes so many ms on average, or one expression so much of the workers' time. */
export const inStepsOf = (ms: number, share = 0): Evidence => {
  const { circuit_profile, ...others } = inBatches(5, 3_000);
  const split = circuit_profile?.split;
  if (circuit_profile === undefined || split === undefined) throw new Error("no circuit");
  const { total_s, workers } = split;
  const [expression] = circuit_profile.expressions ?? [];
  if (expression === undefined) throw new Error("no expression");
  return {
    ...others,
    circuit_profile: {
      ...circuit_profile,
      split: { ...split, steps: 1_000, running_s: ms * workers.length, waiting_s: 0 },
      expressions: [{ ...expression, runtime_s: share * total_s }],
    },
  };
};

/** What parsers of records say that are no text, and what the answer says of it. */
const OF_RECORDS: readonly (readonly [message: string, says: RegExp, severity: Severity])[] = [
  [
    "the first byte in an Avro record is not 0 (valid Avro records start with a 0 magic byte)",
    /the newest: "the first byte .*\n.*skip_schema_id/,
    "warning",
  ],
  [
    "error retrieving Avro schema 7 from the schema registry: 404",
    /registry does not give the schema/,
    "warning",
  ],
  [
    "error converting avro record to table row (record: 1): missing field `amount`",
    /schema of its records and the table's columns do not agree/,
    "warning",
  ],
  [
    "error deserializing table records from Parquet data: missing field `id`",
    /What it reads has no column id/,
    "warning",
  ],
  [
    "error parsing Parquet data: Parquet error: Invalid Parquet file. Corrupt footer",
    /how many rows that took is not known.*\n.*is no Parquet, or not whole/,
    "warning",
  ],
  [
    "error parsing parquet data (chunk 0): missing field `id`",
    /how many rows that took is not known.*\n.*has no column id/,
    "warning",
  ],
  [
    "error deserializing table records from PostgreSQL: unrecognized column type 'timestamptz' for column 'at'",
    /values are read as NULL.*lost no row.*\n.*does not read Postgres' type timestamptz: column at is NULL/,
    "warning",
  ],
  [
    "Failed to deserialize table record from PostgreSQL: missing field `price` at line 1 column 9",
    /lost 1 row.*\n.*What its query gives does not fit/,
    "warning",
  ],
  [
    "not a valid Debezium message: expected Avro record, but found 'Null'",
    /lost no row.*\n.*tombstones\.on\.delete/,
    "info",
  ],
];

/** An input of Kafka that has delivered nothing. */
const fromKafka = (config: object) =>
  evidenceOf("healthy", {
    stats: { "inputs.0.metrics.total_records": 0 },
    pipeline: {
      "program_info.input_connectors": {
        "entries.entries_gen": { stream: "entries", transport: { name: "kafka_input", config } },
      },
    },
  });

/** Rows that are sent by HTTP: so many in each of the steps of two looks, in so many steps a second. */
export const sentBy = ({ rows = 1, steps = 70, ticks = 0, name = "entries.api-ingress-1f" }): Evidence => {
  const evidence = evidenceOf("healthy", { pipeline: { "program_info.input_connectors": {} } });
  const { stats } = evidence;
  const [entries] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
  if (stats?.rates === undefined || entries === undefined) throw new Error("the world has no rates");
  const { declared: _, ...pushed } = entries;
  const clock = { ...pushed, name: "now", relation: "now", records_per_s: ticks };
  const rates = {
    ...stats.rates,
    over: "two samples" as const,
    processed_records_per_s: rows * steps + ticks,
    completed_steps_per_s: steps,
  };
  const connectors = [{ ...pushed, name }, ...(ticks > 0 ? [clock] : [])];
  return { ...evidence, stats: { ...stats, rates, connectors } };
};

/** By one look: the time series say how many rows come, and the metrics how many steps there were. */
const sentInAll = (
  perS: number,
  recent: number,
  count = 6_000,
  changes: Partial<StatsFacts> = {},
): Evidence => {
  const { stats, time_series, metrics, ...others } = sentBy({});
  if (!stats?.rates || !time_series?.records || !metrics) throw new Error("the world has no figures");
  const steps = { count, elapsed_s: 10, recent: { count: recent, sum_s: 1 } };
  return {
    ...others,
    stats: { ...stats, uptime_ms: 100_000, rates: { ...stats.rates, over: "since start" }, ...changes },
    time_series: { ...time_series, age_ms: 500, records: { ...time_series.records, per_sec: perS } },
    metrics: { ...metrics, steps },
  };
};

export const INPUT_CASES: readonly RuleCase[] = [
  {
    rule: "input/one-by-one",
    when: "each step has one row that was sent by HTTP",
    evidence: () => sentBy({}),
    severity: "info",
    says: [/sent to entries by HTTP comes to 70 records\/s in some 70 steps\/s, of about 1 record each/],
  },
  {
    rule: "input/one-by-one",
    when: "the clock of NOW() ticks with each step that they make",
    evidence: () => sentBy({ ticks: 70 }),
    severity: "info",
    says: [/70 records\/s in some 70 steps\/s/],
  },
  {
    rule: "input/one-by-one",
    when: "by one look a thousand steps are of late, and there were as many all along",
    evidence: () => sentInAll(70, 1_000),
    severity: "info",
    says: [/70 records\/s in some 60 steps\/s on average since its start, of about 1 record each/],
  },
  {
    rule: "input/one-by-one",
    when: "by one look the steps of the last minute are counted",
    evidence: () => sentInAll(15, 900),
    severity: "info",
    says: [/15 records\/s in some 15 steps\/s, of about 1 record each/],
  },
  {
    rule: "input/one-by-one",
    when: "by one look there were many steps, and of late few of many rows",
    evidence: () => sentInAll(70, 60),
  },
  {
    rule: "input/one-by-one",
    when: "by one look far more rows come than the steps that are known of",
    evidence: () => sentInAll(200, 1_000, 20_000, { processed_records: 10_000n }),
  },
  {
    rule: "input/one-by-one",
    when: "as many come as there were on average, and steps all along",
    evidence: () => sentInAll(200, 1_000, 20_000, { processed_records: 20_000n }),
    severity: "info",
    says: [/200 records\/s in some 200 steps\/s on average since its start, of about 1 record each/],
  },
  {
    rule: "input/one-by-one",
    when: "by one look all steps of its first half minute are counted",
    evidence: () => sentInAll(60, 1_000, 1_800, { uptime_ms: 30_000 }),
    severity: "info",
    says: [/60 records\/s in some 60 steps\/s on average since its start/],
  },
  {
    rule: "input/one-by-one",
    when: "those of its first seconds alone are",
    evidence: () => sentInAll(60, 1_000, 1_140, { uptime_ms: 19_000 }),
  },
  {
    rule: "input/one-by-one",
    when: "as many rows are sent in few requests",
    evidence: () => sentBy({ rows: 70, steps: 1 }),
  },
  {
    rule: "input/one-by-one",
    when: "hardly any come, and the clock of NOW() makes the steps",
    evidence: () => sentBy({ rows: 0.1, ticks: 70 }),
  },
  {
    rule: "input/one-by-one",
    when: "a connector brings them, one for each step",
    evidence: () => sentBy({ name: "entries.entries_gen" }),
  },
  {
    rule: "input/small-batches",
    when: "a full queue gives five records to each step",
    evidence: () => inBatches(5, 3_000),
    says: [
      /each step takes at most 5 records of entries\.entries_gen \(max_batch_size\), though 1,000,000 wait: with 50 steps\/s/,
      /The setting holds it back, and not the SQL/,
    ],
  },
  {
    rule: "input/small-batches",
    when: "a queue that fills gives one record to each step",
    evidence: () => inBatches(1, 1_800, 529_102),
    says: [/each step takes at most 1 record/, /though 529,102 wait: with 30 steps\/s/],
  },
  {
    rule: "input/small-batches",
    when: "a step takes long for its five records",
    evidence: () => inStepsOf(101),
    severity: "info",
    says: [/though 1,000,000 wait$/m, /need not be what holds it back: a step takes 101 ms/],
  },
  {
    rule: "input/small-batches",
    when: "one expression takes most of the time",
    evidence: () => inStepsOf(10, 0.6),
    severity: "info",
    says: [/one expression of the SQL takes 60 % of the workers' time/],
  },
  {
    rule: "input/small-batches",
    when: "its memory is short",
    evidence: () => {
      const { stats, ...others } = inBatches(5, 3_000);
      return { ...others, ...(stats && { stats: { ...stats, memory: { pressure: "high" } } }) };
    },
    severity: "info",
    says: [/its memory is short/],
  },
  {
    rule: "input/small-batches",
    when: "a checkpoint is being written",
    evidence: () => {
      const { stats, ...others } = inBatches(5, 3_000);
      const activity = { status: "in_progress", reasons: [] };
      return { ...others, ...(stats && { stats: { ...stats, checkpoints: { activity } } }) };
    },
    severity: "info",
    says: [/a checkpoint is being written/],
  },
  {
    rule: "input/small-batches",
    when: "views are being made anew",
    evidence: () => {
      const { stats, ...others } = inBatches(5, 3_000);
      return { ...others, ...(stats && { stats: { ...stats, bootstrap: { in_progress: true } } }) };
    },
    severity: "info",
    says: [/it makes views anew/],
  },
  {
    rule: "input/small-batches",
    when: "what waits is taken in a few steps",
    evidence: () => inBatches(1_000, 60, 5_000),
  },
  {
    rule: "input/small-batches",
    when: "steps take far more than that, of other inputs, and what waits is taken in a few",
    evidence: () => {
      const { stats, ...others } = inBatches(1_000, 60, 5_000);
      const rates = stats?.rates && { ...stats.rates, processed_records_per_s: 100_000 };
      return stats ? { ...others, stats: { ...stats, ...(rates && { rates }) } } : others;
    },
  },
  {
    rule: "input/small-batches",
    when: "steps take far more than that, of other inputs, and what waits would last for long",
    evidence: () => {
      const { stats, ...others } = inBatches(5, 3_000);
      const rates = stats?.rates && { ...stats.rates, processed_records_per_s: 100_000 };
      return stats ? { ...others, stats: { ...stats, ...(rates && { rates }) } } : others;
    },
    severity: "warning",
    says: [/max_batch_size\), though 1,000,000 wait: with 50 steps\/s that is at most 250 records\/s/],
  },
  {
    rule: "input/read-twice",
    when: "two connectors of a table without a key read one file",
    evidence: () => readBy({ path: "/a.json", follow: true }, { follow: true, path: "/a.json" }),
    severity: "warning",
    says: [
      /entries\.landing, entries\.backfill read the same \(file_input, .* into table entries, so that every row of it comes twice/,
      /no primary key, so that each row counts as often as it comes/,
    ],
  },
  {
    rule: "input/read-twice",
    when: "two connectors of a table with a key read one file",
    evidence: () => readBy({ path: "/a.json" }, { path: "/a.json" }, ["id"]),
    severity: "info",
    says: [/comes twice/, /takes its own place: it costs time, and no result is wrong/],
  },
  {
    rule: "input/read-twice",
    when: "one of two connectors that read one file waits for what is added to it",
    evidence: () => readBy({ path: "/a.json", follow: true }, { path: "/a.json", buffer_size_bytes: 50_000 }),
    severity: "warning",
    says: [
      /entries\.landing, entries\.backfill read the same \(file_input, from one place\) into table entries/,
    ],
  },
  {
    rule: "input/read-twice",
    when: "two connectors of a table read a file each",
    evidence: () => readBy({ path: "/a.json" }, { path: "/b.json" }),
  },
  {
    rule: "input/copies",
    when: "two files have brought as many rows and bytes, and of their rows equal ones have merged",
    evidence: () => broughtBy({ rows: 6_000 }),
    severity: "warning",
    says: [
      /entries\.day, entries\.evening have brought as many rows and bytes each into table entries \(4,000 rows, 547,219 bytes\), and of 8,000 rows that came for it 6,000 are left/,
      /each row counts as often as it comes\. Compare/,
    ],
  },
  {
    rule: "input/copies",
    when: "no equal rows have merged, as rows of one length may all differ",
    evidence: () => broughtBy({ own_bytes: 548_040 }),
    severity: "info",
    says: [/\(4,000 rows, 548,040 bytes\)$/m, /else nothing is wrong/],
  },
  {
    rule: "input/copies",
    when: "no equal rows have merged, as of files that are read one after the other, and rows of many lengths come to as many bytes",
    evidence: () => broughtBy({}),
    severity: "warning",
    says: [
      /\(4,000 rows, 547,219 bytes\)$/m,
      /rows of several lengths come to the same bytes by chance once in hundreds/,
    ],
  },
  {
    rule: "input/copies",
    when: "one has brought a byte more",
    evidence: () => broughtBy({ bytes: 547_220 }),
  },
  {
    rule: "input/copies",
    when: "rows of the same primary key take each other's place",
    evidence: () => broughtBy({ has_key: true }),
  },
  {
    rule: "input/copies",
    when: "one that has brought as much is followed, and so comes to no end",
    evidence: () => broughtBy({ end_of_input: false }),
    severity: "warning",
    says: [/entries\.day, entries\.evening have brought as many rows and bytes each/],
  },
  {
    rule: "input/copies",
    when: "one that is followed has brought a byte more than one at its end",
    evidence: () => broughtBy({ end_of_input: false, bytes: 547_220 }),
  },
  {
    rule: "input/copies",
    when: "two files that are followed have brought about as much, and of their rows equal ones have merged",
    evidence: () => broughtBy({ rows: 6_000, ended: false, second: 3_990 }),
    severity: "warning",
    says: [/have brought about as many rows and bytes each .* of 7,990 rows that came for it 6,000 are left/],
  },
  {
    rule: "input/copies",
    when: "two that send about as much, of which as many rows wait as equal ones would have merged",
    evidence: () => broughtBy({ rows: 6_000, ended: false, second: 3_990, waiting: 990 }),
  },
  {
    rule: "input/copies",
    when: "two files that are followed have brought about as much, and no equal rows have merged",
    evidence: () => broughtBy({ ended: false, second: 3_990 }),
  },
  {
    rule: "input/equal-rows",
    when: "no batch of JSON has rows that differ, and each of their columns may be NULL",
    evidence: () => equalOf(),
    severity: "warning",
    says: [
      /of 60,000 rows of entries 200 are left where equal ones of a batch are one: all of a batch are the same, as where each column is NULL \(entries\.\w+, JSON with update_format raw\)/,
      /an envelope such as/,
    ],
  },
  {
    rule: "input/equal-rows",
    when: "a column is NOT NULL, so that a row without its field would not parse",
    evidence: () => equalOf({ may_be_null: false }),
  },
  {
    rule: "input/equal-rows",
    when: "many different rows have come, each often",
    evidence: () => equalOf({ left: 400 }),
  },
  {
    rule: "input/equal-rows",
    when: "each batch has one row, which is as all others",
    evidence: () => equalOf({ rows: 60_000 }),
  },
  {
    rule: "input/equal-rows",
    when: "a column with LATENESS is NULL in each row, and none is counted behind it",
    evidence: () => equalOf({ has_waterline: true }),
    severity: "warning",
    says: [/of 60,000 rows of entries 200 are left/],
  },
  {
    rule: "input/equal-rows",
    when: "rows of insert_delete have none of the columns, so that no other format is what they are of",
    evidence: () => equalOf({ update_format: "insert_delete" }),
    severity: "warning",
    says: [
      /reads with update_format insert_delete: fields within another object, or fields that are named otherwise/,
      /or deleted in the batch that inserts them, nothing is wrong/,
    ],
  },
  {
    rule: "input/equal-rows",
    when: "a batch has several different rows, as of few pages or states",
    evidence: () => equalOf({ at_once: 2 }),
  },
  {
    rule: "input/equal-rows",
    when: "the circuit began anew with a checkpoint, and its connectors went on counting",
    evidence: equalAndResumed,
  },
  {
    rule: "input/copies",
    when: "rows of two files have merged since each is NULL in all columns",
    evidence: () => equalOf({ files: 2 }),
  },
  {
    rule: "output/same-file",
    when: "two views are written into one file",
    evidence: () => writtenTo("/out/a.json", "/out/a.json"),
    severity: "warning",
    says: [/balances\.one, balances\.other write the same file/, /give each a file of its own/],
  },
  {
    rule: "output/same-file",
    when: "each is written into its own",
    evidence: () => writtenTo("/out/a.json", "/out/b.json"),
  },
  {
    rule: "output/same-file",
    when: "they are written nowhere",
    evidence: () => writtenTo("/dev/null", "/dev/null"),
  },
  {
    rule: "input/parse-errors",
    when: "the text ended in the middle of a row",
    evidence: () => cutShort(null, true),
    says: [/entries\.entries_gen ended in the middle of a row: it was cut short/, /no count tells how much/],
  },
  {
    rule: "input/parse-errors",
    when: "a line is not whole, and there may be lines after it",
    evidence: () => cutShort("single", true),
    says: [/read to its end, so that no more is lost/],
  },
  {
    rule: "input/parse-errors",
    when: "a row is not whole, and the input goes on",
    evidence: () => cutShort(null, false),
    says: [/Its input has not ended, and it goes on without such rows/],
  },
  {
    rule: "input/parse-errors",
    when: "an indented array has a word that is no JSON",
    evidence: () => ofJson({ array: true }, JSON.stringify(rowsOf(30), null, 2).replace("12", "NaN")),
    says: [
      /entries\.entries_gen lost about 30 rows of 33 \(90\.9 %\), in 1 parse error; the newest/,
      /^(?!.*not closed).*NaN.*takes with it all rows of the array/ms,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "a brace is not closed, and lines follow",
    evidence: () => ofJson({}, linesOf(30).replace("}", "")),
    says: [
      /lost about 30 rows of 33 .* took 30 rows with it/,
      /brace that is not closed makes .* set lines to single .* only the broken row and what was read at once with it is lost/,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "each line is taken for itself, and one is no JSON",
    evidence: () => ofJson({ lines: "single" }, linesOf(30).replace("12", "NaN")),
    says: [/lost about 30 rows of 33 /, /^(?!.*not closed).*drops the rest of what it has read at once/ms],
  },
  {
    rule: "input/parse-errors",
    when: "each line is taken for itself, and rows go on over several",
    evidence: () =>
      ofJson(
        { lines: "single" },
        `${JSON.stringify(rowsOf(1)[0], null, 2).slice(0, -2)}\n`,
        "failed to parse string as a JSON document: EOF while parsing an object at line 4 column 0",
      ),
    says: [
      /entries\.entries_gen met 1 parse error; how many rows that took is not known/,
      /takes each line for itself \(lines is single\): leave that setting out/,
    ],
  },
  {
    rule: "input/none-active",
    when: "the only source was cut short",
    evidence: () => cutShort(null, true),
    says: [/^(?!.*(?:no fault|Everything there was)).*it was cut short, and the rest is missing/ms],
  },
  {
    rule: "input/starts-after",
    when: "a source waits for one that waits for another, which will end",
    evidence: () =>
      startsAfter(
        { start_after: "links" },
        { "inputs.1.paused": true, "inputs.1.metrics.total_records": 0 },
        { labels: ["links"] },
      ),
    severity: "info",
    says: [/has not started yet.*gauge_raw\.gauge_gen, links\.links_gen to end/, /it starts by itself/],
  },
  {
    rule: "input/starts-after",
    when: "a source waits for one that waits for another, which has no end",
    evidence: () =>
      startsAfter(
        { start_after: "links" },
        { "inputs.1.paused": true, "inputs.1.metrics.total_records": 0 },
        { labels: ["links"], ...ENDLESS },
      ),
    severity: "warning",
    says: [/never starts/, /Nothing ends that wait: links\.links_gen has no end by its configuration \(/],
  },
  {
    rule: "input/starts-after",
    when: "a source waits for one that has no end",
    evidence: () => startsAfter(ENDLESS),
    severity: "warning",
    says: [
      /a source never starts: flow\.flow_gen, which waits for gauge_raw\.gauge_gen to end \(start_after gauges\)/,
      /gauge_raw\.gauge_gen has no end by its configuration \(.*\); what joins flow/,
    ],
  },
  {
    rule: "input/starts-after",
    when: "a source waits for one that has failed",
    evidence: () => startsAfter({}, { "inputs.1.fatal_error": "connection closed" }),
    severity: "warning",
    says: [/gauge_raw\.gauge_gen has failed, and comes to no end/],
  },
  {
    rule: "input/starts-after",
    when: "no source has the label that it waits for",
    evidence: () => startsAfter({ labels: ["gauge"] }),
    severity: "warning",
    says: [/of which none is still reading/, /is the label misspelt/],
  },
  {
    rule: "input/starts-after",
    when: "a source waits for one that will end",
    evidence: () => startsAfter({}),
    severity: "info",
    says: [
      /has not started yet: flow\.flow_gen, which waits for gauge_raw\.gauge_gen to end/,
      /starts by itself/,
    ],
  },
  {
    rule: "input/starts-after",
    when: "somebody started it, and paused it after some rows",
    evidence: () => startsAfter(ENDLESS, { "inputs.0.metrics.total_records": 550 }),
  },
  {
    rule: "input/paused",
    when: "a source only waits for another to end",
    evidence: () => startsAfter(ENDLESS),
  },
  {
    rule: "connector/vanished",
    when: "a recorded connector failed and is in no list",
    evidence: () => evidenceOf("secrets"),
    says: [
      /offers_url.* missing from the statistics: .*Connection refused/,
      /Nothing listens at that address.*only the log tells/,
    ],
  },
  {
    rule: "connector/vanished",
    when: "its runtime takes out inputs that ended, too, and the log tells of no error",
    evidence: () => evidenceOf("secrets", { log: () => "" }),
    says: [/A runtime before 0\.367 also takes out an input that closed itself at its end/],
  },
  {
    rule: "connector/vanished",
    when: "its runtime keeps inputs that ended, and the log tells of no error",
    evidence: () => evidenceOf("secrets", { log: () => "", pipeline: { platform_version: "0.367.0" } }),
    says: [/fix it, then restart the pipeline$/],
  },
  {
    rule: "connector/vanished",
    when: "the statistics list every connector that is declared",
    evidence: () => evidenceOf("healthy"),
  },
  {
    rule: "connector/vanished",
    when: "the statistics list no inputs at all, as old runtimes do",
    evidence: () => evidenceOf("healthy", { stats: { inputs: null } }),
  },
  ...OF_RECORDS.map(
    ([message, says, severity]): RuleCase => ({
      rule: "input/parse-errors",
      when: `a parser of records says: ${message}`,
      evidence: () =>
        input({
          "metrics.num_parse_errors": 1,
          parse_errors: [{ index: 1, message: `Parse error: ${message}\nInvalid bytes: [1, 2]` }],
        }),
      severity,
      says: [says],
    }),
  ),
  {
    rule: "input/parse-errors",
    when: "an error is counted whose text is not told",
    evidence: () => input({ "metrics.num_parse_errors": 1 }),
    says: [
      /entries\.entries_gen met 1 parse error; how many rows that took, where and why is not known/,
      /Its input has not ended, and it goes on without such rows/,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "one row of a recorded file did not parse",
    evidence: () => evidenceOf("csv_one_bad"),
    severity: "warning",
    says: [
      /visits\.visits_file lost 1 row of 3,000 \(<0\.1 %\); the newest, row 1734, field minutes: "invalid digit/,
      /read to its end, so that no more is lost/,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "the first line is the names of the columns",
    evidence: () =>
      evidenceOf("csv_one_bad", {
        stats: {
          "inputs.1.metrics.num_parse_errors": 1,
          "inputs.1.parse_errors": [
            {
              index: 1,
              message: `Parse error (event #1): failed to deserialize CSV record: error parsing field 'visit_id': field 0: invalid digit found in string\nInvalid fragment: 'visit_id,site,visited_at,minutes,note\n'`,
            },
          ],
        },
      }),
    severity: "info",
    says: [
      /what does not parse is no row: visits\.visits_file met 1 parse error, and lost no row/,
      /set headers to true/,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "two connectors meet errors, each of its own kind",
    evidence: () => besideAnother(),
    says: [
      /visits\.visits_file lost 1 row of 3,000/,
      /Of visits\.visits_file: .*(?:does not fit the column minutes|takes whole numbers).*\. Of visits\.other: Its fields are divided by ";"/s,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "the first line is the names of the columns in another order, in which rows were read",
    evidence: () =>
      evidenceOf("csv_one_bad", {
        stats: {
          "inputs.1.metrics.num_parse_errors": 1,
          "inputs.1.parse_errors": [
            {
              index: 1,
              message: `Parse error (event #1): failed to deserialize CSV record: error parsing field 'visit_id': field 0: invalid digit found in string\nInvalid fragment: 'minutes,site,visited_at,visit_id,note\n'`,
            },
          ],
        },
      }),
    severity: "warning",
    says: [
      /^values are read into the wrong columns: visits\.visits_file met 1 parse error, and lost no row/,
      /Its header has "?minutes.*note"?, another order than that of the table's columns/,
      /declare the columns in the order of the text/,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "rows were sent by HTTP as another update format than they have",
    evidence: () =>
      input({
        endpoint_name: "entries.api-ingress-51e46553b777d096",
        "metrics.num_parse_errors": 1,
        parse_errors: [
          {
            index: 1,
            message: `Parse error (event #1): failed to deserialize JSON record: missing field \`id\` at line 1 column 9\nInvalid fragment: '{"insert": {"id": 1}}'`,
          },
        ],
      }),
    says: [/put "update_format=insert_delete" in the address of its request\. The answer to such a request/],
  },
  {
    rule: "input/parse-errors",
    when: "a row of an array did not parse",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: {
          "program_info.input_connectors": {
            "entries.entries_gen": {
              stream: "entries",
              format: { name: "json", config: { update_format: "raw", array: true } },
            },
          },
        },
        stats: {
          "inputs.0.metrics.num_parse_errors": 1,
          "inputs.0.parse_errors": [
            {
              index: 1,
              message: `Parse error (event #1): failed to deserialize JSON record: missing field \`id\` at line 1 column 9\nInvalid fragment: '{"no": 1}'`,
            },
          ],
        },
      }),
    says: [/lost at least 1 row; the newest/, /takes with it all rows of the array that it came in/],
  },
  {
    rule: "input/parse-errors",
    when: "the transport failed and every row parsed",
    evidence: () => input({ "metrics.num_transport_errors": 5 }),
  },
  {
    rule: "input/none-active",
    when: "the only source is paused",
    evidence: () => input({ paused: true }),
    severity: "warning",
    says: [/reads nothing.*paused: entries\.entries_gen/, /reads on once it is started/],
  },
  {
    rule: "input/none-active",
    when: "the only source is paused, and nothing that it read parses",
    evidence: () => input({ paused: true, "metrics.total_records": 0, "metrics.num_parse_errors": 3 }),
    severity: "warning",
    says: [/^(?!.*before it read a row).*paused: entries\.entries_gen/],
  },
  {
    rule: "input/none-active",
    when: "the only source has ended",
    evidence: () => input({ "metrics.end_of_input": true }),
    severity: "info",
    says: [/at the end of their input: entries\.entries_gen/, /to its end, which is no fault/],
  },
  {
    rule: "input/none-active",
    when: "both sources have ended, and a row of one did not parse",
    evidence: () =>
      evidenceOf("csv_one_bad", {
        stats: { "inputs.0.metrics.end_of_input": true, "inputs.1.metrics.end_of_input": true },
      }),
    severity: "info",
    says: [/^(?!.*(?:no fault|Everything there was)).*What these gave has been read/ms],
  },
  {
    rule: "input/none-active",
    when: "the only source has ended without a row",
    evidence: () => input({ "metrics.end_of_input": true, "metrics.total_records": 0 }),
    severity: "info",
    says: [
      /whether there was anything to read for entries\.entries_gen is not known/,
      /^(?!.*Everything there was)/s,
    ],
  },
  {
    rule: "input/none-active",
    when: "one was paused by hand, and the other has ended",
    evidence: () => evidenceOf("paused_hand"),
    severity: "warning",
    says: [
      /paused: readings\.readings_gen, by a call of the API \(its configuration does not pause it\), after 550 rows/,
    ],
  },
  {
    rule: "input/paused",
    when: "one of two starts paused by its configuration",
    evidence: () => evidenceOf("paused_config"),
    says: [/flow\.flow_gen, by its configuration, before it read a row/, /What joins table flow/],
  },
  {
    rule: "input/paused",
    when: "no source is paused",
    evidence: () => evidenceOf("end_of_input"),
  },
  {
    rule: "input/paused",
    when: "every source is paused or has ended, which another rule tells",
    evidence: () => evidenceOf("paused_hand"),
  },
  {
    rule: "input/ended-empty",
    when: "a file was read to its end, and had no row",
    evidence: () =>
      input({ "metrics.end_of_input": true, "metrics.total_records": 0, "metrics.total_bytes": 0 }),
    says: [/entries\.entries_gen came to the end of the input without a single row/],
  },
  {
    rule: "input/ended-empty",
    when: "a file that is named had no row",
    evidence: () => emptySource("file_input"),
    says: [/visits\.visits_file came to the end/, /The file or object is empty.*is meant$/m],
  },
  {
    rule: "input/ended-empty",
    when: "what a server answered had no row, or no length either",
    evidence: () => emptySource("url_input"),
    says: [/The file or object is empty.*; or its server answers .* with neither Content-Length nor chunks/],
  },
  {
    rule: "input/ended-empty",
    when: "a generator was to make no row",
    evidence: () => emptySource("datagen"),
    says: [/visits\.visits_file came to the end/, /The limit of its generator is 0$/m],
  },
  {
    rule: "input/ended-empty",
    when: "a file whose first line is skipped had no row",
    evidence: () => emptySource("file_input", { name: "csv", config: { headers: true } }),
    says: [/; or all of it is one line, which was skipped as the header/],
  },
  {
    rule: "input/ended-empty",
    when: "a query to Postgres found no row",
    evidence: () => emptySource("postgres_input"),
    says: [/Its query finds no row there/],
  },
  {
    rule: "input/ended-empty",
    when: "a Delta table had no row",
    evidence: () => emptySource("delta_table_input"),
    says: [/the filter in its configuration leaves none/],
  },
  {
    rule: "input/ended-empty",
    when: "whether rows did not parse is not told",
    evidence: () =>
      input({
        "metrics.end_of_input": true,
        "metrics.total_records": 0,
        "metrics.total_bytes": 0,
        "metrics.num_parse_errors": null,
      }),
  },
  {
    rule: "input/ended-empty",
    when: "the files were read to their ends, and had rows",
    evidence: () => evidenceOf("end_of_input"),
  },
  {
    rule: "input/lines-joined",
    when: "a quote that is not closed made three rows of a file",
    evidence: () => rowsMade(3),
    says: [/visits\.visits_file made only 3 rows of 133 KiB, 44\.3 KiB each/, /Set quoting to false/],
  },
  {
    rule: "input/long-rows",
    when: "a file's rows are longer than rows are, and it may be their texts",
    evidence: () => rowsMade(60),
    severity: "info",
    says: [/visits\.visits_file made only 60 rows of 133 KiB, 2\.22 KiB each/, /nothing is wrong/],
  },
  {
    rule: "input/long-rows",
    when: "rows are so long that lines have most likely become one, which another rule tells",
    evidence: () => rowsMade(3),
  },
  {
    rule: "input/lines-joined",
    when: "a file's rows are of the usual size",
    evidence: () => evidenceOf("end_of_input"),
  },
  {
    rule: "input/one-row",
    when: "a file became one row, and nothing says that it is to be divided",
    evidence: () => rawRows(1, {}),
    severity: "info",
    says: [
      /visits\.visits_file made one row of 133 KiB/,
      /Set mode to lines .*if the file is one value, nothing is wrong/,
    ],
  },
  {
    rule: "input/one-row",
    when: "a file is to be one row",
    evidence: () => rawRows(1, { mode: "blob" }),
  },
  {
    rule: "input/one-row",
    when: "a file of one line is read line by line",
    evidence: () => rawRows(1, { mode: "lines" }),
  },
  { rule: "input/one-row", when: "there were several files", evidence: () => rawRows(2, {}) },
  {
    rule: "input/ended",
    when: "one source of two has ended",
    evidence: () => evidenceOf("late_rows", { stats: { "inputs.0.metrics.end_of_input": true } }),
    severity: "info",
    says: [/at (?:its|their) end (?:is|are) \S+ \([\d,]+ rows\)/, /Nothing is wrong where that is all/],
  },
  {
    rule: "input/none-active",
    when: "the generator has made as many rows as it was to",
    evidence: () => generated([{ limit: 400 }, { limit: 600 }]),
    severity: "info",
    says: [/entries\.entries_gen \(1,000 rows, the limit of its generator\)/],
  },
  {
    rule: "input/none-active",
    when: "the generator has come to its end without that",
    evidence: () => generated([{ limit: 400 }, { limit: 601 }]),
    severity: "info",
    says: [/entries\.entries_gen \(1,000 rows\)/],
  },
  {
    rule: "input/ended",
    when: "all sources have ended, which another rule tells",
    evidence: () => input({ "metrics.end_of_input": true }),
  },
  { rule: "input/ended", when: "no source has ended", evidence: () => evidenceOf("late_rows") },
  {
    rule: "input/none-active",
    when: "one source of two is paused",
    evidence: () => evidenceOf("late_rows", { stats: { "inputs.0.paused": true } }),
  },
  {
    rule: "input/none-active",
    when: "the pipeline itself is paused",
    evidence: () =>
      evidenceOf("healthy", { stats: { "global_metrics.state": "Paused", "inputs.0.paused": true } }),
  },
  {
    rule: "input/nothing-received",
    when: "a source has delivered nothing since the start",
    evidence: () => input({ "metrics.total_records": 0 }),
    says: [/entries\.entries_gen has delivered nothing in 2 min 33 s/, /wrong topic/],
  },
  {
    rule: "input/nothing-received",
    when: "an input of Kafka begins at the end of its topic, as it does by default",
    evidence: () => fromKafka({}),
    says: [
      /reads only what is written to the topic after the start \(start_from is latest, the default\): set it to earliest/,
    ],
  },
  {
    rule: "input/nothing-received",
    when: "an input of Kafka begins at the beginning of its topic",
    evidence: () => fromKafka({ start_from: "earliest" }),
    says: [/simply no data yet/, /^(?!.*start_from)/s],
  },
  {
    rule: "input/nothing-received",
    when: "its log says of the only input of Kafka that its broker refuses the connection",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0 },
        pipeline: {
          "program_info.input_connectors": {
            "entries.entries_gen": {
              stream: "entries",
              transport: { name: "kafka_input", config: { "bootstrap.servers": "k1:9092" } },
            },
          },
        },
        log: (recorded) =>
          `${recorded}[x] 2026-11-21T09:19:42.976213Z ERROR dbsp_adapters: librdkafka: FAIL [thrd:k1:9092/bootstrap]: k1:9092/bootstrap: Connect to ipv4#10.0.0.7:9092 failed: Connection refused (after 0ms in state CONNECT)\n`,
      }),
    says: [/; its log: "Connect to ipv4#10\.0\.0\.7:9092 failed: Connection refused" \(server k1:9092\)/],
  },
  {
    rule: "input/nothing-received",
    when: "its log says of the only input of S3 that there is no such object",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0 },
        pipeline: {
          "program_info.input_connectors": {
            "entries.entries_gen": { stream: "entries", transport: { name: "s3_input", config: {} } },
          },
        },
        log: (recorded) =>
          `${recorded}[x] 2026-11-21T09:19:42.976213Z  WARN dbsp_adapters::transport::s3: could not fetch object 'a.json': service error\n\nCaused by:\n    0: NoSuchKey: The specified key does not exist.; retrying (0/10) in 20s\n`,
      }),
    says: [
      /entries\.entries_gen has delivered nothing.*its log: .*NoSuchKey/,
      /There is no object of that key in the bucket.*So far only its log says so/,
    ],
  },
  {
    rule: "input/nothing-received",
    when: "its log has a word like the last part of its name, in a warning of something else",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0 },
        log: (recorded) =>
          `${recorded}[x] 2026-11-21T09:19:42.976213Z  WARN dbsp_adapters: entries_gen of another was refused: connection refused\n`,
      }),
    says: [/entries\.entries_gen has delivered nothing in [^;]*$/m, /wrong topic/],
  },
  {
    rule: "input/nothing-received",
    when: "its log alone says that it has failed",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0 },
        log: (recorded) =>
          `${recorded}[x] 2026-11-21T09:19:42.976213Z ERROR dbsp_adapters: postgres entries.entries_gen: error reading from postgres: FATAL error on input endpoint 'entries.entries_gen': error executing query: db error\n`,
      }),
    severity: "error",
    says: [
      /entries\.entries_gen failed, as its log alone says: "error executing query: db error"$/m,
      /refuses the query/,
    ],
  },
  {
    rule: "input/nothing-received",
    when: "its log has an error of it that is not fatal",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0 },
        log: (recorded) =>
          `${recorded}[x] 2026-11-21T09:19:42.976213Z ERROR dbsp_adapters: error on input endpoint 'entries.entries_gen': timed out\n`,
      }),
    severity: "warning",
    says: [/entries\.entries_gen has delivered nothing in/],
  },
  {
    rule: "input/nothing-received",
    when: "the pipeline has only just started",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0, "global_metrics.uptime_msecs": 9_999 },
      }),
  },
  {
    rule: "input/nothing-received",
    when: "an empty source has ended",
    evidence: () => input({ "metrics.total_records": 0, "metrics.end_of_input": true }),
  },
  {
    rule: "input/small-queue",
    when: "a queue may hold what comes in a fiftieth of a second, and is full",
    evidence: () => limitedTo(20),
    says: [
      /entries\.entries_gen may hold 20 records \(max_queued_records\), which come in 20 ms: it is full at once/,
      /Leave max_queued_records out/,
    ],
  },
  {
    rule: "input/small-queue",
    when: "a queue is full that holds what comes in ten seconds: the circuit is what is slow",
    evidence: () => limitedTo(10_000),
  },
  {
    rule: "input/backpressure",
    when: "a queue is at its limit",
    evidence: () => input({ "metrics.buffered_records": 1_000_000 }),
    says: [
      /entries\.entries_gen \(1,000,000 records wait\) is at its limit; the circuit processes \d+ records\/s/,
    ],
  },
  {
    rule: "input/backpressure",
    when: "a queue is a batch short of its limit, as it is between two reads of a source that is held back",
    evidence: () => input({ "metrics.buffered_records": 990_000 }),
    says: [/990,000 records wait\) is nearly at its limit/, /The SQL is the slow part/],
  },
  {
    rule: "input/backpressure",
    when: "a queue is at its limit 15 s after the start: all that had waited for that may fill it",
    evidence: () => fullAfter(15_000),
    severity: "info",
    says: [
      /is at its limit so soon after its start; the circuit/,
      /What had waited for the start, most likely/,
      /^(?!.*The SQL is the slow part)/s,
    ],
  },
  {
    rule: "input/backpressure",
    when: "a queue is a little less than nine tenths full",
    evidence: () => input({ "metrics.buffered_records": 899_000 }),
  },
];
