import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const used = (bytes: number, limit_mb: number | null) =>
  evidenceOf("healthy", {
    pipeline: { "runtime_config.resources.storage_mb_max": limit_mb },
    stats: { "global_metrics.storage_bytes": bytes },
  });

const GB = 1_000_000_000;

const onDisk = (available: number, members: Record<string, unknown> = {}, samples?: readonly object[]) =>
  evidenceOf("healthy", {
    stats: {
      "global_metrics.storage_bytes": 60 * GB,
      "global_metrics.disk_total_bytes": 100 * GB,
      "global_metrics.disk_available_bytes": available,
      ...members,
    },
    ...(samples && { time_series: { samples } }),
  });

/** A minute in which storage grows by 10 MB/s. */
const GROWING = Array.from({ length: 60 }, (_, i) => ({
  t: 1_795_252_000_000 + i * 1000,
  r: i,
  m: 1,
  s: 60 * GB + i * 10_000_000,
}));

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
  {
    rule: "storage/nearly-full",
    when: "a tenth of the disk is left, whatever is configured",
    evidence: () => onDisk(10 * GB),
    says: [
      /the disk that holds its storage is nearly full: 9\.31 GiB of 93\.1 GiB are left \(90 % full\); the pipeline/,
      /the pipeline's own files are 55\.9 GiB/,
    ],
  },
  {
    rule: "storage/nearly-full",
    when: "the disk fills, and how fast is known",
    evidence: () => onDisk(3 * GB, {}, GROWING),
    says: [/\(97 % full\), which lasts for 5 min if it goes on to grow by 9\.54 MiB\/s, as in the last 59 s/],
  },
  {
    rule: "storage/nearly-full",
    when: "one host of three is full",
    evidence: () =>
      onDisk(80 * GB, {
        host_metrics: [80, 4, 60].map((left) => ({
          disk_total_bytes: 100 * GB,
          disk_available_bytes: left * GB,
        })),
      }),
    says: [/3\.73 GiB of 93\.1 GiB are left \(96 % full\), on host 1, the fullest of 3/],
  },
  {
    rule: "storage/nearly-full",
    when: "a little more of the disk is left",
    evidence: () => onDisk(10 * GB + 1_000_000, {}, GROWING),
  },
  {
    rule: "storage/nearly-full",
    when: "the size of the disk is told, and not what is left",
    evidence: () => onDisk(0, { "global_metrics.disk_available_bytes": null }),
  },
];
