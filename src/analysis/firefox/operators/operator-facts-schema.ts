import * as z from "zod";
import { CratePlace } from "../../circuit/crate-places.ts";
import { SqlPlace } from "../../circuit/sql-join.ts";
import { cpuFactsSchema } from "../cpu-facts-schema.ts";
import { OperatorPlace } from "../profile-places.ts";
import { THREAD_GROUPS } from "../threads/thread-groups.ts";
import { REST_KINDS } from "./rest-kinds.ts";

const count = z.int().nonnegative();
const amount = z.number().nonnegative();

/** Samples count by their weight. CPU is absent where the profile has none. */
const amounts = z.object({ samples: amount, cpuMicros: amount.optional() });

const span = z
  .object({ fromMs: z.number(), toMs: z.number() })
  .describe("in ms since the first sample of all threads");

const told = z
  .object({
    count: count.describe("markers that lie in the window as a whole"),
    overEdge: count.describe("markers that reach over an edge of the window, which the sums leave out"),
    realMicros: amount,
    cpuMicros: amount,
    maxRealMicros: amount,
    maxCpuMicros: amount,
  })
  .describe("what Feldera's own markers say");

const agreement = z
  .object({
    sampledMicros: amount.describe("CPU of the samples that are charged to the markers of told"),
    deviations: z
      .number()
      .describe("sampled less told CPU, in standard deviations of CPU that is known from samples"),
  })
  .describe("absent without CPU");

const side = amounts.extend({
  kind: z.string().describe("JoinTrace, or the kind of spine in the background"),
  byWorker: z
    .array(amounts.extend({ worker: z.int(), share: amount.describe("of the operator's on this side") }))
    .describe("by the worker that ran it, or for which it was merged, largest first; -1 where unknown"),
  told,
  agreement: agreement.optional(),
});

const crate = amounts.extend({
  hash: z.string().describe("feldera_pipe_operator_<hash>"),
  place: CratePlace.optional(),
});

const operator = amounts.extend({
  nodeId: z.string().describe("of the circuit profile, such as nn63"),
  kind: z.string(),
  share: amount.describe("of the workers' and mergers' CPU in the window"),
  isSuspended: z.boolean().describe("whether others were evaluated in the midst of its evaluations"),
  foreground: side.optional(),
  background: side.optional(),
  crates: z.array(crate).describe("the SQL operators whose frames stand in its stacks, largest first"),
  place: OperatorPlace.optional(),
});

const rest = amounts.extend({
  kind: z.enum(REST_KINDS),
  share: amount.describe("of the side's CPU in the window"),
  functions: z
    .array(amounts.extend({ name: z.string() }))
    .describe("the functions that tell the kind, largest first, three at most"),
});

const sideTotal = amounts.extend({
  side: z.enum(["foreground", "background"]).describe("workers, mergers"),
  threads: count,
  charged: amounts.describe("to operators, those that were suspended included"),
  chargedShare: amount.describe("of the side's CPU in the window"),
  suspendedShare: amount.describe("the part of it in operators that were suspended while others ran"),
  rest: z.array(rest).describe("what is charged to no operator, largest first"),
});

export const operatorFactsSchema = amounts.extend({
  rankedBy: z.enum(["cpu", "samples"]),
  operatorMarkers: count,
  unreadableMarkers: count,
  captureNotes: z.array(z.string()),
  sampled: span.optional(),
  covered: span.optional().describe("what markers and samples both cover"),
  window: span.optional().describe("what is told of: the part of the covered time that was asked for"),
  sides: z.array(sideTotal),
  elsewhere: z
    .array(amounts.extend({ group: z.enum(THREAD_GROUPS), threads: count }))
    .describe("threads that run no operators, in the window"),
  operators: z.object({ operators: z.array(operator), shown: count, of: count }),
  suspended: z
    .array(operator)
    .describe("asynchronous operators, in whose time the scheduler and others ran too"),
  placed: amounts
    .extend({
      share: amount.describe("of the workers' and mergers' CPU in the window"),
      nearestShare: amount.describe("the part of it in operators that only the nearest place is known of"),
    })
    .optional()
    .describe("in operators with a place in the SQL; absent where no places are known"),
  relations: z
    .array(amounts.extend({ relation: SqlPlace.shape.relation, share: amount }))
    .describe("the placed CPU by table and view, largest first"),
  agreement: z
    .object({
      compared: count,
      minMicros: amount,
      noiseDeviations: amount,
      apart: z.array(z.string()).describe("node ids of those that are further apart"),
    })
    .optional()
    .describe("of operators of minMicros or more, each side by itself; of none that is suspended"),
  crates: z
    .object({ crates: z.array(crate), shown: count, of: count })
    .describe("by name, over all threads, largest first; also without markers"),
  activities: z
    .array(
      z.object({
        category: z.string(),
        name: z.string(),
        count,
        totalMs: amount.describe("within the window, over all threads"),
        maxMs: amount,
      }),
    )
    .describe("Feldera's other markers, longest in total first"),
  within: z
    .object({
      operator,
      mainLibrary: cpuFactsSchema.shape.mainLibrary,
      functionsBySelf: cpuFactsSchema.shape.functionsBySelf,
      functionsByTotal: cpuFactsSchema.shape.functionsByTotal,
    })
    .optional()
    .describe("what one operator spends its CPU on; shares are of that operator's"),
});

export type OperatorFacts = z.infer<typeof operatorFactsSchema>;
