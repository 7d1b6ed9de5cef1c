import * as z from "zod";
import type { PlatformConfig } from "../../feldera/schemas/cluster.ts";

export const PlatformFacts = z.object({
  edition: z.string().optional(),
  version: z.string().optional(),
  revision: z.string().optional(),
  /** Of the runtime that pipelines are compiled with by default. */
  runtime_revision: z.string().optional(),
  /** Comma-separated names. */
  unstable_features: z.string().optional(),
  /** Where a newer version of this edition is known. */
  newer_version: z.string().optional(),
  /** Whether programs may have user-defined functions in Rust; absent before 0.371. */
  rust_udfs: z.boolean().optional(),
  license: z
    .object({
      /** Why there is no valid license, or none that could be confirmed. */
      problem: z.string().optional(),
      is_trial: z.boolean().optional(),
      is_dev: z.boolean().optional(),
      valid_until: z.string().optional(),
      /** By the clock of Feldera. */
      expired: z.boolean().optional(),
    })
    .optional(),
});

export type PlatformFacts = z.infer<typeof PlatformFacts>;

/** The edition that has no checkpoints, fault tolerance or gentle stop. */
export function isOpenSource(edition: string | undefined): boolean {
  return edition === "Open source";
}

/** Edition, versions and license of the manager. */
export function platformFacts(config: PlatformConfig): PlatformFacts {
  const { edition, version, revision, runtime_revision, unstable_features, update_info, allow_rust_udfs } =
    config;
  const newer = update_info?.is_latest_version === false ? update_info.latest_version : undefined;
  const license = licenseFacts(config.license_validity);
  return {
    ...(edition && { edition }),
    ...(version && { version }),
    ...(revision && { revision }),
    ...(runtime_revision && { runtime_revision }),
    ...(unstable_features && { unstable_features }),
    ...(newer && { newer_version: newer }),
    ...(allow_rust_udfs != null && { rust_udfs: allow_rust_udfs }),
    ...(license && { license }),
  };
}

function licenseFacts(validity: PlatformConfig["license_validity"]): PlatformFacts["license"] {
  if (validity == null) return undefined;
  const { Exists: license, DoesNotExistOrNotConfirmed: problem } = validity;
  if (license === undefined) return problem === undefined ? undefined : { problem };
  const { current, is_trial, is_dev, valid_until } = license;
  return {
    ...(is_trial != null && { is_trial }),
    ...(is_dev != null && { is_dev }),
    ...(valid_until && { valid_until }),
    ...(valid_until && current && { expired: Date.parse(valid_until) < Date.parse(current) }),
  };
}
