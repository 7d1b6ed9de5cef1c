import type { FelderaError } from "../../feldera/errors.ts";
import type { Words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";

/** An error in three lines: what happened, why, what to do next. */
export interface Explanation {
  readonly what: Words;
  readonly why?: Words | undefined;
  readonly next?: Words | undefined;
}

/** The error's strings and the circumstances have been cleaned. */
export type Explain = (error: FelderaError, circumstances: Circumstances) => Explanation;
