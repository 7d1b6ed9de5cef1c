import { appendFileSync } from "node:fs";

/** What a suite tried: a row of the table that `npm run test:trust` prints. */
export interface TrustRow {
  /** What was tried, in a few words. */
  readonly what: string;
  readonly cases: number;
  readonly failed: number;
  readonly peakBytes?: number;
  readonly longestMs?: number;
}

/** Whether the long form was asked for; CI runs the short one. */
export const LONG = process.env.TRUST_LONG !== undefined;

/** Whether what is run against the recorded Feldera is run once more, against another: in a shorter form. */
export const AGAIN = process.env.FELDERA_VERSION !== undefined;

/** Where answers come from. A bundle is the same whatever Feldera there is, so that it is not read once more. */
export const WAYS = AGAIN ? (["live"] as const) : (["live", "offline"] as const);

/** Appends the row as a line of JSON to the file that TRUST_REPORT names, if it names one. */
export function report(row: TrustRow): void {
  const file = process.env.TRUST_REPORT;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}
