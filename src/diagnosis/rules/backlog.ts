import type { Evidence } from "../evidence.ts";

/** Whoever has a source of even rate has about the average; half as much now is no swing of it. */
const SLOWER = 2;

/**
 * Whether rows came much faster on average since the start than they do, as where a source began with all that a file
 * or a topic held: what grew by the average grows no more at its rate. Undefined where it is not known.
 */
export function tookBacklog({ time_series, circuit_profile }: Evidence): boolean | undefined {
  const { records, throughput } = time_series ?? {};
  const { age_s } = circuit_profile ?? {};
  if (records === undefined || throughput === undefined || age_s === undefined || age_s <= 0)
    return undefined;
  return throughput.median * SLOWER < records.processed_in_all / age_s;
}
