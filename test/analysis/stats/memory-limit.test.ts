import { describe, expect, test } from "vitest";
import { pipelineFacts } from "../../../src/analysis/pipeline/pipeline-facts.ts";
import { memoryLimit } from "../../../src/analysis/stats/memory-limit.ts";
import { readRuntimeSettings } from "../../../src/feldera/settings/runtime.ts";
import { memoryLimitWords } from "../../../src/text/statistics/limits.ts";
import { evidenceOf, only } from "../../diagnosis/evidence.ts";

const MB = 1_000_000;

const RECORD = { name: "p" };

/** @param memory_max what the process tells, and what its record tells since it was resized */
function limitOf(
  config: Readonly<Record<string, unknown>> | undefined,
  max_rss_bytes?: number,
  memory_max: { process?: string | undefined; record?: string | undefined } = {},
) {
  const settings = readRuntimeSettings(config, "0.375.0");
  const { memory_in_use } = pipelineFacts({
    ...RECORD,
    ...(config && { runtime_config: config }),
    deployment_config: { resources: { memory_max: memory_max.record } },
    deployment_runtime_status_details: { memory_max: memory_max.process },
  });
  const pipeline = { ...(settings && { settings }), ...(memory_in_use && { memory_in_use }) };
  return memoryLimit({ pipeline, ...(max_rss_bytes !== undefined && { metrics: { max_rss_bytes } }) });
}

function told(...args: Parameters<typeof limitOf>): string {
  const limit = limitOf(...args);
  return limit === undefined || limit === "none" ? String(limit) : String(memoryLimitWords(limit));
}

describe("the limit that memory pressure is measured against", () => {
  test.each([
    ["skewed_join", 24_013 * MB, "machine"],
    ["slow_sink", 24_013 * MB, "machine"],
    ["late_rows", 24_013 * MB, "machine"],
    ["healthy", 1_425 * MB, "configuration"],
  ])("of %s is %i bytes, set by the %s", (world, bytes, set_by) => {
    const evidence = evidenceOf(world);
    expect(memoryLimit(evidence)).toMatchObject({ bytes, from: "metrics", set_by });
    const rss = Number(evidence.stats?.memory.rss_bytes);
    expect(memoryLimit(evidence)).toMatchObject({ share: rss / bytes });
  });

  test("is what is configured where the metrics were not read", () => {
    expect(memoryLimit(only(evidenceOf("healthy"), ["pipeline", "stats"]))).toMatchObject({
      bytes: 1_500 * MB,
      from: "configuration",
    });
  });

  test("is not known where it is not configured and the metrics were not read", () => {
    expect(memoryLimit(only(evidenceOf("slow_sink"), ["pipeline", "stats"]))).toBeUndefined();
    expect(limitOf(undefined)).toBeUndefined();
  });

  test("is none where the process says so, as old ones do", () => {
    expect(limitOf({}, 0)).toBe("none");
  });

  test.each([
    [{ max_rss: "1500M" }, 1_425 * MB, "1,425 MB (max_rss 1500M, less what is set aside for ad-hoc queries)"],
    [
      { max_rss: "100G", datafusion_memory: "10G" },
      90_000 * MB,
      "90,000 MB (max_rss 100G, less what is set aside for ad-hoc queries)",
    ],
    [{ max_rss: "100G" }, 97_952 * MB, "97,952 MB (max_rss 100G, less what is set aside for ad-hoc queries)"],
    [
      { max_rss: "16G" },
      7_600 * MB,
      "7,600 MB (all that its container or machine has, which is less than max_rss 16G)",
    ],
    [{ max_rss: "0B" }, 5 * MB, "4.77 MiB (max_rss 0B)"],
    [{}, 24_013 * MB, "22.4 GiB (none is configured: all the memory of its container or machine)"],
    [
      { max_rss: "much" },
      24_013 * MB,
      "22.4 GiB (as the process measures it; max_rss could not be read: much (Feldera does not know its unit))",
    ],
    [undefined, 24_013 * MB, "22.4 GiB (as the process measures it; what is configured is not known)"],
    [{ max_rss: "16G" }, undefined, "16,000 MB (max_rss 16G; what the process itself measures is not known)"],
    [{ max_rss: "much", resources: { memory_max: "2G" } }, undefined, "undefined"],
  ])("of %j and max_rss_bytes %s is told as %s", (config, max_rss_bytes, words) => {
    expect(told(config, max_rss_bytes)).toBe(words);
  });

  test.each([
    [{ resources: { memory_max: "16G" } }, "8G", "8,000 MB (its container's memory now)"],
    [
      { max_rss: "4G", resources: { memory_max: "16G" } },
      "8G",
      "4,000 MB (max_rss 4G; what the process itself measures is not known)",
    ],
    [{ max_rss: "12G", resources: { memory_max: "16G" } }, "8G", "8,000 MB (its container's memory now)"],
    [
      { resources: { memory_max: "16G" } },
      "nonsense",
      "16,000 MB (resources.memory_max 16G; what the process itself measures is not known)",
    ],
    [undefined, "8G", "8,000 MB (its container's memory now)"],
  ])("of %j, resized to %s, is told as %s", (config, memory_max, words) => {
    expect(told(config, undefined, { process: memory_max })).toBe(words);
  });

  test.each([
    ["24G", undefined, "24,000 MB (its container's memory since it was resized)"],
    ["24G", "16G", "16,000 MB (its container's memory now)"],
    [
      "16000M",
      undefined,
      "16,000 MB (resources.memory_max 16G; what the process itself measures is not known)",
    ],
    [
      undefined,
      undefined,
      "16,000 MB (resources.memory_max 16G; what the process itself measures is not known)",
    ],
  ])("of 16G, resized to %s where the process says %s, is told as %s", (record, process, words) => {
    expect(told({ resources: { memory_max: "16G" } }, undefined, { record, process })).toBe(words);
  });
});
