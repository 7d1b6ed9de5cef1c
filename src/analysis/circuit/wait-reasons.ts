/**
 * By what a worker is held up within a step, as the root of a circuit tells it since 0.354 in
 * `circuit_wait_by_reason_seconds`: its readings add up to `circuit_wait_time_seconds`. `other` is what a newer
 * runtime may add.
 */
export const WAIT_REASONS = [
  "peers",
  "merge_backpressure",
  "storage_read",
  "storage_write",
  "storage_sync",
  "storage_metadata",
  "network",
  "operator_pending",
  "scheduler",
  "unattributed",
  "other",
] as const;

export type WaitReason = (typeof WAIT_REASONS)[number];

export const WAIT_METRIC = "circuit_wait_by_reason_seconds";

/** The readings of `circuit_wait_by_reason_seconds` apart from one another, by their label; any other metric as it is. */
export function waitMetric(metric: string, labels: unknown): string {
  if (metric !== WAIT_METRIC) return metric;
  const pairs: readonly unknown[] = Array.isArray(labels) ? labels : [];
  const pair = pairs.find((one) => Array.isArray(one) && one[0] === "reason");
  const told: unknown = Array.isArray(pair) ? pair[1] : undefined;
  return `${WAIT_METRIC}.${WAIT_REASONS.find((reason) => reason === told) ?? "other"}`;
}
