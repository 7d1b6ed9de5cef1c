import { evidenceOf, only } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** A pipeline of which only the record was read, otherwise configured than it was recorded. */
const configured = (members: Record<string, unknown>) =>
  only(evidenceOf("healthy", { pipeline: members }), ["pipeline"]);

const runtime = (members: Record<string, unknown>) =>
  configured(
    Object.fromEntries(Object.entries(members).map(([name, value]) => [`runtime_config.${name}`, value])),
  );

const OPTIMIZATION: readonly RuleCase[] = [
  ...["dev", "unoptimized"].map((profile) => ({
    rule: "program/unoptimized",
    when: `the program is compiled with profile ${profile}`,
    evidence: () => configured({ "program_config.profile": profile }),
    says: [/many times slower than with profile optimized/] as const,
  })),
  ...["optimized", "optimized_symbols", null].map((profile) => ({
    rule: "program/unoptimized",
    when: `the program is compiled with profile ${profile}`,
    evidence: () => configured({ "program_config.profile": profile }),
  })),
];

/** Its engine compiles nothing, whatever the profile. */
const OF_GEN_2: readonly RuleCase[] = [
  {
    rule: "program/unoptimized",
    when: "its process of 0.375 could not be asked for its engine",
    evidence: () => configured({ "program_config.profile": "dev", platform_version: "0.375.0" }),
    says: [/many times slower .*; whether its process runs it, and not the Gen-2 engine, is not known/],
  },
  {
    rule: "program/unoptimized",
    when: "its process of 0.337, which has no other engine, could not be asked",
    evidence: () => configured({ "program_config.profile": "dev" }),
    says: [/many times slower than with profile optimized$/m],
  },
  {
    rule: "program/unoptimized",
    when: "its process of 0.375 does not tell its engine",
    evidence: () =>
      only(
        evidenceOf("healthy", {
          pipeline: { "program_config.profile": "dev", platform_version: "0.375.0" },
          stats: {},
        }),
        ["pipeline", "stats"],
      ),
    says: [/whether its process runs it, and not the Gen-2 engine, is not known/],
  },
  {
    rule: "program/unoptimized",
    when: "it has no process",
    evidence: () => configured({ "program_config.profile": "dev", deployment_resources_status: "Stopped" }),
    says: [/many times slower than with profile optimized$/m],
  },
  {
    rule: "program/unoptimized",
    when: "it has no process, and its program did not compile",
    evidence: () =>
      configured({
        "program_config.profile": "dev",
        deployment_resources_status: "Stopped",
        program_status: "SqlError",
      }),
    says: [/^the program is to be compiled without optimisation: expect it/],
  },
  {
    rule: "program/unoptimized",
    when: "the program is for a Gen-2 engine of 0.375, with profile dev",
    evidence: () => configured({ "program_config.profile": "dev", "program_config.runtime_version": "gen2" }),
  },
  ...(["gen2:4f1c2d", "0.375.0"] as const).map((runtime) => ({
    rule: "program/unoptimized",
    when: `its process of 0.375 alone says that its runtime is ${runtime}, with profile dev`,
    evidence: () =>
      only(
        evidenceOf("healthy", {
          pipeline: { "program_config.profile": "dev", platform_version: "0.375.0" },
          stats: { "global_metrics.runtime_version": runtime, "global_metrics.platform_version": "0.375.0" },
        }),
        ["pipeline", "stats"],
      ),
    ...(runtime === "0.375.0" && { says: [/many times slower than with profile optimized/] as const }),
  })),
];

