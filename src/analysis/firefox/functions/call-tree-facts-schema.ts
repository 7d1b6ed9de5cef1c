import * as z from "zod";
import { CALL_TREE_DIRECTIONS } from "../../profiles/cpu-options.ts";
import { CpuFacts, FunctionList } from "../cpu-facts-schema.ts";

const count = z.int().nonnegative();
const nonNegative = z.number().nonnegative();

const row = FunctionList.shape.functions.element.omit({ groups: true }).extend({
  isGlue: z.boolean().describe("of a shared library, the standard library, the runtime or the scheduler"),
  depth: count.describe("functions above it in the tree"),
  line: count.describe("of a run of functions of which each is the only one listed below the one before"),
  indent: count.describe("lines above its own, of which it is a branch"),
  leftOut: z
    .object({ functions: count, totalShare: nonNegative })
    .optional()
    .describe("what else is next to it in the tree, below the limits, each with all below that"),
});

export const CallTreeFacts = CpuFacts.pick({
  rankedBy: true,
  window: true,
  all: true,
  withoutStack: true,
  cutStacks: true,
  mainLibrary: true,
}).extend({
  direction: z
    .enum(CALL_TREE_DIRECTIONS)
    .describe(
      "from where stacks begin down, or from where they end up: then only rows of depth 0 have a self",
    ),
  operator: z
    .object({ nodeId: z.string(), kind: z.string() })
    .optional()
    .describe("of whose samples alone it is"),
  minShare: nonNegative.describe("functions with a smaller share of all are left out"),
  rows: z.array(row).describe("depth first, the largest branch first"),
  leftOut: z
    .object({ functions: count, totalShare: nonNegative })
    .optional()
    .describe("functions of depth 0 that are not listed"),
});

export type CallTreeFacts = z.infer<typeof CallTreeFacts>;
