import { calleesTree, callersTree } from "../../callgraph/call-tree.ts";
import { type CallTreeRow, callTreeRows } from "../../callgraph/call-tree-rows.ts";
import { stackSegments } from "../../callgraph/stack-segments.ts";
import { knownCost, shareOf } from "../cost-basis.ts";
import type { FirefoxThread } from "../format/decode.ts";
import { NO_PLACES, type ProfilePlaces } from "../profile-places.ts";
import { placeOfFunction } from "../sql-places.ts";
import type { SelectedProfile } from "../threads/part-of-profile.ts";
import { addSums, sumSamples } from "../threads/sample-sums.ts";
import type { CallTreeFacts } from "./call-tree-facts-schema.ts";
import { knownFunctionCosts, libraryOf, mainLibrary } from "./function-facts.ts";
import { totalFunctions } from "./function-totals.ts";
import { isRuntimeGlue } from "./runtime-glue.ts";

export interface CallTreeOptions {
  readonly direction: CallTreeFacts["direction"];
  /** Lines of the tree: how many runs of functions it may have. */
  readonly limit: number;
  readonly places?: ProfilePlaces | undefined;
}

/** Functions with a smaller share of everything sampled are not listed. */
const MIN_SHARE = 0.01;

/** Of a stack samply copies 63 KiB at most, which holds more frames only where they take less than 32 bytes each. */
const MAX_DEPTH = 2000;

/** Who calls whom in the stacks of some threads, from the roots down or from the hot functions up. */
export function callTreeFacts(
  threads: readonly FirefoxThread[],
  { window, basis, meta }: Pick<SelectedProfile, "window" | "basis" | "meta">,
  { direction, limit, places = NO_PLACES }: CallTreeOptions,
): CallTreeFacts {
  const totals = totalFunctions(threads);
  const segments = stackSegments(
    totals.threads.map(({ thread: { graph }, keyOfFrame }) => ({ graph, keyOfFrame })),
    2,
  );
  const by = basis.hasCpu ? 1 : 0;
  const { rows, leftOut } = callTreeRows(
    direction === "callees" ? calleesTree(segments) : callersTree(segments),
    {
      by,
      minWeight: basis.whole * MIN_SHARE,
      maxLines: limit,
      maxDepth: MAX_DEPTH,
    },
  );
  const leftOutFacts = (left: CallTreeRow["leftOut"]) =>
    left.nodes === 0 ? undefined : { functions: left.nodes, totalShare: shareOf(left.total[by] ?? 0, basis) };
  const sums = addSums(totals.threads.map((thread) => sumSamples(thread, [])));
  return {
    direction,
    rankedBy: basis.hasCpu ? "cpu" : "samples",
    window: window && { ...window, durationMs: window.endMs - window.startMs },
    all: knownCost(sums.all, basis),
    withoutStack: knownCost(sums.withoutStack, basis),
    cutStacks: meta.symbolicated === false ? undefined : knownCost(sums.cutStacks, basis),
    mainLibrary: mainLibrary(totals, basis),
    minShare: MIN_SHARE,
    rows: rows.flatMap(({ key, self, total, depth, line, indent, leftOut }) => {
      const found = totals.functions[key];
      if (found === undefined) return [];
      const { name, file } = found.info;
      const [selfSamples = 0, selfCpuMicros = 0] = self;
      const [totalSamples = 0, totalCpuMicros = 0] = total;
      return [
        {
          name,
          file: file || undefined,
          library: libraryOf(found),
          place: placeOfFunction(name, places),
          ...knownFunctionCosts({ selfSamples, totalSamples, selfCpuMicros, totalCpuMicros }, basis),
          selfShare: shareOf(self[by] ?? 0, basis),
          totalShare: shareOf(total[by] ?? 0, basis),
          isGlue: isRuntimeGlue(found.info),
          depth,
          line,
          indent,
          leftOut: leftOutFacts(leftOut),
        },
      ];
    }),
    leftOut: leftOutFacts(leftOut),
  };
}
