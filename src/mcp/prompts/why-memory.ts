import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt } from "./prompt.ts";

export const whyMemory = definePrompt({
  name: "why_does_memory_grow",
  title: "Why does memory grow?",
  description: "Finds what holds a pipeline's memory, and whether it grows without end.",
  input: z.strictObject({ pipeline_name: pipeline_name.describe("The pipeline whose memory grows") }),
  choices: { pipeline_name: "pipelines" },
  guide: ({ pipeline_name }) => ({
    goal: words`Find out what holds the memory of the Feldera pipeline ${pipeline_name}, and why it grows`,
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name, depth: "deep" },
        to: words`diagnose it`,
        tells: words`memory pressure, limits, restarts, state`,
      },
      {
        tool: "get_time_series",
        args: { pipeline_name },
        to: words`see the course of its memory`,
        tells: words`whether it grows now, and whether storage grows with it`,
      },
      {
        tool: "summarize_heap_profile",
        args: { pipeline_name },
        to: words`see what holds its heap`,
        tells: words`what holds most, against the resident memory`,
      },
      {
        tool: "summarize_circuit_profile",
        args: { pipeline_name, by: "state" },
        to: words`rank its operators by state`,
        tells: words`which operators and lines of SQL keep most records`,
      },
      {
        tool: "list_events",
        args: { pipeline_name },
        to: words`see its restarts`,
        tells: words`whether it is killed and restarted again and again`,
      },
    ],
    conclusions: [
      words`State that grows with all that is read, and no LATENESS: nothing is ever forgotten`,
      words`Queues that hold rows: something after them is slow`,
      words`Caches fill up to their size and then stay: no leak, but the limit must leave room for them`,
      words`Where no memory limit is configured, growth ends only with all the memory of the container or machine: name one`,
    ],
  }),
});
