import * as z from "zod";
import { DeadEnd } from "../../analysis/circuit/dead-ends.ts";
import { asksForWords } from "../../analysis/operators/sql-conditions.ts";
import { HeldView } from "../../analysis/program/held-views.ts";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped, moment, span } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { endCause, endWords } from "./dead-end-words.ts";
import { fedTables } from "./empty-views.ts";
import { EQUAL_ROWS, equalRows } from "./equal-rows.ts";
import { areRowsTold, heldBackViews, isWaitTold } from "./held-views.ts";
import { inputs } from "./input.ts";
import { tableTimes } from "./table-times.ts";
import { apartWords, byTime, isFarBehind, lagWords, TableTime, type Times } from "./times-apart.ts";
import { holdsOutputs } from "./transaction.ts";
import { circuitCall } from "./where.ts";
import { sideCause, sideWords, WindowSide, windowSide } from "./window-side.ts";

export const NOTHING_OUT = "view/nothing-out";

export const NothingOut = z.object({
  /** Those whose rows come to the same end. */
  views: z.array(z.string()),
  /** The rows that have come for each table that it needs. */
  came: z.array(z.object({ table: z.string(), rows: z.number() })),
  /** Whether its rows come out once LATENESS says that they are final (emit_final). */
  is_final: z.boolean(),
  /** What its groups are of its table's times, where that is known: a day, an hour. */
  each: HeldView.shape.each,
  /** By how much rows of that table may be late (LATENESS), in ms, where that is known. */
  lateness_ms: z.number().optional(),
  /** Where its rows come to an end; absent where the circuit was not read, or does not tell. */
  dead_end: DeadEnd.optional(),
  /** About where the times of its tables are, RFC 3339, as far as that is known. */
  times: z.array(TableTime),
  /** How long ago the first of those is by the clock, in ms; absent where it is to come, or none is known. */
  ago_ms: z.number().optional(),
  /** The table of the pipeline whose times are the latest, where they are later than the first of those. */
  ahead: TableTime.optional(),
  /** Of a filter by time: on which side of it the rows lie; absent where that is not known. */
  side: WindowSide.optional(),
  is_circuit_read: z.boolean(),
  /** Whether it would be seen that it waits for a table that stands still. */
  is_wait_told: z.boolean(),
});

/** An output without trouble that was given no row: none was sent, and none waits. */
export function hasSentNothing(output: ConnectorStats): boolean {
  const { troubles, transport_errors, records, waiting_records, buffered_records, gathers } = output;
  return (
    troubles.length === 0 &&
    // What was sent with errors is not counted.
    transport_errors !== undefined &&
    records === 0 &&
    waiting_records === 0 &&
    gathers === undefined &&
    (buffered_records ?? 0) <= 0
  );
}

/** Views whose output sent nothing, or that have none and no row, though the tables that they need have many rows. */
function emptyOutputs(evidence: Evidence) {
  const { stats, needed_tables = [], held_views = [] } = evidence;
  if (!areRowsTold(evidence)) return [];
  const fed = fedTables(inputs(evidence));
  const outputs = (stats?.connectors ?? []).filter(
    (one) =>
      one.direction === "output" &&
      Number(one.processed_input_records ?? 0) >= THRESHOLDS.rowsForEmpty &&
      hasSentNothing(one),
  );
  const emptied = emptiedViews(evidence);
  const never: { view: string | undefined; output?: string }[] = [
    ...outputs.map(({ name, relation }) => ({ view: nameOfStream(relation), output: name })),
    ...unsentViews(evidence).map((view) => ({ view })),
  ];
  const empty: { view: string | undefined; output?: string; is_again?: true }[] = [
    ...never.filter(({ view = "" }) => !emptied.includes(view)),
    ...emptied.map((view) => ({ view, is_again: true as const })),
  ];
  return empty.flatMap(({ view, output, is_again }) => {
    const held = held_views.find((one) => one.view === view);
    // Of a union a row of any table would do; what gives out only what is final waits for all of them.
    const tables = (needed_tables.find((one) => one.view === view) ?? held)?.tables ?? [];
    const came = tables.map((table) => ({ table, rows: fed.get(table) ?? 0 }));
    const most = Math.max(0, ...came.map(({ rows }) => rows));
    if (view === undefined || most < THRESHOLDS.rowsForEmpty || came.some(({ rows }) => rows === 0))
      return [];
    const is_final = held !== undefined;
    return [{ view, output, is_again, came, is_final, each: held?.each, times: timesOf(tables, evidence) }];
  });
}

