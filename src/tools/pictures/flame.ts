import type * as z from "zod";
import { cpuFlameJob, heapFlameJob } from "../../analysis/jobs/flame.ts";
import type { FlameFacts } from "../../analysis/pictures/flame-schema.ts";
import type { ProfileSource } from "../../analysis/profiles/profile-source.ts";
import type { PictureArguments, PictureOf } from "../../answers/pictures.ts";
import { shownNames } from "../../text/functions/rust-name.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { cpuPlaces } from "../profiles/cpu-places.ts";
import { awaitedRecording, finishedRecording } from "../profiles/cpu-profile.ts";
import { type Baseline, baselineProfile, earlierProfile, keepProfile } from "../profiles/earlier-profile.ts";
import { heapProfile } from "../profiles/heap-profile.ts";
import { noSuchThread } from "../profiles/no-such-thread.ts";
import { programPlaces } from "../profiles/program-places.ts";
import type { ToolContext } from "../tool.ts";
import { headOf, type Missing, missing, unoptimizedNotes } from "./head.ts";

/** Of a function's whole name a tip has room for so many characters. */
const WHOLE_NAME_CHARS = 300;

/** @throws FelderaError, ToolError, and what the jobs throw */
export async function flamePicture(
  args: PictureArguments,
  frames: number,
  context: ToolContext,
): Promise<PictureOf<"flame">> {
  const read =
    args.profile === "cpu" ? await cpuFlame(args, frames, context) : await heapFlame(args, frames, context);
  const { facts, source, baseline, missing, notes } = read;
  const { profile_id } = source;
  return {
    ...headOf(args.pipeline_name, context),
    ...withShownNames(facts),
    ...(profile_id !== undefined && { profile_id }),
    ...(baseline && { baseline: baseline.named }),
    missing,
    notes,
  };
}

interface ReadFlame {
  readonly facts: FlameFacts;
  readonly source: ProfileSource;
  readonly baseline: Baseline | undefined;
  readonly missing: Missing[];
  readonly notes: string[];
}

async function heapFlame(args: PictureArguments, limit: number, context: ToolContext): Promise<ReadFlame> {
  const { pipeline_name, profile_id, baseline: named, sample_type } = args;
  const which = { kind: "heap", pipeline_name } as const;
  const baseline =
    named === undefined
      ? undefined
      : await baselineProfile(named, which, context, async (feldera) => {
          return (await heapProfile(pipeline_name, { ...context, feldera })).bytes;
        });
  const profile =
    profile_id === undefined
      ? await heapProfile(pipeline_name, context)
      : earlierProfile(profile_id, which, context);
  const source = keepProfile(profile, which, baseline, context);
  const places = await programPlaces(context, pipeline_name);
  context.progress("reading the heap profile");
  const reading = await context.analyse(heapFlameJob, {
    profile: profile.bytes,
    ...(baseline && { baseline: baseline.bytes }),
    maxInflatedBytes: context.limits.heapProfileInflatedBytes,
    maxKeptBytes: context.limits.keptStacksBytes,
    options: { ...optionsOf(args, limit), sample_type },
    places: places.value?.ofCrate ?? {},
  });
  return {
    facts: factsOf(reading, args, context),
    source,
    baseline,
    missing: missing(words`Where stacks are from in the SQL`, places.missing),
    notes: [],
  };
}

async function cpuFlame(args: PictureArguments, limit: number, context: ToolContext): Promise<ReadFlame> {
  const { pipeline_name, profile_id, baseline: named, operator, thread } = args;
  const which = { kind: "cpu", pipeline_name } as const;
  const baseline =
    named === undefined
      ? undefined
      : await baselineProfile(named, which, context, (feldera) =>
          finishedRecording(named, { pipeline_name, ordinal: 0 }, feldera),
        );
  const profile =
    profile_id === undefined
      ? await lastRecording(pipeline_name, context)
      : earlierProfile(profile_id, which, context);
  const source = keepProfile(profile, which, baseline, context);
  const places = await cpuPlaces(pipeline_name, operator !== undefined, context);
  context.progress("reading the CPU profile");
  const reading = await context.analyse(cpuFlameJob, {
    profile: profile.bytes,
    ...(baseline && { baseline: baseline.bytes }),
    maxInflatedBytes: context.limits.samplyProfileInflatedBytes,
    maxKeptBytes: context.limits.keptStacksBytes,
    options: { ...optionsOf(args, limit), thread },
    ...(places.places && { places: places.places }),
  });
  return {
    facts: factsOf(reading, args, context),
    source,
    baseline,
    missing: [
      ...missing(words`Where stacks are from in the SQL`, places.missing),
      ...missing(words`Where the circuit's nodes are from in the SQL`, places.nodesMissing),
    ],
    notes: unoptimizedNotes(places.unoptimized),
  };
}

async function lastRecording(pipeline_name: string, context: ToolContext) {
  const found = await awaitedRecording({ pipeline_name, latest: false, ordinal: 0 }, 0, context);
  if (found.profile !== undefined) return found.profile;
  throw new ToolError(
    words`No CPU profile of ${pipeline_name} is finished: one is being recorded.`,
    words`Look again in ${found.secs_left} s.`,
  );
}

function optionsOf({ direction = "callees", root, search, operator }: PictureArguments, limit: number) {
  return {
    direction,
    limit,
    root: root?.length === 0 ? undefined : root,
    search: search || undefined,
    operator,
  };
}

/** @throws ToolError where there is nothing of what was asked for */
function factsOf(
  reading: z.output<typeof cpuFlameJob.output>,
  { operator, thread }: PictureArguments,
  context: ToolContext,
): FlameFacts {
  switch (reading.answer) {
    case "flame":
      return reading.facts;
    case "no such operator":
      throw new ToolError(
        words`No stack of the profile is of the operator ${operator}.`,
        words`Look at the whole profile: an operator that costs little may not be sampled.`,
      );
    case "no such thread":
      throw noSuchThread(thread ?? "", reading.threads, context);
    case "no such frame":
      throw new ToolError(
        words`The profile has no such frame.`,
        words`root is made of ids of an answer for the same profile, direction, thread, operator and baseline.`,
      );
  }
}

/** Names as the texts write them, so that two of one picture never look the same. */
function withShownNames(facts: FlameFacts): FlameFacts {
  const { functions, root } = facts;
  const shown = shownNames(functions.name);
  const name = shown.map(({ short, id }) => (id === undefined ? short : `${short} [${id}]`));
  const whole_name = functions.name.map((whole, at) =>
    whole === name[at] ? "" : whole.slice(0, WHOLE_NAME_CHARS),
  );
  const named = root && shownNames(root.map((one) => one.name));
  return {
    ...facts,
    functions: { ...functions, name, whole_name },
    ...(root && { root: root.map(({ id }, at) => ({ id, name: named?.[at]?.short ?? "" })) }),
  };
}
