import * as z from "zod";
import { FelderaError } from "../errors.ts";
import { ClusterEvent, ClusterHealth, PlatformConfig, Session } from "../schemas/cluster.ts";
import { type Feldera, fetchJson, readJson } from "./call.ts";

const ErrorBody = z.looseObject({ message: z.string(), error_code: z.string() });

/** `GET /v0/cluster_healthz`: what the last check found, with 200 or, where a service is not healthy, 503. */
export async function getClusterHealth(feldera: Feldera): Promise<ClusterHealth> {
  const endpoint = "cluster_healthz";
  const { status, body } = await feldera.source.fetch({ endpoint }, feldera.scope);
  const answer = readJson(feldera, endpoint, body, z.union([ClusterHealth, ErrorBody]));
  if (!isError(answer)) return answer;
  const { message, error_code: errorCode } = answer;
  throw new FelderaError({
    kind: "service_unavailable",
    message,
    endpoint,
    status,
    errorCode,
    retryable: true,
  });
}

function isError(answer: ClusterHealth | z.infer<typeof ErrorBody>): answer is z.infer<typeof ErrorBody> {
  return "error_code" in answer && !("all_healthy" in answer);
}

/** `GET /v0/config`: edition, versions and license of the manager. */
export function getPlatformConfig(feldera: Feldera): Promise<PlatformConfig> {
  return fetchJson(feldera, { endpoint: "config" }, PlatformConfig);
}

/** `GET /v0/config/session`: the tenant and the role of whoever asks. */
export function getSession(feldera: Feldera): Promise<Session> {
  return fetchJson(feldera, { endpoint: "config_session" }, Session);
}

/** `GET /v0/cluster/events`: newest first, of the last 72 h, 1,000 at most. */
export function listClusterEvents(feldera: Feldera): Promise<ClusterEvent[]> {
  return fetchJson(feldera, { endpoint: "list_cluster_events" }, z.array(ClusterEvent));
}
