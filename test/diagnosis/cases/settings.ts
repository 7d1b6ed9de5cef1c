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

export const SETTINGS_CASES: readonly RuleCase[] = [
  ...OPTIMIZATION,
  ...UNREADABLE,
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
    says: [/a crash loses what was processed since the last checkpoint/],
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
];
