import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt } from "./prompt.ts";

export const whySlow = definePrompt({
  name: "why_is_it_slow",
  title: "Why is it slow?",
  description: "Finds what holds a running pipeline up: its sources, its sinks or its SQL.",
  input: z.strictObject({ pipeline_name: pipeline_name.describe("The pipeline that is slow or stalled") }),
  choices: { pipeline_name: "pipelines" },
  guide: ({ pipeline_name }) => ({
    goal: words`Find out why the Feldera pipeline ${pipeline_name} is slow`,
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name, depth: "deep" },
        to: words`diagnose it`,
        tells: words`trouble of outputs, sources and transactions comes before that of the engine`,
      },
      {
        tool: "get_stats",
        args: { pipeline_name, window_secs: 5 },
        to: words`see its queues`,
        tells: words`which queues are full, and which are empty`,
      },
      {
        tool: "summarize_circuit_profile",
        args: { pipeline_name, by: "time" },
        to: words`rank its operators`,
        tells: words`if the engine is slow: the operators and lines of SQL that cost most`,
      },
      {
        tool: "start_samply_profile",
        args: { pipeline_name },
        to: words`record where it spends CPU time`,
        tells: words`only if no operator stands out`,
      },
      {
        tool: "summarize_samply_profile",
        args: { pipeline_name, wait_secs: 50 },
        to: words`read that recording`,
        tells: words`the functions that cost most`,
      },
    ],
    conclusions: [
      words`An output queue at its limit: the sink is slow, not the SQL`,
      words`Input queues empty and every worker idle: the source is slow, paused or at its end`,
      words`Input queues full and the circuit busy: the engine; skew, an exploding join, or waits for merges, storage or other hosts`,
    ],
  }),
});
