import * as z from "zod";
import { ClusterTimeline, clusterTimeline } from "../../analysis/cluster/events.ts";
import { HealthFacts, healthFacts } from "../../analysis/cluster/health.ts";
import { PlatformFacts, platformFacts } from "../../analysis/cluster/platform.ts";
import { SessionFacts, sessionFacts } from "../../analysis/cluster/session.ts";
import {
  getClusterHealth as fetchHealth,
  getPlatformConfig,
  getSession,
  listClusterEvents,
} from "../../feldera/api/cluster.ts";
import { ENDPOINTS, type Endpoint, type EndpointName } from "../../feldera/endpoints.ts";
import { MissingPart } from "../../feldera/parts/missing-part.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import { renderCluster } from "../../text/platform/cluster.ts";
import { defineTool, READ_ONLY } from "../tool.ts";

const Missing = MissingPart.extend({
  /** The version of Feldera that brought the endpoint, where that is known. */
  since: z.string().optional(),
});

/** A part, or why it was not had; absent where it was not asked for. */
const Facts = z.object({
  health: HealthFacts.optional(),
  health_missing: Missing.optional(),
  platform: PlatformFacts.optional(),
  platform_missing: Missing.optional(),
  session: SessionFacts.optional(),
  session_missing: Missing.optional(),
  events: ClusterTimeline.optional(),
  events_missing: Missing.optional(),
});

export const getClusterHealth = defineTool({
  name: "get_cluster_health",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "cluster_healthz",
  title: "Get cluster health",
  description:
    "Whether Feldera itself is well: health of its API, compiler and runner, edition, versions and license, and the session's tenant and role with what it may do. For when several pipelines are in trouble, nothing compiles or starts, or a call is forbidden.",
  hints: READ_ONLY,
  input: z.strictObject({
    events: z.boolean().default(false).describe("Also how the health changed over the last 72 h"),
  }),
  facts: Facts,
  async run({ events }, { feldera }) {
    const [health, platform, session, timeline] = await Promise.all([
      partOf(fetchHealth(feldera).then(healthFacts)),
      partOf(getPlatformConfig(feldera).then(platformFacts)),
      partOf(getSession(feldera).then(sessionFacts)),
      events ? partOf(listClusterEvents(feldera).then(clusterTimeline)) : undefined,
    ]);
    throwIfNone([health, platform, session, ...(timeline ? [timeline] : [])]);
    return {
      ...(health.missing
        ? { health_missing: missing(health.missing, "cluster_healthz") }
        : { health: health.value }),
      ...(platform.missing
        ? { platform_missing: missing(platform.missing, "config") }
        : { platform: platform.value }),
      ...(session.missing
        ? { session_missing: missing(session.missing, "config_session") }
        : { session: session.value }),
      ...(timeline &&
        (timeline.missing
          ? { events_missing: missing(timeline.missing, "list_cluster_events") }
          : { events: timeline.value })),
    };
  },
  render: renderCluster,
});

/** The first error stands for all, where every part failed. */
function throwIfNone(parts: readonly Part<unknown>[]): void {
  const [first] = parts;
  if (first?.missing && parts.every(({ missing }) => missing !== undefined)) throw first.error;
}

function missing(part: MissingPart, name: EndpointName): z.infer<typeof Missing> {
  const { since }: Endpoint = ENDPOINTS[name];
  return { ...part, ...(since !== undefined && { since }) };
}
