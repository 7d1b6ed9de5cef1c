import * as z from "zod";
import type { ProgramSettings } from "../../feldera/settings/program.ts";
import { configuredMemory, type RuntimeSettings } from "../../feldera/settings/runtime.ts";

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
  /** Where it stands: `program_config.profile`. */
  setting: z.string(),
  value: z.string(),
});

export type RedFlag = z.infer<typeof RedFlag>;

interface Configuration {
  readonly runtime: RuntimeSettings;
  readonly program: ProgramSettings;
}

interface Rule {
  readonly flag: RedFlag["flag"];
  readonly setting: string | ((configuration: Configuration) => string);
  /** The offending value, or undefined where all is well. */
  readonly offence: (configuration: Configuration) => string | undefined;
}

const RULES: readonly Rule[] = [
  {
    flag: "no memory limit",
    setting: ({ runtime }) => `runtime_config.${runtime.sizes.container_memory.name}`,
    offence: ({ runtime }) => (configuredMemory(runtime).is === "unset" ? "null" : undefined),
  },
  {
    flag: "no storage",
    setting: "runtime_config.storage",
    offence: ({ runtime }) => (runtime.has_storage === false ? "null" : undefined),
  },
  {
    flag: "no fault tolerance",
    setting: "runtime_config.fault_tolerance.model",
    offence: ({ runtime }) => (runtime.fault_tolerance === "none" ? "none" : undefined),
  },
  {
    flag: "not optimised",
    setting: "program_config.profile",
    offence: ({ program }) =>
      /^(dev|unoptimized)$/.test(program.profile ?? "") ? program.profile : undefined,
  },
  {
    flag: "fewer cores than workers",
    setting: "runtime_config.resources.cpu_cores_max",
    offence: ({ runtime: { workers, cpu_cores_max } }) =>
      workers !== undefined && cpu_cores_max !== undefined && cpu_cores_max < workers
        ? `${cpu_cores_max} for ${workers} workers`
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
      /(?:^|[=,])\s*(?:trace|debug)\b/i.test(runtime.logging ?? "") ? runtime.logging : undefined,
  },
];

function names(set: readonly string[]): string | undefined {
  return set.length > 0 ? set.join(", ") : undefined;
}

/** None where the configuration is missing: nothing follows from it. */
export function redFlags(runtime: RuntimeSettings | undefined, program: ProgramSettings): RedFlag[] {
  if (runtime === undefined) return [];
  const configuration = { runtime, program };
  return RULES.flatMap(({ flag, setting, offence }) => {
    const value = offence(configuration);
    const where = typeof setting === "string" ? setting : setting(configuration);
    return value === undefined ? [] : [{ flag, setting: where, value }];
  });
}
