import * as z from "zod";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";

const Flag = z.enum([
  "no memory limit",
  "no storage",
  "no fault tolerance",
  "not optimised",
  "fewer cores than workers",
  "no CPU profiler",
  "developer tweaks",
  "environment",
  "verbose logging",
]);

/** A setting of a pipeline that a person who debugs it should know of. */
export const RedFlag = z.object({
  flag: Flag,
  /** Where it stands: `runtime_config.resources.memory_mb_max`. */
  setting: z.string(),
  value: z.string(),
});

export type RedFlag = z.infer<typeof RedFlag>;

const RuntimeConfig = z.looseObject({
  workers: z.number().nullish(),
  max_rss_mb: z.number().nullish(),
  storage: z.unknown().optional(),
  fault_tolerance: z.looseObject({ model: z.string().nullish() }).nullish(),
  resources: z
    .looseObject({ memory_mb_max: z.number().nullish(), cpu_cores_max: z.number().nullish() })
    .nullish(),
  cpu_profiler: z.boolean().nullish(),
  env: z.looseObject({}).nullish(),
  dev_tweaks: z.looseObject({}).nullish(),
  logging: z.string().nullish(),
});

const ProgramConfig = z.looseObject({ profile: z.string().nullish() });

interface Configuration {
  readonly runtime: z.infer<typeof RuntimeConfig>;
  readonly program: z.infer<typeof ProgramConfig>;
}

interface Rule {
  readonly flag: RedFlag["flag"];
  readonly setting: string;
  /** The offending value, or undefined where all is well. */
  readonly offence: (configuration: Configuration) => string | undefined;
}

const RULES: readonly Rule[] = [
  {
    flag: "no memory limit",
    setting: "runtime_config.resources.memory_mb_max",
    offence: ({ runtime }) =>
      runtime.max_rss_mb == null && runtime.resources?.memory_mb_max == null ? "null" : undefined,
  },
  {
    flag: "no storage",
    setting: "runtime_config.storage",
    offence: ({ runtime }) => ("storage" in runtime && runtime.storage === null ? "null" : undefined),
  },
  {
    flag: "no fault tolerance",
    setting: "runtime_config.fault_tolerance.model",
    offence: ({ runtime }) => (runtime.fault_tolerance?.model === "none" ? "none" : undefined),
  },
  {
    flag: "not optimised",
    setting: "program_config.profile",
    offence: ({ program }) =>
      /^(dev|unoptimized)$/.test(program.profile ?? "") ? (program.profile ?? "") : undefined,
  },
  {
    flag: "fewer cores than workers",
    setting: "runtime_config.resources.cpu_cores_max",
    offence: ({ runtime }) =>
      runtime.workers != null &&
      runtime.resources?.cpu_cores_max != null &&
      runtime.resources.cpu_cores_max < runtime.workers
        ? `${runtime.resources.cpu_cores_max} for ${runtime.workers} workers`
        : undefined,
  },
  {
    flag: "no CPU profiler",
    setting: "runtime_config.cpu_profiler",
    offence: ({ runtime }) => (runtime.cpu_profiler === false ? "false" : undefined),
  },
  {
    flag: "developer tweaks",
    setting: "runtime_config.dev_tweaks",
    offence: ({ runtime }) => names(runtime.dev_tweaks),
  },
  {
    flag: "environment",
    setting: "runtime_config.env",
    offence: ({ runtime }) => names(runtime.env),
  },
  {
    flag: "verbose logging",
    setting: "runtime_config.logging",
    offence: ({ runtime }) =>
      /(?:^|[=,])\s*(?:trace|debug)\b/i.test(runtime.logging ?? "") ? (runtime.logging ?? "") : undefined,
  },
];

function names(object: Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  const set = Object.entries(object ?? {}).flatMap(([name, value]) => (value == null ? [] : [name]));
  return set.length > 0 ? set.join(", ") : undefined;
}

/** None where the configuration is missing, or of a shape that is not known: nothing follows from it. */
export function redFlags(pipeline: Pick<Pipeline, "runtime_config" | "program_config">): RedFlag[] {
  const runtime = RuntimeConfig.safeParse(pipeline.runtime_config).data;
  const program = ProgramConfig.safeParse(pipeline.program_config ?? {}).data;
  if (runtime === undefined || program === undefined) return [];
  const configuration = { runtime, program };
  return RULES.flatMap(({ flag, setting, offence }) => {
    const value = offence(configuration);
    return value === undefined ? [] : [{ flag, setting, value }];
  });
}
