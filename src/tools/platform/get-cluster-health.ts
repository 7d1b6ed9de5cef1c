import * as z from "zod";
import { clusterTimeline } from "../../analysis/cluster/events.ts";
import { healthFacts } from "../../analysis/cluster/health.ts";
import { platformFacts } from "../../analysis/cluster/platform.ts";
import { sessionFacts } from "../../analysis/cluster/session.ts";
import { ClusterAnswer, type MissingEndpoint } from "../../answers/platform.ts";
import {
  getClusterHealth as fetchHealth,
  getPlatformConfig,
  getSession,
  listClusterEvents,
} from "../../feldera/api/cluster.ts";
import { ENDPOINTS, type Endpoint, type EndpointName } from "../../feldera/endpoints.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import { renderCluster } from "../../text/platform/cluster.ts";
import { defineTool, READ_ONLY } from "../tool.ts";

export const getClusterHealth = defineTool({
  name: "get_cluster_health",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "cluster_healthz",
  offline: ["config"],
  title: "Get cluster health",
  description:
    "Whether Feldera itself is well: API, compiler, runner, edition, versions, license, and the session's tenant, role and rights. For when nothing compiles or starts, or a call is forbidden.",
  hints: READ_ONLY,
  input: z.strictObject({
    events: z.boolean().default(false).describe("Also how it changed over 72 h"),
  }),
  facts: ClusterAnswer,
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

/** Where every part failed, the first error is told. */
function throwIfNone(parts: readonly Part<unknown>[]): void {
  const [first] = parts;
  if (first?.missing && parts.every(({ missing }) => missing !== undefined)) throw first.error;
}

function missing(part: MissingPart, name: EndpointName): MissingEndpoint {
  const { since }: Endpoint = ENDPOINTS[name];
  return { ...part, ...(since !== undefined && { since }) };
}
