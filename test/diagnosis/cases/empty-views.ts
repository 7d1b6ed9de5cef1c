import type { DeadEnd } from "../../../src/analysis/circuit/dead-ends.ts";
import type { NoPartner } from "../../../src/analysis/circuit/no-partner.ts";
import type { NullKeys } from "../../../src/analysis/circuit/null-keys.ts";
import type { OneGroup } from "../../../src/analysis/circuit/one-groups.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { measuredPipeline, pipelineOfProgram, playedPipeline } from "../../support/compiled-program.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const orders = {
  endpoint_name: "orders.orders_gen",
  config: { stream: "orders" },
  metrics: { total_records: 515_000, total_bytes: 9_000_000 },
};

const byHttp = {
  endpoint_name: "customers.api-ingress-1",
  config: { stream: "customers" },
  metrics: { total_records: 1, total_bytes: 40 },
};

/** A recorded join of orders with customers, of which only the orders have a connector. */
const withoutCustomers = (others: readonly (typeof byHttp)[], sent = 0) =>
  evidenceOf("skewed_join", {
    pipeline: { "program_info.input_connectors": { "orders.orders_gen": { stream: "orders" } } },
    stats: {
      inputs: [orders, ...others],
      "global_metrics.total_input_records": others.reduce(
        (sum, { metrics }) => sum + metrics.total_records,
        orders.metrics.total_records,
      ),
      "outputs.0.metrics.transmitted_records": sent,
    },
  });

/** A recorded view over north and south, the rows of each minute of which come out once both have passed it. */
const south = (records: number, end_of_input: boolean, others: Readonly<Record<string, unknown>> = {}) =>
  evidenceOf("union_idle", {
    stats: {
      ...Object.fromEntries(Object.entries(others).map(([name, value]) => [`inputs.1.${name}`, value])),
      "inputs.1.metrics.total_records": records,
      "inputs.1.metrics.end_of_input": end_of_input,
      "global_metrics.total_input_records": 61_000 + records,
    },
  });

/** A compiled program, of which nothing was measured. */
const programOf = (name: string) => pipelineOfProgram(name, /^$/);

/** Both tables have come to the end of their input. */
const bothEnded = (sent: number) =>
  evidenceOf("union_idle", {
    stats: {
      "inputs.0.metrics.end_of_input": true,
      "inputs.1.metrics.total_records": 10_000,
      "inputs.1.metrics.end_of_input": true,
      "global_metrics.total_input_records": 71_000,
      "outputs.0.metrics.transmitted_records": sent,
    },
  });

/** A request was answered with this error. */
const refused = (error: string) =>
  evidenceOf("healthy", {
    log: (log) =>
      `${log}[ledger] 2026-11-21T09:17:25.000000Z ERROR dbsp_adapters::server::error: [HTTP error response] ConfigError: invalid controller configuration: ${error}\n`,
  });

const nothingSent = (stats: Record<string, unknown> = {}) =>
  evidenceOf("healthy", { stats: { "outputs.0.metrics.transmitted_records": 0, ...stats } });

/** As a quick look has it. */
function without({ circuit_profile: _, ...evidence }: Evidence): Evidence {
  return evidence;
}

const IN_OTHERS = "id NOT IN (SELECT other FROM o)";

/** The recorded place of the view's aggregate, told as that of another operation. */
export function deadEndOf(
  kind: DeadEnd["kind"],
  {
    has_condition = false,
    may_take_apart = false,
    ...of
  }: Partial<Omit<DeadEnd, "place" | "kind" | "records_in" | "views">> = {},
): Evidence {
  const evidence = nothingSent();
  const [place] = evidence.kept_state?.map((one) => one.place) ?? [];
  if (place === undefined || evidence.circuit_profile === undefined) throw new Error("no place");
  const dead_ends = [
    { place, kind, ...of, records_in: 30_800, has_condition, may_take_apart, views: ["balances"] },
  ];
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, dead_ends } };
}

/** A UNION of balances and of a table of which none is given, since they come to an end or none has come. */
export function emptyPartOf(dead_end?: Partial<DeadEnd>): Evidence {
  const evidence = evidenceOf("healthy");
  const [end] = deadEndOf("filter").circuit_profile?.dead_ends ?? [];
  if (end === undefined || evidence.circuit_profile === undefined) throw new Error("no place");
  const part = { view: "both", tables: ["returns"], ...(dead_end && { dead_end: { ...end, ...dead_end } }) };
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, empty_parts: [part] } };
}

/** So many rows of a recorded table. */
const withRows = (rows: number) =>
  evidenceOf("healthy", {
    stats: { "inputs.0.metrics.total_records": rows, "global_metrics.total_input_records": rows },
  });

/** The recorded place of the view's aggregate, told as that of a GROUP BY of which all rows have one key. */
export function oneGroupOf(null_sources: OneGroup["null_sources"], rows = 515_000): Evidence {
  const evidence = withRows(rows);
  const [place] = evidence.kept_state?.map((one) => one.place) ?? [];
  const [table = ""] = evidence.pipeline?.tables ?? [];
  if (place === undefined || evidence.circuit_profile === undefined) throw new Error("no place");
  const one_groups = [{ place, columns: ["country"], tables: [table], null_sources }];
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, one_groups } };
}

/** The recorded place of the view's aggregate, told as that of a join of 100,000 rows, of which as many have a key. */
export function withKeys(records_out: number, others: Partial<NullKeys> = {}): Evidence {
  const evidence = evidenceOf("healthy");
  const [place] = evidence.kept_state?.map((one) => one.place) ?? [];
  if (place === undefined || evidence.circuit_profile === undefined) throw new Error("no place");
  const condition = "c.ship = s.ship";
  const rows = { tables: ["entries"], records_in: 100_000, records_out, keeps_apart: true };
  const of = { place, others: [], condition, ...rows };
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, null_keys: [{ ...of, ...others }] } };
}

/** The same place, told as that of a join that is grouped by what it takes of a table. */
export function withGroupedKeys(records_in: number, records_out: number): Evidence {
  const evidence = evidenceOf("healthy");
  const [place] = evidence.kept_state?.map((one) => one.place) ?? [];
  if (place === undefined || evidence.circuit_profile === undefined) throw new Error("no place");
  const columns = { may_be_null: ["ship"], apart_by: ["weight"] };
  const one = { place, condition: "c.ship = s.ship", table: "entries", ...columns, records_in, records_out };
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, grouped_null_keys: [one] } };
}

/** The same place, told as that of a join of 100,000 records with a table, which has made as many pairs. */
export function withPairs(records_out: number, others: Partial<NoPartner> = {}): Evidence {
  const evidence = evidenceOf("healthy");
  const [place] = evidence.kept_state?.map((one) => one.place) ?? [];
  if (place === undefined || evidence.circuit_profile === undefined) throw new Error("no place");
  const one = {
    place,
    tables: ["entries"],
    owners: ["entries"],
    partners: ["books"],
    partner_owners: ["books"],
    partner_joins: [],
    is_grouped: false,
    is_unique: true,
    is_looked_up: false,
    records_in: 100_000,
    others_in: 50,
    records_out,
    paired_later: 0,
    apart: 1,
    keeps_apart: false,
    may_be_taken_back: false,
    may_others_be_taken_back: false,
    ...others,
  };
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, no_partners: [one] } };
}

/** Two joins with books: of entries, and of visits with entries, of which so many of 100,000 find none. */
function lookedForTwice(lost: number): Evidence {
  const { circuit_profile, ...evidence } = withPairs(60_000);
  const [one] = circuit_profile?.no_partners ?? [];
  if (circuit_profile === undefined || one === undefined) throw new Error("no join");
  const records_out = 100_000 - lost;
  const other = { ...one, tables: ["visits", "entries"], owners: ["visits"], records_out };
  return { ...evidence, circuit_profile: { ...circuit_profile, no_partners: [one, other] } };
}

