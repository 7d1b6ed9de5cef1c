import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt } from "./prompt.ts";

export const whyDown = definePrompt({
  name: "why_is_it_down",
  title: "Why is it down?",
  description: "Finds why a pipeline has stopped, failed, does not start or cannot be reached.",
  input: z.strictObject({ pipeline_name: pipeline_name.describe("The pipeline that is down") }),
  choices: { pipeline_name: "pipelines" },
  guide: ({ pipeline_name }) => ({
    goal: words`Find out why the Feldera pipeline ${pipeline_name} is down`,
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name },
        to: words`diagnose it`,
        tells: words`its first ERROR is the likeliest cause; what it explains follows from it`,
      },
      {
        tool: "get_pipeline",
        args: { pipeline_name, section: "errors" },
        to: words`read its errors`,
        tells: words`the whole deployment or compile error`,
      },
      {
        tool: "list_events",
        args: { pipeline_name },
        to: words`see its events`,
        tells: words`when it went down, and whether it keeps restarting`,
      },
      {
        tool: "get_pipeline_logs",
        args: { pipeline_name, level: "error" },
        to: words`read its log`,
        tells: words`the records just before the stop`,
      },
      {
        tool: "get_cluster_health",
        args: {},
        to: words`check Feldera itself`,
        tells: words`only if it waits to be deployed or compiled, or others are down too`,
      },
    ],
    conclusions: [
      words`SqlError or RustError: the program never ran`,
      words`InitializationError: most often a connector could not start, else a setting or a function; the message names it`,
      words`Restarts without an error, or clean logs up to Unavailable: killed from outside, for lack of memory or evicted`,
      words`Stopped and meant to be, without an error: somebody stopped it`,
    ],
  }),
});
