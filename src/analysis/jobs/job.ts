import * as z from "zod";
import { BytesInParts, ComingBytes } from "../bytes-in-parts.ts";
import type { Kept } from "./last-made.ts";

/**
 * A pure analysis that may run in another process. What goes in and what comes out is plain data, which can be
 * cloned: bytes, records, arrays, maps and sets, but no functions and no objects of a class. Large bytes are fields
 * of the input itself: those are sent without being copied first.
 */
export interface Job<Input extends z.ZodObject, Output extends z.ZodType> extends AnyJob {
  readonly input: Input;
  readonly output: Output;
  /** Whether it is done where it is asked for: to send the input would take longer. */
  readonly isSmall: (input: z.input<Input>) => boolean;
  /** The field whose bytes are read as they come, and need not be sent as a whole; undefined where none is. */
  readonly readInParts: (input: z.input<Input>) => string | undefined;
}

/** A job without its types: what a process that runs it needs. */
export interface AnyJob {
  readonly name: string;
  readonly run: (input: unknown) => Promise<unknown>;
  /** Absent where a run leaves nothing to the next. Jobs that leave something to each other have it in common. */
  readonly kept?: Kept;
}

export interface JobDefinition<Input extends z.ZodObject, Output extends z.ZodType> {
  /** Unlike every other's. */
  readonly name: string;
  /** None is, unless given: a small input must take no more than some 10 ms. */
  readonly isSmall?: (input: z.input<Input>) => boolean;
  /**
   * None is, unless given: of `ComingBytes`. They can be read once. Where the job fails on bytes that are at hand where it
   * is asked for, it is done again with all of them, so that what is wrong with them can be found out.
   */
  readonly readInParts?: (input: z.input<Input>) => string | undefined;
  readonly input: Input;
  readonly output: Output;
  /** Where something stays of a run for the next: as a function of its input a run is the same with and without. */
  readonly kept?: Kept;
  /** @throws only the errors of `carried-errors.ts`; any other is told as a defect */
  readonly run: (input: z.output<Input>) => z.input<Output> | Promise<z.input<Output>>;
}

/** A new job is one of these, and a line in `all.ts`. */
export function defineJob<Input extends z.ZodObject, Output extends z.ZodType>({
  name,
  isSmall = () => false,
  readInParts = () => undefined,
  input,
  output,
  kept,
  run,
}: JobDefinition<Input, Output>): Job<Input, Output> {
  return {
    name,
    isSmall,
    readInParts,
    input,
    output,
    ...(kept && { kept }),
    run: async (given) => run(input.parse(given)),
  };
}

/**
 * Runs a job where it holds up nothing else.
 *
 * @throws what the job throws, and AnalysisStopped where it is ended before it has an answer
 */
export type Analyse = <Input extends z.ZodObject, Output extends z.ZodType>(
  job: Job<Input, Output>,
  input: z.input<Input>,
) => Promise<z.output<Output>>;

/** The bytes of an input that may come in parts. */
export const GivenBytes = z.custom<Uint8Array | BytesInParts>(
  (value) => value instanceof Uint8Array || value instanceof BytesInParts,
);

/** The bytes of an input that come while it is read. */
export const Coming = z.custom<ComingBytes>((value) => value instanceof ComingBytes);

/** The bytes of an input, which are not looked at. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
