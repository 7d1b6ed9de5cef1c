import * as z from "zod";
import { filteredWeights } from "../callgraph/filter.ts";
import { compareUtf8 } from "../callgraph/order.ts";
import { flatAndCum } from "../callgraph/totals.ts";
import { compilePattern } from "../pattern.ts";
import { type InlineMark, inlineMarks } from "./inline-marks.ts";
import { pprofNodes } from "./pprof-nodes.ts";
import type { PprofProfile } from "./profile.ts";
import { sampleTypeIndex } from "./sample-type.ts";

export interface TopOptions {
  readonly sort: "flat" | "cum";
  /** Rows to show; all that pprof would show, if absent. */
  readonly limit?: number;
  /** RE2 patterns, matched against function name, source file and object file. */
  readonly focus?: string;
  readonly ignore?: string;
  /** A sample type by name or number; the profile's default if absent. */
  readonly sampleType?: string;
}

/** What `go tool pprof -top` computes. Weights are in the unit of the sample type. */
export const TOP_FACTS = z.object({
  sampleType: z.object({ type: z.string(), unit: z.string() }),
  /** What percentages are of: all values without their signs, whatever the focus. */
  total: z.number(),
  /** Whether the values pass 2^53, so that sums are rounded. */
  inexact: z.boolean(),
  /** Samples in the file. */
  sampleCount: z.number(),
  rows: z.array(
    z.object({
      name: z.string(),
      /** Weight of the stacks that end in the function. */
      flat: z.number(),
      /** Weight of the stacks in which it occurs. */
      cum: z.number(),
      /** Whether its calls are inlined, all or some. */
      inline: z.enum(["inline", "partial-inline"]).optional(),
    }),
  ),
  /** Rows there would be without a limit. */
  rowsInAll: z.number(),
  /** Functions left out because their cum is below the cutoff, half a percent of what is in focus. */
  droppedRows: z.number(),
  cutoff: z.number(),
  /** Weight that focus and ignore left out, without signs. */
  leftOut: z.number(),
});
export type TopFacts = z.infer<typeof TOP_FACTS>;

/** pprof's defaults for -nodefraction and -edgefraction. */
const NODE_FRACTION = 0.005;
const EDGE_FRACTION = 0.001;

interface Row {
  readonly key: number;
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/**
 * The table of `go tool pprof -symbolize=none -top`, with -cum, -nodecount, -focus, -ignore and -sample_index.
 *
 * @throws InvalidPattern, UnknownSampleType
 * @see newTrimmedGraph and TextItems in google/pprof's internal/report
 */
export function topFacts(profile: PprofProfile, options: TopOptions): TopFacts {
  const { graph } = profile;
  const type = sampleTypeIndex(profile, options.sampleType);
  const allWeights = graph.weights[type] ?? new Float64Array();
  const weights = filteredWeights(graph, allWeights, {
    ...(options.focus ? { focus: compilePattern(options.focus) } : {}),
    ...(options.ignore ? { ignore: compilePattern(options.ignore) } : {}),
  });

  const { keyOfFrame, names } = pprofNodes(profile);
  const { flat, cum } = flatAndCum(graph, keyOfFrame, names.length, weights);
  const nodes = names
    .map((name, key): Row => ({ key, name, flat: flat[key] ?? 0, cum: cum[key] ?? 0 }))
    .filter((row) => row.flat !== 0 || row.cum !== 0);
  const inFocus = sum(nodes.map((row) => row.flat));
  const cutoff = fractionOf(inFocus, NODE_FRACTION);
  const heavy = nodes.filter((row) => Math.abs(row.cum) >= cutoff).sort(comparator(options.sort));
  const rows = options.limit ? heavy.slice(0, options.limit) : heavy;

  // pprof rebuilds its graph of what is left, so that calls over what was cut count; if nothing was cut, frames
  // that sum up to zero stay in it.
  const kept = rows.length === nodes.length ? keyOfFrame : onlyKeys(keyOfFrame, names.length, rows);
  const edgeCutoff = fractionOf(inFocus, EDGE_FRACTION);
  const marks = inlineMarks(graph, kept, names.length, weights, edgeCutoff);

  const total = profile.totals[type] ?? 0;
  return {
    sampleType: graph.valueTypes[type] ?? { type: "", unit: "" },
    total,
    inexact: profile.inexact,
    sampleCount: profile.sampleCount,
    rows: rows.map(({ key, name, flat, cum }) => ({ name, flat, cum, ...inlineOf(marks, key) })),
    rowsInAll: heavy.length,
    droppedRows: nodes.length - heavy.length,
    cutoff,
    leftOut: sumOfMagnitudes(allWeights) - sumOfMagnitudes(weights),
  };
}

function inlineOf(marks: Map<number, InlineMark>, key: number): { inline?: InlineMark } {
  const inline = marks.get(key);
  return inline === undefined ? {} : { inline };
}

function fractionOf(total: number, fraction: number): number {
  return Math.abs(Math.trunc(total * fraction));
}

/** The heaviest first, then by name. */
function comparator(sort: "flat" | "cum"): (left: Row, right: Row) => number {
  const other = sort === "flat" ? "cum" : "flat";
  return (left, right) =>
    Math.abs(right[sort]) - Math.abs(left[sort]) ||
    compareUtf8(left.name, right.name) ||
    Math.abs(right[other]) - Math.abs(left[other]);
}

function onlyKeys(keyOfFrame: Int32Array, keyCount: number, rows: readonly Row[]): Int32Array {
  const isKept = new Uint8Array(keyCount);
  for (const { key } of rows) isKept[key] = 1;
  return keyOfFrame.map((key) => (isKept[key] === 1 ? key : -1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumOfMagnitudes(values: Float64Array): number {
  return values.reduce((total, value) => total + Math.abs(value), 0);
}