const UNREADABLE: readonly RuleCase[] = [
  {
    rule: "settings/unreadable",
    when: "a limit has no unit",
    evidence: () => runtime({ max_rss_mb: null, max_rss: "16000" }),
    says: [/max_rss could not be read: 16000 \(it has no unit\)$/m, /is not known here/],
  },
  {
    rule: "settings/unreadable",
    when: "both names of a setting are set",
    evidence: () => configured({ platform_version: "0.375.0", "runtime_config.max_rss": "1500M" }),
    says: [/max_rss could not be read: "1500M, and max_rss_mb 1500" \(Feldera refuses both at once\)/],
  },
  {
    rule: "settings/unreadable",
    when: "everything can be read, under whichever name",
    evidence: () => runtime({ max_rss_mb: null, max_rss: "16G", clock_resolution: "1s" }),
  },
];

/** A pipeline of 0.375 that was started with these resources, and resized. */
const resized = (memory_max: string | null, deployed: Record<string, unknown> | null, others = {}) =>
  configured({
    platform_version: "0.375.0",
    "runtime_config.resources": { memory_max, cpu_cores_max: 4 },
    deployment_config: deployed && { resources: deployed },
    ...others,
  });

const RESIZED: readonly RuleCase[] = [
  {
    rule: "settings/resized",
    when: "a pipeline of 0.375 was given more memory and cores while it runs",
    evidence: () => resized("16G", { memory_max: "24G", cpu_cores_max: 8 }),
    says: [
      /changed while it runs: resources\.memory_max is 24G now, and 16G in runtime_config; resources\.cpu_cores_max is 8 now, and 4 in runtime_config$/m,
    ],
  },
  {
    rule: "settings/resized",
    when: "nothing was configured, and the process has not taken it up",
    evidence: () =>
      resized(null, { memory_max: "24G" }, { "deployment_runtime_status_details.memory_max": "16G" }),
    says: [/resources\.memory_max is 24G now \(its process still has 16G\), and not set in runtime_config$/m],
  },
  {
    rule: "settings/resized",
    when: "a pipeline of 0.375 has what is configured, otherwise spelled",
    evidence: () => resized("16G", { memory_max: "16000M", memory_min: null, cpu_cores_max: 4 }),
  },
  {
    rule: "settings/resized",
    when: "a pipeline of 0.375 is not deployed",
    evidence: () => resized("16G", null),
  },
  {
    rule: "settings/resized",
    when: "a record of 0.337 has all that it was deployed with",
    evidence: () =>
      configured({
        "runtime_config.resources.memory_mb_max": 16_000,
        deployment_config: { workers: 2, resources: { memory_mb_max: 16_000, cpu_cores_max: null } },
      }),
  },
];

