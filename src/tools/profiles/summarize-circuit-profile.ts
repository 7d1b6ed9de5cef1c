import * as z from "zod";
import { ComingBytes } from "../../analysis/bytes-in-parts.ts";
import { RANKINGS } from "../../analysis/circuit/rankings.ts";
import { circuitJob } from "../../analysis/jobs/circuit.ts";
import { circuitOperatorJob } from "../../analysis/jobs/circuit-operator.ts";
import { CircuitProfileAnswer } from "../../answers/circuit-profile.ts";
import { fetchCircuitProfile, getDataflowGraph, readCircuitProfile } from "../../feldera/api/circuit.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { renderCircuitProfile } from "../../text/circuit/circuit-answer.ts";
import { joined, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { unoptimizedOf } from "../unoptimized.ts";
import { sqlSources } from "./sql-sources.ts";

export const summarizeCircuitProfile = defineTool({
  name: "summarize_circuit_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "circuit_json_profile",
  title: "Summarize the circuit profile",
  description:
    "Which operators of a running pipeline cost most, by time, storage, memory, state, skew between workers, cache misses, Bloom filters or merge backpressure, with view and SQL lines; and how the circuit's time splits into running, waiting and idle.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    by: z.enum(RANKINGS).default("time").describe("Ranking"),
    operator: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Only this one, with metrics and neighbours: handle, node id (nn63) or persistent id"),
    limit: z.int().min(1).max(1000).default(15).describe("Operators"),
  }),
  facts: CircuitProfileAnswer,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run({ pipeline_name, by, operator, limit }, context) {
    const { feldera, limits } = context;
    context.progress("waiting for the circuit profile");
    context.prepareAnalysis();
    const sources = Promise.all([
      partOf(getDataflowGraph(feldera, pipeline_name)),
      partOf(getPipeline(feldera, pipeline_name)),
    ]);
    const options = async () => {
      const [graph, pipeline] = await sources;
      context.progress("reading the circuit profile");
      const program = pipeline.missing ? {} : pipeline.value;
      const sql = !graph.missing && { sql: sqlSources(graph.value, program) };
      return { maxDepth: limits.jsonDepth, ...sql };
    };
    const rank = async (pieces: AsyncIterable<Uint8Array>) => {
      const body = new ComingBytes(() => pieces);
      return context.analyse(circuitJob, { body, by, limit, ...(await options()) });
    };
    const tell = async (operator: string) => {
      const bytes = await fetchCircuitProfile(feldera, pipeline_name);
      return context.analyse(circuitOperatorJob, { bytes, operator, ...(await options()) });
    };
    const [found, [graph, pipeline]] = await Promise.all([
      operator === undefined ? readCircuitProfile(feldera, pipeline_name, rank) : tell(operator),
      sources,
    ]);
    const facts = {
      pipeline_name,
      ...(graph.missing && { graph_missing: graph.missing }),
      ...(pipeline.missing && { program_missing: pipeline.missing }),
      ...(await unoptimizedOf(context, pipeline_name, pipeline.value)),
    };
    if (!("answer" in found)) return { ...facts, ranking: found };
    if (found.answer === "operator") return { ...facts, operator: found.operator };
    throw notOneOperator(operator, found, context);
  },
  render: renderCircuitProfile,
  picture: ({ pipeline_name }) => ({ pipeline_name, picture: "dataflow" }),
});

type Output = z.output<typeof circuitOperatorJob.output>;

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