/** Of a table with a key that is none; its rows find so many partners in a join by another column. */
function narrowKeyOf(records_out?: number): Evidence {
  const evidence = measuredPipeline("narrow_key_measured");
  const { stats } = evidenceOf("healthy");
  const { no_partners = [] } = evidence.circuit_profile ?? {};
  if (evidence.circuit_profile === undefined || stats === undefined) throw new Error("nothing read");
  const paired = no_partners.map((one) => ({ ...one, records_out: records_out ?? one.records_out }));
  return { ...evidence, stats, circuit_profile: { ...evidence.circuit_profile, no_partners: paired } };
}

/** Of so many records as many pass a condition that NULL does not meet. */
export function unequalOf(records_out: number, records_in = 21_760): Evidence {
  const evidence = measuredPipeline("null_status_measured");
  const [one] = evidence.circuit_profile?.unequal_nulls ?? [];
  if (evidence.circuit_profile === undefined || one === undefined) throw new Error("no such condition");
  const unequal_nulls = [{ ...one, records_in, records_out }];
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, unequal_nulls } };
}

/** The same join, of 100,000 records with 90,000, neither of which has a key that stands once. */
export function manyPairsOf(
  records_out: number,
  others: Partial<NoPartner> = {},
  smaller: Partial<NoPartner> = {},
): Evidence {
  const evidence = withPairs(records_out, { is_unique: false, others_in: 400, kept: 100_000, ...others });
  const { circuit_profile } = evidence;
  const [one] = circuit_profile?.no_partners ?? [];
  if (circuit_profile === undefined || one === undefined) throw new Error("no join");
  const other = {
    ...one,
    tables: one.partners,
    owners: one.partner_owners,
    partners: one.tables,
    partner_owners: one.owners,
    is_unique: false,
    records_in: one.others_in,
    others_in: one.records_in,
    paired_later: records_out - one.paired_later,
    kept: one.others_in,
    may_be_taken_back: one.may_others_be_taken_back,
    may_others_be_taken_back: one.may_be_taken_back,
    ...smaller,
  };
  return { ...evidence, circuit_profile: { ...circuit_profile, no_partners: [one, other] } };
}

/** The same, of a table into which so many rows were read. */
function manyPairsOfRows(rows: number): Evidence {
  const evidence = manyPairsOf(300_000);
  const { stats } = evidence;
  if (stats === undefined) throw new Error("no statistics");
  const connectors = stats.connectors.map((one) =>
    one.direction === "input" ? { ...one, records: rows } : one,
  );
  return { ...evidence, stats: { ...stats, connectors } };
}

/** Of a side that most of its partners came after. */
const CAME_FIRST = { paired_later: 250_000 };

/** Of a side of which some rows were updated. */
const CHANGED = { may_be_taken_back: true, kept: 99_000 };

/** A UNION that has given so many records. */
export function unionOf(records_out: number, records_in = 8_000): Evidence {
  const evidence = withPairs(1);
  const { circuit_profile } = evidence;
  if (circuit_profile === undefined) throw new Error("no circuit");
  const unions = [{ view: "scans", line: 115, records_in, records_out }];
  return { ...evidence, circuit_profile: { ...circuit_profile, no_partners: [], unions } };
}

/** The same, as a second look has it, before which so many fewer had come, and no fewer pairs were made. */
export function pairedBefore(
  fewer: number,
  others: Partial<NoPartner> = {},
  evidence = withPairs(90_000, others),
): Evidence {
  const { circuit_profile } = evidence;
  if (circuit_profile === undefined) throw new Error("no circuit");
  const no_partners = (circuit_profile.no_partners ?? []).map((one) => ({
    ...one,
    records_in: one.records_in - fewer,
  }));
  const at = (age_s: number) => ({ ...circuit_profile, age_s });
  return {
    ...evidence,
    circuit_profile: at(100),
    earlier: { circuit_profile: { ...at(90), no_partners } },
  };
}

/** A recorded table, of which what is before this time is forgotten. */
export function timeAt(time: (nowMs: number) => number): Evidence {
  const evidence = evidenceOf("healthy");
  const { circuit_profile, nowMs } = evidence;
  const [integral] = circuit_profile?.integrals ?? [];
  if (circuit_profile === undefined || integral === undefined) throw new Error("no integral");
  const integrals = [
    { ...integral, waterlines: ["entries"], retained_from: new Date(time(nowMs)).toISOString() },
  ];
  return { ...evidence, circuit_profile: { ...circuit_profile, integrals } };
}

const YEAR_MS = 365 * 86_400_000;

/** The same, where nothing counts what comes to LATENESS, as with one worker. */
export function uncountedAt(time: (nowMs: number) => number): Evidence {
  const { circuit_profile, ...others } = timeAt(time);
  if (circuit_profile === undefined) throw new Error("no circuit");
  return { ...others, circuit_profile: { ...circuit_profile, late_filters: [] } };
}

/** A table of now, and state that its time and that of a recorded table let go together. */
function togetherAt(time: (nowMs: number) => number): Evidence {
  const evidence = timeAt((nowMs) => nowMs);
  const { circuit_profile, nowMs } = evidence;
  const [first] = circuit_profile?.integrals ?? [];
  if (circuit_profile === undefined || first === undefined) throw new Error("no integral");
  const own = { ...first, waterlines: ["notes"] };
  const together = {
    ...own,
    id: `${own.id}0`,
    waterlines: ["entries", "notes"],
    retained_from: new Date(time(nowMs)).toISOString(),
  };
  return { ...evidence, circuit_profile: { ...circuit_profile, integrals: [own, together] } };
}

/** A recorded table, told as one of which so many rows are left. */
export function leftIn(left: number, rows = 515_000): Evidence {
  const evidence = withRows(rows);
  if (evidence.circuit_profile === undefined) throw new Error("no circuit profile");
  const tables = (evidence.circuit_profile.tables ?? []).map((table) => ({ ...table, left }));
  return { ...evidence, circuit_profile: { ...evidence.circuit_profile, tables } };
}

/** The recorded table, told as one with a primary key whose source may delete, of whose rows so many were changes. */
export function idleOf(rows: number, changes: number, keys = changes): Evidence {
  const evidence = withRows(rows);
  const { circuit_profile, pipeline } = evidence;
  const [table] = circuit_profile?.tables ?? [];
  if (circuit_profile === undefined || pipeline === undefined || table === undefined)
    throw new Error("no table");
  const tables = [{ ...table, has_key: true, has_waterline: false, rows, changes, keys }];
  const lateness = (pipeline.lateness ?? []).map((one) => ({ ...one, append_only: false }));
  const connectors = pipeline.connectors.map(({ only_inserts: _, ...one }) => one);
  return {
    ...evidence,
    pipeline: { ...pipeline, connectors, lateness },
    circuit_profile: { ...circuit_profile, tables, integrals: [] },
  };
}

/** The same, of a source that only inserts. */
function insertsOnly({ pipeline, ...evidence }: Evidence): Evidence {
  if (pipeline === undefined) throw new Error("no pipeline");
  const connectors = pipeline.connectors.map((one) => ({ ...one, only_inserts: true as const }));
  return { ...evidence, pipeline: { ...pipeline, connectors } };
}

/** The recorded tables, told as those of a join by time, with the times that LATENESS of a minute lets go before. */
function joinedByTime(evidence: Evidence, times: Readonly<Record<string, string>> = {}): Evidence {
  const tables = ["north", "south"];
  const signs = evidenceOf("healthy").circuit_profile;
  const [integral] = signs?.integrals ?? [];
  const { pipeline } = evidence;
  if (signs === undefined || integral === undefined || pipeline === undefined) throw new Error("no circuit");
  const integrals = Object.entries(times).map(([table, retained_from]) => ({
    ...integral,
    waterlines: [table],
    retained_from,
  }));
  const lateness = tables.map((table) => ({
    table,
    columns: ["ts"],
    longest_ms: 60_000,
    append_only: true,
  }));
  return {
    ...evidence,
    pipeline: { ...pipeline, lateness },
    held_views: [],
    needed_tables: [{ view: "per_minute", tables, by_time: tables }],
    circuit_profile: { ...signs, integrals },
  };
}

