import * as z from "zod";
import { TableFacts } from "../../analysis/circuit/tables.ts";
import { SqlPlace } from "../../analysis/operators/sql-places.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { bytes, grouped, percent, plural, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorName } from "../../text/sql/operator-name.ts";
import { sqlName } from "../../text/sql/sql-name.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { explodingJoins } from "./exploding-joins.ts";
import { GrowingState, growingState, newKeyShare } from "./growing-state.ts";
import { codeOf, operatorCall } from "./where.ts";

const About = z.object({
  growing: GrowingState,
  tables: z.array(TableFacts),
  /** Of a join: the tables of the other side, with their columns of times that the join compares. */
  other_side: z.array(z.object({ table: TableFacts, compared: z.array(z.string()) })),
  /** Columns that LATENESS is declared on, by table. */
  lateness: z.record(z.string(), z.array(z.string())),
  /** Whether the columns of these tables are known, and what a join compares. */
  is_program_known: z.boolean(),
  /** Further state that grows. */
  others: z.array(z.object({ id: z.string(), place: SqlPlace.optional(), bytes: z.number() })),
});

type About = z.infer<typeof About>;

/** State that keeps what comes, for which the compiled program has nothing that bounds it. */
const unboundedState = defineRule({
  id: "engine/unbounded-state",
  severity: "warning",
  parts: ["circuit_profile", "stats", "pipeline"],
  looksFor: words`state that grows with all that is read`,
  thresholds: [
    "startRecords",
    "startS",
    "stateRecords",
    "stateBytesPerHour",
    "stateShare",
    "newKeyShare",
    "betweenLooksS",
    "betweenLooksRows",
  ],
  about: About,
  find(evidence) {
    const { circuit_profile } = evidence;
    const exploding = new Set(circuit_profile && explodingJoins(circuit_profile).map(({ name }) => name));
    const growing = growingState(evidence).filter(
      // What lies behind a join that multiplies rows is told with that join.
      ({ integral }) => !integral.behind.some((join) => exploding.has(join)),
    );
    // That a table is not fed yet has a cause of its own, and ends once it is.
    const unbounded = growing.filter(({ by }) => by === "rows" || by === "groups");
    const [worst] = unbounded.length > 0 ? unbounded : growing;
    if (worst === undefined || !isMuch(worst)) return [];
    const others = growing.filter((one) => one !== worst && isMuch(one));
    const about = aboutState(worst, others, evidence);
    return [
      {
        about,
        severity: unbounded.length > 0 ? ("warning" as const) : ("info" as const),
        signs: signsOf(worst),
        quotes: quotesOf(worst),
      },
    ];
  },
  what: whatGrows,
  cause: whyItGrows,
  next: ({ growing: { integral } }) => [operatorCall({ id: integral.id })],
});

function isMuch({ integral, per_hour }: GrowingState): boolean {
  return (
    integral.records >= THRESHOLDS.stateRecords || (per_hour?.bytes ?? 0) >= THRESHOLDS.stateBytesPerHour
  );
}

function aboutState(
  growing: GrowingState,
  others: readonly GrowingState[],
  { circuit_profile, pipeline }: Evidence,
): About {
  const { integral } = growing;
  const tables = (circuit_profile?.tables ?? []).filter(({ name }) => integral.tables.includes(name));
  const other = (circuit_profile?.tables ?? []).filter(({ name }) => integral.other_side.includes(name));
  const conditions = conditionsOf(integral).join(" ");
  const are_columns_known =
    pipeline?.lateness !== undefined && [...tables, ...other].every((table) => table.time_columns);
  return {
    growing,
    is_program_known: are_columns_known && (other.length === 0 || conditions !== ""),
    tables,
    other_side: other.map((table) => ({
      table,
      compared: (table.time_columns ?? []).filter((column) => names(conditions, column)),
    })),
    lateness: Object.fromEntries((pipeline?.lateness ?? []).map(({ table, columns }) => [table, columns])),
    others: others.map(({ integral: { id, used_by, bytes } }) => ({
      id,
      bytes,
      ...(used_by[0] && { place: used_by[0] }),
    })),
  };
}

