import { total } from "../../circuit/counts.ts";
import type { CircuitProfile } from "../../circuit/profile.ts";
import type { MemoryMetrics } from "../../metrics/signs.ts";
import type { Resident } from "../../stats/resident.ts";
import type { LedgerHeap } from "./ledger-schema.ts";
import type { MemoryAccount } from "./memory-account-schema.ts";

const CACHE_SIDES = ["foreground", "background"] as const;

/** The numbers of a circuit profile that tell of the cache. */
export const CACHE_NUMBERS: readonly string[] = CACHE_SIDES.flatMap((side) => [
  `${side}_cache_hits.count`,
  `${side}_cache_misses.count`,
  `${side}_cache_occupancy.used`,
]);

export interface MemorySources {
  readonly profile: CircuitProfile;
  readonly resident?: Resident | undefined;
  readonly metrics?: MemoryMetrics | undefined;
  readonly heap?: LedgerHeap | undefined;
}

/** Puts together what is resident, and what of it can be given up or waits in queues. */
export function memoryAccount({ profile, resident, metrics, heap }: MemorySources): MemoryAccount {
  const beyond = resident && heap && resident.rss_bytes - heap.total_bytes;
  const mapped = heap?.mapped_bytes;
  const [workers, mergers] = CACHE_SIDES.map((side) => lookUps(profile, side));
  return {
    ...(resident && { resident }),
    ...(metrics && { metrics }),
    ...(beyond !== undefined && { beyond_heap_bytes: beyond }),
    ...(mapped !== undefined && { mapped_bytes: mapped }),
    ...(beyond !== undefined && { unmapped_least_bytes: Math.max(0, beyond - (mapped ?? 0)) }),
    cache: {
      ...usedBy(profile, metrics),
      ...(metrics?.cache_limit_bytes !== undefined && { limit_bytes: metrics.cache_limit_bytes }),
      ...(workers && { workers }),
      ...(mergers && { mergers }),
    },
  };
}

/** Workers and their mergers share a cache, so that each reports all of it. */
function usedBy(
  { ofCircuit }: CircuitProfile,
  metrics: MemoryMetrics | undefined,
): Pick<MemoryAccount["cache"], "used_bytes" | "from"> {
  if (metrics?.cache_bytes !== undefined) return { used_bytes: metrics.cache_bytes, from: "metrics" };
  const used = ofCircuit("foreground_cache_occupancy.used");
  if (used === undefined) return {};
  return { used_bytes: used.reduce((all, one) => all + one, 0), from: "circuit profile" };
}

function lookUps(profile: CircuitProfile, side: (typeof CACHE_SIDES)[number]) {
  const sum = (name: string) =>
    profile.operators.list.reduce((all, node) => all + total(profile, node, name), 0);
  const [hits, misses] = [sum(`${side}_cache_hits.count`), sum(`${side}_cache_misses.count`)];
  return hits + misses === 0 ? undefined : { hits, misses };
}
