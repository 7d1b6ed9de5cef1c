import * as z from "zod";
import { udfLine } from "../../analysis/pipeline/deployment-error.ts";
import { pipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import { PIPELINE_SECTIONS, PipelineAnswer } from "../../answers/pipeline.ts";
import { findingsAbout } from "../../diagnosis/diagnose.ts";
import { RULES } from "../../diagnosis/rules.ts";
import { getPipeline as fetchPipeline } from "../../feldera/api/pipelines.ts";
import { renderPipeline } from "../../text/pipeline/pipeline.ts";
import { namedOperators } from "../profiles/named-operators.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

/** What of a pipeline each section tells beside its state. */
const SECTION_FIELDS: Readonly<Record<PipelineAnswer["section"], readonly (keyof PipelineAnswer)[]>> = {
  status: ["compile_errors", "findings", "runtime_version", "tables", "views", "connectors"],
  errors: ["compile_errors"],
  config: ["findings", "runtime_config", "program_config"],
  program: ["program_code", "udf_rust", "udf_toml"],
  connectors: ["connectors", "tables", "views"],
};

export const getPipeline = defineTool({
  name: "get_pipeline",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "get_pipeline",
  title: "Get a pipeline",
  description:
    "One pipeline: status, why it stopped, SQL and Rust compile errors with their lines, red flags of the configuration, tables, views and connectors.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    section: z
      .enum(PIPELINE_SECTIONS)
      .default("status")
      .describe("errors: whole texts; program: SQL and UDFs; connectors: each with its transport"),
  }),
  facts: PipelineAnswer,
  async run({ pipeline_name, section }, context) {
    const pipeline = await fetchPipeline(context.feldera, pipeline_name);
    const all = pipelineFacts(pipeline);
    const wanted = new Set<string>(["state", "compiled", ...SECTION_FIELDS[section]]);
    const empty = {
      findings: [],
      unreadable_settings: [],
      resized: [],
      tables: [],
      views: [],
      lateness: [],
      connectors: [],
    };
    const evidence = { nowMs: context.feldera.source.nowMs(), pipeline: all };
    const { findings } = findingsAbout(["pipeline"], RULES, evidence);
    const chosen = Object.fromEntries(
      Object.entries({ ...all, findings }).filter(([field]) => wanted.has(field)),
    );
    const { failure } = all.state;
    const isTold = failure !== undefined && (section === "status" || section === "errors");
    const operators = isTold && (await namedOperators(failure.operators, context, pipeline_name, pipeline));
    const line = isTold && udfLine(failure.panic, pipeline);
    return {
      ...empty,
      ...chosen,
      state: all.state,
      compiled: all.compiled,
      section,
      ...(operators && { failed_operators: operators }),
      ...(line && { failed_udf_line: line }),
    };
  },
  render: (answer, page) => renderPipeline(answer, RULES, page),
});
