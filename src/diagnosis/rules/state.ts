import { columnsIn } from "../../analysis/operators/sql-conditions.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { bytes, grouped, percent, plural, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { explodingJoins } from "./exploding-joins.ts";
import { fillsWords, keptBy } from "./filling.ts";
import { untilLevelWords } from "./furthest-behind.ts";
import {
  fastestFirst,
  type GrowingState,
  growingState,
  isGoingOn,
  isKeyIndex,
  keeperWords,
  rowsKept,
  untilWords,
} from "./growing-state.ts";
import { NEW } from "./grows-by.ts";
import { keepsSums } from "./kept-sums.ts";
import { curedOtherwise, madeByTimes, materialized, StateAdvice, whyItGrows } from "./state-advice.ts";
import { codeOf, operatorCall } from "./where.ts";

export const UNBOUNDED_STATE = "engine/unbounded-state";

/** State that keeps what comes, for which the compiled program has nothing that bounds it. */
const unboundedState = defineRule({
  id: UNBOUNDED_STATE,
  severity: "warning",
  parts: ["circuit_profile", "stats", "pipeline"],
  looksFor: words`state that grows with all that is read`,
  thresholds: [
    "startRecords",
    "startS",
    "stateRecords",
    "stateBytesPerHour",
    "stateBytesPerWeek",
    "stateBytes",
    "stateShare",
    "newKeyShare",
    "betweenLooksS",
    "betweenLooksRows",
    "latenessLeftMs",
  ],
  about: StateAdvice.extend({
    /** The largest of the others that something else would bound. */
    beside: StateAdvice.optional(),
  }),
  find(evidence) {
    const { circuit_profile } = evidence;
    const exploding = new Set(circuit_profile && explodingJoins(circuit_profile).map(({ name }) => name));
    const growing = growingState(evidence).filter(
      // What lies behind a join that multiplies rows is told with that join.
      ({ integral }) => !integral.behind.some((join) => exploding.has(join)),
    );
    // That a table is not fed yet has a cause of its own, and ends once it is; what is loaded once is no growth.
    const endless = growing.filter((one) => isGoingOn(one) && WARNED_OF.has(one.by));
    const keyed = growing.filter((one) => isGoingOn(one) && one.by === "new_keys" && isMuch(one));
    const isUnbounded = areWarnedOf(endless);
    const [worst] = isUnbounded ? fastestFirst([...endless, ...keyed]) : growing.filter(isMuch);
    if (worst === undefined) return [];
    const others = growing.filter((one) => one !== worst && isMuch(one));
    const other = curedOtherwise(worst, others.filter(isGoingOn));
    const first = aboutState(worst, others, evidence);
    const made_by = madeByTimes(
      first,
      others.filter((one) => isGoingOn(one) === isGoingOn(worst)).map((one) => aboutState(one, [], evidence)),
    );
    const about = {
      ...first,
      ...(made_by && { made_by }),
      ...(isUnbounded && other && { beside: aboutState(other, [], evidence) }),
    };
    return [
      {
        about,
        severity: isUnbounded ? ("warning" as const) : ("info" as const),
        signs: signsOf(worst),
        quotes: quotesOf(worst),
      },
    ];
  },
  what: whatGrows,
  brief: whatIsKept,
  cause: ({ beside, ...about }) =>
    words`${whyItGrows(about)}${unreplacedWords(about.growing)}${beside && besideWords(beside)}`,
  next: ({ growing: { integral } }) => [operatorCall({ id: integral.id })],
});

const WARNED_OF: ReadonlySet<GrowingState["by"]> = new Set(["rows", "groups", "waterline_stands"]);

function unreplacedWords({ is_unreplaced, open_tables }: GrowingState): Words | undefined {
  return (
    is_unreplaced &&
    words`. If a newer row is to take the place of an older one, give ${nameList(open_tables)} a PRIMARY KEY`
  );
}

/** ". Beside that, the aggregate in view v keeps … (nn63): LATENESS on …". */
function besideWords(about: StateAdvice): Words {
  return words`. Beside that, ${whatIsKept(about)} (${about.growing.integral.id}): ${whyItGrows(about)}`;
}

/**
 * One of them, or all together: what is much and fills a considerable part of a memory within a week at its rate, or is
 * large where its rate is not known. Else a small load of the first minute is warned of, and what takes years.
 */
function areWarnedOf(all: readonly GrowingState[]): boolean {
  const perHour = all.reduce((sum, { per_hour }) => sum + (per_hour?.bytes ?? 0), 0);
  if (perHour >= THRESHOLDS.stateBytesPerHour) return true;
  const isFast = perHour * HOURS_OF_A_WEEK >= THRESHOLDS.stateBytesPerWeek;
  return all.some((one) =>
    one.per_hour === undefined ? one.integral.bytes >= THRESHOLDS.stateBytes : isFast && isMuch(one),
  );
}

const HOURS_OF_A_WEEK = 7 * 24;

function isMuch({ integral, per_hour }: GrowingState): boolean {
  return (
    keptBy(integral) >= THRESHOLDS.stateRecords || (per_hour?.bytes ?? 0) >= THRESHOLDS.stateBytesPerHour
  );
}

