import * as z from "zod";
import { isOpenSource } from "../../analysis/cluster/platform.ts";
import { Resized } from "../../analysis/pipeline/resized.ts";
import { UnreadableSetting } from "../../analysis/pipeline/unreadable-settings.ts";
import { leavesErrorsOut } from "../../feldera/settings/log-filter.ts";
import { unoptimizedProfile } from "../../feldera/settings/program.ts";
import type { RuntimeSettings } from "../../feldera/settings/runtime.ts";
import { mayBeGen2 } from "../../feldera/versions.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { TO_BE_UNOPTIMIZED, UNOPTIMIZED } from "../../text/pipeline/unoptimized.ts";
import { unreadableWords } from "../../text/settings.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { unknownSetting } from "./unknown-settings.ts";

interface SettingDefinition {
  readonly id: string;
  readonly looksFor: Words;
  /** Where it stands: `program_config.profile`. */
  readonly field: string | ((pipeline: NonNullable<Evidence["pipeline"]>) => string);
  /** The value that is worth knowing; undefined where there is nothing to say. */
  readonly told: (pipeline: NonNullable<Evidence["pipeline"]>) => string | undefined;
  readonly what: (value: string) => Words;
  readonly brief: (value: string) => Words;
  readonly cause: Words;
}

/** A setting that whoever debugs a pipeline should know of, though it is no trouble by itself. */
function settingRule({ id, looksFor, field, told, what, brief, cause }: SettingDefinition) {
  return defineRule({
    id,
    severity: "info",
    parts: ["pipeline"],
    looksFor,
    ofSetup: true,
    about: z.object({ value: z.string() }),
    find({ pipeline }) {
      const value = pipeline && told(pipeline);
      if (pipeline === undefined || value === undefined) return [];
      const at = typeof field === "string" ? field : field(pipeline);
      return [{ about: { value }, signs: [{ part: "pipeline", field: at, value: { text: value } }] }];
    },
    what: ({ value }) => what(value),
    brief: ({ value }) => brief(value),
    cause: () => cause,
  });
}

const unoptimized = defineRule({
  id: "program/unoptimized",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`a program compiled without optimisation`,
  ofSetup: true,
  /** Whether it has a process that might run on an engine that runs no compiled program. */
  about: z.object({
    is_engine_unknown: z.boolean(),
    /** Whether there is a program that was compiled: its profile stands before that, too. */
    is_compiled: z.boolean(),
  }),
  find({ pipeline, stats }) {
    const profile = pipeline && unoptimizedProfile(pipeline, stats?.runtime_version);
    if (pipeline === undefined || profile === undefined) return [];
    const { resources, program } = pipeline.state;
    const isDeployed = resources.status !== "Stopped";
    const isTold = (stats?.runtime_version ?? pipeline.runtime_version) !== undefined;
    const is_engine_unknown = isDeployed && !isTold && mayBeGen2(pipeline.state.platform_version);
    const sign = { part: "pipeline" as const, field: "program_config.profile", value: { text: profile } };
    const is_compiled = program.status === "Success" || resources.status === "Provisioned";
    return [{ about: { is_engine_unknown, is_compiled }, signs: [sign] }];
  },
  what: ({ is_engine_unknown, is_compiled }) =>
    words`${is_compiled ? UNOPTIMIZED : TO_BE_UNOPTIMIZED}${is_engine_unknown ? words`; whether its process runs it, and not the Gen-2 engine, is not known` : undefined}`,
  brief: ({ is_compiled }) =>
    words`the program is ${is_compiled ? undefined : words`to be `}compiled without optimisation`,
  cause: () => words`Judge its speed only once it is compiled with that`,
});

const noStorage = settingRule({
  id: "settings/no-storage",
  looksFor: words`a pipeline without storage`,
  field: "runtime_config.storage",
  told: ({ settings }) => (settings?.has_storage === false ? "null" : undefined),
  what: () => words`without storage all state is held in memory, and checkpoints are not possible`,
  brief: () => words`it has no storage`,
  cause: words`Set storage, unless the state is small and may be lost`,
});

const noFaultTolerance = defineRule({
  id: "settings/no-fault-tolerance",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`fault tolerance that is switched off`,
  ofSetup: true,
  about: z.object({
    /** Whether its edition takes another model; absent where the edition was not read. */
    can_be_set: z.boolean().optional(),
  }),
  find({ pipeline, platform }) {
    if (pipeline?.settings?.fault_tolerance !== "none") return [];
    const field = "runtime_config.fault_tolerance.model";
    const { edition } = platform ?? {};
    return [
      {
        about: edition === undefined ? {} : { can_be_set: !isOpenSource(edition) },
        signs: [{ part: "pipeline", field, value: { text: "none" } }],
      },
    ];
  },
  what: () =>
    words`without fault tolerance a crash loses what was processed since the last checkpoint; where there is none, everything`,
  brief: () => words`fault tolerance is off`,
  cause({ can_be_set }) {
    if (can_be_set === false) return words`The open source edition takes no other model`;
    const doubt =
      can_be_set === undefined
        ? words`; only the enterprise edition takes one, and which edition this is is not known`
        : undefined;
    return words`Set a model of fault tolerance where its sources cannot send everything again${doubt}`;
  },
});

const fewerCores = settingRule({
  id: "settings/fewer-cores-than-workers",
  looksFor: words`fewer cores than workers`,
  field: ({ resized }) => {
    const name = "resources.cpu_cores_max";
    const isResized = resized.some(({ setting }) => setting === name);
    return `${isResized ? "deployment_config" : "runtime_config"}.${name}`;
  },
  told: ({ settings: { workers } = NOTHING, cpu_cores_in_use: cores }) =>
    workers !== undefined && cores !== undefined && cores < workers
      ? `${cores} for ${workers} workers`
      : undefined,
  what: () => words`there are fewer cores than workers, which take turns`,
  brief: (value) => words`there are fewer cores than workers: ${value}`,
  cause: words`Give it a core for each worker, and more for merges in the background, or take fewer workers`,
});

