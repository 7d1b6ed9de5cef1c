import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt, time } from "./prompt.ts";

export const compareMoments = definePrompt({
  name: "compare_two_moments",
  title: "Compare two moments",
  description: "Tells what changed in a pipeline between two moments, such as when it was well and now.",
  input: z.strictObject({
    pipeline_name: pipeline_name.describe("The pipeline to compare with itself"),
    before: time.describe("The earlier moment: RFC 3339, or a time back such as 2h"),
    after: time.optional().describe("The later moment, likewise; now unless given"),
  }),
  choices: { pipeline_name: "pipelines", before: "moments", after: "moments" },
  guide: ({ pipeline_name, before, after }) => ({
    goal: words`Compare the Feldera pipeline ${pipeline_name} at two moments, and tell what changed and what of it matters`,
    given: [words`Earlier: ${before}. Later: ${after ?? "now"}. A span such as 2h counts back from now.`],
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name },
        to: words`diagnose it`,
        tells: words`how it stands now, with the times of what is wrong`,
      },
      {
        tool: "list_events",
        args: { pipeline_name, since: before },
        to: words`see its events`,
        tells: words`what changed in between; the ids nearest to both moments`,
      },
      {
        tool: "get_event",
        args: { pipeline_name, event_id: "latest", selector: "all" },
        to: words`read an event`,
        tells: words`and so for each of those ids`,
      },
      {
        tool: "get_pipeline_logs",
        args: {
          pipeline_name,
          since: before,
          ...(after !== undefined && { until: after }),
          level: "warn",
          run: "all",
        },
        to: words`read its log`,
        tells: words`what was first logged in between`,
      },
      {
        tool: "get_stats",
        args: { pipeline_name },
        to: words`see its figures`,
        tells: words`figures of now; earlier ones are in kept bundles alone, which a server started with --bundle reads`,
      },
    ],
    conclusions: [
      words`Set both moments side by side, and name only what differs`,
      words`What changed just before the trouble began is the suspect`,
      words`A figure that is known of one moment alone is no change`,
    ],
  }),
});
