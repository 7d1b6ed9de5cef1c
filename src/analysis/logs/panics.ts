import * as z from "zod";
import { cratesNamedIn } from "../owners/operator-crate.ts";
import { udfPlace } from "../pipeline/panic-place.ts";
import { isOfEarlierProcess } from "./earlier-process.ts";
import { panickedThread, THREAD_WORK } from "./panicked-thread.ts";
import type { LogRecord } from "./record.ts";

export const PanicFacts = z.object({
  thread: z.string(),
  work: z.enum(THREAD_WORK).describe("what the thread does, by its name"),
  connector: z.string().optional().describe("table.connector, where the thread or the message names it"),
  transport: z
    .string()
    .optional()
    .describe("the transport of the thread's connector, where only that is known"),
  message: z.string(),
  location: z.string().optional().describe("FILE:LINE:COLUMN"),
  in_udf: z.boolean().describe("in the pipeline's own Rust functions"),
  udf: z.string().optional(),
  operators: z
    .array(z.string())
    .describe("crate hashes of the SQL operators in its stack, the innermost first"),
  text: z.string().describe("its first lines, as they stand in the log"),
  after: z.string().optional().describe("RFC 3339, of the nearest record before it that has a time"),
  is_over: z.boolean().describe("a run, or a process, has started since"),
  run: z.int().optional().describe("index of the run that it is of"),
  aborted: z.boolean().describe("Rust gave up the whole process at once"),
});

export type PanicFacts = z.infer<typeof PanicFacts>;

/** A stack of panics says no more than its newest. */
const TOLD = 10;
/** In characters. */
const LONGEST_MESSAGE = 1000;
/** In lines, and in characters. */
const TEXT_LINES = 16;
const LONGEST_TEXT = 2000;
/** What of a panic is read for what it said, in characters. */
const LONGEST_READ = 10_000;

/** `thread 'NAME' (ID) panicked at FILE:LINE:COLUMN:`, and the message below; before Rust 1.73 in quotes before it. */
const HEADER = /^thread '(.{0,300})'(?: \(\d+\))? panicked at (.*)$/;
const OLD_FORM = /^'([\s\S]*?)', (\S+:\d+:\d+)$/m;
const LOCATION = /^(\S+:\d+:\d+):?$/;
const END_OF_MESSAGE = /^(?:stack backtrace:|note: |thread .*\baborting\.$)/;
const ABORTED = /^thread (?:caused non-unwinding|panicked while processing) panic\. aborting\.$/m;
/** What Feldera's errors say of the connector that they are of. */
const ENDPOINT = /\bendpoint '([^']{1,300})'/;

/** The newest panics of a log, in its order. */
export function panicsIn(records: readonly LogRecord[]): PanicFacts[] {
  const isOver = isOfEarlierProcess(records);
  return records
    .flatMap((record, i) => {
      if (record.kind !== "panic") return [];
      return panicOf(record, isOver(i));
    })
    .slice(-TOLD);
}

function panicOf(record: LogRecord, is_over: boolean): PanicFacts[] {
  const [first = "", ...rest] = record.message.slice(0, LONGEST_READ).split("\n");
  const [, thread, at = ""] = HEADER.exec(first) ?? [];
  if (thread === undefined) return [];
  const { message, location } = saidBy(at, rest);
  const known = madeBy(location) ?? panickedThread(thread);
  const connector = known.connector ?? ENDPOINT.exec(message)?.[1];
  const after = record.between?.after?.time;
  return [
    {
      thread,
      ...known,
      ...(connector !== undefined && { connector }),
      message: message.slice(0, LONGEST_MESSAGE),
      ...udfPlace(location, record.message),
      operators: cratesNamedIn(record.message),
      text: [first, ...rest].slice(0, TEXT_LINES).join("\n").slice(0, LONGEST_TEXT),
      ...(after !== undefined && { after }),
      is_over,
      ...(record.run !== undefined && { run: record.run }),
      aborted: ABORTED.test(record.message),
    },
  ];
}

/** Tasks of every kind share their threads; some code is of one transport alone. */
function madeBy(
  location: string | undefined,
): { work: "connector"; transport: string; connector?: string } | undefined {
  return location !== undefined && /\bcrates\/datagen\/src\//.test(location)
    ? { work: "connector", transport: "datagen" }
    : undefined;
}

function saidBy(at: string, rest: readonly string[]): { message: string; location?: string } {
  const end = rest.findIndex((line) => END_OF_MESSAGE.test(line));
  const said = (end < 0 ? rest : rest.slice(0, end)).join("\n").trim();
  const [, location] = LOCATION.exec(at) ?? [];
  if (location !== undefined) return { message: said, location };
  const [, quoted, place] = OLD_FORM.exec([at, said].join("\n").trim()) ?? [];
  return place === undefined
    ? { message: [at, said].join("\n").trim() }
    : { message: quoted ?? "", location: place };
}
