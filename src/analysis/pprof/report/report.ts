import * as z from "zod";
import { type Call, callsBetweenKeys } from "../../callgraph/calls.ts";
import { graphInView, stacksInFocus, weightsOf } from "../../callgraph/filter.ts";
import {
  type Column,
  type KeyIndex,
  mapColumn,
  NONE,
  type StackIndex,
  toIndex,
} from "../../callgraph/indices.ts";
import { added, compareMagnitudes, exactSums, type Int64, magnitude } from "../../callgraph/int64.ts";
import { compareUtf8 } from "../../callgraph/order.ts";
import { flatAndCum } from "../../callgraph/totals.ts";
import { compileGiven } from "../../pattern.ts";
import type { HeapOptions } from "../../profiles/heap-options.ts";
import type { PprofProfile } from "../format/profile.ts";
import { sampleTypeIndex } from "../format/sample-type.ts";
import { pprofNodes } from "./nodes.ts";

/** Options that all of pprof's reports take. */
export interface ReportOptions
  extends Pick<HeapOptions, "sort" | "granularity" | "focus" | "ignore" | "hide" | "show" | "sample_type"> {
  /** Without what became less, in a difference. */
  readonly dropNegative?: boolean;
}

/** What is too light for a report. */
export interface Trim {
  /** The least cum of a node, as a fraction of all that is in focus. */
  readonly nodeFraction: number;
  /** The least weight of a call, likewise. */
  readonly edgeFraction: number;
  /** Nodes to keep of those; all if absent or 0. */
  readonly nodeCount?: number | undefined;
}

/** pprof's defaults for -nodefraction and -edgefraction. */
export const TRIM: Trim = { nodeFraction: 0.005, edgeFraction: 0.001 };

/** What all of pprof's reports say. Weights are in the unit of the sample type, rounded beyond 2^53. */
export const ReportFacts = z.object({
  sampleType: z.object({ type: z.string(), unit: z.string() }),
  /** What percentages are of: all values without their signs, or those of the base, whatever the focus. */
  total: z.number(),
  /** Of flat, or cum where flat is 0, the smallest without its sign, 0 if there is none. It decides the unit. */
  smallest: z.number(),
  /** Samples in the file. */
  sampleCount: z.number(),
  /** Rows there would be without a limit. */
  rowsInAll: z.number(),
  /** Rows left out because their cum is below the cutoff, a fraction of what is in focus. */
  droppedRows: z.number(),
  cutoff: z.number(),
  /** Weight that focus, ignore, hide and show left out, without signs. */
  leftOut: z.number(),
});

export interface ReportNode {
  readonly key: KeyIndex;
  readonly name: string;
  readonly flat: Int64;
  readonly cum: Int64;
}

export interface Report {
  /** In order. */
  readonly nodes: readonly ReportNode[];
  /** By key: calls also come from and go to what is not among the nodes because it sums up to 0. */
  readonly names: readonly string[];
  readonly calls: () => readonly Call[];
  readonly facts: z.infer<typeof ReportFacts>;
}

/**
 * The graph that pprof prints, in one form or another.
 *
 * @throws InvalidPattern, UnknownSampleType
 * @see newTrimmedGraph in google/pprof's internal/report
 */
export function pprofReport(profile: PprofProfile, options: ReportOptions, trim: Trim): Report {
  const type = sampleTypeIndex(profile, options.sample_type);
  const { graph, weights, leftOut } = inView(profile, type, options);
  const pprof = pprofNodes(graph, profile.functionStartLine, options.granularity ?? "functions");
  const [flat = [], cum = []] = exactSums(weights, (part) => {
    const totals = flatAndCum(graph, pprof.keyOfFrame, pprof.names.length, part);
    return [totals.flat, totals.cum];
  });
  const trimmed = trimmedNodes({ names: pprof.names, flat, cum }, options, trim);
  const { nodes, all, inFocus } = trimmed;

  // pprof makes its graph anew of the nodes that are left, so that calls over others count; if all are left,
  // frames that sum up to 0 stay in it, and calls to them are never too light.
  const isNode = new Uint8Array(pprof.names.length);
  for (const { key } of nodes) isNode[key] = 1;
  const keyOfFrame =
    nodes.length === all.length
      ? pprof.keyOfFrame
      : mapColumn(pprof.keyOfFrame, (key) => (isNode[key] === 1 ? key : NONE));
  const leastWeight = fractionOf(inFocus, trim.edgeFraction);
  const calls = () =>
    callsBetweenKeys(graph, keyOfFrame, pprof.names.length, weights).filter(
      ({ callee, weight }) => isNode[callee] === 0 || magnitude(weight) >= leastWeight,
    );
  return {
    nodes,
    names: pprof.names,
    calls,
    facts: {
      sampleType: graph.valueTypes[type] ?? { type: "", unit: "" },
      total: profile.totals[type] ?? 0,
      sampleCount: profile.sampleCount,
      leftOut,
      ...factsOf(trimmed),
    },
  };
}

