import * as z from "zod";
import { startSamplyProfile as start } from "../../feldera/api/profiles.ts";
import { words } from "../../text/page/words.ts";
import { defineTool, pipeline_name } from "../tool.ts";

/** samply symbolises what it recorded before the profile can be fetched: 7 to 11 s in a recorded Feldera. */
const SYMBOLISING_SECS = 10;

/** The longest that one call of summarize_samply_profile waits. */
const MAX_WAIT_SECS = 50;

export const startSamplyProfile = defineTool({
  name: "start_samply_profile",
  toolset: "debug",
  changesFeldera: true,
  endpoint: "start_samply_profile",
  title: "Start a CPU profile",
  description:
    "Has Feldera record where a running pipeline spends CPU time, with samply. Costs it some CPU meanwhile, and replaces the profile before. summarize_samply_profile with wait_secs reads it.",
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    pipeline_name,
    duration_secs: z.int().min(1).max(300).default(30).describe("Seconds to record"),
    ordinal: z.int().min(0).max(1000).default(0).describe("Which host of a pipeline on several"),
  }),
  facts: z.object({ pipeline_name: z.string(), duration_secs: z.number(), ordinal: z.number() }),
  async run({ pipeline_name, duration_secs, ordinal }, { feldera }) {
    await start(feldera, pipeline_name, { duration_secs, ordinal });
    return { pipeline_name, duration_secs, ordinal };
  },
  render({ pipeline_name, duration_secs, ordinal }, page) {
    const readyIn = duration_secs + SYMBOLISING_SECS;
    page.line(
      words`Recording ${pipeline_name} for ${duration_secs} s; with symbolising, the profile is ready in about ${readyIn} s.`,
    );
    page.next(
      "summarize_samply_profile",
      { pipeline_name, ...(ordinal > 0 && { ordinal }), wait_secs: Math.min(readyIn, MAX_WAIT_SECS) },
      readyIn > MAX_WAIT_SECS
        ? words`in about ${readyIn - MAX_WAIT_SECS} s, since it waits ${MAX_WAIT_SECS} s at most`
        : words`waits for it and summarises it`,
    );
  },
});
