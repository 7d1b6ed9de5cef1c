import * as z from "zod";
import { CountingView, countingViews } from "../../analysis/pipeline/recursive-views.ts";
import { isKeptBounded, KeptState } from "../../analysis/program/kept-state.ts";
import { MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import { hasPushedNothing } from "../../analysis/stats/pushed.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { SeriesFacts } from "../../analysis/time-series/trend.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, percent } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { limitNamed, sizeBeside } from "../../text/statistics/limits.ts";
import { trendName } from "../../text/statistics/trend-words.ts";
import type { Evidence } from "../evidence.ts";
import { comesOnWords } from "../rules/furthest-behind.ts";
import { endedTables, isGoingOn } from "../rules/growing-state.ts";
import { areRowsTold, StandingTable, standingFor } from "../rules/held-views.ts";
import { inputsInto } from "../rules/lossy-filters.ts";
import { elseWords, isOfStart, riseOf, riseWords } from "../rules/memory-rise.ts";
import { seriesWindow, windowWords } from "../rules/series-window.ts";
import { recursiveWords } from "../rules/slow-commit.ts";
import { UNBOUNDED_STATE } from "../rules/state.ts";
import { isLongCommit } from "../rules/transaction.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { defineVerdict } from "../verdict.ts";
import { CircuitState, circuitStateOf, isBounded, isOpen } from "./circuit-state.ts";
import {
  boundingWords,
  fedWords,
  growthWords,
  latenessWords,
  sizeOf,
  stateWords,
} from "./circuit-state-words.ts";
import { boundedWords, keptWords } from "./kept-words.ts";
import { INPUTS_PAUSED, inputsOf, REST_ENDED } from "./what-inputs-do.ts";

const Trend = SeriesFacts.shape.trend.unwrap();

/** Why nothing comes: it is paused, or all its inputs are paused or have ended, and what they gave is processed. */
const STILL = ["paused", "inputs paused", "ended", "rest ended", "none pushed"] as const;

