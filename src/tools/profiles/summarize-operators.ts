import * as z from "zod";
import { ledgerJob } from "../../analysis/jobs/ledger.ts";
import { LEDGER_BY, LEDGER_GROUPS, LEDGER_VIEWS } from "../../analysis/operators/ledger/measures.ts";
import { residentOf } from "../../analysis/stats/resident.ts";
import { OperatorsAnswer } from "../../answers/ledger.ts";
import { fetchCircuitProfile, getDataflowGraph } from "../../feldera/api/circuit.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { readProgramSettings, unoptimizedProfile } from "../../feldera/settings/program.ts";
import { renderLedger } from "../../text/operators/ledger.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";
import { profilesAtHand } from "./profiles-at-hand.ts";
import { sqlSources } from "./sql-sources.ts";

const id = z.string().max(200).exactOptional();

export const summarizeOperators = defineTool({
  name: "summarize_operators",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "circuit_json_profile",
  title: "Summarize the operators",
  description:
    "Which SQL costs what: each operator's time, CPU, waits, records, state, memory and storage side by side, by operator, expression or view, reconciled with the process's totals. CPU and heap come from profiles that were fetched before.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    view: z.enum(LEDGER_VIEWS).default("ledger").describe("program: the SQL with costs beside its lines"),
    by: z.enum(LEDGER_BY).default("time").describe("What to rank by"),
    group: z.enum(LEDGER_GROUPS).default("operator").describe("What a row is"),
    cpu_profile_id: id.describe("Default: the last fetched"),
    heap_profile_id: id.describe("Default: the last fetched"),
    limit: z.int().min(1).max(1000).default(15).describe("Rows, or hot lines"),
  }),
  facts: OperatorsAnswer,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run({ pipeline_name, view, by, group, limit, ...ids }, context) {
    const { feldera, limits } = context;
    context.progress("waiting for the circuit profile");
    context.prepareAnalysis();
    const [bytes, graph, pipeline, stats, profiles] = await Promise.all([
      fetchCircuitProfile(feldera, pipeline_name),
      partOf(getDataflowGraph(feldera, pipeline_name)),
      partOf(getPipeline(feldera, pipeline_name)),
      partOf(getStats(feldera, pipeline_name)),
      profilesAtHand({ pipeline_name, ...ids }, context),
    ]);
    context.progress("charging what was measured to operators");
    const { told, ...at_hand } = profiles;
    const resident = stats.value && residentOf(stats.value);
    const reading = await context.analyse(ledgerJob, {
      bytes,
      maxDepth: limits.jsonDepth,
      maxCpuBytes: limits.samplyProfileInflatedBytes,
      maxHeapBytes: limits.heapProfileInflatedBytes,
      view,
      by,
      group,
      limit,
      ...(!graph.missing && { sql: sqlSources(graph.value, pipeline.value ?? {}) }),
      ...at_hand,
      crates: at_hand.crates && [...at_hand.crates],
      ...(resident && { resident }),
    });
    const unoptimized = unoptimizedProfile(readProgramSettings(pipeline.value?.program_config));
    return {
      pipeline_name,
      view,
      profiles: told,
      ...reading,
      ...(graph.missing && { graph_missing: graph.missing }),
      ...(pipeline.missing && { program_missing: pipeline.missing }),
      ...(stats.missing && { resident_missing: stats.missing }),
      ...(unoptimized !== undefined && { unoptimized }),
    };
  },
  render: renderLedger,
});
