import type { Picture, PictureOf, ReportFacts } from "../../../src/answers/pictures.ts";
import { madeFlame } from "./made-flame.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 21, 12);

function head(name: string) {
  return {
    pipeline_name: `orders${name}`,
    source: { kind: "live" as const, at_ms: NOON + 120 * MINUTE },
    missing: [],
    notes: [],
  };
}

/** Ten operators in a row of three views behind a table; the join of the second view costs most. */
function operators(name: string) {
  const relationOf = [0, 1, 1, 1, 2, 2, 2, 2, 3, 3];
  const runtime = [1.2, 0.4, 0.9, 0.5, 0.8, 42.5, 6.1, 0.3, 2.2, 0.7];
  const sum = runtime.reduce((all, each) => all + each, 0);
  const bytes = runtime.map((seconds) => Math.round(seconds * 2 ** 22));
  const kinds = ["table", "key", "map", "view", "key", "join", "filter", "view", "sum", "view"];
  const relations = ["orders", "clean_orders", "enriched", "totals"].map((relation) => `${relation}${name}`);
  return {
    measures: ["runtime_s" as const, "memory_bytes" as const],
    totals: { runtime_s: sum, memory_bytes: bytes.reduce((all, each) => all + each, 0) },
    places: kinds.map((kind, at) => ({
      handle: `${relations[relationOf[at] ?? 0]}.${kind}@${at + 1}`,
      operation: kind,
      relation: {
        kind: at === 0 ? ("table" as const) : ("view" as const),
        name: relations[relationOf[at] ?? 0] ?? "",
      },
      line: at + 1,
      code: `SELECT ${kind}${name} FROM orders`,
    })),
    costs: { runtime_s: runtime, memory_bytes: bytes },
    shares: {
      runtime_s: runtime.map((seconds) => seconds / sum),
      memory_bytes: runtime.map((seconds) => seconds / sum),
    },
    records_in: kinds.map((_, at) => (at === 0 ? null : 1000 * at)),
    records_out: kinds.map((_, at) => 900 * at),
    workers: 4,
    busiest_worker: kinds.map((_, at) => at % 4),
    busiest_times_average: kinds.map(() => 1.25),
    none: [],
    cpu_profile_id: "cpu-1",
    heap_profile_id: "heap-1",
  };
}

function program(name: string): PictureOf<"program"> {
  const facts = operators(name);
  return {
    picture: "program",
    ...head(name),
    ...facts,
    lines: [
      `CREATE TABLE orders${name} (id INT, customer INT, amount INT);`,
      `CREATE VIEW clean_orders${name} AS`,
      "  SELECT * FROM orders",
      "  WHERE amount > 0;",
      `CREATE VIEW enriched${name} AS SELECT o.id, c.name`,
      "  FROM clean_orders o JOIN customers c ON o.customer = c.id",
      "  WHERE c.active;",
      `  -- ${name}`,
      `CREATE MATERIALIZED VIEW totals${name} AS`,
      "  SELECT customer, SUM(amount) FROM enriched GROUP BY customer;",
    ],
    lines_left_out: 0,
    statements: [{ from_line: 1, to_line: 1 }],
    charged: {
      line: facts.places.map(({ line }) => line),
      operators: facts.places.map((_, at) => [at]),
      costs: facts.costs,
      shares: facts.shares,
      is_hot: facts.shares.runtime_s.map((share) => (share > 0.25 ? 1 : 0)),
    },
    elsewhere: { operators: [], costs: {}, shares: {} },
  };
}

function dataflow(name: string): PictureOf<"dataflow"> {
  const facts = operators(name);
  return {
    picture: "dataflow",
    ...head(name),
    ...facts,
    relations: ["orders", "clean_orders", "enriched", "totals"].map((relation, at) => ({
      kind: at === 0 ? ("table" as const) : ("view" as const),
      name: `${relation}${name}`,
      operators: 2,
      costs: {},
      shares: {},
    })),
    relation: [0, 1, 1, 1, 2, 2, 2, 2, 3, 3],
    edges: { from: [0, 1, 2, 3, 4, 5, 6, 7, 8, 2], to: [1, 2, 3, 4, 5, 6, 7, 8, 9, 5] },
    relation_edges: { from: [0, 1, 2], to: [1, 2, 3] },
  };
}

function timeline(name: string): PictureOf<"timeline"> {
  return {
    picture: "timeline",
    ...head(name),
    from_ms: NOON,
    to_ms: NOON + 120 * MINUTE,
    runs: [
      {
        began_ms: NOON,
        ran_since_ms: NOON + MINUTE,
        ended_ms: NOON + 40 * MINUTE,
        end: "failed",
        says: `a worker panicked: division by zero${name}`,
      },
      {
        began_ms: NOON + 45 * MINUTE,
        ended_ms: NOON + 50 * MINUTE,
        end: "stopped",
        says: "stopped as wanted",
      },
      { began_ms: NOON + 55 * MINUTE, ran_since_ms: NOON + 56 * MINUTE, end: "goes on", says: "goes on" },
    ],
    runs_from: "events",
    events: [
      {
        event_id: "e1",
        at_ms: NOON,
        events: 1,
        severity: "first",
        incidents: [],
        state: "Stopped/-",
        says: "the oldest that is kept",
      },
      {
        event_id: "e2",
        at_ms: NOON + 40 * MINUTE,
        events: 3,
        severity: "incident",
        incidents: ["error set"],
        state: "Stopped/-",
        says: `error set: WorkerPanic${name}`,
      },
      {
        event_id: "e3",
        at_ms: NOON + 56 * MINUTE,
        events: 1,
        severity: "change",
        incidents: [],
        state: "Provisioned/Running",
        says: "runtime Running",
      },
    ],
    events_left_out: 0,
    marks: [{ at_ms: NOON + 80 * MINUTE, kind: "checkpoint", says: "checkpoint of 1.2 GiB" }],
    oldest_ms: NOON,
  };
}

