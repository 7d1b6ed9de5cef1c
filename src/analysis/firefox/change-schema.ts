import * as z from "zod";
import { CratePlace } from "../circuit/crate-places.ts";
import { operatorPlaceSchema } from "./sql-places.ts";
import { THREAD_GROUPS } from "./threads/thread-groups.ts";

const count = z.int().nonnegative();
const amount = z.number().nonnegative();

/** Per second of the window, since recordings differ in length: µs of CPU, or samples where a profile has no CPU. */
export const rateSchema = z.object({
  before: amount,
  after: amount,
  deviations: z
    .number()
    .describe("after less before, in standard deviations of a rate that is known from samples"),
  state: z.enum(["grew", "shrank", "new", "gone", "within noise"]),
});

export type Rate = z.infer<typeof rateSchema>;

function changes<Row extends z.ZodRawShape>(row: Row) {
  return z
    .object({
      rows: z.array(rateSchema.extend(row)),
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
  place: operatorPlaceSchema.optional(),
};

const head = z.object({
  rankedBy: z.enum(["cpu", "samples"]),
  seconds: z.object({ before: amount, after: amount }).describe("of the windows that are compared"),
  maxDeviations: amount.describe("changes up to this many standard deviations are within noise"),
  all: rateSchema,
});

export const functionChangesSchema = head.extend({
  groups: z.array(rateSchema.extend({ group: z.enum(THREAD_GROUPS) })),
  functionsBySelf: changes(functionRow),
  functionsByTotal: changes(functionRow),
});

export const operatorChangesSchema = head
  .extend({ operators: changes(operatorRow) })
  .describe("in workers and mergers, over the windows that markers cover");

export type FunctionChanges = z.infer<typeof functionChangesSchema>;
export type OperatorChanges = z.infer<typeof operatorChangesSchema>;