/** Views without an output, which queries, HTTP or other views read: of these the circuit alone tells. */
function unsentViews({ stats, circuit_profile, held_views = [] }: Evidence): string[] {
  const { dead_ends = [], empty_views = [] } = circuit_profile ?? {};
  const outputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "output");
  const areTold = outputs.every(
    ({ relation, records, waiting_records, processed_input_records }) =>
      relation !== undefined &&
      records !== undefined &&
      waiting_records !== undefined &&
      processed_input_records !== undefined,
  );
  if (stats?.lists_outputs !== true || !areTold) return [];
  const sent = outputs.flatMap(({ relation }) => nameOfStream(relation) ?? []);
  const isHeld = (view: string) => held_views.some((one) => one.view === view);
  // What waits to be final is a group for many rows.
  const endsIn = ({ kind, records_in, views }: DeadEnd, view: string) =>
    views.includes(view) && (records_in >= THRESHOLDS.rowsForEmpty || (kind === "window" && isHeld(view)));
  return empty_views.filter((view) => !sent.includes(view) && dead_ends.some((one) => endsIn(one, view)));
}

/** Of what was taken back an output has sent both. */
function emptiedViews({ circuit_profile }: Evidence): string[] {
  const ends = (circuit_profile?.dead_ends ?? []).filter(({ is_taken_back }) => is_taken_back);
  return [...new Set(ends.flatMap(({ views }) => views))];
}

function timesOf(tables: readonly string[], { circuit_profile }: Evidence): { table: string; at: string }[] {
  const known = tableTimes(circuit_profile);
  return tables.flatMap((table) => {
    const at = known.get(table)?.at;
    return at === undefined ? [] : [{ table, at }];
  });
}

function agoOf(times: Times, { nowMs }: Evidence): Pick<z.infer<typeof NothingOut>, "ago_ms"> {
  const ago_ms = nowMs - Date.parse(byTime(times).at(0)?.at ?? "");
  return ago_ms > 0 ? { ago_ms } : {};
}

/** Of all tables whose time is known: that which a view waits for may be the only one of its own. */
function aheadOf(times: Times, { circuit_profile }: Evidence): Pick<z.infer<typeof NothingOut>, "ahead"> {
  const all = [...tableTimes(circuit_profile)].map(([table, { at }]) => ({ table, at }));
  const [behind, ahead] = [byTime(times).at(0), byTime(all).at(-1)];
  if (behind === undefined || ahead === undefined) return {};
  return Date.parse(ahead.at) <= Date.parse(behind.at) ? {} : { ahead };
}

type EmptyOutput = ReturnType<typeof emptyOutputs>[number];

/** Views whose rows come to the same end are one trouble. */
function groupsOf(empty: readonly EmptyOutput[], dead_ends: readonly DeadEnd[]) {
  const groups = new Map<string, { dead_end: DeadEnd | undefined; all: EmptyOutput[] }>();
  for (const one of empty) {
    const ends = dead_ends.filter(
      ({ views, is_taken_back }) => views.includes(one.view) && is_taken_back === one.is_again,
    );
    const [dead_end] = ends.toSorted((first, second) => second.records_in - first.records_in);
    const key = dead_end === undefined ? `view ${one.view}` : endKey(dead_end);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { dead_end, all: [one] });
    else group.all.push(one);
  }
  return [...groups.values()].map(({ dead_end, all }) => ({
    dead_end,
    views: [...new Set(all.map(({ view }) => view))],
    outputs: all.flatMap(({ output }) => output ?? []),
    is_final: all.every(({ is_final }) => is_final),
    ...eachOf(all),
    came: byTable(all.flatMap(({ came }) => came)),
    times: byTable(all.flatMap(({ times }) => times)),
  }));
}

function eachOf([one, ...others]: readonly EmptyOutput[]): Pick<z.infer<typeof NothingOut>, "each"> {
  const each = one?.each;
  return each !== undefined && others.every((other) => other.each === each) ? { each } : {};
}

/** The compiler has an operator of its own for each use of a view: one condition at one place is one. */
function endKey({ kind, condition, place: { operator, relation, line } }: DeadEnd): string {
  return condition === undefined || line === undefined
    ? `operator ${operator}`
    : JSON.stringify([kind, relation?.name, line, condition]);
}

function byTable<One extends { readonly table: string }>(all: readonly One[]): One[] {
  return [...new Map(all.map((one) => [one.table, one])).values()];
}

/** "view a has", "views a, b have". */
function viewsWords(views: readonly string[]): Words {
  return views.length === 1 ? words`view ${nameList(views)} has` : words`views ${nameList(views)} have`;
}

