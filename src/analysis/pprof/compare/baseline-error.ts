import { MalformedInput } from "../../malformed.ts";

/** An error from reading the base of a difference, which says that it is the base that is malformed. */
export function baselineError(error: unknown): unknown {
  if (!(error instanceof MalformedInput)) return error;
  return new MalformedInput(error.format, `the baseline's ${error.where}`, error.problem);
}
