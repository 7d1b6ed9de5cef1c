import { describe, expect, test } from "vitest";
import { redFlags } from "../../../src/analysis/pipeline/red-flags.ts";
import { readProgramSettings } from "../../../src/feldera/settings/program.ts";
import { readRuntimeSettings } from "../../../src/feldera/settings/runtime.ts";
import { recording } from "../../support/responses.ts";

/** A configuration in which nothing is wrong. */
const SOUND = {
  workers: 4,
  max_rss_mb: null,
  storage: { backend: { name: "default" } },
  fault_tolerance: { model: "at_least_once" },
  resources: { memory_mb_max: 16_000, cpu_cores_max: 4 },
  cpu_profiler: true,
  env: {},
  dev_tweaks: {},
  logging: null,
};

const flagged = (runtime_config: unknown, program_config: unknown, version?: string) =>
  redFlags(readRuntimeSettings(runtime_config, version), readProgramSettings(program_config));

const flagsOf = (runtime_config: Record<string, unknown>, profile = "optimized") =>
  flagged(runtime_config, { profile }).map(({ flag, value }) => [flag, value]);

describe("red flags", () => {
  test("of the recorded pipeline are its defaults for development", () => {
    const payments = JSON.parse(recording("pipeline_all").body.toString());
    expect(flagged(payments.runtime_config, payments.program_config)).toEqual([
      { flag: "no memory limit", setting: "runtime_config.resources.memory_mb_max", value: "null" },
      { flag: "no fault tolerance", setting: "runtime_config.fault_tolerance.model", value: "none" },
      { flag: "not optimised", setting: "program_config.profile", value: "unoptimized" },
    ]);
  });

  test("there are none in a sound configuration", () => {
    expect(flagsOf(SOUND)).toEqual([]);
  });

  test.each([
    [{ resources: { memory_mb_max: null } }, "no memory limit", "null"],
    [{ storage: null }, "no storage", "null"],
    [{ fault_tolerance: { model: "none" } }, "no fault tolerance", "none"],
    [{ resources: { memory_mb_max: 1, cpu_cores_max: 2 } }, "fewer cores than workers", "2 for 4 workers"],
    [{ cpu_profiler: false }, "no CPU profiler", "false"],
    [{ dev_tweaks: { splitter: 1 } }, "developer tweaks", "splitter"],
    [{ env: { RUST_LOG: "hunter2", A: "b" } }, "environment", "RUST_LOG, A"],
    [{ logging: "debug" }, "verbose logging", "debug"],
    [{ logging: "info,dbsp=trace" }, "verbose logging", "info,dbsp=trace"],
  ])("%j is one", (change, flag, value) => {
    expect(flagsOf({ ...SOUND, ...change })).toEqual([[flag, value]]);
  });

  test.each([
    ["a limit of the process in place of one of its resources", { max_rss_mb: 8000, resources: {} }],
    ["storage that is not mentioned", { storage: undefined }],
    ["as many cores as workers", { resources: { memory_mb_max: 1, cpu_cores_max: 4 } }],
    ["cores that are not limited", { resources: { memory_mb_max: 1, cpu_cores_max: null } }],
    ["tweaks that are not set", { dev_tweaks: { splitter: null } }],
    ["a module whose name speaks of debugging", { logging: "info,feldera_debugger=warn" }],
    ["fault tolerance that is not mentioned", { fault_tolerance: {} }],
  ])("%s is none", (_, change) => {
    const { storage, ...rest } = { ...SOUND, ...change };
    expect(flagsOf(storage === undefined ? rest : { ...rest, storage })).toEqual([]);
  });

  test.each([["dev"], ["unoptimized"]])("profile %s is one", (profile) => {
    expect(flagsOf(SOUND, profile)).toEqual([["not optimised", profile]]);
  });

  test("nothing follows from a configuration that is missing", () => {
    expect(flagged(undefined, { profile: "dev" })).toEqual([]);
  });

  test("a limit is one under whichever name this version of Feldera gives it", () => {
    const limited = { max_rss: "8G", resources: {} };
    expect(flagged(limited, {}, "0.375.0")).toEqual([]);
    expect(flagged({ resources: {} }, {}, "0.375.0")).toMatchObject([
      { flag: "no memory limit", setting: "runtime_config.resources.memory_max" },
    ]);
    expect(flagged({ max_rss: "much", resources: {} }, {}, "0.375.0")).toEqual([]);
  });
});
