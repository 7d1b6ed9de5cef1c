import * as z from "zod";
import { BundleContents } from "../analysis/bundle/contents.ts";
import { ClusterTimeline } from "../analysis/cluster/events.ts";
import { HealthFacts } from "../analysis/cluster/health.ts";
import { PlatformFacts } from "../analysis/cluster/platform.ts";
import { SessionFacts } from "../analysis/cluster/session.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";

/** What download_support_bundle answers. */
export const SupportBundleAnswer = BundleContents.extend({
  pipeline_name: z.string(),
  collect: z.boolean().describe("Whether Feldera was to collect anew"),
  bytes: z.number().describe("The zip's size"),
  saved_as: z
    .string()
    .optional()
    .describe("Absent where the bundle holds no collection, and so was not worth saving"),
});

export type SupportBundleAnswer = z.infer<typeof SupportBundleAnswer>;

export const MissingEndpoint = MissingPart.extend({
  since: z
    .string()
    .optional()
    .describe("The version of Feldera that brought the endpoint, where that is known"),
});

export type MissingEndpoint = z.infer<typeof MissingEndpoint>;

/** What get_cluster_health answers: a part, or why it could not be read; neither where it was not asked for. */
export const ClusterAnswer = z.object({
  health: HealthFacts.optional(),
  health_missing: MissingEndpoint.optional(),
  platform: PlatformFacts.optional(),
  platform_missing: MissingEndpoint.optional(),
  session: SessionFacts.optional(),
  session_missing: MissingEndpoint.optional(),
  events: ClusterTimeline.optional(),
  events_missing: MissingEndpoint.optional(),
});

export type ClusterAnswer = z.infer<typeof ClusterAnswer>;
