import * as z from "zod";

/** The settings of a generator (datagen) by which it makes rows. */
export const GENERATOR_SETTINGS = {
  rate: "rate",
  limit: "limit",
  workers: "workers",
  chunk: "worker_chunk_size",
  strategy: "strategy",
  range: "range",
  values: "values",
  scale: "scale",
} as const;

/** A time, as far as it is one that can be told: a number, or a text of a date. */
const moment = z.union([z.number(), z.string().transform((text) => Date.parse(text))]);

const Field = z.looseObject({
  strategy: z.string().nullish(),
  range: z.tuple([moment, moment]).nullish().catch(undefined),
  values: z.array(moment).nullish().catch([]),
  scale: z.number().nullish(),
});

const Plan = z.looseObject({
  rate: z.number().nullish(),
  limit: z.number().nullish(),
  worker_chunk_size: z.number().nullish(),
  fields: z.record(z.string(), Field).nullish(),
});

const Config = z.looseObject({ plan: z.array(Plan).nullish(), workers: z.number().nullish() });

/** How a field's values follow one another. */
export interface GeneratedField {
  /** `increment`, unless set: one after another. */
  readonly strategy: string;
  /** The first and the last that it may be; a text of a time in ms since 1970, not a number where it is none. */
  readonly range: readonly [number, number] | undefined;
  /** Those among which it picks, where they are set. */
  readonly values: readonly number[] | undefined;
  readonly scale: number;
}

/** A sequence of rows; one follows the other. */
export interface GeneratedPlan {
  /** Rows a second of all workers together; as fast as can be where it is not set. */
  readonly rate: number | undefined;
  /** How many rows; without end where it is not set. */
  readonly limit: number | undefined;
  /** How many rows a worker takes at once. */
  readonly chunk: number;
  readonly field: (column: string) => GeneratedField;
}

export interface Generator {
  readonly workers: number;
  readonly plans: readonly GeneratedPlan[];
}

/** Feldera's own where none is set, and less where fewer rows come a second. */
const CHUNK = 10_000;

/** @returns undefined where the configuration is not one of datagen's */
export function readGenerator(config: unknown): Generator | undefined {
  const { data } = Config.safeParse(config);
  if (data === undefined) return undefined;
  return { workers: data.workers ?? 1, plans: (data.plan ?? [{}]).map(planOf) };
}

function planOf({ rate, limit, worker_chunk_size, fields }: z.infer<typeof Plan>): GeneratedPlan {
  // A rate of 0 is none.
  const limited = rate == null || rate === 0 ? undefined : rate;
  const byName = new Map(Object.entries(fields ?? {}).map(([name, field]) => [name.toLowerCase(), field]));
  return {
    rate: limited,
    limit: limit ?? undefined,
    chunk: worker_chunk_size ?? Math.min(limited ?? CHUNK, CHUNK),
    field: (column) => {
      const { strategy, range, values, scale } = byName.get(column.toLowerCase()) ?? {};
      return {
        strategy: strategy ?? "increment",
        range: range ?? undefined,
        values: values ?? undefined,
        scale: scale ?? 1,
      };
    },
  };
}
