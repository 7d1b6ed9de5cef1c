import * as z from "zod";
import type { ClusterEvent } from "../../feldera/schemas/cluster.ts";

const Statuses = z.object({
  /** Healthy, Unhealthy, InitialUnhealthy. */
  api: z.string().optional(),
  compiler: z.string().optional(),
  runner: z.string().optional(),
});

const ClusterSpell = z.object({
  /** The first and the last event that say so. */
  from: z.string(),
  to: z.string(),
  events: z.number(),
  all_healthy: z.boolean(),
  ...Statuses.shape,
  /** The services whose status differs from what was before; empty for the oldest. */
  changed: z.array(Statuses.keyof()),
});

export const ClusterTimeline = z.object({
  /** Newest first: runs of events that say the same. */
  spells: z.array(ClusterSpell),
  events: z.number(),
  oldest: z.string().optional(),
  /** Since when nobody has checked, by the newest event, where Feldera says that it is old. */
  stale_since: z.string().optional(),
  /** Spells in which not all was healthy. */
  unhealthy: z.number(),
  /** Times without an event although one is due every 10 minutes, newest first. */
  gaps: z.array(z.object({ from: z.string(), to: z.string(), ms: z.number() })),
});

export type ClusterTimeline = z.infer<typeof ClusterTimeline>;
export type ClusterSpell = z.infer<typeof ClusterSpell>;

/** Feldera records an event every 10 minutes, and whenever the health changes. */
const GAP_MS = 15 * 60_000;

/** The cluster's events, newest first, collapsed to what changed. */
export function clusterTimeline(newestFirst: readonly ClusterEvent[]): ClusterTimeline {
  const oldestFirst = newestFirst.toReversed();
  const spells: ClusterSpell[] = [];
  for (const event of oldestFirst) {
    const statuses = statusesOf(event);
    const all_healthy = isHealthy(event, statuses);
    const last = spells.at(-1);
    const changed = last
      ? Statuses.keyof().options.filter((service) => statuses[service] !== last[service])
      : [];
    if (last !== undefined && changed.length === 0 && last.all_healthy === all_healthy) {
      last.to = event.recorded_at;
      last.events += 1;
    } else {
      const { recorded_at } = event;
      spells.push({ from: recorded_at, to: recorded_at, events: 1, all_healthy, ...statuses, changed });
    }
  }
  const oldest = oldestFirst[0]?.recorded_at;
  return {
    spells: spells.toReversed(),
    events: newestFirst.length,
    unhealthy: spells.filter((spell) => !spell.all_healthy).length,
    gaps: gapsOf(oldestFirst).reverse(),
    ...(oldest !== undefined && { oldest }),
    ...(newestFirst[0]?.stale && { stale_since: newestFirst[0].recorded_at }),
  };
}

function statusesOf({ api_status, compiler_status, runner_status }: ClusterEvent): z.infer<typeof Statuses> {
  return {
    ...(api_status && { api: api_status }),
    ...(compiler_status && { compiler: compiler_status }),
    ...(runner_status && { runner: runner_status }),
  };
}

/** As Feldera says, and otherwise only where every service says so. */
function isHealthy(
  { all_healthy }: ClusterEvent,
  { api, compiler, runner }: z.infer<typeof Statuses>,
): boolean {
  return all_healthy ?? [api, compiler, runner].every((status) => status === "Healthy");
}

function gapsOf(oldestFirst: readonly ClusterEvent[]): ClusterTimeline["gaps"] {
  return oldestFirst.slice(1).flatMap(({ recorded_at: to }, i) => {
    const from = oldestFirst[i]?.recorded_at ?? to;
    const ms = Date.parse(to) - Date.parse(from);
    return ms > GAP_MS ? [{ from, to, ms }] : [];
  });
}
