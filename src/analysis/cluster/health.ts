import * as z from "zod";
import type { ClusterHealth } from "../../feldera/schemas/cluster.ts";

const SERVICES = ["api", "compiler", "runner"] as const;

export const ServiceFacts = z.object({
  name: z.enum(SERVICES),
  /** Absent where Feldera says nothing of the service. */
  healthy: z.boolean().optional(),
  /** When it became so, or the oldest check that is kept. */
  since: z.string().optional(),
  checked_at: z.string().optional(),
  message: z.string().optional(),
});

export const HealthFacts = z.object({
  all_healthy: z.boolean(),
  /** Where nobody has checked the services for too long: what is told of them is old. */
  stale: z
    .object({
      /** The last check of any service. */
      checked_at: z.string().optional(),
      /** From which age on Feldera calls it stale. */
      after_s: z.number().optional(),
    })
    .optional(),
  services: z.array(ServiceFacts),
});

export type ServiceFacts = z.infer<typeof ServiceFacts>;
export type HealthFacts = z.infer<typeof HealthFacts>;

/** What the last check of Feldera's services found. */
export function healthFacts(health: ClusterHealth): HealthFacts {
  const checks = SERVICES.flatMap((name) => health[name]?.checked_at ?? []);
  const [checked_at] = checks.toSorted().toReversed();
  const after_s = health.stale_after_seconds;
  return {
    all_healthy: health.all_healthy,
    ...(health.stale && {
      stale: {
        ...(checked_at !== undefined && { checked_at }),
        ...(after_s != null && { after_s: Number(after_s) }),
      },
    }),
    services: SERVICES.map((name) => {
      const { healthy, unchanged_since, checked_at, message } = health[name] ?? {};
      return {
        name,
        ...(healthy != null && { healthy }),
        ...(unchanged_since && { since: unchanged_since }),
        ...(checked_at && { checked_at }),
        ...(message && { message }),
      };
    }),
  };
}
