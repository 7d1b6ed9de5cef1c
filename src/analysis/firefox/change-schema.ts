import * as z from "zod";
import { CratePlace } from "../operators/crate-places.ts";
import { Change } from "../profiles/change.ts";
import { OperatorPlace } from "./profile-places.ts";
import { THREAD_GROUPS } from "./threads/thread-groups.ts";

const count = z.int().nonnegative();
const nonNegative = z.number().nonnegative();

function changes<Row extends z.ZodRawShape>(row: Row) {
  return z
    .object({
      rows: z.array(Change.extend(row)),
      shown: count,
      of: count.describe("those that changed by more than the noise"),
      withinNoise: count.describe("others that did not"),
    })
    .describe("the largest change first, noise after all else");
}

const functionRow = {
  name: z.string(),
  library: z.string().optional().describe("absent for the program's own"),
  place: CratePlace.optional(),
};

const operatorRow = {
  nodeId: z.string(),
  kind: z.string(),
  place: OperatorPlace.optional(),
};

/** Changes are per second of the window, since recordings differ in length: of µs of CPU, or of samples without CPU. */
const head = z.object({
  rankedBy: z.enum(["cpu", "samples"]),
  seconds: z.object({ before: nonNegative, after: nonNegative }).describe("of the windows that are compared"),
  noiseDeviations: nonNegative.describe("changes of up to so many standard deviations are within noise"),
  all: Change,
});

export const FunctionChanges = head.extend({
  groups: z.array(Change.extend({ group: z.enum(THREAD_GROUPS) })),
  functionsBySelf: changes(functionRow),
  functionsByTotal: changes(functionRow),
});

export const OperatorChanges = head
  .extend({ operators: changes(operatorRow) })
  .describe("in workers and mergers, over the windows that markers cover");

export type FunctionChanges = z.infer<typeof FunctionChanges>;
export type OperatorChanges = z.infer<typeof OperatorChanges>;
