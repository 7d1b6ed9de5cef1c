import { bytes, grouped, percent, plural, span } from "../../text/page/format.ts";
import { joined, namedOf, nameList, type Words, words } from "../../text/page/words.ts";
import { isDoubtful } from "../rules/backlog.ts";
import { ALL, fillsWords, keptBy } from "../rules/filling.ts";
import { togetherWords, untilLevelWords } from "../rules/furthest-behind.ts";
import { type GrowingState, isKeyIndex, keeperWords, rowsKept, untilWords } from "../rules/growing-state.ts";
import { NEW } from "../rules/grows-by.ts";
import type { StandingTable } from "../rules/held-views.ts";
import { LETS_GO_SUMS } from "../rules/kept-sums.ts";
import { limitWords, timeLeft } from "../rules/memory-rise.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { boundWords } from "./bound-words.ts";
import { type CircuitState, isOpen } from "./circuit-state.ts";
import { boundedWords, standsWords } from "./kept-words.ts";

/** "3,153 records, 404 KiB in 5 integrals". */
export function sizeOf({
  records,
  bytes: size,
  integrals,
}: Pick<CircuitState, "records" | "bytes" | "integrals">): Words {
  return words`${grouped(records)} records, ${bytes(size)} in ${plural(integrals, words`integral`, words`integrals`)}`;
}

/** ": of the 22,000 rows of the last 11 s it kept 12 records more". */
function seenWords({ rows, kept, over_s }: NonNullable<CircuitState["seen"]>): Words {
  const more = kept <= 0 ? words`no record` : plural(kept, words`record`, words`records`);
  return words`: of the ${grouped(rows)} rows of the last ${span(over_s * 1000)} it kept ${more} more`;
}

/**
 * Whether it grows, with what, and how fast.
 *
 * @param standing tables whose time does not move on, so that LATENESS on them lets nothing go
 * @param left bytes of memory up to the limit
 */
export function stateWords(
  { growing, grow, grown, bytes_per_hour, rate_over_s, ...all }: CircuitState,
  standing: readonly StandingTable[],
  left: number | undefined,
): Words {
  const kept = words`${grouped(all.records)} records, ${bytes(all.bytes)}`;
  if (growing === undefined && standing.length > 0) return words`${standsWords(standing)} (${kept})`;
  if (growing === undefined) {
    if (all.young) return words`${youngWords(all.young)}; ${kept} in all${fedWords(all.young)}`;
    if (all.timed) return words`${timedWords(all.timed)}; ${kept} in all${restWords(all)}`;
    return isOpen(all)
      ? words`no growing state was found${all.seen && seenWords(all.seen)} (${sizeOf(all)})`
      : words`no: ${boundedWords(all.bounds)} (${kept})${all.may_be_timed ? UNTOLD_TIMES : undefined}`;
  }
  const { fills } = growing;
  const rate = fills
    ? words`; ${fillsWords(fills, NEW[growing.by])}`
    : bytes_per_hour === undefined
      ? untoldWords(growing)
      : words`, ${bytes(bytes_per_hour)} more an hour${shareWords(all.share)}${rate_over_s === undefined ? undefined : words` at the rate of the last ${span(rate_over_s * 1000)}`}${growing.per_hour?.rises ? words`, faster than on average since its start` : limitWords(leftFor(growing, left, bytes_per_hour), bytes_per_hour)}`;
  const of = grown.bytes < all.bytes * ALL ? words` (of ${bytes(all.bytes)} in all)` : undefined;
  const now = words`${grouped(grown.records)} records, ${bytes(grown.bytes)} now${of}${rate}${fedWords(growing)}`;
  const yes = all.is_endless ? words`yes, ` : undefined;
  return words`${yes}${growthWords(growing, grow)}: ${now}${all.lists && listsWords(all.lists)}${all.fills && largerWords(all.fills)}`;
}

/** ", the rest of it bounded, by LATENESS", where it is. */
function restWords(
  all: Pick<CircuitState, "bounds" | "integrals" | "timed" | "untold_lateness" | "kept_so_far" | "together">,
): Words | undefined {
  const isRest = all.integrals > (all.timed?.states ?? 0);
  const isTold = all.untold_lateness.length === 0 && all.kept_so_far.length === 0 && !all.together;
  return isRest && isTold && !isOpen(all)
    ? words`, the rest of it bounded${boundWords(all.bounds)}`
    : undefined;
}

/** "; beside that 780 records, 40 MiB (52.5 KiB each), in the state of …: whether their arrays or texts get longer is not known". */
function listsWords(lists: GrowingState["integral"]): Words {
  const each = bytes(lists.bytes / lists.records);
  return words`; beside that ${plural(lists.records, words`record`, words`records`)}, ${bytes(lists.bytes)} (${each} each), in ${stateOf(lists)}: whether their arrays or texts get longer is not known`;
}

/** From here on it would be told as 100 %. */
const WHOLE = 0.995;

