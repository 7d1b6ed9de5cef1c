import * as z from "zod";
import { THREAD_GROUPS } from "../firefox/threads/thread-groups.ts";

export const CALL_TREE_DIRECTIONS = ["callees", "callers"] as const;
export const CPU_VIEWS = ["functions", "operators", ...CALL_TREE_DIRECTIONS] as const;
export type CallTreeDirection = (typeof CALL_TREE_DIRECTIONS)[number];
export type CpuView = (typeof CPU_VIEWS)[number];

export function isCallTree(view: CpuView): view is CallTreeDirection {
  return view === "callees" || view === "callers";
}

const milliseconds = z.number().min(0).exactOptional();
const text = z.string().max(200).exactOptional();

/**
 * What can be asked of a CPU profile: the arguments of the tool, the input of the job and, picked from these, the
 * options of each analysis. The descriptions are those of the arguments.
 */
export const CpuOptions = z.strictObject({
  view: z.enum(CPU_VIEWS).describe("callees: call tree from the roots; callers: from hot functions up"),
  operator: text.describe("Only within this operator: handle or node id"),
  thread: text.describe(`Only this thread or group: ${THREAD_GROUPS.join(", ")}`),
  from: milliseconds.describe("ms since the first sample"),
  to: milliseconds.describe("ms since the first sample"),
  limit: z.int().min(1).max(200).describe("Rows; default 15, of a call tree 40"),
  name: text.describe("Id such as f3ab2c1: that function's whole name"),
});

export type CpuOptions = z.output<typeof CpuOptions>;
