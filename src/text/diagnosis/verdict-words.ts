import type { Verdict, VerdictName } from "../../answers/diagnosis.ts";
import type { Words } from "../page/words.ts";

/** What the text of a diagnosis needs of a verdict. */
export interface VerdictWords {
  readonly verdict: VerdictName;
  /** What its line begins with: "Keeps up". */
  readonly label: Words;
  /** The rest of its line, without a full stop; of one that was checked. */
  readonly tell: (verdict: Verdict) => Words;
  /** What is so all the same, where no error or warning was found: "it grows". */
  readonly concede: (verdict: Verdict) => Words | undefined;
  /** What has to be meant, where nothing wrong was found: "t is meant to hold 3 of 100 rows". */
  readonly presume: (verdict: Verdict) => Words | undefined;
  /** The rules whose findings its line tells. */
  readonly rulesTold: (verdict: Verdict) => readonly string[];
}