/** ", 80 % of it in the first": what is told of several is not put on one. */
function shareWords(share: number | undefined): Words | undefined {
  return share === undefined || share >= WHOLE ? undefined : words`, ${percent(share)} of it in the first`;
}

/** Why it is not known how fast it grows. */
function untoldWords({ pace }: GrowingState): Words {
  switch (pace) {
    case undefined:
      return words`; how fast is not known without the time series`;
    case "even":
      return words`; how fast is not known so soon after its start`;
    case "faster at first":
      return words`; how fast is not known, since rows were processed much faster at first`;
    case "slower":
      return words`; how fast is not known, since fewer rows are processed than on average`;
    case "untold":
      return words`; whether more comes to it now, and how fast, is not known, since what feeds it was not read`;
    case "of others":
      return words`; whether more comes to it now, and how fast, is not known, since most rows are of other tables`;
    case "perhaps of others":
      return words`; whether more comes to it now is not known: fewer rows are processed than on average, and of which tables those are is not known`;
    case "none":
      return words`; whether more comes to it is not known: no rows come now`;
    case "untimed":
      return words`; whether more comes to it now, and how fast, is not known without the time series`;
    case "stopped":
      return words`; whether more comes to it is not known, since none came between the two looks`;
  }
}

/** "; and with new groups of readings, in the state of …: 16.9 MiB now; …". */
function largerWords(larger: GrowingState): Words {
  const { integral, by, fills } = larger;
  const news = fills && words`; ${fillsWords(fills, NEW[by])}`;
  return words`; and ${growthWords(larger, 1)}: ${bytes(integral.bytes)} now${news}`;
}

/** Of how many tables it is told how many of their rows brought a new key. */
const KEYED = 3;

/** "with new keys of orders (so far about 900 of the 1,000 changes that came for it brought one that it still has)". */
function youngWords({ tables, groups }: NonNullable<CircuitState["young"]>): Words {
  const most = namedOf(tables.length, KEYED);
  const keys = tables
    .slice(0, most)
    .map(({ table, rows, new_keys, at_once }) =>
      at_once
        ? words`${table} (whose ${grouped(new_keys)} came in few steps)`
        : words`${table} (so far about ${grouped(new_keys)} of the ${plural(rows, words`change`, words`changes`)} that came for it brought one that it still has)`,
    );
  const more = tables.length > most ? words` and ${tables.length - most} more` : undefined;
  const news = [
    ...(keys.length === 0 ? [] : [words`new keys of ${joined(keys, words`, `)}${more}`]),
    ...(groups === undefined ? [] : [youngGroupsWords(groups)]),
  ];
  // What is loaded once, or is changed more often than made, may have all its keys.
  const isSure = groups !== undefined || tables.some((one) => !one.at_once && isMostlyNew(one));
  return words`${isSure ? undefined : words`perhaps `}with ${joined(news, words`, and `)}`;
}

function isMostlyNew({ rows, new_keys }: { readonly rows: number; readonly new_keys: number }): boolean {
  return new_keys >= rows * THRESHOLDS.newKeyShare;
}

const UNTOLD_TIMES = words`; whether groups are by a time, of which new ones come as it goes on, is not known`;

/** "slowly, with new groups for each new hour of readings.at, in what v keeps for queries (MATERIALIZED): 90 records now". */
function timedWords({ integral, states, is_slow }: NonNullable<CircuitState["timed"]>): Words {
  const { records, bytes: size } = integral;
  const others = states < 2 ? undefined : words` (and ${grouped(states - 1)} more)`;
  return words`${is_slow ? words`slowly` : words`as time goes on`}, with ${newGroupsWords(integral)}, in ${stateOf(integral)}${others}: ${grouped(records)} records, ${bytes(size)} now`;
}

/** "a new group for each new day of visits.d", "new groups for each new hour of readings.at (HOP), and for each sensor in it". */
function newGroupsWords(integral: GrowingState["integral"]): Words {
  const { grouped_beside: beside } = integral;
  const each = eachWords(integral);
  if (each === undefined || beside === undefined) return words`new groups${each}`;
  return beside.length === 0
    ? words`a new group${each}`
    : words`new groups${each}, and for each ${nameList(beside)} in it`;
}

/** " for each new day of visits.d". */
function eachWords({
  tables: [table],
  grouped_times: [column] = [],
  hops_of,
  each_new,
}: GrowingState["integral"]): Words | undefined {
  if (each_new === undefined) return undefined;
  return column === undefined
    ? words` for each new ${each_new} of ${`${table}.${hops_of}`} (HOP)`
    : words` for each new ${each_new} of ${`${table}.${column}`}`;
}

function youngGroupsWords({ integral, open_tables, came }: GrowingState): Words {
  const groups = grouped(Math.min(came, keptBy(integral)));
  return words`new groups of ${nameList(open_tables)}, in ${stateOf(integral)} (so far ${groups} of the ${grouped(came)} that came brought one)`;
}

