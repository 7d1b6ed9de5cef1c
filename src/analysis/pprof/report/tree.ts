import * as z from "zod";
import type { Call } from "../../callgraph/calls.ts";
import type { KeyIndex } from "../../callgraph/indices.ts";
import { compareMagnitudes } from "../../callgraph/int64.ts";
import { compareUtf8 } from "../../callgraph/order.ts";
import { compilePattern } from "../../pattern.ts";
import type { HeapOptions } from "../../profiles/heap-options.ts";
import type { PprofProfile } from "../format/profile.ts";
import { pprofReport, type Report, ReportFacts, type ReportOptions, runningSums, TRIM } from "./report.ts";

/** Without a limit, pprof's 80 rows. */
export type TreeOptions = ReportOptions & Partial<Pick<HeapOptions, "limit">>;

/** `peek` is matched against the names that are printed; without a limit, all rows that match. */
export type PeekOptions = ReportOptions & Partial<Pick<HeapOptions, "limit" | "peek">>;

const CallRow = z.object({
  /** Of the caller or the callee. */
  name: z.string(),
  /** Weight of the stacks in which the call occurs, each counted once. */
  weight: z.number(),
  inlined: z.boolean(),
});

/** What `go tool pprof -tree` and `-peek` compute: each function with its callers and callees. */
export const TreeFacts = ReportFacts.extend({
  rows: z.array(
    z.object({
      /** Of a function, a file or a line. */
      name: z.string(),
      /** Weight of the stacks that end in it. */
      flat: z.number(),
      /** flat of the rows up to here. */
      sum: z.number(),
      /** Weight of the stacks in which it occurs: what the shares of its calls are of. */
      cum: z.number(),
      /** The heaviest first. */
      callers: z.array(CallRow),
      callees: z.array(CallRow),
    }),
  ),
});
export type TreeFacts = z.infer<typeof TreeFacts>;

const TREE_ROWS = 80;

/**
 * The text of `go tool pprof -symbolize=none -tree`, with the options of `topFacts`.
 *
 * @throws InvalidPattern, UnknownSampleType
 * @see printTree in google/pprof's internal/report
 */
export function treeFacts(profile: PprofProfile, options: TreeOptions): TreeFacts {
  const nodeCount = options.limit ?? TREE_ROWS;
  const report = pprofReport(profile, options, { ...TRIM, nodeCount });
  return { ...report.facts, rows: rowsOf(report) };
}

/**
 * The text of `go tool pprof -symbolize=none -peek`, which leaves out nothing for being light. The rows are those
 * that match, and none if nothing does, where pprof fails.
 *
 * @throws InvalidPattern, UnknownSampleType
 */
export function peekFacts(profile: PprofProfile, options: PeekOptions): TreeFacts {
  const pattern = compilePattern(options.peek ?? "");
  const report = pprofReport(profile, options, { nodeFraction: 0, edgeFraction: 0 });
  const matching = report.nodes.filter(({ name }) => pattern.matches(name));
  return {
    ...report.facts,
    rowsInAll: matching.length,
    rows: rowsOf({ ...report, nodes: matching.slice(0, options.limit) }),
  };
}

function rowsOf({ nodes, names, calls }: Report): TreeFacts["rows"] {
  const callers = new Map(nodes.map(({ key }): [KeyIndex, Call[]] => [key, []]));
  const callees = new Map(nodes.map(({ key }): [KeyIndex, Call[]] => [key, []]));
  for (const call of calls()) {
    callers.get(call.callee)?.push(call);
    callees.get(call.caller)?.push(call);
  }
  const sums = runningSums(nodes);
  return nodes.map(({ key, name, flat, cum }, index) => ({
    name,
    flat: Number(flat),
    sum: Number(sums[index] ?? 0),
    cum: Number(cum),
    callers: heaviestFirst(callers.get(key) ?? [], ({ caller }) => names[caller] ?? ""),
    callees: heaviestFirst(callees.get(key) ?? [], ({ callee }) => names[callee] ?? ""),
  }));
}

/** Then by name. */
function heaviestFirst(calls: readonly Call[], nameOf: (call: Call) => string) {
  return calls
    .map((call) => ({ call, name: nameOf(call) }))
    .sort(
      (left, right) =>
        compareMagnitudes(right.call.weight, left.call.weight) || compareUtf8(left.name, right.name),
    )
    .map(({ call, name }) => ({ name, weight: Number(call.weight), inlined: call.inlined }));
}
