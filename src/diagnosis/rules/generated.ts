import * as z from "zod";
import {
  GENERATOR_SETTINGS,
  type GeneratedPlan,
  type Generator,
  readGenerator,
} from "../../feldera/settings/generator.ts";
import { grouped, plural } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { inputsInto } from "./lossy-filters.ts";

/** The generator of this name, where the program has one. */
export function generatorOf(name: string, { pipeline }: Evidence): Generator | undefined {
  const connector = pipeline?.connectors.find((one) => one.direction === "input" && one.name === name);
  return connector?.transport === "datagen" ? readGenerator(connector.transport_config) : undefined;
}

/** What sets the pace of a generator: how many rows a second it is to make, or how fast so many workers are. */
export const GeneratedPace = z.union([z.object({ rate: z.number() }), z.object({ workers: z.int() })]);

/** From which part of its rate on a generator is held up by nothing else. */
const OF_RATE = 0.9;

/** By the plan that it follows after so many rows; undefined where it makes far fewer than it is to. */
export function generatedPace(
  name: string,
  rows: number,
  per_s: number | undefined,
  evidence: Evidence,
): z.infer<typeof GeneratedPace> | undefined {
  const generator = generatorOf(name, evidence);
  const rate = generator && planAfter(rows, generator)?.rate;
  if (generator === undefined || per_s === undefined) return undefined;
  if (rate === undefined) return { workers: generator.workers };
  return per_s >= rate * OF_RATE ? { rate } : undefined;
}

/** The plan that a generator follows after so many rows. */
export function planAfter(rows: number, { plans }: Generator): GeneratedPlan | undefined {
  let end = 0;
  return plans.find(({ limit }) => {
    end += limit ?? Number.POSITIVE_INFINITY;
    return rows < end;
  });
}

export function generatedPaceWords(pace: z.infer<typeof GeneratedPace>): Words {
  return "rate" in pace
    ? words`its generator makes ${plural(pace.rate, words`row`, words`rows`)} a second (${GENERATOR_SETTINGS.rate})`
    : words`its generator makes rows as fast as ${plural(pace.workers, words`worker`, words`workers`)} can (${GENERATOR_SETTINGS.rate} is not set)`;
}

/** Whether a generator has come to its end because it was to make as many rows and no more. */
export function endsByLimit(name: string, rows: number, evidence: Evidence): boolean {
  const limits =
    generatorOf(name, evidence)?.plans.map(({ limit }) => limit ?? Number.POSITIVE_INFINITY) ?? [];
  return limits.length > 0 && limits.reduce((sum, limit) => sum + limit, 0) === rows;
}

export const BY_LIMIT = words`the ${GENERATOR_SETTINGS.limit} of its generator`;

/** How a generator makes times of which some are behind those before by more than LATENESS allows. */
export const OutOfOrder = z.object({
  column: z.string(),
  how: z.discriminatedUnion("is", [
    z.object({ is: z.literal("at random"), strategy: z.string(), by: z.string() }),
    /** It comes to the end of its times, and begins with the first again. */
    z.object({ is: z.literal("anew"), rows: z.number(), by: z.string() }),
    /** One of its plans, by its number from 1, begins behind what those before have made. */
    z.object({ is: z.literal("back"), plan: z.int(), by: z.string() }),
    z.object({ is: z.literal("at once"), workers: z.int(), rows: z.number() }),
  ]),
});

export type OutOfOrder = z.infer<typeof OutOfOrder>;

/** Of a table that a generator alone feeds: the first column with LATENESS whose times it makes so. */
export function outOfOrder(tables: readonly string[], evidence: Evidence): OutOfOrder | undefined {
  const { pipeline, stats } = evidence;
  const [source, ...others] = inputsInto(tables, stats);
  const late = pipeline?.lateness?.find(({ table }) => tables.includes(table));
  if (source === undefined || others.length > 0 || stats?.lists_inputs !== true) return undefined;
  const generator = generatorOf(source.name, evidence);
  if (generator === undefined || late?.longest_ms === undefined || tables.length > 1) return undefined;
  const { columns, longest_ms } = late;
  const [first] = columns.flatMap((column) => {
    const times = timesOf(generator, column, Number(source.records ?? 0));
    const how = outOfPlans(times, longest_ms) ?? withinPlans(times, longest_ms, generator);
    return how === undefined ? [] : [{ column, how }];
  });
  return first;
}

