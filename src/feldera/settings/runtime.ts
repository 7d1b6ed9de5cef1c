import * as z from "zod";
import { each } from "./each.ts";
import { nameFor, readDuration, readSize } from "./read.ts";
import { DurationReading, type SetSize, SizeReading } from "./reading.ts";
import { RUNTIME_DURATIONS, RUNTIME_SIZES } from "./spellings.ts";

/** What a pipeline's `runtime_config` sets, under either spelling. A value of the wrong type is left out. */
export const RuntimeSettings = z.object({
  /** The version of Feldera that takes it; absent where that is not known. */
  runtime: z.string().optional(),
  workers: z.number().optional(),
  /** How many run it together. */
  hosts: z.number().optional(),
  cpu_cores_min: z.number().optional(),
  cpu_cores_max: z.number().optional(),
  /** Whether it has storage; absent where that is left to the default. */
  has_storage: z.boolean().optional(),
  /** `none`, or the model. */
  fault_tolerance: z.string().optional(),
  /** So many records make a step begin at once; fewer wait for as long as `durations.buffering` says. */
  min_batch_size_records: z.number().optional(),
  cpu_profiler: z.boolean().optional(),
  logging: z.string().optional(),
  /** Names of what is set, without the values. */
  env: z.array(z.string()),
  dev_tweaks: z.array(z.string()),
  sizes: z.object(each(RUNTIME_SIZES, () => SizeReading)),
  durations: z.object(each(RUNTIME_DURATIONS, () => DurationReading)),
});

export type RuntimeSettings = z.infer<typeof RuntimeSettings>;

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(undefined);

const RuntimeConfig = z.looseObject({
  workers: optional(z.number()),
  hosts: optional(z.number()),
  storage: z.unknown().optional(),
  fault_tolerance: optional(z.looseObject({ model: optional(z.string()) })),
  resources: optional(
    z.looseObject({ cpu_cores_min: optional(z.number()), cpu_cores_max: optional(z.number()) }),
  ),
  min_batch_size_records: optional(z.number()),
  cpu_profiler: optional(z.boolean()),
  env: optional(z.looseObject({})),
  dev_tweaks: optional(z.looseObject({})),
  logging: optional(z.string()),
});

/**
 * @param config `runtime_config` as it is
 * @param runtime the pipeline's `platform_version`
 * @returns undefined where there is none
 */
export function readRuntimeSettings(
  config: unknown,
  runtime: string | undefined,
): RuntimeSettings | undefined {
  const read = RuntimeConfig.safeParse(config).data;
  if (read === undefined) return undefined;
  const { workers, hosts, storage, fault_tolerance, resources, cpu_profiler, env, dev_tweaks, logging } =
    read;
  const { min_batch_size_records } = read;
  const model = fault_tolerance?.model;
  const { cpu_cores_min, cpu_cores_max } = resources ?? {};
  return {
    ...(runtime !== undefined && { runtime }),
    ...(workers != null && { workers }),
    ...(hosts != null && { hosts }),
    ...(cpu_cores_min != null && { cpu_cores_min }),
    ...(cpu_cores_max != null && { cpu_cores_max }),
    ...(storage !== undefined && { has_storage: storage !== null }),
    ...(model != null && { fault_tolerance: model }),
    ...(min_batch_size_records != null && { min_batch_size_records }),
    ...(cpu_profiler != null && { cpu_profiler }),
    ...(logging != null && { logging }),
    env: namesSet(env),
    dev_tweaks: namesSet(dev_tweaks),
    sizes: each(RUNTIME_SIZES, (spelling) => readSize(config, spelling, runtime)),
    durations: each(RUNTIME_DURATIONS, (spelling) => readDuration(config, spelling, runtime)),
  };
}

function namesSet(object: Readonly<Record<string, unknown>> | null | undefined): string[] {
  return Object.entries(object ?? {}).flatMap(([name, value]) => (value == null ? [] : [name]));
}

/**
 * The memory that is configured: the process's own limit, or else its container's.
 *
 * @param in_use the container's as it is now: a resize changes it while the pipeline runs
 */
export function configuredMemory({ sizes }: RuntimeSettings, in_use?: SetSize): SizeReading {
  const { process_memory } = sizes;
  const container = in_use ?? sizes.container_memory;
  if (process_memory.is === "unset") return container.is === "unset" ? process_memory : container;
  const isShrunk = in_use && process_memory.is === "set" && in_use.bytes < process_memory.bytes;
  return isShrunk ? in_use : process_memory;
}

/** Of the memory of a pipeline ad-hoc queries may take a twentieth, up to 2,048 MB. */
const QUERY_SHARE = 0.05;
const QUERY_BYTES = 2_048_000_000;

/** What a memory limit leaves for the circuit, beside what is set aside for ad-hoc queries. */
export function withoutQueryMemory(bytes: number, { sizes: { query_memory } }: RuntimeSettings): number {
  return query_memory.is === "set"
    ? bytes - Number(query_memory.bytes)
    : bytes - Math.min(bytes * QUERY_SHARE, QUERY_BYTES);
}

/** What a size is called in this configuration, or by a Feldera of today where none was read. */
export function sizeName(size: keyof typeof RUNTIME_SIZES, settings: RuntimeSettings | undefined): string {
  return settings?.sizes[size].name ?? nameFor("size", RUNTIME_SIZES[size], undefined);
}