function emptyAgainWords(views: readonly string[], why: Words): Words {
  return words`${views.length === 1 ? words`view` : words`views`} ${nameList(views)} ${views.length === 1 ? words`is` : words`are`} empty again: ${why}`;
}

/** Whether it is rows of such tables that come to an end: more than they have are another table's, but for an outer join. */
function endsEqualRows(
  end: DeadEnd | undefined,
  came: readonly { readonly table: string }[],
  equal: ReturnType<typeof equalRows>,
): boolean {
  const needed = equal.filter(({ table }) => came.some((one) => one.table === table));
  const rows = needed.reduce((sum, { left }) => sum + left, 0);
  return needed.length > 0 && (end === undefined || end.outer !== undefined || end.records_in <= rows);
}

/** A condition, a window or a join that nothing passes makes no error. */
const nothingOut = defineRule({
  id: NOTHING_OUT,
  severity: "info",
  parts: ["stats"],
  needsGraph: true,
  looksFor: words`views that give out nothing of all that comes`,
  thresholds: ["rowsForEmpty", "rowsForNothing", "rowsForWord"],
  about: NothingOut,
  find(evidence) {
    if (holdsOutputs(evidence.stats)) return [];
    const { circuit_profile } = evidence;
    const held = new Set(heldBackViews(evidence).map(({ view }) => view));
    const empty_outputs = emptyOutputs(evidence).filter(({ view }) => !held.has(view));
    const equal = equalRows(evidence);
    return groupsOf(empty_outputs, circuit_profile?.dead_ends ?? []).map(
      ({ outputs, dead_end, ...about }) => ({
        effectOf: endsEqualRows(dead_end, about.came, equal) ? [EQUAL_ROWS] : [],
        about: {
          ...about,
          ...agoOf(about.times, evidence),
          ...aheadOf(about.times, evidence),
          ...latenessOf(about, evidence),
          is_circuit_read: circuit_profile !== undefined,
          is_wait_told: isWaitTold(evidence),
          ...(dead_end && { dead_end, side: windowSide(dead_end, evidence) }),
        },
        ...(dead_end !== undefined &&
          (isOdd(dead_end) || isOfNoSuchWord(dead_end)) &&
          !(about.is_final && dead_end.kind === "window") &&
          (dead_end.never !== undefined ||
            (about.came.some(({ rows }) => rows >= THRESHOLDS.rowsForNothing) &&
              !doManyWait(about.came, evidence))) && {
            severity: "warning" as const,
          }),
        signs: [
          ...outputs.map((output) => ({
            part: "stats" as const,
            field: `outputs.${output}.metrics.transmitted_records`,
            value: { count: 0, unit: "records" },
          })),
          ...(dead_end === undefined
            ? []
            : [
                {
                  part: "circuit_profile" as const,
                  field: `records that came to ${dead_end.place.operator}, of which none ${dead_end.is_taken_back ? "is left" : "came out"}`,
                  value: { count: dead_end.records_in, unit: "records" },
                },
              ]),
        ],
      }),
    );
  },
  what({ views, came, dead_end, side }) {
    const rows = joined(
      came.map(({ table, rows }) => words`${grouped(rows)} for ${table}`),
      words`, `,
    );
    if (dead_end?.is_taken_back)
      return words`${emptyAgainWords(views, endWords(words`no row`, dead_end))}, and what had passed before was taken back (rows have come: ${rows})`;
    // Where they come to an end decides, and not how many have come.
    return dead_end === undefined
      ? words`${viewsWords(views)} given out nothing, though rows have come for each table that ${views.length === 1 ? words`it needs` : words`they need`} (${rows})`
      : words`${viewsWords(views)} given out nothing: ${endWords(words`of ${grouped(dead_end.records_in)} records none`, dead_end)}${side && sideWords(side)} (rows have come: ${rows})`;
  },
  brief: (about) => nothingOutWords(about, true),
  cause: causeOf,
  next: () => [circuitCall(words`to see where its rows come to an end`)],
});

/** Of what is still being read, a tenth is enough to hold the first rows that pass. */
const MANY = 0.1;

/** Whether, of a table that they need, many rows wait to be processed beside those that have come. */
function doManyWait(came: z.infer<typeof NothingOut>["came"], evidence: Evidence): boolean {
  const waiting = new Map<string, number>();
  for (const { relation, waiting_records } of inputs(evidence)) {
    const table = nameOfStream(relation) ?? "";
    waiting.set(table, (waiting.get(table) ?? 0) + Number(waiting_records ?? 0));
  }
  return came.some(({ table, rows }) => (waiting.get(table) ?? 0) >= rows * MANY);
}

