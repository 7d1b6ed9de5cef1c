import * as z from "zod";
import { RecordingAnswer } from "../../answers/cpu-profile.ts";
import { startSamplyProfile as start } from "../../feldera/api/profiles.ts";
import { renderRecording } from "../../text/cpu/recording.ts";
import { defineTool, pipeline_name } from "../tool.ts";
import { MAX_WAIT_SECS } from "./cpu-profile.ts";

/** samply symbolises what it recorded before the profile can be fetched: 7 to 11 s in a recorded Feldera. */
const SYMBOLISING_SECS = 10;

export const startSamplyProfile = defineTool({
  name: "start_samply_profile",
  toolset: "debug",
  changesFeldera: true,
  endpoint: "start_samply_profile",
  title: "Start a CPU profile",
  description:
    "Has Feldera record a running pipeline's CPU with samply: costs some CPU, replaces the profile before. summarize_samply_profile with wait_secs reads it.",
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    pipeline_name,
    duration_secs: z.int().min(1).max(300).default(30).describe("Seconds"),
    ordinal: z.int().min(0).max(1000).default(0).describe("Host, of a pipeline on several"),
  }),
  facts: RecordingAnswer,
  async run({ pipeline_name, duration_secs, ordinal }, { feldera }) {
    await start(feldera, pipeline_name, { duration_secs, ordinal });
    const ready_in_secs = duration_secs + SYMBOLISING_SECS;
    const wait_secs = Math.min(ready_in_secs, MAX_WAIT_SECS);
    return { pipeline_name, duration_secs, ordinal, ready_in_secs, wait_secs };
  },
  render: renderRecording,
});