/** The sums of what comes before each node, itself included. */
export function runningSums(nodes: readonly ReportNode[]): Int64[] {
  let sum: Int64 = 0;
  return nodes.map(({ flat }) => {
    sum = added(sum, flat);
    return sum;
  });
}

/** What focus, ignore, hide and show leave of a profile. */
function inView(profile: PprofProfile, type: number, options: ReportOptions) {
  const all = profile.exactWeights[type] ?? new Float64Array();
  const [focus, ignore, hide, show] = [options.focus, options.ignore, options.hide, options.show].map(
    compileGiven,
  );
  const focused = stacksInFocus(profile.graph, { focus, ignore });
  const graph = graphInView(profile.graph, { hide, show });
  if (focused === undefined && graph === profile.graph) return { graph, weights: all, leftOut: 0 };
  const stays = (stack: StackIndex) => focused?.[stack] !== 0 && (graph.stackNode[stack] ?? NONE) >= 0;
  let leftOut = 0;
  for (const [stack, weight] of all.entries())
    leftOut += stays(toIndex(stack)) ? 0 : Math.abs(Number(weight));
  return { graph, weights: weightsOf(stays, all), leftOut };
}

/** Per key. */
export interface WeighedNames {
  readonly names: readonly string[];
  readonly flat: Column<number, Int64>;
  readonly cum: Column<number, Int64>;
}

export interface TrimmedNodes {
  /** Those that weigh anything. */
  readonly all: readonly ReportNode[];
  /** Of those, the ones at the cutoff or above, in order. */
  readonly heavy: readonly ReportNode[];
  /** Of those, as many as are wanted. */
  readonly nodes: readonly ReportNode[];
  readonly inFocus: Int64;
  readonly cutoff: number;
}

export function trimmedNodes(
  { names, flat, cum }: WeighedNames,
  { sort, dropNegative = false }: Pick<ReportOptions, "sort" | "dropNegative">,
  { nodeFraction, nodeCount = 0 }: Trim,
): TrimmedNodes {
  const all = names
    .map((name, key): ReportNode => ({ key: toIndex(key), name, flat: flat[key] ?? 0, cum: cum[key] ?? 0 }))
    .filter((node) => Number(node.flat) !== 0 || Number(node.cum) !== 0)
    .filter((node) => !dropNegative || !isNegative(node));
  const inFocus = all.reduce((sum: Int64, { flat }) => added(sum, flat), 0);
  const cutoff = fractionOf(inFocus, nodeFraction);
  const heavy = all.filter(({ cum }) => magnitude(cum) >= cutoff).sort(comparator(sort));
  return { all, heavy, nodes: nodeCount > 0 ? heavy.slice(0, nodeCount) : heavy, inFocus, cutoff };
}

export function factsOf({ all, heavy, nodes, cutoff }: TrimmedNodes) {
  const rowsInAll = heavy.length;
  return { smallest: smallestWeight(nodes), rowsInAll, droppedRows: all.length - rowsInAll, cutoff };
}

function isNegative({ flat, cum }: ReportNode): boolean {
  return flat < 0 || (Number(flat) === 0 && cum < 0);
}

function fractionOf(total: Int64, fraction: number): number {
  return Math.abs(Math.trunc(Number(total) * fraction));
}

/** The heaviest first, then by name. */
function comparator(sort: HeapOptions["sort"]): (left: ReportNode, right: ReportNode) => number {
  const other = sort === "flat" ? "cum" : "flat";
  return (left, right) =>
    compareMagnitudes(right[sort], left[sort]) ||
    compareUtf8(left.name, right.name) ||
    compareMagnitudes(right[other], left[other]);
}

function smallestWeight(nodes: readonly ReportNode[]): number {
  return nodes.reduce((least, { flat, cum }) => {
    const weight = Math.abs(Number(flat) || Number(cum));
    return weight > 0 && (least === 0 || weight < least) ? weight : least;
  }, 0);
}
