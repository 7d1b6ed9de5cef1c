import * as z from "zod";
import { BOUNDS } from "../../analysis/circuit/bounds.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import { KeptState } from "../../analysis/program/kept-state.ts";
import { MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { SeriesFacts } from "../../analysis/time-series/trend.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, grouped, percent, plural, span } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { keeperWords } from "../../text/pipeline/kept-state.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { sizeBeside } from "../../text/statistics/limits.ts";
import { trendName } from "../../text/statistics/trend-words.ts";
import type { Evidence } from "../evidence.ts";
import { ALL, GrowingState, growingState, rowsKept } from "../rules/growing-state.ts";
import { areRowsTold, standingFor } from "../rules/held-views.ts";
import { type TwoLooks, twoLooks } from "../rules/two-looks.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { defineVerdict } from "../verdict.ts";
import { boundWords } from "./bound-words.ts";
import { inputsOf } from "./keeps-up.ts";
import { elseWords, isOfStart, limitWords, riseOf, riseWords } from "./memory-rise.ts";
import { seriesWindow, windowWords } from "./series-window.ts";

const Trend = SeriesFacts.shape.trend.unwrap();

/** What the circuit remembers, where its profile and the program's graph were read. */
const State = z.object({
  records: z.number(),
  bytes: z.number(),
  integrals: z.int(),
  bounds: z.array(z.enum(BOUNDS)),
  /** The largest that grows; what all that grow hold, and what they come to in an hour. */
  growing: GrowingState.optional(),
  grow: z.int(),
  grown: z.object({ records: z.number(), bytes: z.number() }),
  bytes_per_hour: z.number().optional(),
  /** Between two looks; on average since the start where absent. */
  rate_over_s: z.number().optional(),
  /** Whether that rate is far above the average since the start. */
  rises: z.boolean(),
  /** Tables of which most keys were new, and too few rows came to tell whether that goes on. */
  young: z.object({ tables: z.array(z.string()), is_fed: z.boolean() }).optional(),
  /** Rows of its tables between two looks, and by how many records all that it remembers became more or fewer. */
  seen: z.object({ rows: z.number(), kept: z.number(), over_s: z.number() }).optional(),
});

type State = z.infer<typeof State>;

/** Why nothing comes: it is paused, or all its input has ended and is processed. */
const STILL = ["paused", "ended"] as const;

/** Does memory, storage or state grow, and towards which limit. */
export const grows = defineVerdict({
  verdict: "grows",
  label: words`Grows`,
  parts: ["stats", "time_series"],
  about: z.object({
    state: State.optional(),
    /** Whether the circuit was profiled, though the program's graph may not have been read. */
    profiled: z.boolean(),
    /** Why no rows come now, whatever the program would keep of them. */
    still: z.enum(STILL).optional(),
    /** What the program will remember, where the circuit does not tell how much that is. */
    kept: z.array(KeptState).optional(),
    /** Tables that have no rows, or have ended, and whose LATENESS would let go what is kept of others. */
    standing: z.array(z.string()),
    /** Tables of which it is not known whether their time moves on, though LATENESS on them bounds what is kept. */
    untold: z.array(z.string()),
    rss_bytes: Integer.optional(),
    limit: MemoryLimit.optional(),
    storage_bytes: Integer.optional(),
    /** What the time series say, and over how long. */
    window_ms: z.number().optional(),
    /** How long ago they ended, where they do not go on. */
    window_age_ms: z.number().optional(),
    memory: Trend.optional(),
    storage: Trend.optional(),
    /** Whether they began when the process did; absent where that, or whether rows still come, is not known. */
    is_of_start: z.boolean().optional(),
  }),
  judge(evidence, findings) {
    const { stats, time_series } = evidence;
    if (stats === undefined) return undefined;
    const limit = memoryLimit(evidence);
    const memory = time_series?.memory?.trend;
    const storage = time_series?.storage?.trend;
    const state = stateOf(evidence);
    const window = time_series && seriesWindow(time_series);
    const isTrouble = findings.some(
      ({ rule, severity }) =>
        severity !== "info" &&
        (rule.startsWith("memory/") || rule.startsWith("storage/") || rule === "engine/unbounded-state"),
    );
    const standing = standingFor(evidence, heldIn(evidence));
    const still = stillOf(stats);
    const isTold = state ? isBounded(state) : isKeptBounded(evidence.kept_state);
    const isKnown = (still !== undefined || isTold) && areLevelsKnown(evidence, stats);
    return {
      standing: isTrouble ? ("trouble" as const) : isKnown ? ("well" as const) : ("unknown" as const),
      about: {
        standing,
        untold: untoldOf(evidence),
        profiled: evidence.circuit_profile !== undefined,
        ...(still && { still }),
        ...(state && { state }),
        ...((state === undefined || still !== undefined) &&
          evidence.kept_state && { kept: [...evidence.kept_state] }),
        ...(stats.memory.rss_bytes !== undefined && { rss_bytes: stats.memory.rss_bytes }),
        ...(limit !== undefined && limit !== "none" && { limit }),
        ...(stats.storage.bytes !== undefined && { storage_bytes: stats.storage.bytes }),
        ...window,
        is_of_start: isOfStart(stats, window?.window_ms),
        ...(memory && { memory }),
        ...(storage && { storage }),
      },
    };
  },
  tell({ state, profiled, kept, standing, untold, still, rss_bytes, limit, storage_bytes, ...series }) {
    const { window_ms, window_age_ms, memory, storage, is_of_start } = series;
    const left = limit && rss_bytes !== undefined ? Number(limit.bytes) - Number(rss_bytes) : undefined;
    const rise = still === undefined ? riseOf(memory, left, is_of_start) : undefined;
    const isWatched = memory !== undefined && is_of_start !== undefined;
    const of =
      limit?.share === undefined
        ? undefined
        : words` (${percent(limit.share)} of its limit of ${sizeBeside(limit)(Number(limit.bytes))})`;
    const parts: Words[] = [
      ...(rss_bytes === undefined
        ? []
        : [
            words`memory ${sizeBeside(limit)(Number(rss_bytes))}${of}${trendWords(memory)}${riseWords(rise, left, is_of_start === true)}`,
          ]),
      ...(storage_bytes === undefined
        ? []
        : [words`storage ${bytes(Number(storage_bytes))}${trendWords(storage)}`]),
    ];
    const over = window_ms === undefined ? undefined : windowWords(window_ms, window_age_ms);
    const levels =
      parts.length === 0
        ? words`memory and storage are not reported`
        : words`${joined(parts, words`, `)}${over}`;
    if (still !== undefined)
      return words`${stillWords(still, { profiled, ...(state && { state }), ...(kept && { kept }) })}; ${levels}`;
    const doubt =
      untold.length === 0
        ? undefined
        : words`; whether the time of ${nameList(untold)} moves on is not known`;
    if (state === undefined && kept !== undefined) {
      const size = profiled
        ? undefined
        : isKeptBounded(kept)
          ? SIZE_UNKNOWN
          : words`; how fast, and how much that is, is not known${UNPROFILED}`;
      return words`${keptWords(kept, standing)}${doubt}${size}; ${levels}`;
    }
    if (state === undefined) {
      const told = profiled ? words`is not known` : words`shows in the circuit profile, which was not read`;
      return words`${levels}; whether state grows without end ${told}`;
    }
    // Whatever rises faster than the state decides when the limit is reached.
    const isState = rise === undefined || rise <= (state?.bytes_per_hour ?? 0);
    return words`${stateWords(state, standing, isState && isWatched ? left : undefined)}${doubt}; ${levels}${isState ? undefined : elseWords(state?.bytes_per_hour)}`;
  },
});

function stillOf(stats: StatsFacts): (typeof STILL)[number] | undefined {
  if (stats.state === "Paused") return "paused";
  const isProcessed = stats.state === "Running" && stats.buffered_records === 0;
  return isProcessed && inputsOf(stats) === "ended" ? "ended" : undefined;
}

const STILL_WORDS: Readonly<Record<(typeof STILL)[number], Words>> = {
  paused: words`it is Paused and takes in no rows`,
  ended: words`all its input has ended`,
};

/** That nothing grows now, and what would with more rows. */
function stillWords(
  still: (typeof STILL)[number],
  { state, kept, profiled }: { state?: State; kept?: readonly KeptState[]; profiled: boolean },
): Words {
  const why = words`not now: ${STILL_WORDS[still]}`;
  if (state === undefined) {
    const then =
      kept === undefined || isKeptBounded(kept) ? undefined : words`; with more rows, ${keptWords(kept, [])}`;
    return words`${why}${then}${kept && !profiled ? SIZE_UNKNOWN : undefined}`;
  }
  const { growing } = state;
  if (growing !== undefined)
    return words`${why} (${sizeOf(state)}); with more rows, ${growthWords(growing, state.grow)}${fedWords(growing)}`;
  const now = stateWords(state, [], undefined);
  if (!isOpen(state)) return words`${why}; with more rows, ${now}`;
  const isToGrow = kept !== undefined && !isKeptBounded(kept);
  return words`${why}; ${now}${isToGrow ? words`; with more rows, ${keptWords(kept, [])}` : undefined}`;
}

/** Whether the program keeps rows for ever, or may, though none of it is seen to grow. */
function isOpen({ bounds }: Pick<State, "bounds">): boolean {
  return bounds.includes("rows") || bounds.includes("unknown");
}

const UNPROFILED = words` (the circuit profile was not read)`;

const SIZE_UNKNOWN = words`; how much it keeps is not known${UNPROFILED}`;

function fedWords({ is_fed }: Pick<GrowingState, "is_fed">): Words | undefined {
  return is_fed ? undefined : words`; whether more comes to it is not known`;
}

/** What LATENESS bounds, by the circuit, or else by the program. */
function heldIn({ circuit_profile, kept_state = [] }: Evidence) {
  const { integrals } = circuit_profile ?? {};
  return integrals === undefined
    ? kept_state.map(({ waterlines, held }) => ({ waterlines, tables: held }))
    : integrals.filter(({ records }) => records > 0);
}

/** Of a process that carries on, what came before is in no count: its rows may have gone on long before. */
function untoldOf(evidence: Evidence): string[] {
  const { state, resumed } = evidence.stats ?? {};
  const mayRun = state === undefined || state === "Running";
  if (!mayRun || resumed === true || areRowsTold(evidence)) return [];
  return [...new Set(heldIn(evidence).flatMap(({ waterlines }) => waterlines))];
}

/** Whether it is known whether state grows. */
function isBounded(state: State | undefined): boolean {
  const { growing } = state ?? {};
  return state !== undefined && (growing === undefined || (growing.by !== "unknown" && growing.is_fed));
}

function isKeptBounded(kept: readonly KeptState[] | undefined): boolean {
  return kept !== undefined && GROWING.every(([bound]) => kept.every((one) => one.bound !== bound));
}

/** Whether it is known what memory and storage are measured against, and whether they ended it before. */
function areLevelsKnown(evidence: Evidence, { memory, storage }: StatsFacts): boolean {
  const areRead = evidence.pipeline !== undefined && evidence.events !== undefined;
  const areTold = memory.rss_bytes !== undefined && storage.bytes !== undefined;
  const limit = memoryLimit(evidence);
  const isMeasured = limit === "none" || limit?.from === "metrics";
  return areRead && areTold && isMeasured && storage.limit !== undefined;
}

/** Of so few records nothing can be said yet. */
const FEW = 100;

const ROWS: ReadonlySet<GrowingState["by"]> = new Set(["rows", "no_waterline_yet"]);

/** What grows for ever before what grows with the keys of tables, and both before what is not known. */
const WORST_FIRST: readonly GrowingState["by"][] = [
  "rows",
  "groups",
  "no_waterline_yet",
  "new_keys",
  "unknown",
];

function stateOf(evidence: Evidence): State | undefined {
  const { integrals = [] } = evidence.circuit_profile ?? {};
  // Where nothing is kept yet, what there is does not tell what will be.
  if (!integrals.some(({ records }) => records > 0)) return undefined;
  const all = growingState(evidence, FEW);
  // Of what starts, every row may bring a group that there was not yet, and every key is new.
  const isTold = ({ by, integral }: GrowingState) =>
    ROWS.has(by) || integral.merged_records >= THRESHOLDS.startRecords;
  const young = all.filter((one) => one.by === "new_keys" && !isTold(one));
  const growing = all
    .filter(isTold)
    .toSorted((a, b) => WORST_FIRST.indexOf(a.by) - WORST_FIRST.indexOf(b.by));
  const sum = (of: readonly number[]) => of.reduce((whole, one) => whole + one, 0);
  const [worst] = growing;
  const seen = seenBetween(twoLooks(evidence));
  return {
    records: sum(integrals.map(({ records }) => records)),
    bytes: sum(integrals.map((one) => one.bytes)),
    integrals: integrals.length,
    bounds: [...new Set(integrals.filter(({ records }) => records > 0).map(({ bound }) => bound))],
    ...(worst && { growing: worst }),
    grow: growing.length,
    ...(young.length > 0 && {
      young: {
        tables: [...new Set(young.flatMap(({ integral }) => integral.tables))],
        is_fed: young.every(({ is_fed }) => is_fed),
      },
    }),
    grown: {
      records: sum(growing.map(({ integral }) => integral.records)),
      bytes: sum(growing.map(({ integral }) => integral.bytes)),
    },
    ...(worst?.per_hour && { bytes_per_hour: sum(growing.map(({ per_hour }) => per_hour?.bytes ?? 0)) }),
    ...(worst?.per_hour?.over_s !== undefined && { rate_over_s: worst.per_hour.over_s }),
    rises: worst?.per_hour?.rises === true,
    ...(seen && { seen }),
  };
}

/** Undefined where it was looked at once, or too few rows came to tell. */
function seenBetween(looks: TwoLooks | undefined): State["seen"] {
  if (looks === undefined) return undefined;
  const { earlier, later, elapsed_s: over_s } = looks;
  const rowsOf = ({ tables = [] }: CircuitSigns) => tables.reduce((all, { rows = 0 }) => all + rows, 0);
  const keptBy = ({ integrals = [] }: CircuitSigns) =>
    integrals.reduce((all, { merged_records }) => all + merged_records, 0);
  const rows = rowsOf(later) - rowsOf(earlier);
  return rows < THRESHOLDS.betweenLooksRows
    ? undefined
    : { rows, kept: keptBy(later) - keptBy(earlier), over_s };
}

function sizeOf({ records, bytes: size, integrals }: Pick<State, "records" | "bytes" | "integrals">): Words {
  return words`${grouped(records)} records, ${bytes(size)} in ${plural(integrals, words`integral`, words`integrals`)}`;
}

/** ": of the 22,000 rows of the last 11 s it kept 12 records more". */
function seenWords({ rows, kept, over_s }: NonNullable<State["seen"]>): Words {
  const more = kept <= 0 ? words`no record` : plural(kept, words`record`, words`records`);
  return words`: of the ${grouped(rows)} rows of the last ${span(over_s * 1000)} it kept ${more} more`;
}

function stateWords(
  { growing, grow, grown, bytes_per_hour, rate_over_s, rises, ...all }: State,
  standing: readonly string[],
  left: number | undefined,
): Words {
  const kept = words`${grouped(all.records)} records, ${bytes(all.bytes)}`;
  if (growing === undefined && standing.length > 0) return words`${standsWords(standing)} (${kept})`;
  if (growing === undefined) {
    if (isOpen(all)) {
      return words`no growing state was found${all.seen && seenWords(all.seen)} (${sizeOf(all)})`;
    }
    if (all.young === undefined) {
      return words`no: the program bounds all that it remembers${boundWords(all.bounds)} (${kept})`;
    }
    return words`only with the keys of ${nameList(all.young.tables)}, most of them new so far (${kept})${fedWords(all.young)}`;
  }
  const rate =
    bytes_per_hour === undefined
      ? words`; how fast is not known so soon after its start`
      : words`, ${bytes(bytes_per_hour)} more an hour${rate_over_s === undefined ? undefined : words` at the rate of the last ${span(rate_over_s * 1000)}`}${rises ? words`, faster than on average since its start` : limitWords(left, bytes_per_hour)}`;
  const of = grown.bytes < all.bytes * ALL ? words` (of ${bytes(all.bytes)} in all)` : undefined;
  const now = words`${grouped(grown.records)} records, ${bytes(grown.bytes)} now${of}${rate}${fedWords(growing)}`;
  const yes = growing.by === "new_keys" || growing.by === "unknown" ? undefined : words`yes, `;
  return words`${yes}${growthWords(growing, grow)}: ${now}`;
}

/** "with every row of orders, in the state of the join in view v (and 2 more)". */
function growthWords(growing: GrowingState, grow: number): Words {
  const { integral, by } = growing;
  const others = grow < 2 ? undefined : words` (and ${grouped(grow - 1)} more)`;
  const where = words`${operatorWords(integral.used_by[0], integral.id)}${others}`;
  const of = nameList(integral.tables);
  switch (by) {
    case "rows":
      return words`with ${rowsKept(growing)} of ${of}, in the state of ${where}`;
    case "groups":
      return words`with the groups of ${of}, in the state of ${where}`;
    case "no_waterline_yet":
      return words`until rows of ${nameList(integral.waterlines)} come, in the state of ${where}`;
    case "new_keys":
      return words`only with the keys of ${of}, most of them new, in the state of ${where}`;
    case "unknown":
      return words`what bounds the state of ${where} is not known`;
  }
}

/** Of how many operators the state is told that grows. */
const KEEPERS = 2;

/** LATENESS lets nothing go of one table until the time of another has passed it. */
function standsWords(standing: readonly string[]): Words {
  return words`yes, as long as no rows of ${nameList(standing)} come: LATENESS there would let go what is kept of other tables, and its time stands still`;
}

/** By the program alone, which does not tell how much it is. */
function keptWords(kept: readonly KeptState[], standing: readonly string[]): Words {
  const [worst] = GROWING.flatMap(([bound, how]) => {
    const those = kept.filter((one) => one.bound === bound);
    return those.length === 0 ? [] : [{ those, how }];
  });
  if (worst === undefined && standing.length > 0) return standsWords(standing);
  if (worst === undefined) {
    return words`no: the program bounds all that it remembers${boundWords([...new Set(kept.map(({ bound }) => bound))])}`;
  }
  const { those, how } = worst;
  const tables = [...new Set(those.flatMap((one) => one.tables))];
  const rest = those.length - KEEPERS;
  const keepers = joined(those.slice(0, KEEPERS).map(keeperWords), rest > 0 ? words`, ` : words` and `);
  const of = tables.length === 0 ? undefined : words` of ${nameList(tables)}`;
  return words`by its program ${how}${of}, in ${keepers}${rest > 0 ? words` and ${rest} more` : undefined}`;
}

const GROWING: readonly (readonly [KeptState["bound"], Words])[] = [
  ["rows", words`with every distinct row`],
  ["groups", words`only with new groups`],
  ["unknown", words`in a way that is not known`],
  ["keys", words`only with new keys`],
];

function trendWords(trend: z.infer<typeof Trend> | undefined): Words | undefined {
  return trend && words`, ${trendName(trend)}`;
}
