import * as z from "zod";
import { span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** About where the times of a table are, RFC 3339. */
export const TableTime = z.object({ table: z.string(), at: z.string() });

export type TableTime = z.infer<typeof TableTime>;

export type Times = readonly TableTime[];

/** "; the times of scans and shipments are 6 h apart": of the two that are furthest. */
export function apartWords(times: Times): Words | undefined {
  const apart = timesApart(times);
  return apart && words`; the times of ${apart.first} and ${apart.last} are about ${span(apart.ms)} apart`;
}

/** ", 14 min behind those of readings". */
export function lagWords(times: Times, ahead: TableTime): Words | undefined {
  const apart = timesApart([...times, ahead]);
  return apart && words`, ${span(apart.ms)} behind those of ${ahead.table}`;
}

/** Further than the end of any window may be. */
export function isFarBehind(times: Times, ahead: TableTime): boolean {
  return (timesApart([...times, ahead])?.ms ?? 0) > THRESHOLDS.windowMs;
}

export function byTime(times: Times) {
  return times.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Undefined where all are the same, or there are no two. */
export function timesApart(times: Times) {
  const inOrder = byTime(times);
  const [first, last] = [inOrder.at(0), inOrder.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const ms = Date.parse(last.at) - Date.parse(first.at);
  return ms === 0 ? undefined : { first: first.table, last: last.table, ms };
}
