import * as z from "zod";
import { DiagnoseAnswer } from "../../answers/diagnose.ts";
import { DEPTHS, type DiagnosisAnswer } from "../../answers/diagnosis.ts";
import type { Limits } from "../../config/limits.ts";
import { findingsOf, lookedFor } from "../../diagnosis/diagnose.ts";
import { RULES } from "../../diagnosis/rules.ts";
import { VERDICT_RULES } from "../../diagnosis/verdicts.ts";
import { renderDiagnose } from "../../text/diagnosis/diagnose-answer.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { diagnoseFleet } from "./fleet.ts";
import { gather, type Looks } from "./gather.ts";

export const diagnosePipeline = defineTool({
  name: "diagnose_pipeline",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "get_pipeline",
  offline: [
    "get_pipeline",
    "pipeline_stats",
    "list_events",
    "pipeline_logs",
    "config",
    "circuit_json_profile",
    "heap_profile",
  ],
  tellsBundle: true,
  title: "Diagnose a pipeline",
  description:
    "Start here for any pipeline that is down, slow, growing or losing rows: reads status, statistics, events, log, circuit profile, time series, checkpoints and cluster at once; answers with ranked findings, each with evidence, usual cause and next call, and with what could not be checked. Without a name: all pipelines.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name: pipeline_name.optional().describe("Without, all pipelines"),
    depth: z
      .enum(DEPTHS)
      .default("quick")
      .describe("deep: also the heap, and rates between two looks, for growing ones"),
    window_secs: z
      .int()
      .min(0)
      .max(50)
      .optional()
      .describe("deep: seconds between its two looks (10); 0: one look"),
  }),
  facts: DiagnoseAnswer,
  timeLimitMs: ({ pipeline_name, depth, window_secs }, limits) =>
    depth === "deep" && pipeline_name !== undefined
      ? limits.bundleCallMs + (window_secs ?? 0) * 1000
      : limits.callMs,
  async run({ pipeline_name, depth, window_secs }, context) {
    if (pipeline_name === undefined) return { all: await diagnoseFleet(context) };
    context.progress("looking at everything");
    const looks = { depth, windowMs: windowMs(window_secs, context.limits) };
    return { pipeline: await diagnose(pipeline_name, looks, context) };
  },
  render: (answer, page) => renderDiagnose(answer, { rules: RULES, verdicts: VERDICT_RULES }, page),
});

async function diagnose(pipeline_name: string, looks: Looks, context: ToolContext): Promise<DiagnosisAnswer> {
  const { evidence, looked_at, not_checked, needless } = await gather(pipeline_name, looks, context);
  const findings = findingsOf(RULES, evidence);
  return {
    pipeline_name,
    depth: looks.depth,
    ...(evidence.pipeline && { state: evidence.pipeline.state }),
    verdicts: VERDICT_RULES.map(({ judge }) => judge(evidence, findings)),
    findings,
    looked_at: [...looked_at],
    causes: { looked_for: lookedFor(RULES, [...looked_at, ...needless], evidence), known: RULES.length },
    ...(evidence.log && { log_lines: evidence.log.read.lines }),
    not_checked: [...not_checked],
  };
}

function windowMs(window_secs: number | undefined, { diagnoseWindowMs }: Limits): number {
  return window_secs === undefined ? diagnoseWindowMs : window_secs * 1000;
}
