import * as z from "zod";
import type { Call } from "../../callgraph/calls.ts";
import type { KeyIndex } from "../../callgraph/indices.ts";
import type { HeapOptions } from "../../profiles/heap-options.ts";
import type { PprofProfile } from "../format/profile.ts";
import {
  pprofReport,
  ReportFacts,
  type ReportNode,
  type ReportOptions,
  runningSums,
  TRIM,
} from "./report.ts";

/** Without a limit, all rows that pprof would show. */
export type TopOptions = ReportOptions & Partial<Pick<HeapOptions, "limit">>;

/** What `go tool pprof -top` computes. */
export const TopFacts = ReportFacts.extend({
  rows: z.array(
    z.object({
      /** Of a function, a file or a line. */
      name: z.string(),
      /** Weight of the stacks that end in it. */
      flat: z.number(),
      /** flat of the rows up to here. */
      sum: z.number(),
      /** Weight of the stacks in which it occurs. */
      cum: z.number(),
      /** Whether calls to it are inlined, all or some. */
      inline: z.enum(["inline", "partial-inline"]).optional(),
    }),
  ),
});
export type TopFacts = z.infer<typeof TopFacts>;

/**
 * The table of `go tool pprof -symbolize=none -top`, with -cum, -nodecount, -focus, -ignore, -hide, -show,
 * -sample_index, -drop_negative, and -functions, -filefunctions, -files or -lines.
 *
 * @throws InvalidPattern, UnknownSampleType
 * @see TextItems in google/pprof's internal/report
 */
export function topFacts(profile: PprofProfile, options: TopOptions): TopFacts {
  const report = pprofReport(profile, options, { ...TRIM, nodeCount: options.limit });
  // Feldera's profiles have no inlined frames, and calls take longer than all else here.
  const hasInlined = new Set(profile.graph.frameInlined).has(1);
  const calls = hasInlined ? report.calls() : [];
  const inlined = inlinedCallees(calls, true);
  const called = inlinedCallees(calls, false);
  const rows = rowsOf(report.nodes, ({ key }) => {
    if (!inlined.has(key)) return undefined;
    return called.has(key) ? "partial-inline" : "inline";
  });
  return { ...report.facts, rows };
}

type Row = TopFacts["rows"][number];

export function rowsOf(nodes: readonly ReportNode[], inlineOf: (node: ReportNode) => Row["inline"]): Row[] {
  const sums = runningSums(nodes);
  return nodes.map((node, index) => {
    const [flat, cum] = [Number(node.flat), Number(node.cum)];
    const inline = inlineOf(node);
    return { name: node.name, flat, sum: Number(sums[index] ?? 0), cum, ...(inline && { inline }) };
  });
}

/** The nodes to which there are calls that are inlined, or that are not. */
function inlinedCallees(calls: readonly Call[], inlined: boolean): Set<KeyIndex> {
  return new Set(calls.filter((call) => call.inlined === inlined).map(({ callee }) => callee));
}
