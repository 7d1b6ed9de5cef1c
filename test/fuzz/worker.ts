import { Cases, type Outcome, outcomeOf } from "./cases.ts";

/** What a fuzzing process tells of a case: that it begins, then how it ended. */
export type Report =
  | { readonly kind: "begins"; readonly number: number }
  | {
      readonly kind: "ended";
      readonly number: number;
      readonly format: string;
      readonly outcome: Outcome | "failure";
      readonly problem?: string;
      readonly ms: number;
      /** The most memory that was resident so far. */
      readonly peakBytes: number;
    };

/** Runs the cases of a seed from one number to below another, and reports each to the parent process. */
export async function runCases(recordings: URL, seed: number, from: number, to: number): Promise<void> {
  const cases = new Cases(recordings, seed);
  for (let number = from; number < to; number++) {
    await report({ kind: "begins", number });
    const fuzzCase = cases.case(number);
    const began = performance.now();
    let ended: { outcome: Outcome | "failure"; problem?: string };
    try {
      ended = { outcome: await outcomeOf(fuzzCase) };
    } catch (error) {
      ended = {
        outcome: "failure",
        problem: error instanceof Error ? (error.stack ?? error.message) : `${error}`,
      };
    }
    const ms = performance.now() - began;
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    await report({ kind: "ended", number, format: fuzzCase.format, ...ended, ms, peakBytes });
  }
}

/** The next case must not begin before the parent has been told of this one: it may hang. */
function report(message: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}