function history(name: string): PictureOf<"history"> {
  const at_ms = Array.from({ length: 60 }, (_, at) => NOON + at * 2 * MINUTE);
  const memory = at_ms.map((_, at) => (at < 30 ? 2 ** 28 + at * 2 ** 24 : 2 ** 28 + (at - 30) * 2 ** 25));
  const throughput = at_ms.map((_, at) => 12_000 + 3_000 * Math.sin(at / 4));
  return {
    picture: "history",
    ...head(name),
    from_ms: NOON,
    to_ms: NOON + 118 * MINUTE,
    told_by: "time series",
    series: [
      {
        name: "throughput",
        unit: "records_per_s",
        at_ms,
        value: throughput,
        breaks: [30],
        min: 9_000,
        max: 15_000,
        last: 12_500,
        says: "steady",
      },
      {
        name: "memory",
        unit: "bytes",
        at_ms,
        value: memory,
        breaks: [30],
        min: 2 ** 28,
        max: Math.max(...memory),
        last: memory.at(-1) ?? 0,
        says: `grows by 480 MiB an hour${name}`,
        limit: { value: 2 ** 31, says: "the pipeline's memory limit" },
      },
    ],
    lag: {
      at_ms: NOON + 118 * MINUTE,
      connectors: [
        { name: `orders.kafka${name}`, kind: "input", records: 48_000 },
        { name: "totals.http", kind: "output", records: 1_200 },
      ],
    },
    marks: [
      { at_ms: NOON + 40 * MINUTE, kind: "incident", says: `error set: WorkerPanic${name}` },
      { at_ms: NOON + 80 * MINUTE, kind: "checkpoint", says: "checkpoint of 1.2 GiB" },
    ],
  };
}

/** A history of three moments, with names as long as `name`. */
export function madeCollections(name = ""): PictureOf<"history"> {
  const at_ms = [0, 40, 90].map((minutes) => NOON + minutes * MINUTE);
  return {
    ...history(name),
    from_ms: NOON,
    to_ms: NOON + 90 * MINUTE,
    told_by: "collections",
    course: `From the 3 collections of the bundle${name}.`,
    series: [
      {
        name: "memory",
        unit: "bytes",
        at_ms,
        value: [2 ** 28, 2 ** 29, 2 ** 30],
        breaks: [],
        min: 2 ** 28,
        max: 2 ** 30,
        last: 2 ** 30,
        says: `from 256 MiB to 1 GiB${name}`,
        limit: { value: 2 ** 36, says: `memory limit 64 GiB${name}` },
      },
      {
        name: "throughput",
        unit: "records_per_s",
        at_ms,
        value: [900, 1200, 300],
        breaks: [],
        averaged_from_ms: [NOON - 10 * MINUTE, NOON, NOON + 40 * MINUTE],
        min: 300,
        max: 1200,
        last: 300,
        says: "300 records/s on average",
      },
    ],
  };
}

/** One picture of each kind, of a pipeline in whose every name `name` stands. */
export function madePictures(name = ""): readonly Picture[] {
  const flame = madeFlame({ frames: 400, name });
  return [
    flame,
    { ...flame, direction: "callers" },
    program(name),
    timeline(name),
    history(name),
    dataflow(name),
  ];
}

export function madeReport(name = ""): ReportFacts {
  const pictures = madePictures(name);
  const flames = pictures.filter(({ picture }) => picture === "flame");
  const others = pictures.filter(({ picture }) => picture !== "flame");
  const part = { from: "a_tool", pictures: [], missing: [] };
  return {
    pipeline_name: `orders${name}`,
    made_ms: NOON + 125 * MINUTE,
    version: "0.1.0",
    source: "a running Feldera",
    notes: ["Times are in UTC."],
    parts: [
      {
        ...part,
        id: "diagnosis",
        title: "Diagnosis",
        text: `orders${name}: runs since 12:55 UTC.\n  One finding.`,
      },
      { ...part, id: "log", title: "Errors in the log", text: `12:40 ERROR panicked${name}` },
      {
        ...part,
        id: "cpu",
        title: "Where CPU time goes",
        missing: [`This could not be read: none was recorded${name}.`],
      },
      { ...part, id: "heap", title: "What holds memory", pictures: flames },
      ...others.map((picture) => ({
        ...part,
        id: picture.picture,
        title: `The ${picture.picture}`,
        pictures: [picture],
      })),
    ],
  };
}
