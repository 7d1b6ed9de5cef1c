import * as z from "zod";
import { AbortFacts } from "./aborts.ts";
import { FILTERS } from "./filter.ts";
import { PanicFacts } from "./panics.ts";
import { ProcessLimit } from "./process-limit.ts";
import { KINDS, LEVELS, SOURCES } from "./record.ts";
import { StartFacts } from "./start-facts.ts";

const count = z.int().nonnegative();
const time = z.string().describe("RFC 3339, as it stood in the log");

export const LogRecordFacts = z.object({
  kind: z.enum(KINDS),
  source: z.enum(SOURCES),
  level: z.enum(LEVELS).optional(),
  time: time.optional(),
  epochMs: z.int().optional().describe("the time in ms since the epoch"),
  between: z
    .object({ after: time.optional(), before: time.optional() })
    .optional()
    .describe("of a record without a time: those of its nearest neighbours in the log"),
  target: z.string().optional().describe("Rust module that logged it"),
  span: z.string().optional().describe("tracing spans around it, with their fields"),
  message: z.string().describe("all its lines, cleaned; of a folded configuration the first"),
  lines: count.describe("lines of input, blank ones included"),
  linesFolded: count.optional().describe("lines of a configuration that are not in the message"),
  bytesCut: count
    .optional()
    .describe("bytes of overlong lines, or of an overlong record, that are not in the message"),
  run: count.optional().describe("index of the run it belongs to"),
  isContext: z.literal(true).optional().describe("it does not match, but stands next to one that does"),
  repeats: z
    .object({ count, first: time.optional(), last: time.optional() })
    .optional()
    .describe("how many near-identical records it stands for, itself included, and their times"),
});
export type LogRecordFacts = z.infer<typeof LogRecordFacts>;

export const RunFacts = z.object({
  index: count.describe("from 0 for the oldest in the log"),
  start: time.optional().describe("absent where the log begins within the run"),
  ranSince: time.optional().describe("when it first processed"),
  end: time.optional().describe("when its resources were stopped"),
  stopRequested: z.boolean().optional().describe("whether it was stopping by request; absent if it was not"),
  resourcesError: z.string().optional().describe("what the control plane said had befallen the process"),
  records: count,
  errors: count.describe("records of level error, panics and aborts among them"),
  crashes: count.describe("panics and aborts"),
  isConfiguredOtherwise: z
    .boolean()
    .optional()
    .describe(
      "whether it started with another configuration than the newest run; absent where that is not told",
    ),
});
export type RunFacts = z.infer<typeof RunFacts>;

export const LogFacts = z.object({
  records: z.array(LogRecordFacts).describe("in the log's order, the newest last"),
  newest: LogRecordFacts.optional().describe("the newest in scope, before any filter"),
  runs: z.array(RunFacts),
  start: StartFacts.optional().describe("what the newest run printed of itself at its start"),
  process_limit: ProcessLimit.optional().describe("what the newest run last logged of its memory limit"),
  panics: z.array(PanicFacts).describe("of all runs, the newest last"),
  aborts: z.array(AbortFacts).describe("likewise"),
  shown: z.object({
    scope: z.enum(["run", "everything", "nothing"]).describe("nothing: there is no such run in the log"),
    run: count.optional().describe("index of the run, where the scope is one run"),
  }),
  read: z.object({
    bytes: count,
    lines: count,
    linesOutsideRecords: count.describe(
      "notices, blank lines before records, a first line without its start",
    ),
    linesCut: count.describe("lines longer than the limit"),
    linesDiscardedByFeldera: count.describe("older lines that Feldera's own buffer had dropped"),
    startCut: z.boolean().describe("older bytes were dropped before this analysis"),
    ended: z.boolean().describe("the stream ended by itself: the pipeline was deleted"),
    records: count,
    recordsBeforeFirstRun: count.describe("records that belong to no run"),
  }),
  levels: z
    .object({ error: count, warn: count, info: count, debug: count, trace: count, none: count })
    .describe("records in scope, before any filter"),
  counts: z.object({
    inScope: count.describe("records of the shown run, or of the whole log"),
    leftOut: z
      .record(z.enum(FILTERS), count)
      .describe("records that do not match, by the first filter they fail"),
    matched: count,
    context: count.describe("records that do not match, but stand next to one that does"),
    folded: count.describe("records that a newer near-identical one stands for"),
    cutByTail: count.describe("records, after folding, that are older than the tail"),
    cutBySize: count.describe("records of the tail that are older than those which an answer has room for"),
  }),
});
export type LogFacts = z.infer<typeof LogFacts>;
