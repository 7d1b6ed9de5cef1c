import type { Stats } from "../../feldera/schemas/stats.ts";

/** So many records may wait for a listener: at that, one who does not let go of any holds the pipeline up. */
const QUEUED_RECORDS = 100_000;

/** Without those who listen to errors, as a diagnosis does: they are no output, and but for a full queue change nothing. */
export function withoutErrorViewListeners(stats: Stats): Stats {
  const outputs = stats.outputs?.filter(
    ({ endpoint_name, metrics }) =>
      !/^error_view\.api-/.test(endpoint_name) || Number(metrics?.queued_records) >= QUEUED_RECORDS,
  );
  return { ...stats, outputs };
}
