import * as z from "zod";
import type { BundleEntry } from "./entries.ts";

/** Statistics of thousands of connectors, with all their errors. */
const STATISTICS_BYTES = 64 * 2 ** 20;

const Statistics = z.object({
  global_metrics: z.object({ start_time: z.number().positive(), uptime_msecs: z.number().nonnegative() }),
});

/**
 * The moment that statistics are of, epoch ms to the second: when the process started and how long it has been up.
 * Undefined where they cannot be read, or do not tell.
 */
export async function timeOfStatistics(entry: BundleEntry | undefined): Promise<number | undefined> {
  if (entry === undefined || entry.bytes > STATISTICS_BYTES) return undefined;
  const text = await entry.read().then(
    (bytes) => new TextDecoder().decode(bytes),
    () => "",
  );
  const { global_metrics } = Statistics.safeParse(parsed(text)).data ?? {};
  return global_metrics && global_metrics.start_time * 1000 + global_metrics.uptime_msecs;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