/** Does memory, storage or state grow, and towards which limit. */
export const grows = defineVerdict({
  verdict: "grows",
  label: words`Grows`,
  parts: ["stats", "time_series"],
  about: z.object({
    state: CircuitState.optional(),
    /** Whether the circuit was profiled, though the program's graph may not have been read. */
    profiled: z.boolean(),
    /** Why no rows come now, whatever the program would keep of them. */
    still: z.enum(STILL).optional(),
    /** What the program will remember, where the circuit does not tell how much that is. */
    kept: z.array(KeptState).optional(),
    /** Tables to which nothing comes, where nothing else of what is kept would grow; and those whose input has ended. */
    stopped: z.array(z.string()),
    ended: z.array(z.string()),
    /** Tables that have no rows, or have ended, and whose LATENESS would let go what is kept of others. */
    standing: z.array(StandingTable),
    /** Tables of which it is not known whether their time moves on, though LATENESS on them bounds what is kept. */
    untold: z.array(z.string()),
    /** Whether it is known that no recursion makes rows without end of the same few. */
    is_finite: z.boolean(),
    /** Recursive views that may do so in a step that takes long. */
    endless: z.array(CountingView),
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
    const state = circuitStateOf(evidence);
    const window = time_series && seriesWindow(time_series);
    const isTrouble = findings.some(
      ({ rule, severity }) =>
        severity !== "info" &&
        (rule.startsWith("memory/") || rule.startsWith("storage/") || rule === UNBOUNDED_STATE),
    );
    const standing = standingFor(evidence, heldIn(evidence));
    const still = stillOf(stats);
    const isTold = state ? isBounded(state) : isKeptBounded(evidence.kept_state);
    const fed = keptOfFed(evidence.kept_state, stats);
    const stopped = still === undefined ? (fed?.stopped ?? []) : [];
    const untold = untoldOf(evidence);
    const isKnown =
      (still !== undefined || (isTold && untold.length === 0)) && areLevelsKnown(evidence, stats);
    return {
      standing: isTrouble ? ("trouble" as const) : isKnown ? ("well" as const) : ("unknown" as const),
      about: {
        standing,
        untold,
        is_finite: countingIn(evidence)?.length === 0,
        endless: isLongCommit(stats) && !evidence.circuit_profile ? (countingIn(evidence) ?? []) : [],
        profiled: evidence.circuit_profile !== undefined,
        ...(still && { still }),
        ...(state && { state }),
        ...((state === undefined || still !== undefined) &&
          fed && { kept: still === undefined ? fed.kept : [...(evidence.kept_state ?? [])] }),
        stopped,
        ended: stopped.filter((table) =>
          inputsInto([table], stats).every((one) => one.end_of_input === true),
        ),
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
  concede({ state, kept, standing, still }) {
    if (still !== undefined) return undefined;
    return isGrowing(state, kept, standing) ? words`it grows` : newKeysBriefly(state);
  },
  presume: ({ state }) => state?.growing?.behind && comesOnWords(state.growing.behind),
  rulesTold: ({ state }) => (state?.growing ? [UNBOUNDED_STATE] : []),
  tell({ state, profiled, kept, stopped, ended, standing, untold, is_finite, endless, still, ...levelsOf }) {
    const { rss_bytes, limit, storage_bytes, window_ms, window_age_ms, memory, storage, is_of_start } =
      levelsOf;
    const left = limit && rss_bytes !== undefined ? Number(limit.bytes) - Number(rss_bytes) : undefined;
    const rise = still === undefined ? riseOf(memory, left, is_of_start, window_ms) : undefined;
    const isWatched = memory !== undefined && is_of_start !== undefined;
    const of =
      limit?.share === undefined ? undefined : words` (${percent(limit.share)} of ${limitNamed(limit)})`;
    const parts: Words[] = [
      ...(rss_bytes === undefined
        ? []
        : [
            words`memory ${sizeBeside(limit)(Number(rss_bytes))}${of}${trendWords(memory)}${riseWords(rise, left, state?.bytes_per_hour)}`,
          ]),
      ...(storage_bytes === undefined
        ? []
        : [
            words`storage ${bytes(Number(storage_bytes))}${trendWords(storage)}${riseIn(storage, window_ms, Number(storage_bytes))}`,
          ]),
    ];
    const isSeries = window_ms !== undefined && (memory !== undefined || storage !== undefined);
    const over = isSeries ? windowWords(window_ms, window_age_ms) : undefined;
    const levels =
      parts.length === 0
        ? words`memory and storage are not reported`
        : words`${joined(parts, words`; `)}${over}`;
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
          : words`; how much, how fast, and whether it ends, is not known${UNPROFILED}`;
      const first =
        stopped.length === 0
          ? undefined
          : words`not now, since ${stoppedWords(stopped, ended)}; it would grow `;
      const rounds =
        endless.length === 0
          ? undefined
          : words`; whether ${recursiveWords(endless)} ever comes to its end is not known`;
      return words`${first}${keptWords(kept, standing, is_finite)}${rounds}${doubt}${size}; ${levels}`;
    }
    if (state === undefined) {
      return words`${levels}; whether state grows without end is not known${profiled ? undefined : UNPROFILED}`;
    }
    // Whatever rises faster than the state decides when the limit is reached.
    const isState = rise === undefined || rise.per_hour <= (state?.bytes_per_hour ?? 0);
    const more = rise === undefined || state.fills ? undefined : elseWords(rise, state.bytes_per_hour);
    return words`${stateWords(state, standing, isState && isWatched ? left : undefined)}${latenessWords(state)}${boundingWords(state)}${doubt}; ${levels}${more}`;
  },
});

/** Whether its line says yes. */
function isGrowing(
  state: CircuitState | undefined,
  kept: readonly KeptState[] | undefined,
  standing: readonly StandingTable[],
): boolean {
  if (state?.growing) return state.is_endless;
  return standing.length > 0 && (state !== undefined || isKeptBounded(kept));
}

/** Nearly every row has a new key: whether those come to an end only who sends them knows, and it is much. */
function newKeysBriefly(state: CircuitState | undefined): Words | undefined {
  const { growing, bytes_per_hour = 0 } = state ?? {};
  return growing?.by === "new_keys" && isGoingOn(growing) && bytes_per_hour >= THRESHOLDS.stateBytesPerHour
    ? words`it grows with new keys of ${nameList(growing.open_tables)}`
    : undefined;
}

/** "the input of orders has ended", "nothing comes for orders". */
function stoppedWords(stopped: readonly string[], ended: readonly string[]): Words {
  return ended.length === stopped.length
    ? words`the input of ${nameList(ended)} has ended`
    : words`nothing comes for ${nameList(stopped)}`;
}

/** What is kept of tables to which more comes; where nothing of that would grow, all, and the tables to which nothing comes. */
function keptOfFed(
  kept: readonly KeptState[] | undefined,
  stats: StatsFacts,
): { kept: KeptState[]; stopped: string[] } | undefined {
  if (kept === undefined) return undefined;
  // Of what waits, some may be of an input that has ended.
  const over = stats.buffered_records === 0 ? endedTables(stats) : new Set<string>();
  const isFed = ({ tables }: KeptState) => tables.length === 0 || tables.some((name) => !over.has(name));
  const fed = kept
    .filter(isFed)
    .map((one) => ({ ...one, tables: one.tables.filter((name) => !over.has(name)) }));
  if (isKeptBounded(kept)) return { kept: [...kept], stopped: [] };
  if (!isKeptBounded(fed)) return { kept: fed, stopped: [] };
  const stopped = kept.flatMap((one) => (isFed(one) || isKeptBounded([one]) ? [] : one.tables));
  return { kept: [...kept], stopped: [...new Set(stopped)] };
}

function stillOf(stats: StatsFacts): (typeof STILL)[number] | undefined {
  if (stats.state === "Paused") return "paused";
  const { state = "Running", buffered_records } = stats;
  const isProcessed = state === "Running" && buffered_records === 0;
  if (!isProcessed) return undefined;
  const connectors = stats.connectors.filter((one) => !hasPushedNothing(one));
  const inputs = inputsOf({ ...stats, connectors });
  if (inputs === "paused") return "inputs paused";
  if (inputs !== "ended" && inputs !== "rest ended") return undefined;
  return connectors.length < stats.connectors.length ? "none pushed" : inputs;
}

const STILL_WORDS: Readonly<Record<(typeof STILL)[number], Words>> = {
  paused: words`it is Paused and takes in no rows`,
  "inputs paused": INPUTS_PAUSED,
  ended: words`all its input has ended`,
  "rest ended": REST_ENDED,
  "none pushed": words`no row sent by HTTP has come through, and nothing more comes of its other inputs`,
};

/** That nothing grows now, and what would with more rows. */
function stillWords(
  still: (typeof STILL)[number],
  { state, kept, profiled }: { state?: CircuitState; kept?: readonly KeptState[]; profiled: boolean },
): Words {
  const why = words`not now, since ${STILL_WORDS[still]}`;
  if (state === undefined) {
    const then =
      kept === undefined || isKeptBounded(kept) ? undefined : words`; it would grow ${keptWords(kept, [])}`;
    return words`${why}${then}${kept && !profiled ? SIZE_UNKNOWN : undefined}`;
  }
  const { growing } = state;
  if (growing !== undefined) {
    const then = growing.by === "unknown" ? undefined : words`it would grow `;
    return words`${why} (${sizeOf(state)}); ${then}${growthWords(growing, state.grow)}${fedWords(growing)}`;
  }
  const now = stateWords(state, [], undefined);
  if (state.young ?? state.timed) return words`${why}; it would grow ${now}`;
  const isToGrow = kept !== undefined && !isKeptBounded(kept);
  const then = isToGrow ? words`; it would grow ${keptWords(kept, [])}` : undefined;
  if (isOpen(state)) return words`${why}; ${now}${then}`;
  // New keys and groups may come, and it grows with them.
  const mayGrow = state.bounds.some((bound) => bound === "keys" || bound === "groups");
  const when = mayGrow ? words`no further than this` : words`at no time`;
  return words`${why}, and ${when}: ${boundedWords(state.bounds)} (${sizeOf(state)})${then}`;
}

const UNPROFILED = words` (the circuit profile was not read)`;

const SIZE_UNKNOWN = words`; how much it keeps is not known${UNPROFILED}`;

/** What LATENESS bounds, by the circuit, or else by the program. */
function heldIn({ circuit_profile, kept_state = [] }: Evidence) {
  const { integrals } = circuit_profile ?? {};
  return integrals === undefined
    ? kept_state.map(({ waterlines, any_moves, held }) => ({ waterlines, any_moves, tables: held }))
    : integrals.filter(({ records }) => records > 0);
}

function countingIn({ pipeline }: Evidence): CountingView[] | undefined {
  return pipeline?.program_code === undefined ? undefined : countingViews(pipeline.program_code);
}

/** Of a process that carries on, what came before is in no count: its rows may have gone on long before. */
function untoldOf(evidence: Evidence): string[] {
  const { state, resumed } = evidence.stats ?? {};
  const mayRun = state === undefined || state === "Running";
  if (!mayRun || resumed === true || areRowsTold(evidence)) return [];
  return [...new Set(heldIn(evidence).flatMap(({ waterlines }) => waterlines))];
}

/** Whether it is known what memory and storage are measured against, and whether they ended it before. */
function areLevelsKnown(evidence: Evidence, { memory, storage }: StatsFacts): boolean {
  const areRead = evidence.pipeline !== undefined && evidence.events !== undefined;
  const areTold = memory.rss_bytes !== undefined && storage.bytes !== undefined;
  const limit = memoryLimit(evidence);
  const isMeasured = limit === "none" || limit?.from === "metrics";
  return areRead && areTold && isMeasured && storage.limit !== undefined;
}

/**
 * " by 8.2 MiB", in the time that is told after it: what its device has room for Feldera does not tell.
 *
 * @param level what there is, in bytes, beyond which a line through the points may rise
 */
function riseIn(
  trend: z.infer<typeof Trend> | undefined,
  window_ms: number | undefined,
  level: number,
): Words | undefined {
  if (trend?.direction !== "rising" || trend.course !== undefined || window_ms === undefined)
    return undefined;
  return words` by ${bytes(Math.min(level, (trend.per_sec * window_ms) / 1_000))}`;
}

function trendWords(trend: z.infer<typeof Trend> | undefined): Words | undefined {
  return trend && words`, ${trendName(trend)}`;
}
