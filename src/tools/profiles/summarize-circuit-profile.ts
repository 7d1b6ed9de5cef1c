import * as z from "zod";
import { CIRCUIT_FACTS } from "../../analysis/circuit/facts.ts";
import { OPERATOR_FACTS } from "../../analysis/circuit/operator-facts.ts";
import { RANKINGS } from "../../analysis/circuit/rankings.ts";
import { circuitJob } from "../../analysis/jobs/circuit.ts";
import { fetchCircuitProfile, getDataflowGraph } from "../../feldera/api/circuit.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { renderCircuit } from "../../text/circuit/circuit.ts";
import { renderOperator } from "../../text/circuit/circuit-operator.ts";
import { whyMissing } from "../../text/not-checked.ts";
import type { Page } from "../../text/page/page.ts";
import { joined, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { sqlSources } from "./sql-sources.ts";

const Facts = z.object({
  pipeline_name: z.string(),
  /** Exactly one of the two is there: `operator` if one was asked for. */
  ranking: CIRCUIT_FACTS.optional(),
  operator: OPERATOR_FACTS.optional(),
  /** Why the compiler's graph was not read: operators have no place in the SQL. */
  graph_missing: MissingPart.optional(),
  /** Why the program was not read: places have no code. */
  program_missing: MissingPart.optional(),
});

export const summarizeCircuitProfile = defineTool({
  name: "summarize_circuit_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "circuit_json_profile",
  title: "Summarize the circuit profile",
  description:
    "Which operators of a running pipeline cost most, by time, storage, memory, state, skew between workers, cache misses, Bloom filters or merge backpressure, each with its share, busiest worker, view and SQL lines; and how the circuit's time splits into running, waiting and idle. For a slow or growing pipeline.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    by: z.enum(RANKINGS).default("time").describe("What to rank operators by"),
    operator: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Only this one, with its metrics and neighbours: node id (nn63) or persistent id"),
    limit: z.int().min(1).max(1000).default(15).describe("Operators to show"),
  }),
  facts: Facts,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run({ pipeline_name, by, operator, limit }, context) {
    const { feldera, limits } = context;
    context.progress("waiting for the circuit profile");
    context.prepareAnalysis();
    const [bytes, graph, pipeline] = await Promise.all([
      fetchCircuitProfile(feldera, pipeline_name),
      partOf(getDataflowGraph(feldera, pipeline_name)),
      partOf(getPipeline(feldera, pipeline_name)),
    ]);
    context.progress("reading the circuit profile");
    const program = pipeline.missing ? {} : pipeline.value;
    const found = await context.analyse(circuitJob, {
      bytes,
      maxDepth: limits.jsonDepth,
      by,
      limit,
      ...(operator !== undefined && { operator }),
      ...(!graph.missing && { sql: sqlSources(graph.value, program) }),
    });
    const facts = {
      pipeline_name,
      ...(graph.missing && { graph_missing: graph.missing }),
      ...(pipeline.missing && { program_missing: pipeline.missing }),
    };
    switch (found.answer) {
      case "ranking":
        return { ...facts, ranking: found.ranking };
      case "operator":
        return { ...facts, operator: found.operator };
      default:
        throw notOneOperator(operator, found, context);
    }
  },
  render(facts, page) {
    const { pipeline_name, ranking, operator, graph_missing, program_missing } = facts;
    if (ranking) renderCircuit(pipeline_name, ranking, page);
    if (operator) renderOperator(pipeline_name, operator, page);
    if (graph_missing) {
      page.line(
        words`Not placed in the SQL, since dataflow_graph was not read: ${whyMissing(graph_missing)}.`,
      );
    }
    if (program_missing) {
      page.line(
        words`No code of the SQL, since the pipeline's record was not read: ${whyMissing(program_missing)}.`,
      );
    }
    if (ranking) suggestNext(facts.pipeline_name, ranking, page);
  },
});

type Output = z.output<typeof circuitJob.output>;

function notOneOperator(
  name: string | undefined,
  { answer, operators, offered }: Extract<Output, { offered: unknown }>,
  { cleaner }: ToolContext,
): ToolError {
  const names = offered.map(
    ({ id, label }) =>
      words`${cleaner.text(id)}${label === undefined ? undefined : words` (${cleaner.text(label)})`}`,
  );
  return answer === "no such operator"
    ? new ToolError(
        words`The circuit profile has no operator ${name}.`,
        words`Call without operator for those that cost most; it has ${operators}, such as ${joined(names.slice(0, 3), words`, `)}.`,
      )
    : new ToolError(
        words`${operators} operators go by ${name}.`,
        words`Name one by its node id: ${joined(names, words`, `)}.`,
      );
}

function suggestNext(pipeline_name: string, ranking: z.output<typeof CIRCUIT_FACTS>, page: Page): void {
  const [first] = ranking.rows;
  if (first === undefined) return;
  page.next(
    "summarize_circuit_profile",
    { pipeline_name, operator: first.id },
    words`for all metrics of the first, and its neighbours`,
  );
  if (ranking.by === "time" && ranking.workers > 1 && (first.spread.max_over_avg ?? 1) >= UNEVEN) {
    page.next("summarize_circuit_profile", { pipeline_name, by: "skew" }, words`for what else is uneven`);
  }
}

/** The busiest worker has so many times the average: worth a look. */
const UNEVEN = 1.5;