/** The times that a plan has made. */
interface Times {
  readonly strategy: string;
  readonly first: number;
  readonly last: number;
  /** From one row to the next, and after how many it begins anew. */
  readonly step_ms: number;
  readonly before: number;
  readonly chunk: number;
  /** How many rows it has made, and which part of all. */
  readonly made: number;
  readonly share: number;
  /** The setting that has the first and the last of them. */
  readonly by: "range" | "values";
}

/** The default range of times: from 1970 to 2100. */
const ALL_TIMES_MS = 130 * 365 * 24 * 3_600_000;

/** Of each plan that has begun. Of dates a number is of days, so that what lies between them is more yet. */
function timesOf({ plans }: Generator, column: string, rows: number): Times[] {
  let left = rows;
  return plans.flatMap((plan) => {
    const { strategy, range, values, scale } = plan.field(column);
    const made = Math.min(left, plan.limit ?? left);
    left -= made;
    if (made === 0) return [];
    const [first, last] = values ? [Math.min(...values), Math.max(...values)] : (range ?? [0, ALL_TIMES_MS]);
    const step_ms = Math.abs(scale);
    const before = values?.length ?? (last - first) / step_ms;
    const by = values ? GENERATOR_SETTINGS.values : GENERATOR_SETTINGS.range;
    return [{ strategy, first, last, step_ms, before, chunk: plan.chunk, made, share: made / rows, by }];
  });
}

/** A plan that goes on behind what those before it have made, or far ahead, so that the next is behind. */
function outOfPlans(times: readonly Times[], longest_ms: number): OutOfOrder["how"] | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  for (const [i, { strategy, first, last, step_ms, made, by }] of times.entries()) {
    if (strategy !== INCREMENT) return undefined;
    if (first < newest - longest_ms) return { is: "back", plan: i + 1, by };
    newest = Math.max(newest, by === "values" ? last : Math.min(last, first + made * step_ms));
  }
  return undefined;
}

/** The strategy by which each value is larger than the one before. */
export const INCREMENT = "increment";

/** From which part of all rows on one plan is why they are late. */
const MOST = 0.5;

function withinPlans(
  times: readonly Times[],
  longest_ms: number,
  { workers }: Generator,
): OutOfOrder["how"] | undefined {
  const most = times.find(({ share }) => share >= MOST);
  if (most === undefined) return undefined;
  const { strategy, first, last, step_ms, before, chunk, made, by } = most;
  const isWide = last - first > longest_ms;
  if (strategy !== INCREMENT) return isWide ? { is: "at random", strategy, by } : undefined;
  if (isWide && made > before) return { is: "anew", rows: Math.floor(before), by };
  const isAhead = by === "range" && chunk * step_ms > longest_ms;
  return workers > 1 && isAhead && made > chunk ? { is: "at once", workers, rows: chunk } : undefined;
}

/** "its generator draws ts at random (strategy uniform)". */
export function outOfOrderWords({ column, how }: OutOfOrder): Words {
  switch (how.is) {
    case "at random":
      return words`its generator draws ${column} at random (${GENERATOR_SETTINGS.strategy} ${how.strategy})`;
    case "anew":
      return words`its generator begins ${column} anew after ${grouped(how.rows)} rows (${how.by})`;
    case "back":
      return words`plan ${how.plan} of its generator begins ${column} too early (${how.by})`;
    case "at once":
      return words`its generator has ${plural(how.workers, words`worker`, words`workers`)}, each on ${grouped(how.rows)} rows (${GENERATOR_SETTINGS.chunk})`;
  }
}

/** Why rows are late, and what mends it: "Its generator draws …, so that …: set …". */
export function generatedAdvice(order: OutOfOrder): Words {
  return words`Rows come that are behind the newest by more than LATENESS allows, since ${outOfOrderWords(order)}: ${inOrder(order)}`;
}

function inOrder({ column, how }: OutOfOrder): Words {
  switch (how.is) {
    case "at random":
      return words`set its ${GENERATOR_SETTINGS.strategy} to increment, which is the default, or LATENESS of ${column} to more than its ${how.by} ${how.by === GENERATOR_SETTINGS.range ? words`spans` : words`span`}`;
    case "anew":
      return words`widen its ${how.by}, or lower its ${GENERATOR_SETTINGS.scale} or the ${GENERATOR_SETTINGS.limit}`;
    case "back":
      return words`let its ${how.by} go on where the plans before have come to`;
    case "at once":
      return words`set ${GENERATOR_SETTINGS.workers} to 1, or ${GENERATOR_SETTINGS.chunk} lower`;
  }
}