const AS_OF = { view: "rated", tables: ["north"], by_time: [], as_of: ["south"] };

const newestOf = (times: Readonly<Record<string, string>>): Evidence => ({
  ...joinedByTime(south(10_000, true), times),
  needed_tables: [AS_OF],
});

/** A table that has ended, of a process of that age. */
export function endedAfter(uptime_ms: number): Evidence {
  const evidence = joinedByTime(south(10_000, true));
  if (evidence.stats === undefined) throw new Error("no statistics");
  return { ...evidence, stats: { ...evidence.stats, uptime_ms } };
}

/** A recorded table with a primary key, whose source only inserts, with other figures. */
function keptOf(rows: number, held: number): Evidence {
  const evidence = evidenceOf("join_lateness_both");
  const { circuit_profile, pipeline } = evidence;
  if (circuit_profile === undefined || pipeline === undefined) throw new Error("no circuit");
  const { integrals = [], tables = [] } = circuit_profile;
  return {
    ...evidence,
    pipeline: { ...pipeline, lateness: [{ table: "links", columns: [], append_only: true }] },
    circuit_profile: {
      ...circuit_profile,
      tables: tables.map((one) => (one.name === "links" ? { ...one, rows } : one)),
      integrals: integrals.map((one) =>
        one.holds === "table" && one.tables.includes("links") ? { ...one, merged_records: held } : one,
      ),
    },
  };
}

