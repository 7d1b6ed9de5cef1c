import { healthFacts } from "../../analysis/cluster/health.ts";
import { type PipelineState, pipelineState } from "../../analysis/pipeline/status.ts";
import { type Finding, PARTS, type PartName } from "../../answers/diagnosis.ts";
import type { FleetAnswer } from "../../answers/fleet.ts";
import { findingsOf, lookedFor } from "../../diagnosis/diagnose.ts";
import { type Diagnosed, fleetRows, sharedBy } from "../../diagnosis/fleet/fleet.ts";
import { RULES } from "../../diagnosis/rules.ts";
import { getClusterHealth } from "../../feldera/api/cluster.ts";
import { listPipelines } from "../../feldera/api/pipelines.ts";
import { during } from "../../feldera/api/within.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { ClusterHealth } from "../../feldera/schemas/cluster.ts";
import type { ToolContext } from "../tool.ts";
import { gather } from "./gather.ts";

/** Of each pipeline: the services are of all, and circuits of hundreds of pipelines take too long. */
const NOT_OF_EACH: ReadonlySet<PartName> = new Set(["cluster_health", "circuit_profile"]);

/** Of the time of a call: the rest is for telling what was read. */
const SHARE_FOR_LOOKING = 0.8;

/**
 * Diagnoses every pipeline that should be running or has failed, a few at a time, for as long as the call may take;
 * those that it comes to no more are named.
 *
 * @throws FelderaError where the pipelines cannot be listed
 */
export async function diagnoseFleet(context: ToolContext): Promise<FleetAnswer> {
  const { feldera, limits, progress } = context;
  const startedMs = performance.now();
  const untilMs = startedMs + (feldera.scope.deadlineMs - startedMs) * SHARE_FOR_LOOKING;
  const all = await listPipelines(feldera);
  const concerned = all
    .map(pipelineState)
    .filter(isConcerned)
    .toSorted((a, b) => b.troubles.length - a.troubles.length);
  const health = partOf(getClusterHealth(feldera));
  const waiting = concerned.slice(0, limits.fleetPipelines).values();
  const diagnosed: Diagnosed[] = [];
  const failed: FleetAnswer["not_looked_at"] = [];
  const work = async () => {
    for (const listed of waiting) {
      const { name, troubles } = listed;
      if (performance.now() > untilMs) return;
      const one = await partOf(
        during(feldera, limits.callMs, (limited) => diagnoseOne(listed, { ...context, feldera: limited })),
      );
      const missing = one.missing ?? one.value.unread;
      const is_troubled = troubles.length > 0;
      if (one.value && (missing === undefined || one.value.findings.some(isTrouble)))
        diagnosed.push(one.value);
      else failed.push({ pipeline_name: name, ...(missing && { missing }), is_troubled });
      progress(`${diagnosed.length} of ${concerned.length} pipelines looked at`);
    }
  };
  await Promise.all(Array.from({ length: limits.fleetAtATime }, work));
  const order = new Map(concerned.map(({ name }, i) => [name, i]));
  diagnosed.sort((a, b) => (order.get(a.pipeline_name) ?? 0) - (order.get(b.pipeline_name) ?? 0));
  const tried = new Set([...diagnosed, ...failed].map(({ pipeline_name }) => pipeline_name));
  const left = concerned.filter(({ name }) => !tried.has(name));
  return {
    total: all.length,
    at_rest: all.length - concerned.length,
    rows: fleetRows(diagnosed),
    shared: sharedBy(diagnosed),
    platform: platformFindings((await health).value, feldera.source.nowMs()),
    known_causes: RULES.length,
    not_looked_at: [
      ...failed,
      ...left.map(({ name, troubles }) => ({ pipeline_name: name, is_troubled: troubles.length > 0 })),
    ],
  };
}

function isTrouble({ severity }: Finding): boolean {
  return severity !== "info";
}

/** Of Feldera's own services, which all pipelines share. */
function platformFindings(health: ClusterHealth | undefined, nowMs: number): Finding[] {
  const evidence = { nowMs, ...(health && { cluster_health: healthFacts(health) }) };
  return findingsOf(RULES, evidence).filter(isTrouble);
}

function isConcerned({ deployment, troubles }: PipelineState): boolean {
  const { status, desired = "Stopped" } = deployment;
  return troubles.length > 0 || status !== "Stopped" || desired !== "Stopped";
}

/** Why a pipeline's record could not be read, without which little can be looked for. */
interface MayBeUnread {
  readonly unread?: MissingPart;
}

async function diagnoseOne(
  { name: pipeline_name, deployment }: PipelineState,
  context: ToolContext,
): Promise<Diagnosed & MayBeUnread> {
  const parts = PARTS.filter((part) => !NOT_OF_EACH.has(part));
  const looks = { depth: "quick" as const, windowMs: 0, parts };
  const { evidence, looked_at, not_checked } = await gather(pipeline_name, looks, context);
  const unread = not_checked.find(({ part }) => part === "pipeline")?.missing;
  return {
    pipeline_name,
    listed: deployment,
    evidence,
    findings: findingsOf(RULES, evidence),
    looked_for: lookedFor(RULES, looked_at, evidence),
    ...(unread && { unread }),
  };
}
