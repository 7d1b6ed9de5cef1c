import * as z from "zod";
import { CratePlace } from "../../operators/crate-places.ts";
import { SqlPlace } from "../../operators/sql-places.ts";
import { CpuFacts } from "../cpu-facts-schema.ts";
import { OperatorPlace } from "../profile-places.ts";
import { THREAD_GROUPS } from "../threads/thread-groups.ts";
import { REST_KINDS } from "./rest-kinds.ts";

const count = z.int().nonnegative();
const nonNegative = z.number().nonnegative();

const shareOfCpu = nonNegative.describe("of the workers' and mergers' CPU in the window");

/** Samples count by their weight. CPU is absent where the profile has none. */
const costs = z.object({ samples: nonNegative, cpuMicros: nonNegative.optional() });

const span = z
  .object({ fromMs: z.number(), toMs: z.number() })
  .describe("in ms since the first sample of all threads");

const told = z
  .object({
    count: count.describe("markers that lie in the window as a whole"),
    overEdge: count.describe("markers that reach over an edge of the window, which the sums leave out"),
    realMicros: nonNegative,
    cpuMicros: nonNegative,
    maxRealMicros: nonNegative,
    maxCpuMicros: nonNegative,
  })
  .describe("what Feldera's own markers say");

const agreement = z
  .object({
    sampledMicros: nonNegative.describe("CPU of the samples that are attributed to the markers of told"),
    deviations: z
      .number()
      .describe("sampled less told CPU, in standard deviations of CPU that is known from samples"),
  })
  .describe("absent without CPU");

const side = costs.extend({
  kind: z.string().describe("JoinTrace, or the kind of spine in the background"),
  byWorker: z
    .array(costs.extend({ worker: z.int(), share: nonNegative.describe("of the operator's on this side") }))
    .describe("by the worker that ran it, or for which it was merged, largest first; -1 where unknown"),
  told,
  agreement: agreement.optional(),
});

const crate = costs.extend({
  hash: z.string().describe("feldera_pipe_operator_<hash>"),
  place: CratePlace.optional(),
});

const operator = costs.extend({
  nodeId: z.string().describe("of the circuit profile, such as nn63"),
  kind: z.string(),
  share: shareOfCpu,
  isSuspended: z.boolean().describe("whether others were evaluated in the midst of its evaluations"),
  foreground: side.optional(),
  background: side.optional(),
  crates: z.array(crate).describe("the SQL operators whose frames stand in its stacks, largest first"),
  place: OperatorPlace.optional(),
});

const rest = costs.extend({
  kind: z.enum(REST_KINDS),
  share: nonNegative.describe("of the side's CPU in the window"),
  functions: z
    .array(costs.extend({ name: z.string() }))
    .describe("the functions that tell the kind, largest first, three at most"),
});

const sideTotal = costs.extend({
  side: z.enum(["foreground", "background"]).describe("workers, mergers"),
  threads: count,
  attributed: costs.describe("to operators, those that were suspended included"),
  attributedShare: nonNegative.describe("of the side's CPU in the window"),
  suspendedShare: nonNegative.describe("the part of it in operators that were suspended while others ran"),
  besideShare: nonNegative.describe("the part of it outside of markers, which stacks tell alone"),
  rest: z.array(rest).describe("what is attributed to no operator, largest first"),
});

export const OperatorFacts = costs.extend({
  rankedBy: z.enum(["cpu", "samples"]),
  operatorMarkers: count,
  unreadableMarkers: count,
  captureNotes: z.array(z.string()),
  sampled: span.optional(),
  covered: span.optional().describe("what markers and samples both cover"),
  window: span.optional().describe("what is told of: the part of the covered time that was asked for"),
  sides: z.array(sideTotal),
  elsewhere: z
    .array(costs.extend({ group: z.enum(THREAD_GROUPS), threads: count }))
    .describe("threads that run no operators, in the window"),
  operators: z.object({ operators: z.array(operator), shown: count, of: count }),
  suspended: z
    .array(operator)
    .describe("asynchronous operators, in whose time the scheduler and others ran too"),
  placed: costs
    .extend({
      share: shareOfCpu,
      nearestShare: nonNegative.describe(
        "the part of it in operators that only the nearest place is known of",
      ),
    })
    .optional()
    .describe("in operators with a place in the SQL; absent where no places are known"),
  relations: z
    .array(costs.extend({ relation: SqlPlace.shape.relation, share: nonNegative }))
    .describe("the placed CPU by table and view, largest first"),
  agreement: z
    .object({
      compared: count,
      minMicros: nonNegative,
      noiseDeviations: nonNegative,
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
        totalMs: nonNegative.describe("within the window, over all threads"),
        maxMs: nonNegative,
      }),
    )
    .describe("Feldera's other markers, longest in total first"),
  within: z
    .object({
      operator,
      mainLibrary: CpuFacts.shape.mainLibrary,
      functionsBySelf: CpuFacts.shape.functionsBySelf,
      functionsByTotal: CpuFacts.shape.functionsByTotal,
    })
    .optional()
    .describe("what one operator spends its CPU on; shares are of that operator's"),
});

export type OperatorFacts = z.infer<typeof OperatorFacts>;
