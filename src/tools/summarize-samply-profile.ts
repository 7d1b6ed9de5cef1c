import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { cpuFacts } from "../analysis/firefox/cpu-facts.ts";
import { cpuFactsSchema } from "../analysis/firefox/cpu-facts-schema.ts";
import { aborted } from "../feldera/aborted.ts";
import { fetchSamplyProfile, type SamplyProfile } from "../feldera/api/profiles.ts";
import { renderCpu } from "../text/cpu.ts";
import { words } from "../text/words.ts";
import { profileFileName } from "./profile-file-name.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "./tool.ts";

const Facts = z.object({
  pipeline_name: z.string(),
  ordinal: z.number(),
  /** Seconds after which to ask again, where the recording is not finished. */
  recording_for_secs: z.number().optional(),
  cpu: cpuFactsSchema.optional(),
  saved_as: z.string().optional(),
});

/** samply symbolises after its time is up, and Feldera says 0 s then. */
const POLL_SECS = 2;

export const summarizeSamplyProfile = defineTool({
  name: "summarize_samply_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "samply_profile",
  title: "Summarize the CPU profile",
  description:
    "Where a pipeline spends CPU time, from its last samply recording: CPU and busy share per thread group and thread, then the top functions by self and by total CPU. start_samply_profile records one; wait_secs waits for a recording under way.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    latest: z
      .boolean()
      .default(true)
      .describe("Wait for a recording under way rather than give the one before it; default true"),
    ordinal: z.int().min(0).max(1000).default(0).describe("Which host of a pipeline on several; default 0"),
    wait_secs: z
      .int()
      .min(0)
      .max(50)
      .default(0)
      .describe("Seconds to wait for a recording under way, 0 to 50; default 0"),
    limit: z
      .int()
      .min(1)
      .max(200)
      .default(15)
      .describe("Functions and threads to show, 1 to 200; default 15"),
    save: z
      .boolean()
      .default(false)
      .describe("Also write the raw profile to the operator's output directory"),
  }),
  facts: Facts,
  timeLimitMs: ({ wait_secs }, limits) => limits.callMs + wait_secs * 1000,
  async run({ pipeline_name, latest, ordinal, wait_secs, limit, save }, context) {
    const found = await awaitProfile(pipeline_name, { latest, ordinal }, wait_secs, context);
    if (found.state === "recording") {
      return { pipeline_name, ordinal, recording_for_secs: found.retryAfterSecs };
    }
    context.progress("reading the CPU profile");
    const { decodeFirefoxProfile } = await import("../analysis/firefox/decode.ts");
    const profile = decodeFirefoxProfile(found.profile, {
      maxInflatedBytes: context.limits.samplyProfileInflatedBytes,
    });
    return {
      pipeline_name,
      ordinal,
      cpu: cpuFacts(profile, { limit }),
      ...(save && {
        saved_as: await context.save(
          profileFileName(pipeline_name, "samply_profile.json.gz", context),
          found.profile,
        ),
      }),
    };
  },
  render(facts, page) {
    const { pipeline_name, ordinal, recording_for_secs, cpu } = facts;
    if (cpu) renderCpu(pipeline_name, cpu, page);
    if (facts.saved_as !== undefined) page.line(words`Saved as ${facts.saved_as}.`);
    if (recording_for_secs === undefined) return;
    const rest =
      recording_for_secs > 0
        ? words`for another ${recording_for_secs} s`
        : words`no longer, but samply still symbolises (about 10 s)`;
    page.line(
      words`${pipeline_name}: a CPU profile is being recorded, ${rest}. Ask again in ${Math.max(recording_for_secs, POLL_SECS)} s.`,
    );
    page.next(
      "summarize_samply_profile",
      { pipeline_name, ...(ordinal > 0 && { ordinal }), wait_secs: 50 },
      words`waits for it`,
    );
  },
});

/** Waits even where the recording takes longer than that: the one who asks cannot sleep before asking again. */
async function awaitProfile(
  pipeline_name: string,
  choice: { latest: boolean; ordinal: number },
  waitSecs: number,
  { feldera, progress }: ToolContext,
): Promise<SamplyProfile> {
  const untilMs = performance.now() + waitSecs * 1000;
  for (;;) {
    const found = await fetchSamplyProfile(feldera, pipeline_name, choice);
    if (found.state === "recorded") return found;
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) return found;
    const pauseMs = Math.min(Math.max(found.retryAfterSecs, POLL_SECS) * 1000, leftMs);
    progress(`waiting for the recording, which has ${found.retryAfterSecs} s to go`);
    const { signal } = feldera.scope;
    await sleep(pauseMs, undefined, { signal }).catch(() => {
      throw aborted(signal, "samply_profile");
    });
  }
}
