import { heapJob } from "../../analysis/jobs/heap.ts";
import { HeapProfileAnswer } from "../../answers/profiles.ts";
import { renderHeap } from "../../text/heap/heap-answer.ts";
import { defineTool, READ_ONLY } from "../tool.ts";
import { HeapArguments, heapLook } from "./heap-arguments.ts";
import { earlierHeapProfile, heapBaseline, heapProfile } from "./heap-profile.ts";
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
    const { pipeline_name, profile_id, baseline, baseline_kind = "base", view, name, sort, peek } = args;
    const look = heapLook(args);
    const { bytes, fetchedFrom } =
      profile_id === undefined
        ? await heapProfile(pipeline_name, context)
        : earlierHeapProfile(profile_id, pipeline_name, context);
    const base = baseline === undefined ? undefined : await heapBaseline(baseline, pipeline_name, context);
    const isOfNow = fetchedFrom !== "earlier_call" && base === undefined;
    const { places, placesMissing, resident, residentMissing } =
      view === "sites" && name === undefined ? await heapSurroundings(pipeline_name, isOfNow, context) : {};
    context.progress("reading the heap profile");
    const heap = await context.analyse(heapJob, {
      bytes,
      ...(base && { base: { bytes: base.bytes, kind: baseline_kind } }),
      maxInflatedBytes: context.limits.heapProfileInflatedBytes,
      look,
      ...(places && { places }),
      ...(resident && { resident }),
    });
    const kept = context.profiles.keep({ kind: "heap", pipeline_name, bytes });
    return {
      pipeline_name,
      fetched_from: fetchedFrom,
      ...(context.profiles.holds(kept.profile_id) && { profile_id: kept.profile_id }),
      ...(base && {
        baseline: { named: baseline ?? "", pipeline_name: base.pipeline_name, kind: baseline_kind },
      }),
      sort,
      granularity: args.granularity ?? "functions",
      peek,
      heap,
      places_missing: placesMissing,
      resident_missing: residentMissing,
      ...(args.save && {
        saved_as: await context.save(profileFileName(pipeline_name, "heap_profile.pb.gz", context), bytes),
      }),
    };
  },
  render: renderHeap,
});
