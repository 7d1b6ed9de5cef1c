import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt, time } from "./prompt.ts";

export const lastNight = definePrompt({
  name: "what_happened_last_night",
  title: "What happened last night?",
  description:
    "Tells what a pipeline went through since some time ago, from its events, log and old bundles.",
  input: z.strictObject({
    pipeline_name: pipeline_name.describe("The pipeline to look back at"),
    since: time
      .default("24h")
      .describe("From when on: RFC 3339, or a time back such as 12h, 2d; default 24h"),
  }),
  choices: { pipeline_name: "pipelines", since: ["6h", "12h", "24h", "2d", "7d"] },
  guide: ({ pipeline_name, since }) => ({
    goal: words`Tell what happened to the Feldera pipeline ${pipeline_name}, and why; since: ${since}`,
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name },
        to: words`diagnose it`,
        tells: words`how it stands now; past incidents are told as over`,
      },
      {
        tool: "list_events",
        args: { pipeline_name, since },
        to: words`see its events`,
        tells: words`the incidents, with their times and ids`,
      },
      {
        tool: "get_event",
        args: { pipeline_name, event_id: "latest", selector: "all" },
        to: words`read an incident`,
        tells: words`and so for the id of each incident: its error, though dismissed since`,
      },
      {
        tool: "get_pipeline_logs",
        args: { pipeline_name, since, level: "warn", run: "all" },
        to: words`read its log`,
        tells: words`what led to each incident`,
      },
      {
        tool: "download_support_bundle",
        args: { pipeline_name, collect: false, limit: 3 },
        to: words`save the bundles kept from before`,
        tells: words`statistics and profiles as Feldera kept them then; a server started with --bundle answers from them`,
      },
    ],
    conclusions: [
      words`Tell it in order of time, in UTC, what was seen apart from what is inferred`,
      words`Of several incidents, the first is nearest to the cause: what came after it may follow from it`,
    ],
  }),
});