const OF_WHAT_IS_RARE: ReadonlySet<DeadEnd["kind"]> = new Set(["filter", "intersect", "except"]);

/** A word that no row has may be written otherwise in them; what a view of alarms or errors asks of a figure may be rare. */
function isOfNoSuchWord({ kind, condition = "", records_in }: DeadEnd): boolean {
  return kind === "filter" && asksForWords(condition) && records_in >= THRESHOLDS.rowsForWord;
}

/** What is no view of what is rare. */
export function isOdd({ kind, has_condition, never, nulls = 0, asks_for_old }: DeadEnd): boolean {
  if (never !== undefined) return true;
  if (asks_for_old) return false;
  return kind === "not_in" ? nulls > 0 : !OF_WHAT_IS_RARE.has(kind) && !has_condition;
}

function causeOf(about: z.infer<typeof NothingOut>): Words {
  const { ahead, dead_end, side, is_circuit_read, is_final, is_wait_told, times } = about;
  const told = times.map(
    ({ table, at }) => words`the times of ${table} are final at least up to ${moment(at)}`,
  );
  const now = told.length === 0 ? undefined : words`. By LATENESS ${joined(told, words`, `)}`;
  if (is_final && (dead_end === undefined || dead_end.kind === "window")) {
    const until = !is_wait_told
      ? words`; whether it waits for a table that stands still is not known`
      : ahead && isFarBehind(times, ahead)
        ? words`, and so wait for the table that is furthest behind`
        : words`: until the first ${groupWords(about) ?? words`group or window`} is over, nothing is wrong`;
    return words`Its rows come out once LATENESS says that they are final (emit_final)${until}${now}`;
  }
  if (side !== undefined) return sideCause(side);
  if (dead_end !== undefined) {
    const clocks = dead_end.kind === "join" && told.length > 1 ? now : undefined;
    return words`${endCause(dead_end, times)}${clocks}`;
  }
  return is_circuit_read
    ? words`Where its rows come to an end the circuit does not tell. If it is a view of what is rare, nothing is wrong`
    : words`Where its rows come to an end is not known without the circuit profile: a condition that no row meets, keys that do not match, or times that lie elsewhere. If it is a view of what is rare, nothing is wrong`;
}

/** What is waited for beside the group, by the one table that it is of. */
function latenessOf(
  { each, came: [only, ...others] }: Pick<z.infer<typeof NothingOut>, "each" | "came">,
  { pipeline }: Evidence,
): Pick<z.infer<typeof NothingOut>, "lateness_ms"> {
  const ms = pipeline?.lateness?.find(({ table }) => table === only?.table)?.longest_ms;
  return each === undefined || others.length > 0 || ms === undefined ? {} : { lateness_ms: ms };
}

/** "day, and 5 min more (LATENESS),". */
function groupWords({ each, lateness_ms }: z.infer<typeof NothingOut>): Words | undefined {
  if (each === undefined) return undefined;
  return words`${each}${lateness_ms && words`, and ${span(lateness_ms)} more (LATENESS),`}`;
}

/** "view recent has given out nothing (no row passes the filter by time in view recent on line 3)". */
export function nothingOutWords(about: z.infer<typeof NothingOut>, isBrief = false): Words {
  const { views, ahead, ago_ms, dead_end, side, is_final, times, is_wait_told } = about;
  const group = groupWords(about);
  if (is_final && (dead_end === undefined || dead_end.kind === "window")) {
    const [behind] = byTime(times);
    const waits =
      behind &&
      words`waits for ${group ? words`a whole ${group}` : words`the times`} of ${behind.table}, final at least up to ${moment(behind.at)}${ago_ms && words`, ${span(ago_ms)} ago`}${ahead && lagWords(times, ahead)}`;
    return words`${viewsWords(views)} given out nothing (emit_final ${waits ?? words`gives out what is final`}${is_wait_told ? undefined : words`; for what it waits is not known`})`;
  }
  if (dead_end?.is_taken_back) return emptyAgainWords(views, endWords(words`no row`, dead_end, isBrief));
  const apart = dead_end?.kind === "join" ? apartWords(times) : undefined;
  return words`${viewsWords(views)} given out nothing${dead_end && words` (${endWords(words`no row`, dead_end, isBrief)}${apart}${side && sideWords(side)})`}`;
}

export const NOTHING_OUT_RULES = [nothingOut];