/** The SQL that a join compares by; what it selects stands beside it. */
function conditionsOf({ used_by }: GrowingState["integral"]): string[] {
  const code = used_by.flatMap(({ positions }) => positions.flatMap((one) => one.code ?? []));
  return code.filter((text) => /=|\busing\b/i.test(text));
}

function quotesOf({ integral }: GrowingState) {
  const conditions = integral.other_side.length === 0 ? [] : conditionsOf(integral);
  const { id, used_by } = integral;
  return conditions.length === 0
    ? codeOf({ id, place: used_by[0] })
    : [{ part: "circuit_profile" as const, texts: conditions.slice(0, 2) }];
}

/** Whether a piece of SQL names a column, as itself or within a table or an alias. */
function names(code: string, column: string): boolean {
  return code
    .split(/[^\p{L}\p{N}_$]+/u)
    .some((word) => word === column || word.toLowerCase() === column.toLowerCase());
}

function signsOf({ integral: { id, records, bytes }, by }: GrowingState): Sign[] {
  const part = "circuit_profile" as const;
  return [
    { part, field: `${id}.state_records_count`, value: { count: records, unit: "records" } },
    { part, field: `${id}.used_memory_bytes + ${id}.spine_storage_size_bytes`, value: { bytes } },
    { part, field: `what bounds ${id}`, value: { text: BOUNDED_BY[by] } },
  ];
}

const BOUNDED_BY: Readonly<Record<GrowingState["by"], string>> = {
  rows: "nothing: no operator tells it what to forget",
  groups: "its groups",
  new_keys: "the keys of its tables",
  no_waterline_yet: "LATENESS, of a table without a row yet",
  unknown: "not known",
};

/** "the join in view v (v.join@3)". */
export function userWords(place: SqlPlace | undefined, id: string): Words {
  if (place === undefined) return words`${id}`;
  const handle = words` (${operatorName(place.handle)})`;
  const of = place.relation && words`${place.relation.kind} ${sqlName(place.relation.name)}`;
  if (/^(?:source|input)_/.test(place.operation)) return words`${of ?? words`the table`}${handle}`;
  return words`${kindOf(place.operation)}${of && words` in ${of}`}${handle}`;
}

function kindOf(operation: string): Words {
  if (operation.includes("join")) return words`the join`;
  if (operation.includes("aggregate")) return words`the aggregate`;
  if (operation.includes("distinct")) return words`the DISTINCT`;
  if (operation === "topK") return words`the top rows of a group`;
  return words`the operator`;
}

function tableNames(tables: readonly { readonly name: string }[]): Words {
  return nameList(tables.map(({ name }) => name));
}

/** Of what came: records that merge, or are on their way, may be missing from all. */
const ALL = 0.95;

/** "the rate of the last 10 s", or "this rate", which is that since its start. */
function rateWords({ over_s }: NonNullable<GrowingState["per_hour"]>): Words {
  return over_s === undefined ? words`this rate` : words`the rate of the last ${span(over_s * 1000)}`;
}

function whatGrows({ growing, tables, others }: About): Words {
  const { integral, by, came, per_hour } = growing;
  const { records, id } = integral;
  const user = userWords(integral.used_by[0], id);
  const where = integral.holds === "view" ? words`what is kept of ${user} for queries` : user;
  const rate = per_hour && words`, ${bytes(per_hour.bytes)} more an hour at ${rateWords(per_hour)}`;
  const size = words`${bytes(integral.bytes)}${rate}`;
  const fed = growing.is_fed ? undefined : words`; whether more comes to it is not known`;
  const also =
    others.length === 0
      ? undefined
      : words`; ${plural(others.length, words`further state grows`, words`further states grow`)} (${nameList(others.map((one) => one.id))}, ${bytes(others.reduce((sum, one) => sum + one.bytes, 0))})`;
  const kept = words`${grouped(records)} records for ${grouped(came)} that have come (${id}: ${size})${fed}`;
  switch (by) {
    case "rows":
      return words`${where} keeps ${records < came * ALL ? words`most rows` : words`every row`} of ${tableNames(tables)}: ${kept}${also}`;
    case "groups":
      return words`${where} makes a new group for ${percent(Math.min(1, records / came))} of what comes of ${tableNames(tables)}: ${kept}${also}`;
    case "new_keys":
      return words`${where} keeps a record for each key of ${tableNames(tables)}, and most of what comes has a new key: ${kept}${also}`;
    case "no_waterline_yet":
      return words`${where} keeps every row of ${tableNames(tables)} until the first row of ${nameList(integral.waterlines)} comes, whose LATENESS bounds it: ${kept}${also}`;
    case "unknown":
      return words`${where} holds ${kept}; whether anything bounds it is not known${also}`;
  }
}

