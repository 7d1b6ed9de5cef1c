import type { z } from "zod";
import type { Words } from "../text/page/words.ts";

/** Arguments that do not fit a tool's schema. */
export class InvalidArguments extends Error {
  override readonly name = "InvalidArguments";
  readonly issues: readonly z.core.$ZodIssue[];
  /** The arguments that there are. */
  readonly known: readonly string[];
  /** Those that came as null or "", and so count as missing. */
  readonly empty: readonly string[];

  constructor(error: z.ZodError, known: readonly string[], empty: readonly string[] = []) {
    // Not zod's own message: it writes the input as JSON, which overflows the stack where that is nested deep.
    super("the arguments do not fit the tool's schema");
    this.issues = error.issues;
    this.known = known;
    this.empty = empty;
  }
}

/** A call that cannot be answered for a reason of the server's own; `remedy` says what to do about it. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly problem: Words;
  readonly remedy: Words;

  constructor(problem: Words, remedy: Words) {
    super(String(problem));
    this.problem = problem;
    this.remedy = remedy;
  }
}
