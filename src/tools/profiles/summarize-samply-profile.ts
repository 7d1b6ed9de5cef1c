import * as z from "zod";
import { CPU_VIEWS } from "../../analysis/firefox/read-cpu.ts";
import { THREAD_GROUPS } from "../../analysis/firefox/threads/thread-groups.ts";
import { cpuJob } from "../../analysis/jobs/cpu.ts";
import { SamplyProfileAnswer } from "../../answers/profiles.ts";
import { renderSamplyProfile } from "../../text/cpu/cpu-answer.ts";
import { joined, json, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { cpuPlaces } from "./cpu-places.ts";
import { baselineProfile, cpuProfile, MAX_WAIT_SECS, POLL_SECS } from "./cpu-profile.ts";
import { profileFileName } from "./profile-file-name.ts";

const milliseconds = z.number().min(0).optional();
const text = z.string().max(200).optional();

/** A call tree needs more lines than a list to say something. */
const TREE_LINES = 40;
const ROWS = 15;

const Input = z.strictObject({
  pipeline_name,
  view: z
    .enum(CPU_VIEWS)
    .default("functions")
    .describe("callees: call tree from the roots; callers: from hot functions up"),
  operator: text.describe("Only within this operator, such as nn63"),
  thread: text.describe(`Only this thread or group: ${THREAD_GROUPS.join(", ")}`),
  from: milliseconds.describe("ms since the first sample"),
  to: milliseconds.describe("ms since the first sample"),
  limit: z.int().min(1).max(200).optional().describe("Rows; default 15, of a call tree 40"),
  name: text.describe("Id such as f3ab2c1: that function's whole name"),
  profile_id: text.describe("Look at an earlier answer's profile"),
  baseline: text.describe("Compare with this profile_id or collection"),
  latest: z.boolean().default(true).describe("false: the last finished one, while another is recorded"),
  ordinal: z.int().min(0).max(1000).default(0).describe("Host, of a pipeline on several"),
  wait_secs: z.int().min(0).max(MAX_WAIT_SECS).default(0).describe("Seconds to wait for a recording"),
  save: z.boolean().default(false).describe("Also write it to the output directory"),
});

export const summarizeSamplyProfile = defineTool({
  name: "summarize_samply_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "samply_profile",
  title: "Summarize the CPU profile",
  description:
    "Where a pipeline spends CPU, from its last samply recording: by group of threads and function; by operator with its view and SQL lines, workers and background mergers apart; call trees; what changed since a baseline. start_samply_profile records one; wait_secs waits for it.",
  hints: READ_ONLY,
  input: Input,
  facts: SamplyProfileAnswer,
  timeLimitMs: ({ wait_secs }, limits) => limits.callMs + wait_secs * 1000,
  async run(args, context) {
    const { pipeline_name, ordinal, baseline, from, to, thread, save } = args;
    const found = await cpuProfile(args, context);
    if (found.state === "recording") {
      const secs_left = found.retryAfterSecs;
      const ask_again_in_secs = Math.max(secs_left, POLL_SECS);
      return {
        pipeline_name,
        ordinal,
        recording: { secs_left, ask_again_in_secs, wait_secs: MAX_WAIT_SECS },
      };
    }
    const { bytes, profile_id } = found.kept;
    const compared = baseline === undefined ? undefined : await baselineProfile(baseline, args, context);
    return {
      pipeline_name,
      ordinal,
      profile_id,
      is_kept: context.profiles.holds(profile_id),
      baseline_id: compared?.profile_id,
      from,
      to,
      thread,
      ...(await readProfile(bytes, compared?.bytes, args, context)),
      ...(save && {
        saved_as: await context.save(
          profileFileName(pipeline_name, "samply_profile.json.gz", context),
          bytes,
        ),
      }),
    };
  },
  render: renderSamplyProfile,
});

type Args = z.output<typeof Input>;

async function readProfile(
  profile: Uint8Array,
  baseline: Uint8Array | undefined,
  args: Args,
  context: ToolContext,
) {
  const { pipeline_name, view, operator, thread, from, to, limit, name } = args;
  const isTree = view === "callees" || view === "callers";
  const byOperator = view === "operators" || operator !== undefined;
  context.progress("placing the profile's functions in the SQL");
  const { places, missing, nodesMissing } =
    name === undefined ? await cpuPlaces(pipeline_name, byOperator, context) : {};
  context.progress("reading the CPU profile");
  const { answer, programVersion } = await context.analyse(cpuJob, {
    profile,
    maxInflatedBytes: context.limits.samplyProfileInflatedBytes,
    ...(baseline && { baseline }),
    question: {
      view,
      operator,
      thread,
      fromMs: from,
      toMs: to,
      limit: limit ?? (isTree ? TREE_LINES : ROWS),
      name,
      places,
    },
  });
  if (answer.answer === "no such operator") throw noSuchOperator(operator ?? "", args);
  if (answer.answer === "no such thread") throw noSuchThread(thread ?? "", answer.threads, context);
  const current = places?.programVersion;
  const isOther = current !== undefined && programVersion !== undefined && current !== programVersion;
  return {
    answer,
    ...(missing && { places_missing: missing }),
    ...(nodesMissing && { nodes_missing: nodesMissing }),
    ...(isOther && { other_program: { profiled: programVersion, current } }),
  };
}

function noSuchOperator(operator: string, { pipeline_name, from, to, profile_id }: Args): ToolError {
  const when = from === undefined && to === undefined ? undefined : words` in the time that was asked for`;
  return new ToolError(
    words`No marker in the profile names the operator ${operator}${when}.`,
    words`summarize_samply_profile ${json({ pipeline_name, profile_id, view: "operators", from, to, limit: 200 })} lists those that ran.`,
  );
}

/** Names of threads that are offered where there is none of a name. */
const OFFERED = 20;

function noSuchThread(thread: string, threads: readonly string[], { cleaner }: ToolContext): ToolError {
  const names = threads.slice(0, OFFERED).map((one) => words`${cleaner.text(one)}`);
  const more = threads.length > names.length ? words` and ${threads.length - names.length} more` : undefined;
  return new ToolError(
    words`The profile has no thread or group of threads ${thread}.`,
    words`Groups are ${joined(
      THREAD_GROUPS.map((group) => words`${group}`),
      words`, `,
    )}; threads are ${joined(names, words`, `)}${more}.`,
  );
}
