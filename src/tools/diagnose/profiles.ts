import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import { circuitSignsJob } from "../../analysis/jobs/circuit-signs.ts";
import { heapJob } from "../../analysis/jobs/heap.ts";
import { keptStateJob } from "../../analysis/jobs/kept-state.ts";
import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import type { Evidence } from "../../diagnosis/evidence.ts";
import { fetchCircuitProfile } from "../../feldera/api/circuit.ts";
import type { Part } from "../../feldera/parts/part.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import type { DataflowGraph } from "../../feldera/schemas/program.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { heapProfile } from "../profiles/heap-profile.ts";
import { materializedOf, sqlSources } from "../profiles/sql-sources.ts";
import type { ToolContext } from "../tool.ts";

/** The pipeline's record and the compiler's graph of its program, which several parts need: each asked for once. */
export interface Compiled {
  readonly record: Promise<Part<Pipeline>>;
  readonly graph: () => Promise<Part<DataflowGraph>>;
}

/** What the circuit profile shows, placed in the SQL where the compiler's graph and the program are known. */
export async function readCircuit(
  pipeline_name: string,
  compiled: Compiled,
  context: ToolContext,
): Promise<CircuitSigns> {
  const { feldera, limits, prepareAnalysis } = context;
  prepareAnalysis();
  const [bytes, graph, pipeline] = await Promise.all([
    fetchCircuitProfile(feldera, pipeline_name),
    compiled.graph(),
    compiled.record,
  ]);
  const program = pipeline.missing ? {} : pipeline.value;
  return context.analyse(circuitSignsJob, {
    bytes,
    maxDepth: limits.jsonDepth,
    ...(!graph.missing && { sql: sqlSources(graph.value, program) }),
  });
}

type ProgramEvidence = Pick<
  Evidence,
  | "kept_state"
  | "needed_tables"
  | "held_views"
  | "undone_joins"
  | "whole_quotients"
  | "counted_additions"
  | "repeated_sums"
  | "many_joins"
>;

/**
 * What the program will remember and what its views need, as the compiler's graph has it.
 *
 * @throws FelderaError where the graph or the pipeline's record cannot be had
 */
export async function readKeptState(compiled: Compiled, { analyse }: ToolContext): Promise<ProgramEvidence> {
  const [graph, pipeline] = await Promise.all([compiled.graph(), compiled.record]);
  if (graph.missing) throw graph.error;
  if (pipeline.missing) throw pipeline.error;
  const sql = sqlSources(graph.value, pipeline.value);
  const materialized = materializedOf(pipeline.value);
  const { kept, needed, held, undone, quotients, counted, repeated, joins } = await analyse(keptStateJob, {
    sql,
    ...(materialized && { materialized }),
  });
  return {
    ...(kept && { kept_state: kept }),
    needed_tables: needed,
    held_views: held,
    undone_joins: undone,
    whole_quotients: quotients,
    counted_additions: counted,
    repeated_sums: repeated,
    ...(joins && { many_joins: joins }),
  };
}

/** Which part of Feldera holds the memory. @throws also ToolError, for a pprof that is not of memory */
export async function readHeap(pipeline_name: string, context: ToolContext): Promise<SitesFacts> {
  const { bytes } = await heapProfile(pipeline_name, context);
  const { answer } = await context.analyse(heapJob, {
    profile: bytes,
    maxInflatedBytes: context.limits.heapProfileInflatedBytes,
    options: { view: "sites", sort: "flat", limit: 1 },
  });
  if (answer.view === "sites") return answer.sites;
  throw new ToolError(
    words`the profile is not of memory`,
    words`summarize_heap_profile tells what it is of.`,
  );
}