/** @param others further state that grows */
export function aboutState(
  growing: GrowingState,
  others: readonly GrowingState[],
  evidence: Evidence,
): StateAdvice {
  const { circuit_profile, pipeline } = evidence;
  const { integral } = growing;
  const tables = (circuit_profile?.tables ?? []).filter(({ name }) => integral.tables.includes(name));
  const other = (circuit_profile?.tables ?? []).filter(({ name }) => integral.other_side.includes(name));
  const conditions = integral.conditions.join(" ");
  const are_columns_known =
    pipeline?.lateness !== undefined && [...tables, ...other].every((table) => table.time_columns);
  return {
    growing,
    is_program_known: are_columns_known && (other.length === 0 || conditions !== ""),
    tables,
    other_side: other.map((table) => ({
      table,
      compared: columnsIn(conditions, table.time_columns ?? []),
      numbers: columnsIn(conditions, table.number_columns ?? []),
    })),
    lateness: Object.fromEntries((pipeline?.lateness ?? []).map(({ table, columns }) => [table, columns])),
    ...([growing, ...others].some((one) => one.integral.are_sums) &&
      keepsSums(evidence) && { keeps_sums: true as const }),
    views: materialized(others.map(({ integral }) => integral)),
    others: others.map(({ integral: { id, used_by, bytes } }) => ({
      id,
      bytes,
      ...(used_by[0] && { place: used_by[0] }),
    })),
  };
}

function quotesOf({ integral }: GrowingState) {
  const { id, used_by, conditions } = integral;
  return conditions.length === 0
    ? codeOf({ id, place: used_by[0] })
    : [{ part: "circuit_profile" as const, texts: conditions.slice(0, 2) }];
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
  time: "time, of which too little has passed to let anything go",
  no_waterline_yet: "LATENESS, of a table without a row yet",
  waterline_stands: "LATENESS, of a table to which nothing comes any more",
  waterline_behind: "LATENESS, of a table that is behind the others",
  unknown: "not known",
};

function tableNames(tables: readonly { readonly name: string }[]): Words {
  return nameList(tables.map(({ name }) => name));
}

/** From so many records for a row on it is the program that makes them: by UNNEST, a join or a recursion. */
const MULTIPLIED = 10;

/** "the rate of the last 10 s", or "this rate", which is that since its start. */
function rateWords({ over_s }: NonNullable<GrowingState["per_hour"]>): Words {
  return over_s === undefined ? words`this rate` : words`the rate of the last ${span(over_s * 1000)}`;
}

function whatGrows(advice: StateAdvice): Words {
  const { growing, tables, others } = advice;
  const { integral, by, came, per_hour } = growing;
  const records = keptBy(integral);
  const { id } = integral;
  const rate = per_hour && words`, ${bytes(per_hour.bytes)} more an hour at ${rateWords(per_hour)}`;
  const size = words`${bytes(integral.bytes)}${rate}`;
  const filling = growing.fills && words`; ${fillsWords(growing.fills, NEW[by])}`;
  const fed = growing.is_fed ? undefined : words`; whether more comes to it is not known`;
  const also =
    others.length === 0
      ? undefined
      : words`; ${plural(others.length, words`further large state grows`, words`further large states grow`)} (${nameList(others.map((one) => one.id))}, ${bytes(others.reduce((sum, one) => sum + one.bytes, 0))})`;
  // A tree of rows has more nodes than there are rows.
  const of = records > came ? words`made of` : words`for`;
  const rows = tables.reduce((all, table) => all + (table.rows ?? 0), 0);
  const each =
    rows > 0 && came >= rows * MULTIPLIED
      ? words`, ${grouped(Math.round(came / rows))} for each row of ${tableNames(tables)}`
      : undefined;
  const kept = words`${grouped(records)} records ${of} ${grouped(came)} that have come${each} (${id}: ${size})${filling}${fed}`;
  return by === "unknown"
    ? words`${keeperWords(advice.growing.integral)} holds ${kept}; whether anything bounds it is not known${also}`
    : words`${whatIsKept(advice)}: ${kept}${also}`;
}

function whatIsKept(advice: StateAdvice): Words {
  const { growing, tables } = advice;
  const { integral, by, came } = growing;
  const where = keeperWords(advice.growing.integral);
  const names = tables.map(({ name }) => name);
  switch (by) {
    case "rows":
      return words`${where} keeps ${rowsKept(growing, names)}`;
    case "groups": {
      const share = percent(Math.min(1, keptBy(integral) / came));
      return integral.distinct.length > 0
        ? words`${where} keeps each DISTINCT ${nameList(integral.distinct)} of a group, and ${share} of what comes of ${tableNames(tables)} brings a new one`
        : words`${where} makes a new group for ${share} of what comes to it of ${tableNames(tables)}`;
    }
    case "new_keys":
      return isKeyIndex(integral)
        ? words`${where} keeps a row for each key, and most of what comes has a new key`
        : words`${where} keeps a record for each key of ${tableNames(tables)}, and most of what comes has a new key`;
    case "time":
      return words`${where} keeps what comes of ${tableNames(tables)} ${untilWords(growing)}`;
    case "no_waterline_yet":
      return words`${where} keeps ${rowsKept(growing, names)} until the first row of ${nameList(integral.waterlines)} comes, whose LATENESS bounds it`;
    case "waterline_stands":
      return words`${where} keeps ${rowsKept(growing, names)}, since nothing more comes of ${nameList(growing.standing)}`;
    case "waterline_behind":
      return words`${where} keeps ${growing.behind && untilLevelWords(growing.behind)}`;
    case "unknown":
      return words`whether anything bounds ${where} is not known`;
  }
}

export const STATE_RULES = [unboundedState];