export const EMPTY_VIEW_CASES: readonly RuleCase[] = [
  {
    rule: "view/empty-part",
    when: "no row of a part of a UNION meets its condition",
    evidence: () => emptyPartOf({ condition: "kind = 'Sale'" }),
    severity: "info",
    says: [
      /^a part of the UNION in view both gives nothing: no row passes the condition "kind = 'Sale'" of /,
      /No row meets its condition/,
    ],
  },
  {
    rule: "view/empty-part",
    when: "a part of a UNION joins what has no partner",
    evidence: () => emptyPartOf({ kind: "join" }),
    severity: "warning",
    says: [/^a part of the UNION in view both gives nothing: no row passes /, /No row of one side finds one/],
  },
  {
    rule: "view/empty-part",
    when: "no row has come for a part of a UNION",
    evidence: () => emptyPartOf(),
    severity: "info",
    says: [
      /^a part of the UNION in view both gives nothing: no row of returns has come$/m,
      /Look at why no row of returns comes; if they are still to come, nothing is wrong/,
    ],
  },
  {
    rule: "view/empty-part",
    when: "few rows have come to its condition",
    evidence: () => emptyPartOf({ records_in: 999 }),
  },
  {
    rule: "view/one-group",
    when: "a column of a LEFT JOIN has one value in all rows",
    evidence: () => oneGroupOf(["left_join"]),
    severity: "info",
    says: [/country has the same value in all that are left/, /no row finds its partner in a LEFT JOIN/],
  },
  {
    rule: "view/one-group",
    when: "a column of JSON has one value in all rows",
    evidence: () => oneGroupOf(["parsed_json"]),
    severity: "info",
    says: [/its text is no JSON/],
  },
  {
    rule: "view/null-keys",
    when: "most rows have no key, and a primary key keeps them apart",
    evidence: () => withKeys(5_000, { kept: 900 }),
    severity: "info",
    says: [
      /leaves out 95 % of the records of entries, whose key is NULL \("c.ship = s.ship"\): 5,000 of 100,000 records pass/,
      /^(?!.*count once)/s,
    ],
  },
  {
    rule: "view/null-keys",
    when: "most rows have no key, its condition is long, and no table is known",
    evidence: () => withKeys(5_000, { condition: `${"c.ship = s.ship AND ".repeat(20)}TRUE`, tables: [] }),
    severity: "info",
    says: [/95 % of the records, whose key is NULL/, /characters\)"?\)/],
  },
  {
    rule: "view/null-keys",
    when: "most rows are gone, and those that are kept differ",
    evidence: () => withKeys(5_000, { keeps_apart: false, kept: 4_800 }),
    says: [/whose key is NULL, or which are equal/, /Rows that are equal in all columns .* count once/],
  },
  {
    rule: "view/null-keys",
    when: "few different rows are kept of them, so that equal ones merge",
    evidence: () => withKeys(5_000, { keeps_apart: false, kept: 900 }),
  },
  {
    rule: "view/null-keys",
    when: "whether equal ones merge is not known",
    evidence: () => withKeys(5_000, { keeps_apart: false }),
  },
  { rule: "view/null-keys", when: "most rows have a key", evidence: () => withKeys(99_000) },
  { rule: "view/null-keys", when: "none passes, which the empty view tells", evidence: () => withKeys(0) },
  {
    rule: "view/no-partner",
    when: "many records found no row in a join, each of whose partners came before them",
    evidence: () => withPairs(60_000),
    severity: "info",
    says: [
      /^about 40,000 of 100,000 records of entries \(40 %\) have found no row of books in /,
      /makes no error of it\. If it is there to select, or the partners are still to come, nothing is wrong/,
    ],
  },
  {
    rule: "view/no-partner",
    when: "each of its records is a row, which its key keeps apart, and none was taken back",
    evidence: () => withPairs(60_000, { keeps_apart: true, kept: 100_000 }),
    says: [/^40,000 of 100,000 records of entries/],
  },
  {
    rule: "view/no-partner",
    when: "no key tells which side is looked up, one is a tenth of the other, and its records came at once",
    evidence: () => withPairs(60_000, { is_unique: false, apart: 0.5, at_once: 1 }),
    says: [/^at least about 40,000 of 100,000 records of entries \(40 %; equal rows are one record\)/],
  },
  {
    rule: "view/no-partner",
    when: "no key tells which side is looked up, and one is half of the other",
    evidence: () => withPairs(60_000, { is_unique: false, others_in: 50_000, at_once: 1 }),
  },
  {
    rule: "view/no-partner",
    when: "half of its records came later, and may be equal to earlier ones",
    evidence: () => withPairs(60_000, { apart: 0.5, at_once: 0.5 }),
  },
  {
    rule: "view/no-partner",
    when: "rows were taken back, so that there are more records than rows",
    evidence: () => withPairs(60_000, { keeps_apart: true, kept: 99_000 }),
    says: [/^about 40,000 of 100,000 records of entries/],
  },
  {
    rule: "view/no-partner",
    when: "no row has come to what a LEFT ASOF JOIN looks into",
    evidence: () => playedPipeline("outer_joins", { s7: { left: [4_000, 4_000], right: [0, 0] } }),
    severity: "info",
    says: [
      /^none of 4,000 records of trades has found a row of prices in the join in view valued on line 6 .*: none has come to it$/m,
      /What a LEFT ASOF JOIN finds no row for gets NULL, without an error.*look at why no row of prices comes to it/,
    ],
  },
  {
    rule: "view/no-partner",
    when: "none of many rows has found one of a hundred in an outer join",
    evidence: () => playedPipeline("outer_joins", { s34: { left: [100, 0], right: [1_000, 0] } }),
    severity: "warning",
    says: [/^none of 1,000 records of events has found a row of users/, /What a RIGHT JOIN finds no row for/],
  },
  {
    rule: "view/no-partner",
    when: "there are few that they could have found",
    evidence: () => playedPipeline("outer_joins", { s34: { left: [99, 0], right: [1_000, 0] } }),
    severity: "info",
    says: [/^none of 1,000 records of events/],
  },
  {
    rule: "view/no-partner",
    when: "NOT EXISTS has let all through",
    evidence: () => playedPipeline("outer_joins", { s51: { left: [4_000, 4_000], right: [600, 0] } }),
    severity: "info",
    says: [
      /^none of 4,000 records of events has found a row of users in the join in view strangers near line 16/,
      /NOT EXISTS, or IS NULL, lets all through/,
    ],
  },
  {
    rule: "view/no-partner",
    when: "some have found a row in an outer join",
    evidence: () => playedPipeline("outer_joins", { s34: { left: [100, 0], right: [1_000, 1] } }),
  },
  {
    rule: "view/no-partner",
    when: "few rows have come to an outer join",
    evidence: () => playedPipeline("outer_joins", { s7: { left: [99, 99], right: [0, 0] } }),
  },
  {
    rule: "view/no-partner",
    when: "many records found no group, and a primary key keeps them apart",
    evidence: () => withPairs(60_000, { is_grouped: true, paired_later: 500, keeps_apart: true }),
    says: [/have found no group of books/],
  },
  {
    rule: "view/no-partner",
    when: "as many pairs are missing, and what is kept for them differs",
    evidence: () => withPairs(60_000, { paired_later: 500, kept: 99_000 }),
    says: [/40,000 of 100,000/],
  },
  {
    rule: "view/no-partner",
    when: "another join looks for the same for what its records were joined with",
    evidence: () => lookedForTwice(38_000),
    says: [/^about 40,000 of 100,000 records of entries \(40 %\) have found no row of books in/m],
  },
  {
    rule: "view/no-partner",
    when: "the records are joined with what is looked up for them, on both sides",
    evidence: () =>
      withPairs(60_000, {
        tables: ["entries", "desks"],
        partners: ["books", "authors"],
        records_in: 100_000,
      }),
    says: [/^about 40,000 of 100,000 records of entries with desks \(40 %\) have found no row of books in/m],
  },
  {
    rule: "view/no-partner",
    when: "other joins stand on its line",
    evidence: () => withPairs(60_000, { condition: "e.book = b.book" }),
    says: [/have found no row of books in .* \("e\.book = b\.book"\): unless that is meant/m],
  },
  {
    rule: "view/no-partner",
    when: "partners were updated, and paired again",
    evidence: () => withPairs(60_000, { paired_later: 500, kept: 99_000, may_others_be_taken_back: true }),
    says: [/^at least about 40,000 of 100,000 records of entries \(40 %\) have found no row of books/m],
  },
  {
    rule: "view/no-partner",
    when: "partners were updated, and no records are equal",
    evidence: () =>
      withPairs(60_000, { paired_later: 500, keeps_apart: true, may_others_be_taken_back: true }),
    says: [/^at least 40,000 of 100,000 records of entries/m],
  },
  {
    rule: "view/no-partner",
    when: "some of the records are updates",
    evidence: () => withPairs(60_000, { ...CHANGED, keeps_apart: true }),
    says: [
      /^about 40,000 of 100,000 records of entries \(40 %; updates and deletions may be among them\) have found/m,
    ],
  },
  {
    rule: "view/no-partner",
    when: "each record came once, though updates might have come",
    evidence: () => withPairs(60_000, { ...CHANGED, keeps_apart: true, kept: 100_000 }),
    says: [/^40,000 of 100,000 records of entries \(40 %\) have found/m],
  },
  {
    rule: "view/no-partner",
    when: "none that came between two looks has found one, as earlier ones have",
    evidence: () => pairedBefore(100, { is_unique: false, records_in: 90_500 }),
    severity: "warning",
    says: [
      /none of the 100 records of entries of the last 10 s has found a row of books, in .* as earlier ones have/,
      /gives out nothing new of these/,
    ],
  },
  {
    rule: "view/no-partner",
    when: "partners come after their records, and may still come",
    evidence: () => pairedBefore(100, { records_in: 90_500, paired_later: 50_000 }),
  },
  {
    rule: "view/no-partner",
    when: "new records of what is looked up have not been looked for",
    evidence: () => pairedBefore(100, { is_unique: false, records_in: 90_500, others_in: 500_000 }),
  },
  {
    rule: "view/no-partner",
    when: "they are themselves what those of the other side look up",
    evidence: () => pairedBefore(100, { is_unique: false, is_looked_up: true, records_in: 90_500 }),
  },
  {
    rule: "view/no-partner",
    when: "equal records came before their partner, and are one pair",
    evidence: () => withPairs(60_000, { paired_later: 500, kept: 60_000 }),
  },
  {
    rule: "view/no-partner",
    when: "whether equal records came before their partner is not known",
    evidence: () => withPairs(60_000, { paired_later: 500 }),
  },
  {
    rule: "view/no-partner",
    when: "equal records of a batch are one on their way there, and so may those of several be in the join",
    evidence: () => withPairs(60_000, { apart: 0.5 }),
  },
  {
    rule: "view/no-partner",
    when: "whether equal records are one on their way there is not known",
    evidence: () => withPairs(60_000, { apart: 0 }),
  },
  {
    rule: "view/no-partner",
    when: "they look into a view, whose condition leaves out a tenth of its table",
    evidence: () =>
      withPairs(60_000, {
        others_in: 900,
        chosen_of: 1_000,
        partner_view: "stays",
        partner_where: "kind = 'stay'",
      }),
    says: [
      /40,000 of 100,000 records of entries \(40 %\) have found no row of books \(stays\) in /,
      /; stays lets 900 of 1,000 records of books through \("kind = 'stay'"\)$/m,
    ],
  },
  {
    rule: "view/no-partner",
    when: "the condition of what they look into leaves out as many",
    evidence: () => withPairs(60_000, { others_in: 600, chosen_of: 1_000 }),
  },
  {
    rule: "view/many-pairs",
    when: "each record meets three, since a key stands in several rows of both",
    evidence: () => manyPairsOf(300_000),
    severity: "info",
    says: [
      /has made 300,000 pairs of 100,000 records of entries: on average records of both find several of the other \(100,000 records of entries, 400 records of books\)/,
      /counts each record once for each of its partners\. If that is meant, as in a CROSS JOIN, nothing is wrong/,
    ],
  },
  {
    rule: "view/many-pairs",
    when: "twice as many rows were read, of which equal ones have become one record",
    evidence: () => manyPairsOfRows(200_000),
    says: [
      /400 records of books\); of the 200,000 rows of entries that were read, equal ones of a step are one record, and conditions may leave out others$/m,
    ],
  },
  {
    rule: "view/many-pairs",
    when: "each row that was read is a record",
    evidence: () => manyPairsOfRows(100_000),
    says: [/400 records of books\)$/m],
  },
  {
    rule: "view/many-pairs",
    when: "each key stands once on the other side, and pairs are of updates",
    evidence: () => manyPairsOf(300_000, { is_unique: true }),
  },
  {
    rule: "view/many-pairs",
    when: "records were taken back, so that pairs were made again",
    evidence: () => manyPairsOf(300_000, { kept: 50_000 }),
  },
  {
    rule: "view/many-pairs",
    when: "other joins stand on its line",
    evidence: () => manyPairsOf(300_000, { condition: "e.book = b.book" }),
    says: [/ \("e\.book = b\.book"\) has made 300,000 pairs/],
  },
  {
    rule: "view/many-pairs",
    when: "the records are pairs themselves, and no table's own",
    evidence: () => manyPairsOf(300_000, { tables: ["entries", "desks"], owners: [] }),
    says: [
      /has made 300,000 pairs of 100,000 records: on average records of both .* \(100,000 records, 400 records of books\)/,
    ],
  },
  {
    rule: "view/many-pairs",
    when: "most pairs are of rows of the other side, some of which were updated",
    evidence: () => manyPairsOf(300_000, CAME_FIRST, { may_be_taken_back: true, kept: 398 }),
  },
  {
    rule: "view/many-pairs",
    when: "none of those was updated",
    evidence: () => manyPairsOf(300_000, CAME_FIRST, { may_be_taken_back: true }),
    says: [/has made 300,000 pairs of 100,000 records of entries: on average records of both/],
  },
  {
    rule: "view/many-pairs",
    when: "rows of both were updated, and each found several of the other as it came",
    evidence: () =>
      manyPairsOf(300_000, { ...CHANGED, paired_later: 1_000 }, { may_be_taken_back: true, kept: 398 }),
    says: [
      /300,000 pairs of 100,000 records of entries \(updates and deletions may be among them\): on average records of both/,
    ],
  },
  {
    rule: "view/many-pairs",
    when: "equal rows of the smaller side are one record, and each of those meets several of the other",
    evidence: () => manyPairsOf(1_600, {}, { apart: 0.5 }),
    severity: "info",
    says: [
      /has made 1,600 pairs of 400 records of books: on average records of both find several of the other \(400 records of books, 100,000 records of entries; equal rows are one record, and so there are more pairs of rows\)/,
    ],
  },
  {
    rule: "view/many-pairs",
    when: "beside that, most records of the larger side equal each other in what the join keeps of them",
    evidence: () => manyPairsOf(1_600, { kept: 2_000 }, { apart: 0.5 }),
    says: [/has made 1,600 pairs of 400 records of books: on average records of both/],
  },
  {
    rule: "view/many-pairs",
    when: "the rows of the smaller side differ, so that a key may stand once in it",
    evidence: () => manyPairsOf(1_600, {}, { apart: 1 }),
  },
  { rule: "view/many-pairs", when: "each finds one or none", evidence: () => manyPairsOf(100_000) },
  {
    rule: "view/union",
    when: "half of the rows of a UNION equal others",
    evidence: () => unionOf(4_000),
    severity: "info",
    says: [
      /^the UNION in view scans on line 115 leaves out 4,000 of 8,000 records \(50 %\), which equal others$/m,
      /UNION ALL as often as they come\. If that is meant, nothing is wrong/,
    ],
  },
  { rule: "view/union", when: "next to all of them differ", evidence: () => unionOf(7_990) },
  { rule: "view/no-partner", when: "next to all find one", evidence: () => withPairs(99_000) },
  {
    rule: "view/no-partner",
    when: "partners were updated, and make more pairs than there are records",
    evidence: () => withPairs(160_000),
  },
  {
    rule: "view/no-partner",
    when: "no record finds one, which the empty view tells",
    evidence: () => withPairs(0),
  },
  { rule: "view/one-group", when: "nothing before it gives NULL", evidence: () => oneGroupOf([]) },
  {
    rule: "view/held-back",
    when: "no row of one of its recorded tables has come",
    evidence: () => evidenceOf("union_idle"),
    severity: "warning",
    says: [
      /view per_minute gives out nothing: .* all of north, south that they are final, and no row of south has come/,
      /what comes of north waits in its state meanwhile\. Send south a row now and then/,
    ],
  },
  {
    rule: "view/held-back",
    when: "one of its tables has ended",
    evidence: () => south(10_000, true),
    says: [/gives out nothing new: .* and south has come to the end of the input/],
  },
  {
    rule: "view/held-back",
    when: "one of its tables has an open source that sends nothing",
    evidence: () => south(0, false),
    says: [/and no row of south has come, though its source is open/],
  },
  {
    rule: "view/held-back",
    when: "the source of one of its tables is paused",
    evidence: () => south(10_000, false, { paused: true }),
    says: [/and the source of south is paused/],
  },
  {
    rule: "view/held-back",
    when: "the source of one of its tables has failed",
    evidence: () => south(10_000, false, { fatal_error: "gone" }),
    says: [/and the source of south has failed/],
  },
  {
    rule: "view/undone-join",
    when: "a condition asks of the other side of a LEFT JOIN",
    evidence: () => programOf("left_joins"),
    severity: "info",
    says: [
      /the LEFT JOIN in view reported adds no row: WHERE "w\.pieces > 0"/,
      /put what it asks of that side, other than IS NULL, into ON/,
    ],
  },
  {
    rule: "view/undone-join",
    when: "the program has an inner join",
    evidence: () => programOf("sum_of_join"),
  },
  {
    rule: "view/unequal-nulls",
    when: "most rows do not pass a condition that asks what a column is not, and that may be NULL",
    evidence: () => unequalOf(1_611),
    severity: "info",
    says: [
      /1,611 of 21,760 records of orders pass "status <> 'CANCELLED'" .* and status may be NULL, of which that is never true/,
      /IS DISTINCT FROM/,
    ],
  },
  {
    rule: "view/unequal-nulls",
    when: "most rows pass it",
    evidence: () => unequalOf(15_000),
  },
  {
    rule: "view/whole-quotient",
    when: "a count of some is divided by the count of all",
    evidence: () => programOf("whole_numbers"),
    severity: "warning",
    says: [
      /part of view by_ward is made of whole numbers divided to 0 or 1, nothing between \("COUNT\(CASE/,
      /CAST\(x AS DOUBLE\) \/ y/,
    ],
  },
  {
    rule: "view/whole-quotient",
    when: "nothing is divided",
    evidence: () => programOf("left_joins"),
  },
  {
    rule: "view/counted-addition",
    when: "COUNT(*) is of a LEFT JOIN, in groups of its left side",
    evidence: () => programOf("whole_numbers"),
    severity: "info",
    says: [/tests of view tests_of is 1 where there is no row of tests: its COUNT\(\*\) counts/],
  },
  {
    rule: "view/repeated-sum",
    when: "a join gives an order once for each of its payments, and SUM takes each",
    evidence: () => programOf("repeated_sums"),
    severity: "info",
    says: [
      /total of view paid adds a row of orders once for each row of payments that it is joined with; .*; and 1 more$/m,
      /group payments by order_id before/,
    ],
  },
  {
    rule: "view/repeated-sum",
    when: "what is counted over a join is no sum",
    evidence: () => programOf("whole_numbers"),
  },
  {
    rule: "view/counted-addition",
    when: "nothing is counted",
    evidence: () => programOf("left_joins"),
  },
  {
    rule: "view/last-rows-held",
    when: "all its tables have ended, after rows of which it has given out some",
    evidence: () => bothEnded(1_200),
    severity: "info",
    says: [/view per_minute holds its last rows back: .*emit_final.*the input of north, south has ended/],
  },
  {
    rule: "view/last-rows-held",
    when: "it has given out nothing, which is told as that",
    evidence: () => bothEnded(0),
  },
  {
    rule: "view/last-rows-held",
    when: "a transaction holds back what it gives out",
    evidence: () => {
      const { stats, ...evidence } = bothEnded(1_200);
      if (stats === undefined) throw new Error("no statistics");
      return {
        ...evidence,
        stats: { ...stats, transaction: { status: "TransactionInProgress", initiators: [] } },
      };
    },
  },
  {
    rule: "view/last-rows-held",
    when: "one of its tables goes on",
    evidence: () => south(10_000, true),
  },
  { rule: "view/held-back", when: "all its tables go on", evidence: () => south(10_000, false) },
  {
    rule: "view/time-stands",
    when: "a table that it joins by time has ended, and the other's times are past it",
    evidence: () =>
      joinedByTime(south(10_000, true), { north: "2026-11-28T10:00:00Z", south: "2026-11-28T09:50:00Z" }),
    severity: "warning",
    says: [
      /view per_minute gives out nothing new: it joins by time with south, whose input has ended \(10,000 rows\)/,
      /Rows of north find no row of their time there, and none is let go/,
    ],
  },
  {
    rule: "view/time-stands",
    when: "a table that it joins by time has ended, and how far the times are is not known",
    evidence: () => joinedByTime(south(10_000, true)),
    severity: "info",
    says: [/gives out nothing for later rows/, /whether they are is not known/],
  },
  {
    rule: "view/time-stands",
    when: "a file of times to come has ended, which the other's have not reached",
    evidence: () =>
      joinedByTime(south(10_000, true), { north: "2026-11-28T10:00:00Z", south: "2026-11-28T20:00:00Z" }),
  },
  {
    rule: "view/time-stands",
    when: "a file that has ended is joined by its key alone",
    evidence: () => ({
      ...south(10_000, true),
      held_views: [],
      needed_tables: [{ view: "per_minute", tables: ["north", "south"], by_time: [] }],
    }),
  },
  {
    rule: "view/time-stands",
    when: "a table has ended of which it takes the newest row (ASOF JOIN)",
    evidence: () => ({ ...south(10_000, true), held_views: [], needed_tables: [AS_OF] }),
    severity: "info",
    says: [
      /view rated goes on with the last rows of south, whose input has ended \(10,000 rows\), for later rows of north/,
      /gets older with each row that is later than they; whether rows are is not known/,
    ],
  },
  {
    rule: "view/time-stands",
    when: "rows come that are later than all of a table that has ended, of which it takes the newest row",
    evidence: () => newestOf({ north: "2026-11-28T10:00:00Z", south: "2026-11-28T09:50:00Z" }),
    severity: "info",
    says: [/for rows of north \(ASOF JOIN\)/, /What it takes of them gets older with each row\. Where/],
  },
  {
    rule: "view/time-stands",
    when: "rows come that are earlier than the last of a table that has ended, of which it takes the newest row",
    evidence: () => newestOf({ north: "2026-11-28T10:00:00Z", south: "2026-11-28T20:00:00Z" }),
  },
  {
    rule: "view/time-stands",
    when: "what goes on beside it has no LATENESS, unlike what it is joined with first, to which nothing comes",
    evidence: () => {
      const { pipeline, ...evidence } = newestOf({});
      const [first] = pipeline?.lateness ?? [];
      if (pipeline === undefined || first === undefined) throw new Error("no LATENESS");
      return {
        ...evidence,
        pipeline: { ...pipeline, lateness: [{ ...first, table: "east" }] },
        needed_tables: [{ ...AS_OF, tables: ["north", "east"] }],
      };
    },
  },
  {
    rule: "view/time-stands",
    when: "a table of which it takes the newest row goes on",
    evidence: () => ({ ...south(10_000, false), held_views: [], needed_tables: [AS_OF] }),
  },
  {
    rule: "view/time-stands",
    when: "both tables that it joins by time go on",
    evidence: () => joinedByTime(south(10_000, false)),
  },
  {
    rule: "view/nothing-out",
    when: "no row passes a LIKE, which minds upper and lower case",
    evidence: () => deadEndOf("filter", { condition: "line LIKE '%HELP%'", may_be_null: ["line"] }),
    severity: "info",
    says: [/LIKE minds upper and lower case, and ILIKE does not/],
  },
  {
    rule: "view/nothing-out",
    when: "a condition that no row passes has an operator for each of two views",
    evidence: () => {
      const { circuit_profile, ...evidence } = deadEndOf("filter", { condition: "n >= 200" });
      const [one] = circuit_profile?.dead_ends ?? [];
      if (circuit_profile === undefined || one === undefined) throw new Error("no dead end");
      const other = { ...one, place: { ...one.place, operator: "s99" }, views: ["worst"] };
      return {
        ...evidence,
        circuit_profile: { ...circuit_profile, dead_ends: [one, other], empty_views: ["worst"] },
        needed_tables: [
          ...(evidence.needed_tables ?? []),
          { view: "worst", tables: ["entries"], by_time: [] },
        ],
      };
    },
    says: [
      /^views balances, worst have given out nothing: of 30,800 records none passes the condition "n >= 200"/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "its output has sent nothing of many rows",
    evidence: () => without(nothingSent()),
    severity: "info",
    says: [
      /view balances has given out nothing, though rows have come .* \(30,800 for \w+\)/,
      /is not known without the circuit profile/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "no row lies within a window that moves with the time",
    evidence: () => deadEndOf("window"),
    severity: "warning",
    says: [/none passes .* in view balances/, /times of another zone than UTC/],
  },
  {
    rule: "view/nothing-out",
    when: "no row of a join finds its like",
    evidence: () => deadEndOf("join", { compared: { is: "untold" } }),
    severity: "warning",
    says: [
      /none passes the operator in view/,
      /finds one of the other: columns that hold different things, keys that are written otherwise \(.*\), partners that are missing or rows of different times/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "no row of a join by numbers finds its like: they are written in one way",
    evidence: () => deadEndOf("join", { condition: "a.id = b.a_id", compared: { is: "no text" } }),
    severity: "warning",
    says: [
      /none passes the operator in view balances on line 6 \(balances\.view@6\), "a\.id = b\.a_id" \(rows/,
      /finds one of the other: columns that hold different things, partners that are missing or rows of/,
      /^(?!.*written otherwise)/s,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "a join compares a date with a moment",
    evidence: () =>
      deadEndOf("join", {
        condition: "t.sold_at = w.on_day",
        compared: { is: "day and moment", day: "w.on_day", moment: "t.sold_at" },
      }),
    severity: "warning",
    says: [
      /A date, as w\.on_day, equals a moment, as t\.sold_at, at midnight alone: compare w\.on_day with CAST\(t\.sold_at AS DATE\)\. Or no row of one side/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "a condition asks for what no time is, of however few rows",
    evidence: () =>
      deadEndOf("filter", {
        condition: "EXTRACT(DOW FROM at) = 0",
        never: { part: "DOW", never: 0, least: 1, most: 7 },
      }),
    severity: "warning",
    says: [
      /condition "EXTRACT\(DOW FROM at\) = 0" of .*, and DOW goes from 1 \(Sunday\) to 7/,
      /No row can meet that condition, since DOW is never 0/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "a condition leaves out what is NULL, and all is",
    evidence: () => deadEndOf("filter", { condition: "t.left_at IS NOT NULL", may_be_null: ["left_at"] }),
    severity: "info",
    says: [
      /condition "t\.left_at IS NOT NULL" of .*: left_at is NULL in every row/,
      /No row meets its condition\. .*\. Look at why: a column is also NULL, without an error/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "no pair of a join that has a condition on both sides comes out of it, as in a view of what is rare",
    evidence: () => deadEndOf("join", { has_condition: true }),
    severity: "info",
    says: [/No pair of rows meets the condition .*nothing is wrong\. Or no row of one side finds/],
  },
  {
    rule: "view/nothing-out",
    when: "no row meets a condition, as in a view of what is rare",
    evidence: () => deadEndOf("filter"),
    severity: "info",
    says: [/No row meets its condition\. If it is a view of what is rare, nothing is wrong/],
  },
  {
    rule: "view/nothing-out",
    when: "no row meets a condition, which the program tells",
    evidence: () => deadEndOf("filter", { condition: "kind = 'pulse'" }),
    severity: "warning",
    says: [
      /nothing: of 30,800 records none passes the condition "kind = 'pulse'" of .* in view balances .*\(rows have come: 30,800 for \w+\)/,
      /^(?!.*(?:NULL|each table that it needs))/s,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "no row has the word that a condition asks for in a column that may be NULL",
    evidence: () =>
      deadEndOf("filter", { condition: "UPPER(a.kind) IN ('PULSE', 'BURST')", may_be_null: ["kind"] }),
    severity: "warning",
    says: [
      /kind may be NULL in every row\. .*compare the condition with the rows themselves, which may write it otherwise \(case, blanks\)/,
    ],
  },
  ...[
    "kind <> 'pulse'",
    "volts > 400",
    "kind = 'pulse' AND volts > 400",
    "tag = 'a7-331'",
    "kind LIKE 'p%'",
  ].map(
    (condition): RuleCase => ({
      rule: "view/nothing-out",
      when: `no row meets the condition ${condition}, which may be of what is rare`,
      evidence: () => deadEndOf("filter", { condition }),
      severity: "info",
      says: [/nothing is wrong; else compare the condition with the rows themselves(?:$|; LIKE)/m],
    }),
  ),
  {
    rule: "view/nothing-out",
    when: "one operator asks for a word, and that the key of the join behind it is not NULL",
    evidence: () =>
      deadEndOf("filter", { condition: "o.status = 'OPEN'", may_be_null: ["status"], keys: ["ship"] }),
    says: [
      /none meets both "o\.status = 'OPEN'" and that ship, the key of the join behind it, is not NULL, in /,
      /which of the two no row meets is not known.*whose field the rows name otherwise/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "no row meets a condition on a column that may be NULL",
    evidence: () => deadEndOf("filter", { condition: "NOT hidden", may_be_null: ["hidden"] }),
    severity: "info",
    says: [
      /none passes the condition "NOT hidden" of .*, and hidden may be NULL/,
      /Of NULL nothing is true but IS NULL, .*: hidden may be NULL in every row\. No row meets/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "no row comes out of what may be an UNNEST of arrays that are all empty",
    evidence: () => deadEndOf("filter", { may_take_apart: true }),
    severity: "info",
    says: [
      /none passes the operator in view balances/,
      /is empty in every row, or no row meets its condition/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "every key of an inner join is NULL",
    evidence: () => deadEndOf("null_key", { condition: "c.ship = s.ship" }),
    severity: "warning",
    says: [
      /nothing: every key in "c.ship = s.ship" is NULL \(rows have come: 30,800 for \w+\)/,
      /take a LEFT JOIN/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "the subquery of a NOT IN has given NULL",
    evidence: () => deadEndOf("not_in", { condition: IN_OTHERS, may_be_null: ["other"], nulls: 1 }),
    severity: "warning",
    says: [
      /nothing: no row passes "id NOT IN \(SELECT other FROM o\)" on line \d+, since other is NULL there/,
      /with one NULL among them no row passes\. Leave NULL out/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "rows passed a NOT IN before its subquery gave NULL, and were taken back",
    evidence: () =>
      deadEndOf("not_in", { condition: IN_OTHERS, may_be_null: ["other"], nulls: 1, is_taken_back: true }),
    severity: "warning",
    says: [
      /^view balances is empty again: no row passes "id NOT IN \(SELECT other FROM o\)" on line \d+, since other is NULL there, and what had passed before was taken back/m,
      /with one NULL among them no row passes\. Leave NULL out/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "the subquery of a NOT IN may give NULL, and whether it has is not known",
    evidence: () => deadEndOf("not_in", { has_condition: true }),
    severity: "info",
    says: [/no row passes NOT IN on line \d+, and a column may be NULL there/, /Leave NULL out/],
  },
  {
    rule: "view/nothing-out",
    when: "each row is among the values of a NOT IN, of which none is NULL",
    evidence: () => deadEndOf("not_in", { condition: IN_OTHERS, may_be_null: ["other"], nulls: 0 }),
    severity: "info",
    says: [/no row passes "id NOT IN [^"]*" on line \d+ \(rows have come/, /Then nothing is wrong/],
  },
  {
    rule: "view/nothing-out",
    when: "none of its rows is in both parts of an INTERSECT",
    evidence: () => deadEndOf("intersect"),
    severity: "info",
    says: [
      /nothing: of 30,800 records none is in each part of the INTERSECT in view \w+/,
      /Rows are the same only if each of their columns is/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "an EXCEPT takes all of its rows away",
    evidence: () => deadEndOf("except"),
    severity: "info",
    says: [
      /nothing: of 30,800 records none is left by the EXCEPT in view \w+/,
      /If nothing is to be left, nothing is wrong/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "its rows come out once LATENESS says that they are final, and none is yet",
    evidence: () => ({ ...deadEndOf("window"), held_views: [{ view: "balances", tables: ["entries"] }] }),
    severity: "info",
    says: [/until the first group or window is over, nothing is wrong/],
  },
  {
    rule: "view/nothing-out",
    when: "its rows come out once a day is final, and none is yet",
    evidence: () => ({
      ...deadEndOf("window"),
      held_views: [{ view: "balances", tables: ["entries"], each: "day" }],
    }),
    severity: "info",
    says: [/until the first day, and \d+ \w+ more \(LATENESS\), is over, nothing is wrong/],
  },
  {
    rule: "view/nothing-out",
    when: "beside that rows may be late by five minutes",
    evidence: () => {
      const { pipeline, ...evidence } = deadEndOf("window");
      if (pipeline === undefined) throw new Error("no pipeline");
      const late = { table: "entries", columns: ["at"], longest_ms: 300_000, append_only: false };
      return {
        ...evidence,
        pipeline: { ...pipeline, lateness: [late] },
        held_views: [{ view: "balances", tables: ["entries"], each: "day" }],
      };
    },
    severity: "info",
    says: [/until the first day, and 5 min more \(LATENESS\), is over, nothing is wrong/],
  },
  {
    rule: "view/nothing-out",
    when: "a commit takes long, and not each operator has given out what it holds",
    evidence: () => {
      const { stats, ...evidence } = deadEndOf("filter");
      if (stats === undefined) throw new Error("no statistics");
      return {
        ...evidence,
        stats: { ...stats, transaction: { status: "CommitInProgress", ms: 60_000, initiators: [] } },
      };
    },
  },
  {
    rule: "view/nothing-out",
    when: "its rows are final once a table has come as far that is decades behind",
    evidence: () => {
      const { circuit_profile } = togetherAt((nowMs) => nowMs / 1_000);
      const evidence = deadEndOf("window");
      const { dead_ends } = evidence.circuit_profile ?? {};
      if (circuit_profile === undefined || dead_ends === undefined) throw new Error("no circuit");
      const held_views = [{ view: "balances", tables: ["entries"] }];
      return { ...evidence, circuit_profile: { ...circuit_profile, dead_ends }, held_views };
    },
    severity: "info",
    says: [
      /\(emit_final\), and so wait for the table that is furthest behind/,
      /times of entries are final at least up to 1970/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "its rows, of any of several tables, come out once they are final, and none is yet",
    evidence: () => {
      const held_views = [{ view: "balances", tables: ["entries"] }];
      return { ...deadEndOf("window"), needed_tables: [], held_views };
    },
    severity: "info",
    says: [
      /view balances has given out nothing/,
      /until the first group or window is over, nothing is wrong/,
    ],
  },
  {
    rule: "view/nothing-out",
    when: "any of several tables would do for it, and nothing tells which they are",
    evidence: () => ({ ...deadEndOf("window"), needed_tables: [], held_views: [] }),
  },
  {
    rule: "view/nothing-out",
    when: "its rows wait for a table whose time stands still",
    evidence: () => evidenceOf("union_idle"),
  },
  { rule: "view/nothing-out", when: "its output has sent rows", evidence: () => evidenceOf("healthy") },
  {
    rule: "view/nothing-out",
    when: "rows wait before its output",
    evidence: () => nothingSent({ "outputs.0.metrics.queued_records": 5 }),
  },
  {
    rule: "runtime/unknown-relation",
    when: "rows were sent to a table that is written otherwise, as 0.337 logs it",
    evidence: () => refused("Input endpoint 'entrys.api-ingress-5aed' specifies unknown table 'entrys'"),
    says: [/what was sent to table entrys by HTTP was refused: there is none \(entries is near\)/],
  },
  {
    rule: "runtime/unknown-relation",
    when: "somebody asked for a view that there is not",
    evidence: () => refused("Output endpoint 'sums.api-1' specifies unknown output table or view 'sums'"),
    says: [/who asked for view sums by HTTP was refused: there is none$/m],
  },
  {
    rule: "runtime/unknown-relation",
    when: "another request was refused",
    evidence: () => refused("Input endpoint 'a.b' specifies unknown input format 'jsn'"),
  },
  {
    rule: "view/starved",
    when: "a view joins a table that nothing feeds",
    evidence: () => withoutCustomers([]),
    severity: "warning",
    says: [/views .*enriched.* can have no row: they join table customers, and no row for it has come/],
  },
  {
    rule: "view/starved",
    when: "an earlier run had what was sent by HTTP, and left no checkpoint",
    evidence: () => {
      const evidence = withoutCustomers([]);
      const [run] = evidence.runs ?? [];
      if (run === undefined) throw new Error("no run");
      const before = { ...run, ran_since: "2026-11-20T10:00:00Z", ended: "2026-11-20T11:00:00Z" };
      return { ...evidence, runs: [{ ...before, end: "stopped" }, run] };
    },
    says: [
      /they join table customers/,
      /without a checkpoint: rows that were sent by HTTP in the run before it are gone/,
    ],
  },
  {
    rule: "view/starved",
    when: "all that a recorded view needs is a table that nothing feeds",
    evidence: () => evidenceOf("rss_ample"),
    severity: "info",
    says: [/views reach, reach_counts can have no row: they need table links/, /nothing is wrong/],
  },
  {
    rule: "view/starved",
    when: "what feeds that table has brought nothing",
    evidence: () => withoutCustomers([{ ...byHttp, metrics: { total_records: 0, total_bytes: 0 } }]),
    severity: "warning",
    says: [/no row for it has come/, /What feeds customers has brought nothing: look at its connector/],
  },
  {
    rule: "view/starved",
    when: "what feeds that table has failed and is gone",
    evidence: () =>
      evidenceOf("skewed_join", {
        stats: { inputs: [orders], "global_metrics.total_input_records": orders.metrics.total_records },
      }),
    severity: "warning",
    says: [/joins table customers, and no row for it has come/],
  },
  {
    rule: "view/starved",
    when: "somebody has sent a row for that table by HTTP",
    evidence: () => withoutCustomers([byHttp]),
  },
  {
    rule: "view/starved",
    when: "more was read than the connectors that are listed have brought",
    evidence: () => evidenceOf("rss_ample", { stats: { "global_metrics.total_input_records": 999_999_999 } }),
  },
  {
    rule: "input/time-unit",
    when: "times are read as a thousandth of what they are",
    evidence: () => timeAt((nowMs) => nowMs / 1_000),
    severity: "warning",
    says: [
      /the times of table \w+ are at about 1970-01-2\d/,
      /a window of a minute closes after 16 h 40 min/,
      /a whole number in Parquet and Avro is microseconds since 1970/,
    ],
  },
  {
    rule: "input/time-unit",
    when: "times are read as a millionth of what they are",
    evidence: () => timeAt((nowMs) => nowMs / 1_000_000),
    says: [/seconds for microseconds/],
  },
  {
    rule: "input/time-unit",
    when: "times are read as a thousand times what they are",
    evidence: () => timeAt((nowMs) => nowMs * 1_000),
    says: [
      /are at about \d{5}-\d\d-\d\d .*; a 1,000th as long since 1970 would be now: .*nanoseconds for microseconds/,
      /goes 1,000 times too fast/,
    ],
  },
  {
    rule: "input/time-unit",
    when: "times are of a hundred years ahead",
    evidence: () => timeAt(() => Date.UTC(2126, 1)),
  },
  {
    rule: "input/time-unit",
    when: "it is times of a table of which only what it lets go with another tells",
    evidence: () => togetherAt((nowMs) => nowMs / 1_000),
    says: [/the times of table entries are at about 1970-01-2\d/],
  },
  {
    rule: "input/time-unit",
    when: "a table is a minute behind another",
    evidence: () => togetherAt((nowMs) => nowMs - 60_000),
  },
  {
    rule: "input/times-ahead",
    when: "what a circuit of one worker keeps by a time is of next year",
    evidence: () => uncountedAt((nowMs) => nowMs + YEAR_MS),
    severity: "info",
    says: [
      /^rows of entries that are of now are dropped as late: its waterline is at about .*, 365 days ahead of the clock;/,
      /as those of forecasts are, nothing is wrong/,
    ],
  },
  {
    rule: "input/times-ahead",
    when: "rows are counted as they come, and all pass LATENESS",
    evidence: () => timeAt((nowMs) => nowMs + YEAR_MS),
  },
  {
    rule: "input/times-ahead",
    when: "times are read as a thousand times what they are",
    evidence: () => uncountedAt((nowMs) => nowMs * 1_000),
  },
  { rule: "input/times-ahead", when: "times are of now", evidence: () => uncountedAt((nowMs) => nowMs) },
  { rule: "input/time-unit", when: "times are of now", evidence: () => timeAt((nowMs) => nowMs) },
  { rule: "input/time-unit", when: "times are of 1975", evidence: () => timeAt(() => Date.UTC(1975, 1)) },
  {
    rule: "input/rows-deleted",
    when: "what was inserted was deleted again",
    evidence: () => leftIn(0),
    severity: "info",
    says: [/as many rows were deleted from table \w+ as were inserted \(515,000 changes/],
  },
  { rule: "input/rows-deleted", when: "a row is left", evidence: () => leftIn(1) },
  {
    rule: "input/changed-nothing",
    when: "each row had a key of its own, and the deletions those of none",
    evidence: () => idleOf(1_500, 1_000),
    severity: "info",
    says: [
      /^500 of 1,500 changes that came for table \w+ changed nothing, and each other brought a new key: none took a row away$/m,
      /a deletion of a key that is not there, .* compare the keys of the deletions with theirs$/m,
    ],
  },
  {
    rule: "input/changed-nothing",
    when: "some of the deletions took rows away",
    evidence: () => idleOf(1_500, 1_000, 800),
    says: [/^at least 500 of 1,500 changes that came for table \w+ changed nothing$/m],
  },
  {
    rule: "input/changed-nothing",
    when: "each deletion took a row away",
    evidence: () => idleOf(1_500, 1_500, 500),
  },
  {
    rule: "input/changed-nothing",
    when: "its source only inserts",
    evidence: () => insertsOnly(idleOf(1_500, 1_000)),
  },
  {
    rule: "input/rows-replaced",
    when: "hardly any of a recorded table's rows differ in their key",
    evidence: () => evidenceOf("join_lateness_both"),
    says: [
      /^most rows of links took the place of one before with the same primary key$/m,
      /how a primary key works.* the columns of the key \(link_id\) do not tell them apart$/,
    ],
  },
  {
    rule: "input/rows-replaced",
    when: "hardly any of a table's rows are left, and its source may delete, what is there or not",
    evidence: () => {
      const evidence = evidenceOf("join_lateness_both");
      const { pipeline } = evidence;
      if (pipeline === undefined) throw new Error("no pipeline");
      const connectors = pipeline.connectors.map(({ only_inserts: _, ...one }) => one);
      const lateness = (pipeline.lateness ?? []).map((one) => ({ ...one, append_only: false }));
      return { ...evidence, pipeline: { ...pipeline, connectors, lateness } };
    },
    says: [/^most rows of links took the place .* key, or are deletions and what those took away$/m],
  },
  {
    rule: "input/rows-replaced",
    when: "hardly any rows differ in their key, and what they are written in is not known",
    evidence: () => {
      const { stats: _, ...evidence } = evidenceOf("join_lateness_both");
      return evidence;
    },
    says: [/do not tell them apart; whether its text is CSV, .* is not known$/],
  },
  {
    rule: "input/rows-replaced",
    when: "a third of a small table's rows are gone, and its source only inserts",
    evidence: () => keptOf(300, 200),
    says: [/^many rows of links took the place of one before with the same primary key$/m],
  },
  {
    rule: "input/rows-replaced",
    when: "a fifth of a small table's rows are gone, as some corrections would have it",
    evidence: () => keptOf(300, 240),
  },
  {
    rule: "input/rows-replaced",
    when: "two thirds are replaced, and as many records miss them in a join by another column than the key",
    evidence: () => narrowKeyOf(),
    severity: "warning",
    says: [
      /48,093 of 70,400 records find no row of samples in the join .* \("r\.sample_id = s\.sample_id"\)/,
      /the columns of the key \(order_id\) do not tell them apart/,
    ],
  },
  {
    rule: "input/rows-replaced",
    when: "two thirds are replaced, and hardly any record misses them in a join",
    evidence: () => narrowKeyOf(60_000),
    severity: "info",
    says: [/^most rows of samples took the place/m],
  },
  {
    rule: "input/rows-replaced",
    when: "the recorded rows of a table with a primary key have a key each",
    evidence: () => evidenceOf("skewed_join"),
  },
];
