import * as z from "zod";
import { isOfProgram } from "../../analysis/firefox/profiled-program.ts";
import { cpuJob } from "../../analysis/jobs/cpu.ts";
import { CpuOptions, isCallTree } from "../../analysis/profiles/cpu-options.ts";
import { SamplyProfileAnswer } from "../../answers/cpu-profile.ts";
import { renderSamplyProfile } from "../../text/cpu/cpu-answer.ts";
import { json, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { cpuPlaces } from "./cpu-places.ts";
import { awaitedRecording, finishedRecording, MAX_WAIT_SECS, POLL_SECS } from "./cpu-profile.ts";
import { baselineProfile, earlierProfile, keepProfile } from "./earlier-profile.ts";
import { noSuchThread } from "./no-such-thread.ts";
import { PROFILE_ARGUMENTS } from "./profile-arguments.ts";
import { profileFileName } from "./profile-file-name.ts";

/** A call tree needs more lines than a list to say something. */
const TREE_LINES = 40;
const ROWS = 15;

const { view, operator, thread, from, to, limit, name } = CpuOptions.shape;
const { profile_id, baseline, save } = PROFILE_ARGUMENTS;

const Input = z.strictObject({
  pipeline_name,
  view: view.default("functions"),
  operator,
  thread,
  from,
  to,
  limit: limit.exactOptional(),
  name,
  profile_id,
  baseline,
  latest: z.boolean().default(true).describe("false: the last finished one, while another is recorded"),
  ordinal: z.int().min(0).max(1000).default(0).describe("Host, of a pipeline on several"),
  wait_secs: z.int().min(0).max(MAX_WAIT_SECS).default(0).describe("Seconds to wait for a recording"),
  save,
});

export const summarizeSamplyProfile = defineTool({
  name: "summarize_samply_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "samply_profile",
  title: "Summarize the CPU profile",
  description:
    "Where a pipeline spends CPU, from its last samply recording: by thread group and function; by operator with view and SQL lines, workers and mergers apart; as call trees; against a baseline. start_samply_profile records one.",
  hints: READ_ONLY,
  input: Input,
  facts: SamplyProfileAnswer,
  timeLimitMs: ({ wait_secs }, limits) => limits.callMs + wait_secs * 1000,
  async run(args, context) {
    const { pipeline_name, profile_id, baseline, latest, ordinal, wait_secs, save, ...asked } = args;
    const which = { kind: "cpu", pipeline_name } as const;
    const compared =
      baseline === undefined
        ? undefined
        : await baselineProfile(baseline, which, context, (feldera) =>
            finishedRecording(baseline, { pipeline_name, ordinal }, feldera),
          );
    const found =
      profile_id === undefined
        ? await awaitedRecording({ pipeline_name, latest, ordinal }, wait_secs, context)
        : { profile: earlierProfile(profile_id, which, context) };
    if (found.profile === undefined) {
      const { secs_left } = found;
      const ask_again_in_secs = Math.max(secs_left, POLL_SECS);
      return {
        pipeline_name,
        ordinal,
        recording: { secs_left, ask_again_in_secs, wait_secs: MAX_WAIT_SECS },
      };
    }
    const { bytes } = found.profile;
    const source = keepProfile(found.profile, which, compared, context);
    const options = { ...asked, limit: asked.limit ?? (isCallTree(asked.view) ? TREE_LINES : ROWS) };
    return {
      pipeline_name,
      ordinal,
      source,
      options,
      ...(await readProfile({ bytes, baseline: compared?.bytes, options }, args, context)),
      ...(save && {
        saved_as: await context.save(
          profileFileName(pipeline_name, "samply_profile.json.gz", context),
          bytes,
        ),
      }),
    };
  },
  render: renderSamplyProfile,
  picture: ({ pipeline_name, source, options }) =>
    source && {
      pipeline_name,
      picture: "flame",
      profile: "cpu",
      ...(source.profile_id !== undefined && { profile_id: source.profile_id }),
      ...(source.baseline && { baseline: source.baseline.named }),
      ...(options?.view === "callers" && { direction: "callers" }),
      ...(options?.operator !== undefined && { operator: options.operator }),
      ...(options?.thread !== undefined && { thread: options.thread }),
    },
});

type Args = z.output<typeof Input>;

interface Reading {
  readonly bytes: Uint8Array;
  readonly baseline: Uint8Array | undefined;
  readonly options: CpuOptions;
}

async function readProfile({ bytes, baseline, options }: Reading, args: Args, context: ToolContext) {
  const { operator = "", thread = "", view, name } = options;
  const byOperator = view === "operators" || options.operator !== undefined;
  context.progress("placing the profile's functions in the SQL");
  const { places, unoptimized, missing, nodesMissing } =
    name === undefined ? await cpuPlaces(args.pipeline_name, byOperator, context) : {};
  context.progress("reading the CPU profile");
  const { answer, program, begunMs } = await context.analyse(cpuJob, {
    profile: bytes,
    ...(baseline && { baseline }),
    maxInflatedBytes: context.limits.samplyProfileInflatedBytes,
    options,
    ...(places && { places }),
  });
  if (answer.answer === "no such operator") throw noSuchOperator(operator, args);
  if (answer.answer === "no such thread") throw noSuchThread(thread, answer.threads, context);
  const { snapshot } = context.feldera.source;
  const isBeside = snapshot !== undefined && !snapshot.isProfile && begunMs !== undefined;
  // What a running Feldera gives is of its pipeline, though it may have caught none of the program's functions.
  const isOther =
    places !== undefined &&
    !isOfProgram(program, places.program) &&
    (program !== undefined || snapshot !== undefined);
  return {
    answer,
    ...(missing && { places_missing: missing }),
    ...(nodesMissing && { nodes_missing: nodesMissing }),
    ...(unoptimized !== undefined && !isOther && { unoptimized }),
    ...(isOther && { other_program: { profiled: program, current: places.program } }),
    ...(isBeside && { beside: { begun_ms: begunMs, collected_ms: snapshot.collectedMs } }),
  };
}

function noSuchOperator(operator: string, { pipeline_name, from, to, profile_id }: Args): ToolError {
  const when = from === undefined && to === undefined ? undefined : words` in the time that was asked for`;
  return new ToolError(
    words`No marker in the profile names the operator ${operator}${when}.`,
    words`summarize_samply_profile ${json({ pipeline_name, profile_id, view: "operators", from, to, limit: 200 })} lists those that ran.`,
  );
}
