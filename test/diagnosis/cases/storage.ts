import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const used = (bytes: number, limit_mb: number | null) =>
  evidenceOf("healthy", {
    pipeline: { "runtime_config.resources.storage_mb_max": limit_mb },
    stats: { "global_metrics.storage_bytes": bytes },
  });

export const STORAGE_CASES: readonly RuleCase[] = [
  {
    rule: "storage/nearly-full",
    when: "nine tenths of the limit are in use",
    evidence: () => used(900_000_000, 1000),
    says: [/storage holds 858 MiB of 954 MiB \(90 %\): the pipeline panics when it is full/],
  },
  {
    rule: "storage/nearly-full",
    when: "nine tenths of the limit are in use, under the name that it has since 0.367",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.resources.storage_max": "1G" },
        stats: { "global_metrics.storage_bytes": 900_000_000 },
      }),
    says: [/storage holds 858 MiB of 954 MiB \(90 %\)/, /the limit \(resources\.storage_max 1G\) is too low/],
  },
  {
    rule: "storage/nearly-full",
    when: "a little less is in use",
    evidence: () => used(899_000_000, 1000),
  },
  {
    rule: "storage/nearly-full",
    when: "much is in use, and there is no limit",
    evidence: () => used(900_000_000_000, null),
  },
];
