import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt } from "./prompt.ts";

export const whyNoCheckpoint = definePrompt({
  name: "why_no_checkpoint",
  title: "Why is there no checkpoint?",
  description: "Finds why checkpoints fail, are delayed or cannot be made.",
  input: z.strictObject({ pipeline_name: pipeline_name.describe("The pipeline without checkpoints") }),
  choices: { pipeline_name: "pipelines" },
  guide: ({ pipeline_name }) => ({
    goal: words`Find out why the Feldera pipeline ${pipeline_name} makes no checkpoints`,
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name },
        to: words`diagnose it`,
        tells: words`findings about checkpoints, transactions and storage`,
      },
      {
        tool: "get_checkpoint_status",
        args: { pipeline_name },
        to: words`see how checkpoints stand`,
        tells: words`the last success and the last failure, which is newer, and what blocks or delays the next`,
      },
      {
        tool: "list_checkpoints",
        args: { pipeline_name },
        to: words`list its checkpoints`,
        tells: words`what it could be resumed from today`,
      },
      {
        tool: "get_pipeline",
        args: { pipeline_name, section: "config" },
        to: words`read its configuration`,
        tells: words`whether storage and fault tolerance are configured`,
      },
      {
        tool: "checkpoint_pipeline",
        args: { pipeline_name },
        to: words`make a checkpoint and see`,
        tells: words`only if the person agrees: whether one can be made now`,
      },
    ],
    conclusions: [
      words`EnterpriseFeature: this edition makes none, and no setting helps`,
      words`StorageRequired: storage is not configured`,
      words`UnsupportedInputEndpoint: an input that cannot be resumed rules checkpoints out; it is named`,
      words`FailedInputEndpointBarrier: an input failed for good, so that none can be made in this run; it is named`,
      words`TransactionInProgress or InputEndpointBarrier: delayed until the commit, or until that input gets past its barrier`,
      words`A failure older than the last success is over`,
    ],
  }),
});
