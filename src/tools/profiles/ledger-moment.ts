import type * as z from "zod";
import type { ledgerJob } from "../../analysis/jobs/ledger.ts";
import { memoryMetrics } from "../../analysis/metrics/signs.ts";
import { isProfileId } from "../../analysis/profiles/profile-id.ts";
import { residentOf } from "../../analysis/stats/resident.ts";
import type { LedgerProfiles } from "../../answers/ledger.ts";
import { fetchCircuitProfile, getDataflowGraph } from "../../feldera/api/circuit.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getStats } from "../../feldera/api/stats.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { scrapeMetrics } from "../statistics/scrape.ts";
import type { ToolContext } from "../tool.ts";
import { profilesAtHand } from "./profiles-at-hand.ts";
import { sqlSources } from "./sql-sources.ts";

type JobInput = z.input<typeof ledgerJob.input>;

/** All that a ledger is made of at one moment. */
export interface LedgerMoment {
  readonly input: NonNullable<JobInput["baseline"]>;
  readonly told: LedgerProfiles;
  readonly pipeline?: Pipeline;
  readonly graph_missing?: MissingPart;
  readonly program_missing?: MissingPart;
  readonly resident_missing?: MissingPart;
  readonly metrics_missing?: MissingPart;
}

interface Asked {
  readonly pipeline_name: string;
  readonly cpu_profile_id?: string | undefined;
  readonly heap_profile_id?: string | undefined;
}

/** @throws FelderaError where there is no circuit profile, ToolError where a profile that is named is not kept */
export async function ledgerMoment(asked: Asked, context: ToolContext): Promise<LedgerMoment> {
  const { feldera } = context;
  const { pipeline_name } = asked;
  const [bytes, graph, pipeline, stats, scrape, profiles] = await Promise.all([
    fetchCircuitProfile(feldera, pipeline_name),
    partOf(getDataflowGraph(feldera, pipeline_name)),
    partOf(getPipeline(feldera, pipeline_name)),
    partOf(getStats(feldera, pipeline_name)),
    partOf(scrapeMetrics(feldera, pipeline_name)),
    profilesAtHand(asked, context),
  ]);
  const { told, crates, ...at_hand } = profiles;
  const resident = stats.value && residentOf(stats.value);
  const circuit_profile_id = context.profiles.keep({ kind: "circuit", pipeline_name, bytes });
  return {
    input: {
      bytes,
      ...(!graph.missing && { sql: sqlSources(graph.value, pipeline.value ?? {}) }),
      ...(crates && { crates: [...crates] }),
      ...at_hand,
      ...(resident && { resident }),
      ...(scrape.value && { metrics: memoryMetrics(scrape.value) }),
    },
    told: { ...told, ...(circuit_profile_id !== undefined && { circuit_profile_id }) },
    ...(pipeline.value && { pipeline: pipeline.value }),
    ...(graph.missing && { graph_missing: graph.missing }),
    ...(pipeline.missing && { program_missing: pipeline.missing }),
    ...(stats.missing && { resident_missing: stats.missing }),
    ...(scrape.missing && { metrics_missing: scrape.missing }),
  };
}

/**
 * What a ledger is compared with: another collection of the bundle, or a circuit profile that an earlier call has kept,
 * which is read with the program of now.
 *
 * @throws FelderaError, ToolError, BundleError
 */
export async function baselineMoment(
  named: string,
  pipeline_name: string,
  now: LedgerMoment,
  context: ToolContext,
): Promise<LedgerMoment["input"]> {
  if (isProfileId(named)) {
    const { bytes } = context.profiles.find(named, "circuit");
    return { bytes, ...(now.input.sql && { sql: now.input.sql }) };
  }
  const feldera = await context.otherCollection(named);
  return (await ledgerMoment({ pipeline_name }, { ...context, feldera })).input;
}
