import type { Severity } from "../../../src/answers/diagnosis.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";

/** One statement about a rule: evidence that makes it speak, or a near miss that must not. */
export interface RuleCase {
  readonly rule: string;
  /** As in "it finds …", or "it does not take … for it". */
  readonly when: string;
  readonly evidence: () => Evidence;
  /** What its sentences say, what is wrong and what usually causes it; absent for a near miss. */
  readonly says?: readonly [RegExp, ...RegExp[]];
  /** The rule's own unless given. */
  readonly severity?: Severity;
}
