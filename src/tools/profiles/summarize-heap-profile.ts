import { heapJob } from "../../analysis/jobs/heap.ts";
import { HeapProfileAnswer } from "../../answers/heap-profile.ts";
import { renderHeap } from "../../text/heap/heap-answer.ts";
import { defineTool, READ_ONLY } from "../tool.ts";
import { baselineProfile, earlierProfile, keepProfile } from "./earlier-profile.ts";
import { HeapArguments, heapOptions } from "./heap-arguments.ts";
import { heapProfile } from "./heap-profile.ts";
import { heapSurroundings } from "./heap-surroundings.ts";
import { profileFileName } from "./profile-file-name.ts";

export const summarizeHeapProfile = defineTool({
  name: "summarize_heap_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "heap_profile",
  title: "Summarize the heap profile",
  description:
    "What holds a running pipeline's memory: by part of Feldera, SQL operator and first function outside the allocator (sites), or in pprof's own views. With baseline: what grew and shrank.",
  hints: READ_ONLY,
  input: HeapArguments,
  facts: HeapProfileAnswer,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run(args, context) {
    const { pipeline_name, profile_id, baseline, save } = args;
    const which = { kind: "heap", pipeline_name } as const;
    const options = heapOptions(args);
    const compared =
      baseline === undefined
        ? undefined
        : await baselineProfile(baseline, which, context, async (feldera) => {
            return (await heapProfile(pipeline_name, { ...context, feldera })).bytes;
          });
    const profile =
      profile_id === undefined
        ? await heapProfile(pipeline_name, context)
        : earlierProfile(profile_id, which, context);
    const source = keepProfile(profile, which, compared, context);
    const isOfNow = profile_id === undefined && compared === undefined;
    const { places, placesMissing, resident, residentMissing } =
      options.view === "sites" && options.name === undefined
        ? await heapSurroundings(pipeline_name, isOfNow, context)
        : {};
    context.progress("reading the heap profile");
    const heap = await context.analyse(heapJob, {
      profile: profile.bytes,
      ...(compared && { baseline: compared.bytes }),
      maxInflatedBytes: context.limits.heapProfileInflatedBytes,
      ...(context.showsPictures && { maxKeptBytes: context.limits.keptStacksBytes }),
      options,
      ...(places && { places }),
      ...(resident && { resident }),
    });
    return {
      pipeline_name,
      source,
      options,
      heap,
      places_missing: placesMissing,
      resident_missing: residentMissing,
      ...(save && {
        saved_as: await context.save(
          profileFileName(pipeline_name, "heap_profile.pb.gz", context),
          profile.bytes,
        ),
      }),
    };
  },
  render: renderHeap,
  picture: ({ pipeline_name, source: { profile_id, baseline }, options }) => ({
    pipeline_name,
    picture: "flame",
    profile: "heap",
    ...(profile_id !== undefined && { profile_id }),
    ...(baseline && { baseline: baseline.named }),
    ...(options.sample_type !== undefined && { sample_type: options.sample_type }),
  }),
});
