import { isObject, type Members, withEach } from "./json.ts";

/** The reasons by which a runtime from 0.354 on splits the time that a worker waits. */
const REASONS = [
  "unattributed",
  "merge_backpressure",
  "peers",
  "operator_pending",
  "scheduler",
  "storage_read",
  "storage_write",
  "storage_sync",
  "storage_metadata",
  "network",
] as const;

const BY_REASON = "circuit_wait_by_reason_seconds";

/** A circuit profile with `circuit_wait_by_reason_seconds` on its root, which adds up to the worker's whole wait. */
export function withWaitReasons(profile: Members): Members {
  const metrics = Array.isArray(profile.metrics) ? profile.metrics : [];
  const described = {
    name: BY_REASON,
    category: "Time",
    advanced: false,
    description: "Wait time of the circuit by reason.",
  };
  return {
    ...profile,
    metrics: [...metrics, described],
    worker_profiles: withEach(profile.worker_profiles, (worker) => {
      const metadata = isObject(worker.metadata) ? worker.metadata : {};
      const root = Array.isArray(metadata.n) ? metadata.n : [];
      return { ...worker, metadata: { ...metadata, n: [...root, ...readingsOf(root)] } };
    }),
  };
}

/** What the recorded metrics tell of the reasons; the rest is not attributed. None where a test gave them itself. */
function readingsOf(root: readonly unknown[]): Members[] {
  if (root.some((metric) => isObject(metric) && metric.metric_id === BY_REASON)) return [];
  const nanosOf = (name: string) => {
    const one = root.find((metric) => isObject(metric) && metric.metric_id === name);
    const duration = isObject(one) && isObject(one.value) && isObject(one.value.value) ? one.value.value : {};
    return Number(duration.secs ?? 0) * 1e9 + Number(duration.nanos ?? 0);
  };
  const wait = nanosOf("circuit_wait_time_seconds");
  if (wait === 0) return [];
  const merges = Math.min(wait, nanosOf("merge_backpressure_wait_time_seconds"));
  const peers = Math.min(wait - merges, nanosOf("exchange_wait_time_seconds"));
  const known = new Map<string, number>([
    ["merge_backpressure", merges],
    ["peers", peers],
    ["unattributed", wait - merges - peers],
  ]);
  return REASONS.map((reason) => {
    const nanos = known.get(reason) ?? 0;
    const value = { secs: Math.floor(nanos / 1e9), nanos: Math.round(nanos % 1e9) };
    return {
      metric_id: BY_REASON,
      labels: [["reason", reason]],
      value: { type: "duration", value },
    };
  });
}
