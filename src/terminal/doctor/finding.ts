import type { Words } from "../../text/page/words.ts";

/** How something stands: well; as it may, but worth a look; so that calls fail; or not known. */
export type State = "ok" | "note" | "wrong" | "not checked";

export interface Finding {
  readonly subject: string;
  /** Which of several it is of. */
  readonly instance?: string;
  readonly state: State;
  /** Where it is a string, one that has been cleaned. */
  readonly says: Words | string;
  /** How to mend it. */
  readonly mend?: Words | undefined;
}