function whyItGrows(about: About): Words {
  const { growing, tables } = about;
  const { integral, by } = growing;
  switch (by) {
    case "rows":
      if (about.other_side.length > 0) return whyJoinKeeps(about);
      return integral.holds === "view" ? MATERIALIZED : whyGroupsStay(about);
    case "groups":
      return whyGroupsStay(about);
    case "new_keys":
      return words`A table with a primary key has to know its rows, and what is made of it grows with its keys (${tableNames(tables.filter((one) => newKeyShare(one) >= THRESHOLDS.newKeyShare))}). It stays as it is once no new keys come; rows that no longer matter have to be deleted, or filtered out by their age`;
    case "no_waterline_yet":
      return words`Start what feeds ${nameList(integral.waterlines)}, or see why nothing comes; the state shrinks once its rows have caught up`;
    case "unknown":
      return words`The program's dataflow graph was not read, or has an operation that this server does not know`;
  }
}

const MATERIALIZED = words`A materialized table or view keeps all its rows for queries: one that is not materialized keeps none, and its outputs are the same`;

/** LATENESS on one side bounds the state of the other. */
function whyJoinKeeps({ tables, other_side, lateness, is_program_known }: About): Words {
  const own = tableNames(tables);
  const others = tableNames(other_side.map(({ table }) => table));
  const why = words`A row of ${own} stays as long as a row of ${others} may still come that matches it: LATENESS on one side of a join bounds the state of the other`;
  if (!is_program_known) {
    return words`${why}. Which columns this join compares, and which have LATENESS, is not known`;
  }
  const undeclared = other_side.flatMap(({ table, compared }) =>
    compared
      .filter((column) => !(lateness[table.name] ?? []).includes(column))
      .map((column) => `${table.name}.${column}`),
  );
  if (undeclared.length > 0) {
    return words`${why}. Declare LATENESS on ${nameList(undeclared)}, which this join compares`;
  }
  const elsewhere = other_side.flatMap(({ table }) =>
    (lateness[table.name] ?? []).map((column) => `${table.name}.${column}`),
  );
  if (elsewhere.length > 0) {
    return words`${why}. LATENESS is declared on ${nameList(elsewhere)}, and does not reach what this join compares: compare that column, too, if rows that match are near in time`;
  }
  const times = tables.flatMap(({ name, time_columns = [] }) => time_columns.map((one) => `${name}.${one}`));
  const filter =
    times.length === 0
      ? undefined
      : words`. If old rows no longer matter, leave them out before the join, by ${nameList(times)} against NOW()`;
  return words`${why}, and this join compares no column of times of ${others}, so that LATENESS would change nothing${filter}`;
}

/** Groups are forgotten once LATENESS says that none of their rows can come any more. */
function whyGroupsStay({ tables, lateness, is_program_known }: About): Words {
  const why = words`Groups are forgotten only once LATENESS says that no row of theirs can come any more`;
  const declared = tables.flatMap(({ name }) => (lateness[name] ?? []).map((column) => `${name}.${column}`));
  if (declared.length > 0) {
    return words`${why}. LATENESS is declared on ${nameList(declared)}, and is not among what is grouped by here: group by that column, or by a window of it, as well`;
  }
  if (!is_program_known) return words`${why}. Which columns of ${tableNames(tables)} have it is not known`;
  const times = tables.flatMap(({ name, time_columns = [] }) => time_columns.map((one) => `${name}.${one}`));
  return times.length === 0
    ? words`${why}, and ${tableNames(tables)} has no column of times that it could be declared on: this state is as large as what was read, unless rows are deleted or grouped by less`
    : words`${why}: declare it on ${nameList(times)} and group by that, or by a window of it, as well; without both, the state stays`;
}

export const STATE_RULES = [unboundedState];