export const SETTINGS_CASES: readonly RuleCase[] = [
  ...OPTIMIZATION,
  ...OF_GEN_2,
  ...UNREADABLE,
  ...RESIZED,
  {
    rule: "settings/fewer-cores-than-workers",
    when: "it has been resized to fewer cores than workers since it was started",
    evidence: () => resized("16G", { cpu_cores_max: 1 }),
    says: [/fewer cores than workers/],
  },
  {
    rule: "settings/fewer-cores-than-workers",
    when: "it was configured with fewer, and has been given more since",
    evidence: () =>
      configured({
        "runtime_config.resources.cpu_cores_max": 1,
        deployment_config: { resources: { cpu_cores_max: 2 } },
      }),
  },
  {
    rule: "settings/no-storage",
    when: "storage is switched off",
    evidence: () => runtime({ storage: null }),
    says: [/all state is held in memory/],
  },
  { rule: "settings/no-storage", when: "it has storage", evidence: () => runtime({}) },
  {
    rule: "settings/no-fault-tolerance",
    when: "the model is none",
    evidence: () => runtime({ "fault_tolerance.model": "none" }),
    says: [
      /a crash loses what was processed since the last checkpoint/,
      /Set a model .*; only the enterprise edition takes one, and which edition this is is not known/,
    ],
  },
  {
    rule: "settings/no-fault-tolerance",
    when: "the model is none, and its edition takes no other",
    evidence: () => ({
      ...runtime({ "fault_tolerance.model": "none" }),
      platform: { edition: "Open source" },
    }),
    says: [/takes no other model/, /^(?!.*Set a model)/s],
  },
  {
    rule: "settings/no-fault-tolerance",
    when: "the model is none, and its edition takes others",
    evidence: () => ({
      ...runtime({ "fault_tolerance.model": "none" }),
      platform: { edition: "Enterprise" },
    }),
    says: [/Set a model of fault tolerance where its sources cannot send everything again$/m],
  },
  {
    rule: "settings/no-fault-tolerance",
    when: "there is a model",
    evidence: () => runtime({ "fault_tolerance.model": "at_least_once" }),
  },
  {
    rule: "settings/no-fault-tolerance",
    when: "the model is not mentioned",
    evidence: () => runtime({ fault_tolerance: {} }),
  },
  {
    rule: "settings/fewer-cores-than-workers",
    when: "two workers share one core and a half",
    evidence: () => runtime({ workers: 2, "resources.cpu_cores_max": 1.5 }),
    says: [/fewer cores than workers, which take turns/],
  },
  {
    rule: "settings/fewer-cores-than-workers",
    when: "there is a core for each worker",
    evidence: () => runtime({ workers: 2, "resources.cpu_cores_max": 2 }),
  },
  {
    rule: "settings/fewer-cores-than-workers",
    when: "cores are not limited",
    evidence: () => runtime({ workers: 64 }),
  },
  {
    rule: "settings/no-cpu-profiler",
    when: "it is switched off",
    evidence: () => runtime({ cpu_profiler: false }),
    says: [/circuit profiles carry no times/],
  },
  { rule: "settings/no-cpu-profiler", when: "it is on", evidence: () => runtime({}) },
  {
    rule: "settings/developer-tweaks",
    when: "one is set",
    evidence: () => runtime({ dev_tweaks: { splitter_chunk_size_records: 1 } }),
    says: [/settings meant for Feldera's developers/],
  },
  {
    rule: "settings/developer-tweaks",
    when: "one is mentioned and not set",
    evidence: () => runtime({ dev_tweaks: { splitter_chunk_size_records: null } }),
  },
  {
    rule: "settings/environment",
    when: "variables are set",
    evidence: () => runtime({ env: { MALLOC_CONF: "x", PROXY: "y" } }),
    says: [/environment variables are set/],
  },
  { rule: "settings/environment", when: "there are none", evidence: () => runtime({ env: {} }) },
  ...["debug", "info,dbsp=trace"].map((logging) => ({
    rule: "settings/verbose-logging",
    when: `logging is ${logging}`,
    evidence: () => runtime({ logging }),
    says: [/the log buffer \(1 MB\) turns over quickly/] as const,
  })),
  {
    rule: "settings/verbose-logging",
    when: "a module's name speaks of debugging",
    evidence: () => runtime({ logging: "info,feldera_debugger=warn" }),
  },
  ...[
    "warning",
    "info ",
    "dbsp=debug,warning",
    "dbsp=debug",
    "off",
    "dbsp=off",
    "",
    "info,off",
    "info,dbsp=off",
    "info,dbsp_adapters=0",
    "info,d=off",
  ].map((logging) => ({
    rule: "settings/silent-logging",
    when: `logging is "${logging}"`,
    evidence: () => runtime({ logging }),
    says: [/of crates that it turns off or does not name/] as const,
  })),
  ...[
    null,
    "warn",
    "ERROR",
    "2",
    "off,info",
    "info,hyper=off",
    "info,dbsp_adapters_x=off",
    "info,db=off,dbsp=info",
    "dbsp=warning",
    "info, dbsp=debug",
    "[step]=debug",
  ].map((logging) => ({
    rule: "settings/silent-logging",
    when: `logging is ${logging === null ? "not set" : `"${logging}"`}`,
    evidence: () => runtime({ logging }),
  })),
  {
    rule: "settings/silent-logging",
    when: "the environment has a filter that goes before it",
    evidence: () => runtime({ logging: "warning", env: { RUST_LOG: "info" } }),
  },
];
