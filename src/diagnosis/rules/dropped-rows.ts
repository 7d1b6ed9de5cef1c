import * as z from "zod";
import type { LateFilter } from "../../analysis/circuit/late-filters.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import type { NextCall } from "../../text/diagnosis/rule-words.ts";
import { grouped, moment, percent, plural, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { generatedAdvice, OutOfOrder, outOfOrder, outOfOrderWords } from "./generated.ts";
import { explainsHeard, HEARD, heardOf, noneHeardWords } from "./heard-late.ts";
import { connectorCall } from "./input.ts";
import {
  asManyWords,
  dropsMuch,
  lateSourcesOf,
  lossyFilters,
  mayCancel,
  sourcesOf,
  waitingSourcesOf,
} from "./lossy-filters.ts";
import { replacedTables } from "./replaced-rows.ts";
import { inUnitWords } from "./table-times.ts";
import { twoLooks } from "./two-looks.ts";
import { codeOf, Where } from "./where.ts";

/** What went into a late filter and came out of it. */
const Passed = z.object({ records_in: z.number(), records_out: z.number() });

/** Between two looks; absent where it was looked at once, or too little came to tell. */
export const Between = z.object({ ...Passed.shape, over_s: z.number() });

/** Rows that a late filter dropped. */
export const DroppedRows = z.object({
  operator: Where,
  tables: z.array(z.string()),
  /** The columns of these tables with LATENESS; none where it is declared on a view over them. */
  columns: z.array(z.string()),
  of_view: z.boolean(),
  ...Passed.shape,
  between: Between.optional(),
  /** About where its waterline is, RFC 3339; `exact_waterline`: where it is not rounded or moved on the way. */
  waterline: z.string().optional(),
  exact_waterline: z.string().optional(),
  /** How far that is ahead of the clock, in ms; negative where it is behind. */
  ahead_ms: z.number().optional(),
  /** Tables of which no row is late, and how far their times are behind. */
  ahead_of: z.object({ tables: z.array(z.string()), ms: z.number() }).optional(),
  sources: z.array(z.string()),
  /** Those of them that wait for others to end before they start. */
  waiting_sources: z.array(z.string()),
  /** The one of them that has sent about as many rows as are missing, or the several. */
  late_sources: z.array(z.string()),
  /** Whether rows that are inserted and deleted in one step may be among them. */
  may_cancel: z.boolean(),
  /** Why they are out of order, where the generator that makes them all is set so. */
  generated: OutOfOrder.optional(),
  /** The tables whose updates make rows again that are late by then: more went into the filter than came for them all. */
  updated: z.array(z.string()),
  ...HEARD,
});

export type DroppedRows = z.infer<typeof DroppedRows>;

/** The rules whose findings say how many rows are dropped as late, and that one row far ahead is why. */
export const LATE_ROWS = "input/late-rows";
export const FAR_AHEAD = "input/row-far-ahead";

/** What is known of the filters that drop rows. */
function droppedRows(evidence: Evidence): { about: DroppedRows; filter: LateFilter }[] {
  const { pipeline, nowMs } = evidence;
  return lossyFilters(evidence)
    .filter(dropsMuch)
    .map((filter) => {
      const { id, place, tables, of_view, records_in, records_out, waterline } = filter;
      const between = passedBetween(filter, evidence);
      const late_sources = lateSourcesOf(filter, evidence);
      const generated = of_view ? undefined : outOfOrder(tables, evidence);
      const lateness = of_view
        ? []
        : (pipeline?.lateness ?? []).filter(({ table }) => tables.includes(table));
      const ahead_of = of_view ? undefined : aheadOfOthers(filter, evidence.circuit_profile);
      const about = {
        operator: { id, label: "ControlledKeyFilter", ...(place && { place }) },
        tables,
        columns: lateness.flatMap(({ columns }) => columns),
        of_view,
        records_in,
        records_out,
        ...(between && { between }),
        ...(waterline && { waterline: waterline.at, ahead_ms: Date.parse(waterline.at) - nowMs }),
        ...(waterline?.kept_as_is !== undefined && { exact_waterline: waterline.kept_as_is }),
        ...(ahead_of && { ahead_of }),
        sources: sourcesOf(tables, pipeline?.connectors),
        waiting_sources: waitingSourcesOf(tables, pipeline?.connectors),
        late_sources,
        may_cancel: mayCancel(tables, evidence),
        ...(generated && { generated }),
        updated: updatedBefore(filter, evidence.circuit_profile),
        ...heardOf(evidence, filter),
      };
      return { about, filter };
    });
}

/** State that other tables hold back as well is kept from the time of that which is furthest behind. */
function aheadOfOthers(
  { tables: [table, ...more], waterline }: LateFilter,
  signs: CircuitSigns | undefined,
): DroppedRows["ahead_of"] {
  if (table === undefined || more.length > 0 || waterline === undefined) return undefined;
  const areInTime = (names: readonly string[]) =>
    names.every((name) => signs?.late_filters.some((one) => one.tables.includes(name) && passesAll(one)));
  const held = (signs?.integrals ?? []).flatMap(({ waterlines, retained_from }) => {
    const others = waterlines.filter((one) => one !== table);
    if (retained_from === undefined || others.length === waterlines.length || !areInTime(others)) return [];
    const ms = Date.parse(waterline.earliest) - Date.parse(retained_from);
    return others.length > 0 && ms >= THRESHOLDS.aheadOfOthersMs ? [{ tables: others, ms }] : [];
  });
  return held.toSorted((one, other) => one.ms - other.ms)[0];
}

function passesAll({ records_in, records_out }: LateFilter): boolean {
  return records_in === records_out;
}

/** A filter of a table takes no more than came for it. */
function updatedBefore(
  { of_view, tables, records_in }: LateFilter,
  signs: CircuitSigns | undefined,
): string[] {
  const rows = (signs?.tables ?? []).filter(({ name }) => tables.includes(name));
  const came = rows.reduce((sum, table) => sum + (table.rows ?? Number.POSITIVE_INFINITY), 0);
  if (!of_view || rows.length < tables.length || records_in <= came) return [];
  return replacedTables(signs)
    .map(({ table }) => table)
    .filter((table) => tables.includes(table));
}

export function passedBetween(
  { id, ...now }: LateFilter,
  evidence: Evidence,
): z.infer<typeof Between> | undefined {
  const looks = twoLooks(evidence);
  const was = looks?.earlier.late_filters.find((one) => one.id === id);
  if (looks === undefined || was === undefined) return undefined;
  const records_in = now.records_in - was.records_in;
  if (records_in < THRESHOLDS.betweenLooksRows) return undefined;
  const records_out = Math.max(0, now.records_out - was.records_out);
  return { records_in, records_out, over_s: looks.elapsed_s };
}

/** Whether next to nothing that comes passes the filter; undefined where that was not seen. */
function passesNothing({ between }: DroppedRows): boolean | undefined {
  return between && between.records_out < between.records_in * THRESHOLDS.lateShare;
}

function signsOf({ id, records_in, records_out }: LateFilter): Sign[] {
  const part = "circuit_profile" as const;
  return [
    { part, field: `${id}.records_in`, value: { count: records_in, unit: "rows" } },
    { part, field: `${id}.records_out`, value: { count: records_out, unit: "rows" } },
  ];
}

/**
 * The waterline never goes back: one row of the far future makes all others late. A program that keeps by the end of a
 * window has bounds up to the window's length ahead of its waterline, though rows pass its filter.
 */
const farAhead = defineRule({
  id: FAR_AHEAD,
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`a row with a time far ahead, after which all others are late`,
  thresholds: [
    "lateRecords",
    "lateShare",
    "mergedShare",
    "betweenLooksRows",
    "aheadMs",
    "aheadOfOthersMs",
    "windowMs",
    "yearsAheadMs",
  ],
  explains: [LATE_ROWS],
  about: DroppedRows,
  find: (evidence) =>
    droppedRows(evidence).flatMap(({ about, filter }): { about: DroppedRows; signs: Sign[] }[] => {
      if (filter.waterline === undefined || passesNothing(about) === false) return [];
      const { at, integral } = filter.waterline;
      // Of a table with two columns with LATENESS, the times of the other may be as they should be; years are no window.
      const isOfYears = Date.parse(at) - evidence.nowMs >= THRESHOLDS.yearsAheadMs;
      const earliest = isOfYears ? at : filter.waterline.earliest;
      const least = passesNothing(about) ? THRESHOLDS.aheadMs : THRESHOLDS.windowMs;
      const part = "circuit_profile" as const;
      const bounds = { part, field: `${integral}.retainment_bounds`, value: { moment: at } };
      const { ahead_of, ahead_ms, ...others } = about;
      if (ahead_ms !== undefined && Date.parse(earliest) - evidence.nowMs >= least) {
        const field = "ahead of the clock";
        const sign = { part, field, value: { ms: ahead_ms }, threshold: { ms: least } };
        return [{ about: { ...others, ahead_ms }, signs: [bounds, sign, ...signsOf(filter)] }];
      }
      if (ahead_of === undefined) return [];
      const field = `ahead of the waterline of ${ahead_of.tables.join(", ")}`;
      const threshold = { ms: THRESHOLDS.aheadOfOthersMs };
      const sign = { part, field, value: { ms: ahead_of.ms }, threshold };
      return [{ about, signs: [bounds, sign, ...signsOf(filter)] }];
    }),
  what: (about) =>
    words`${likely(about)}a row of ${nameList(about.tables)} with a time far ahead moved its waterline to ${aheadWords(about)}, and every row before that is late: ${droppedWords(about)} dropped; no counter of Feldera's shows it`,
  brief: (about) => words`${likely(about)}one row far ahead moved the waterline of ${nameList(about.tables)}`,
  cause: (about) => {
    const { tables, columns, of_view, waterline = "", ahead_ms = 0, generated } = about;
    // Of several columns it is not known which is ahead.
    const [column] = columns.length > 1 ? [] : columns;
    const unit = inUnitWords(waterline, Date.parse(waterline) - ahead_ms);
    const such =
      column === undefined
        ? undefined
        : words` (CREATE VIEW v AS SELECT * FROM ${nameList(tables)} WHERE ${column} < a fixed date; LATENESS v.${column} …)`;
    const view = of_view
      ? words`leave such rows out in the view that LATENESS is declared on, with a WHERE`
      : words`declare LATENESS not on ${nameList(tables)} but on a view that leaves such rows out${such}, and read that: LATENESS of a table acts before any view does`;
    const set = generated && words`It is set so: ${outOfOrderWords(generated)}. `;
    const else_late =
      about.ahead_of && words`. If none is ahead, what comes is itself late: bring it up to date`;
    return words`${set}Correct that time at its source${unit && words` (${unit})`}, or ${view}. A waterline never goes back, and a checkpoint keeps it: then stop the pipeline, clear its storage, and let it read its input again${else_late}`;
  },
  next: () => [
    {
      tool: "get_pipeline",
      args: { section: "connectors" },
      why: words`for where its rows come from`,
    },
  ],
});

/** Where not the clock tells it, but other tables. */
function likely({ ahead_of }: DroppedRows): Words | undefined {
  return ahead_of && words`most likely `;
}

/** "about 2098-12-31 23:50:00 UTC, 26,330 days ahead of the clock", or of the waterline of others. */
function aheadWords({ waterline = "", ahead_ms = 0, ahead_of }: DroppedRows): Words {
  if (ahead_of)
    return words`about ${moment(waterline)}, ${span(ahead_of.ms)} ahead of that of ${nameList(ahead_of.tables)}, of which no row is late`;
  const days = plural(Math.round(ahead_ms / DAY_MS), words`day`, words`days`);
  return words`about ${moment(waterline)}, ${days} ahead of the clock`;
}

const DAY_MS = 24 * 3_600_000;

/** "about 9,600 rows of 23,100 (41.6 %), 2,000 of 4,000 in the last 10 s". */
function droppedWords({ records_in, records_out, between }: DroppedRows): Words {
  const dropped = records_in - records_out;
  const all = words`about ${grouped(dropped)} of ${grouped(records_in)} rows (${percent(dropped / records_in)})`;
  return words`${all}${between && words`, ${betweenWords(between)},`}`;
}

export function betweenWords({ records_in, records_out, over_s }: z.infer<typeof Between>): Words {
  const last = words`in the last ${span(over_s * 1000)}`;
  return records_out === 0
    ? words`all ${grouped(records_in)} that came ${last}`
    : words`${grouped(records_in - records_out)} of ${grouped(records_in)} ${last}`;
}

/** What a verdict says of them: how many, whether still, and why where that is known. */
export function droppedBriefly(about: DroppedRows, isAhead: boolean): Words {
  const { tables, records_in, records_out, between, updated, late_sources } = about;
  const again =
    updated.length === 0 ? undefined : words`, most of them made again by updates of ${nameList(updated)}`;
  const of = tables.length === 0 ? undefined : words` of ${nameList(tables)}`;
  const why = isAhead
    ? words`, ${likely(about)}since one far ahead moved its waterline to ${aheadWords(about)}`
    : undefined;
  const still = between && words` (${betweenWords(between)})`;
  return words`about ${grouped(records_in - records_out)} rows of ${grouped(records_in)}${of} dropped as late${isAhead ? undefined : orCancelled(about)}${again}${still}${why}${isAhead ? undefined : asManyWords(late_sources)}${orderWords(about, isAhead)}${noneHeardWords(about)}`;
}

/** What is known of the order in which they come. */
function orderWords(about: DroppedRows, isAhead: boolean): Words | undefined {
  if (about.generated) return words`: ${outOfOrderWords(about.generated)}`;
  return isAhead ? undefined : withinOneSource(about);
}

/** What one source alone sends is late by its own order, unless one of its rows is far ahead. */
function withinOneSource(about: DroppedRows): Words | undefined {
  const { sources, may_cancel, updated, of_view } = about;
  if (sources.length !== 1 || may_cancel || updated.length > 0 || of_view) return undefined;
  return words` (out of order, or behind rows ahead of their time, if only one: which is not known)`;
}

/** Where rows of both kinds come, nothing tells one from the other. */
function orCancelled({ may_cancel }: DroppedRows): Words | undefined {
  return may_cancel ? words`, or deleted in the step that inserted them, which is not known` : undefined;
}

/** Rows went into a late filter and did not come out. */
const lateRows = defineRule({
  id: LATE_ROWS,
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`rows dropped as late`,
  thresholds: ["lateRecords", "lateShare", "mergedShare"],
  about: DroppedRows,
  find: (evidence) =>
    droppedRows(evidence).map(({ about, filter }) => ({
      about,
      signs: signsOf(filter),
      quotes: codeOf(about.operator),
      ...explainsHeard(about),
    })),
  what: (about) => {
    const { operator, tables, of_view, sources, late_sources } = about;
    const of = words` of ${of_view ? words`a view over ` : undefined}${nameList(tables)}`;
    const fed = sources.length > 1 ? words`; ${sources.length} sources feed it` : undefined;
    return words`${droppedWords(about)}${of} are dropped as late by ControlledKeyFilter ${operator.id}${orCancelled(about)}${asManyWords(late_sources)}${fed}${noneHeardWords(about)}; no counter of Feldera's shows it`;
  },
  brief: (about) => {
    const { tables, of_view, late_sources } = about;
    return words`rows of ${of_view ? words`a view over ` : undefined}${nameList(tables)} are dropped as late${about.may_cancel ? words` or deleted at once` : undefined}${asManyWords(late_sources)}${about.generated && words`: ${outOfOrderWords(about.generated)}`}`;
  },
  cause: (about) =>
    words`${whyLate(about)}. Proof: the late rows themselves, which depth deep hears of error_view. Equal rows that merge or cancel within a step count as well`,
  next: ({ sources, late_sources }) => (sources.length === 0 ? [] : sourceCalls(late_sources)),
});

/** To the source that is late, or to all, of which one may be. */
export function sourceCalls([one, ...others]: readonly string[]): readonly NextCall[] {
  return one === undefined || others.length > 0
    ? [{ tool: "get_stats", args: {}, why: words`for how much each source delivers` }]
    : connectorCall(one, "input", words`for what it reads`);
}

function whyLate(about: DroppedRows): Words {
  const { sources, exact_waterline, updated, tables, late_sources, may_cancel, generated, waiting_sources } =
    about;
  if (updated.length > 0) {
    return words`More rows went in than came for ${nameList(tables)}: each update of a row of ${nameList(updated)} takes back all rows that it is joined with and makes them again, and those of times long past are late by then. What was made of them stays as it was. If that is meant, no row is missing; else update ${nameList(updated)} less, or join with what held at the time of the other row (ASOF JOIN)`;
  }
  const stands =
    exact_waterline === undefined
      ? undefined
      : words` (its waterline is at about ${moment(exact_waterline)})`;
  if (generated) return generatedAdvice(generated);
  const isStuck = passesNothing(about);
  const [one, ...others] = late_sources;
  if (one !== undefined) {
    const which = others.length === 0 ? one : words`one of ${nameList(late_sources)}`;
    const tells =
      others.length === 0
        ? undefined
        : words`Which it is, or whether it is a part of each, no count tells: it shows in the late rows themselves. `;
    const what = may_cancel ? words`Unless rows were deleted at once, what` : words`What`;
    // What is sent by HTTP is no connector of the program, and has no settings.
    const isDeclared = late_sources.every((name) => sources.includes(name));
    // Of rows that are in order, those that come second are the older ones.
    const comesLast = waiting_sources.includes(one)
      ? words`; or its rows are the older ones, and start_after has it begin when the others have ended: turn that round`
      : undefined;
    const wait =
      isDeclared && waiting_sources.length === 0
        ? words` (start_after lets one wait for another that ends)`
        : undefined;
    return words`${tells}${what} ${which} sends is, most likely, behind what the other sources send by more than LATENESS allows${stands}: its clock or its delivery is behind, or the clock of another is ahead${comesLast}. Bring them together${wait}, or raise LATENESS`;
  }
  if (isStuck) {
    return words`Next to nothing that comes is new enough${stands}. One of two: ${sources.length > 1 ? words`one source is` : words`the source is`} behind by more than LATENESS allows, or a row far ahead of the others moved the waterline, which never goes back`;
  }
  const behind = sources.length > 1 ? words`: as a rule one source is behind the others` : undefined;
  const ahead =
    isStuck === undefined
      ? words`; or rows, if only one, are ahead of their time: which is not known`
      : undefined;
  const correct = ahead && words`, correct times that are ahead`;
  return words`Event times further behind the newest than LATENESS allows${stands}${behind}${ahead}. Bring the source up to date${correct} or raise LATENESS`;
}

export const DROPPED_RULES = [farAhead, lateRows];
