import * as z from "zod";
import { count, flag, text } from "./values.ts";

const serviceHealth = z
  .looseObject({ healthy: flag, message: text, unchanged_since: text, checked_at: text })
  .nullish();

export const ClusterHealth = z.looseObject({
  all_healthy: z.boolean(),
  /** Since 0.352: whether what follows is old, because nobody has checked for longer than that. */
  stale: flag,
  stale_after_seconds: count,
  api: serviceHealth,
  compiler: serviceHealth,
  runner: serviceHealth,
});

export const PlatformConfig = z.looseObject({
  edition: text,
  version: text,
  revision: text,
  runtime_revision: text,
  unstable_features: text,
  license_validity: z
    .looseObject({
      Exists: z.looseObject({ current: text, is_trial: flag, is_dev: flag, valid_until: text }).optional(),
      DoesNotExistOrNotConfirmed: z.string().optional(),
    })
    .nullish(),
  /** Since 0.371: whether programs may have user-defined functions in Rust. */
  allow_rust_udfs: flag,
  update_info: z.looseObject({ latest_version: text, is_latest_version: flag }).nullish(),
});

/** `role` and tenant are null while several tenants are open to a login and none is chosen. */
export const Session = z.looseObject({
  tenant_name: text,
  role: text,
  memberships: z.array(z.looseObject({ name: text, role: text })).nullish(),
});

export const ClusterEvent = z.looseObject({
  id: z.string(),
  recorded_at: z.string(),
  all_healthy: flag,
  /** Since 0.352, of the latest alone. */
  stale: flag,
  api_status: text,
  compiler_status: text,
  runner_status: text,
});

export type ClusterHealth = z.infer<typeof ClusterHealth>;
export type PlatformConfig = z.infer<typeof PlatformConfig>;
export type Session = z.infer<typeof Session>;
export type ClusterEvent = z.infer<typeof ClusterEvent>;
