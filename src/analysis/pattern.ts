import { RE2JS } from "re2js";
import { InvalidPattern } from "./invalid-pattern.ts";

/**
 * Patterns from outside, in RE2's syntax: what `go tool pprof` takes, with matching in time linear in the text.
 * There are no backreferences and no lookaround.
 */
export interface Pattern {
  /** The pattern as it was given. */
  readonly source: string;
  /** Whether the pattern matches anywhere in the text. */
  matches(text: string): boolean;
}

/** Matching costs up to the length of the text times the size of the program, so the size has a limit. */
const MAX_LENGTH = 1000;
const MAX_PROGRAM_SIZE = 2000;

/**
 * Compiles a pattern that is searched for anywhere in a text, case-sensitively unless `ignoreCase` is set or
 * the pattern itself says `(?i)`.
 *
 * @throws InvalidPattern where RE2 refuses the pattern, and where it is longer than 1,000 characters or
 * compiles to more than 2,000 instructions (large counted repetitions do)
 */
export function compilePattern(source: string, options: { ignoreCase?: boolean } = {}): Pattern {
  if (source.length > MAX_LENGTH) {
    throw new InvalidPattern(source, `longer than ${MAX_LENGTH} characters`);
  }
  const compiled = compileRe2(source, options.ignoreCase === true);
  if (compiled.programSize() > MAX_PROGRAM_SIZE) {
    throw new InvalidPattern(source, "too large, repetitions count in full; use * or + or smaller counts");
  }
  return { source, matches: (text) => compiled.test(text) };
}

/** pprof takes an empty pattern for none. @throws InvalidPattern */
export function compileGiven(source: string | undefined): Pattern | undefined {
  return source ? compilePattern(source) : undefined;
}

function compileRe2(source: string, ignoreCase: boolean): RE2JS {
  try {
    const asGiven = RE2JS.compile(source);
    // The flag puts (?i) before the pattern, in RE2's messages too: only a pattern that is valid gets there.
    return ignoreCase ? RE2JS.compile(source, RE2JS.CASE_INSENSITIVE) : asGiven;
  } catch (error) {
    throw new InvalidPattern(source, re2Message(error));
  }
}

function re2Message(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, "");
}