const NOTHING: Partial<RuntimeSettings> = {};

const noCpuProfiler = settingRule({
  id: "settings/no-cpu-profiler",
  looksFor: words`a CPU profiler that is switched off`,
  field: "runtime_config.cpu_profiler",
  told: ({ settings }) => (settings?.cpu_profiler === false ? "false" : undefined),
  what: () => words`the CPU profiler is off, so that circuit profiles carry no times`,
  brief: () => words`the CPU profiler is off`,
  cause: words`Switch cpu_profiler on to see which operators are slow`,
});

const developerTweaks = settingRule({
  id: "settings/developer-tweaks",
  looksFor: words`settings for Feldera's developers that are changed`,
  field: "runtime_config.dev_tweaks",
  told: ({ settings }) => names(settings?.dev_tweaks),
  what: () => words`settings meant for Feldera's developers are changed`,
  brief: (value) => words`settings for Feldera's developers are changed: ${value}`,
  cause: words`They change how the engine works: take them out before a fault is reported`,
});

const environment = settingRule({
  id: "settings/environment",
  looksFor: words`environment variables of the pipeline`,
  field: "runtime_config.env",
  told: ({ settings }) => names(settings?.env),
  what: () => words`environment variables are set for the pipeline`,
  brief: (value) => words`environment variables are set: ${value}`,
  cause: words`They may change how libraries behave: allocators, clients, proxies, logging`,
});

const verboseLogging = settingRule({
  id: "settings/verbose-logging",
  looksFor: words`verbose logging`,
  field: "runtime_config.logging",
  told: ({ settings: { logging } = NOTHING }) =>
    logging !== undefined && /(?:^|[=,])\s*(?:trace|debug)\b/i.test(logging) ? logging : undefined,
  what: () => words`logging is verbose, so that the log buffer (1 MB) turns over quickly`,
  brief: (value) => words`logging is verbose: ${value}`,
  cause: words`What happened a while ago is no longer in the log; info is Feldera's default`,
});

const silentLogging = settingRule({
  id: "settings/silent-logging",
  looksFor: words`a log filter that leaves errors out`,
  field: "runtime_config.logging",
  told: ({ settings: { logging, env = [] } = NOTHING }) =>
    logging !== undefined && leavesErrorsOut(logging) && !env.includes("RUST_LOG") ? logging : undefined,
  what: () =>
    words`the log filter leaves errors out, of crates that it turns off or does not name: a log without them proves nothing`,
  brief: (value) => words`the log filter leaves errors out: ${value}`,
  cause: words`A word that is no level (error, warn, info, debug, trace) is the name of a crate there, and of two levels the last holds: let the filter be info, and turn off no crate of Feldera's (dbsp …)`,
});

function names(set: readonly string[] = []): string | undefined {
  return set.length > 0 ? set.join(", ") : undefined;
}

/** Whatever follows from such a setting cannot be said. */
const unreadable = defineRule({
  id: "settings/unreadable",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`a setting that cannot be read`,
  about: z.object({ settings: z.array(UnreadableSetting) }),
  find({ pipeline }) {
    const settings = pipeline?.unreadable_settings ?? [];
    if (settings.length === 0) return [];
    return [
      {
        about: { settings },
        signs: settings.map(({ of, reading: { name, written } }) => ({
          part: "pipeline" as const,
          field: `${of}.${name}`,
          value: { text: written },
        })),
      },
    ];
  },
  what: ({ settings }) =>
    joined(
      settings.map(({ reading }) => unreadableWords(reading)),
      words`; `,
    ),
  cause: () =>
    words`Feldera refuses such a value when a configuration is set, or runs with its default; what depends on the setting is not known here`,
});

/** A resize changes what a pipeline has while it runs, and leaves `runtime_config` as it was. */
const resized = defineRule({
  id: "settings/resized",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`resources that were changed while it runs`,
  ofSetup: true,
  about: z.object({ resized: z.array(Resized) }),
  find({ pipeline }) {
    const { resized = [] } = pipeline ?? {};
    if (resized.length === 0) return [];
    return [
      {
        about: { resized },
        signs: resized.map(({ setting, now }) => ({
          part: "pipeline" as const,
          field: `deployment_config.${setting}`,
          value: { text: now },
        })),
      },
    ];
  },
  what: ({ resized }) => {
    const each = resized.map(({ setting, now, configured, in_process }) => {
      const before = configured === undefined ? words`not set` : words`${configured}`;
      const behind = in_process && words` (its process still has ${in_process})`;
      return words`${setting} is ${now} now${behind}, and ${before} in runtime_config`;
    });
    return words`its resources were changed while it runs: ${joined(each, words`; `)}`;
  },
  brief: ({ resized }) =>
    words`resized while it runs: ${joined(
      resized.map(({ setting, now }) => words`${setting} is ${now}`),
      words`, `,
    )}`,
  cause: () =>
    words`A resize in place changes deployment_config and not runtime_config: what the pipeline may take now stands in the former`,
});

export const SETTING_RULES = [
  unknownSetting,
  unreadable,
  resized,
  unoptimized,
  noStorage,
  noFaultTolerance,
  fewerCores,
  noCpuProfiler,
  developerTweaks,
  environment,
  verboseLogging,
  silentLogging,
];