/** Where that is not known. */
export function latenessWords({
  untold_lateness: tables,
  kept_so_far,
  growing,
  together,
}: CircuitState): Words | undefined {
  if (tables.length > 0)
    return words`${together && togetherWords(together)}; when LATENESS on ${nameList(tables)} lets go what it bounds, and how much that is by then, are not known`;
  if (together !== undefined) return togetherWords(together);
  // What grows until then is told with how long that is.
  return kept_so_far.length === 0 || growing?.by === "time"
    ? undefined
    : words`; LATENESS on ${nameList(kept_so_far)} has let nothing go yet of what it is to bound`;
}

/** "; LATENESS on orders.at would bound it", or some of what grows, or does not reach it; a view that queries may read keeps its rows all the same. */
export function boundingWords({ would_bound, unreached, grow }: CircuitState): Words | undefined {
  if (would_bound === undefined) {
    return unreached.length === 0 ? undefined : words`; LATENESS on ${nameList(unreached)} does not reach it`;
  }
  const { columns, states, views, but_sums } = would_bound;
  const all = states === grow ? words`it` : words`${grouped(states)} of these ${grouped(grow)}`;
  const kept =
    views.length === 0
      ? undefined
      : words`, and not what ${nameList(views)} keeps for queries (MATERIALIZED)`;
  const instead = unreached.length > 0 && words` (that on ${nameList(unreached)} does not reach it)`;
  return words`; LATENESS on ${nameList(columns)} would bound ${all}${instead || undefined}${but_sums ? BUT_SUMS : undefined}${kept}`;
}

const BUT_SUMS = words`, and not the sums of COUNT, SUM and AVG, which Feldera before ${LETS_GO_SUMS} never lets go`;

/** None where it is over before memory comes to its limit. */
function leftFor({ until, by }: GrowingState, left: number | undefined, perHour: number): number | undefined {
  // When a table has caught up is not known.
  if (by === "waterline_behind") return undefined;
  const ms = timeLeft(left, perHour);
  return until === undefined || (ms !== undefined && ms < (until.left_ms ?? until.ms)) ? left : undefined;
}

/** "with every row of orders, in the state of the join in view v (and 2 more)". */
export function growthWords(growing: GrowingState, grow: number): Words {
  const { integral, by, open_tables } = growing;
  const others = grow < 2 ? undefined : words` (and ${grouped(grow - 1)} more)`;
  const where = words`${stateOf(integral)}${others}`;
  const of = nameList(open_tables);
  const isOfTimes = by === "groups" && integral.each_new !== undefined && integral.distinct.length === 0;
  if (isOfTimes) return words`with ${newGroupsWords(integral)}, in ${where}`;
  if (growing.fills) return words`with new ${NEW[by]}s of ${of}, in ${where}`;
  switch (by) {
    case "rows":
      return words`with ${rowsKept(growing, open_tables)}${unreplacedWords(growing)}${windowsWords(integral)}, in ${where}`;
    case "groups":
      return integral.distinct.length > 0
        ? words`with each new DISTINCT ${nameList(integral.distinct)} of ${of}, in ${where}`
        : words`with the groups of ${of}, in ${where}`;
    case "time":
      return words`with what comes of ${of} ${untilWords(growing)}, in ${where}`;
    case "waterline_stands":
      return words`with ${rowsKept(growing, open_tables)}, since nothing more comes of ${nameList(growing.standing)}, whose LATENESS bounds it as well, in ${where}`;
    case "waterline_behind":
      return words`with ${growing.behind && untilLevelWords(growing.behind)}, in ${where}`;
    case "no_waterline_yet":
      return words`until rows of ${nameList(integral.waterlines)} come, in ${where}`;
    case "new_keys":
      return words`with new keys of ${of}, which most rows bring, in ${where}`;
    case "unknown":
      return words`what bounds ${where} is not known`;
  }
}

function unreplacedWords({ is_unreplaced }: GrowingState): Words | undefined {
  return is_unreplaced && words` (without a PRIMARY KEY: none replaces another)`;
}

/** " (in windows that HOP makes of readings.at)". */
function windowsWords({ tables: [table], hops_of }: GrowingState["integral"]): Words | undefined {
  return hops_of === undefined ? undefined : words` (in windows that HOP makes of ${`${table}.${hops_of}`})`;
}

/** "the state of the join in view v", "what v keeps for queries (MATERIALIZED)". */
function stateOf(integral: GrowingState["integral"]): Words {
  const keeper = keeperWords(integral);
  if (isKeyIndex(integral)) return words`${keeper}, which keeps a row for each key`;
  const leaking = integral.never_let_go && words`, whose sums this runtime never lets go, LATENESS or not`;
  return integral.holds === "view" ? keeper : words`the state of ${keeper}${leaking}`;
}

/** Where that is not known. */
export function fedWords({ is_fed, pace }: Pick<GrowingState, "is_fed" | "pace">): Words | undefined {
  return is_fed || isDoubtful(pace) || pace === "untold"
    ? undefined
    : words`; whether more comes to it is not known`;
}
