import * as z from "zod";
import { lineAt, withoutComments } from "../sql/program-code.ts";
import { millisecondsOf } from "./interval.ts";

/** A HOP of a program: on which line, and how many rows it makes of each, one for each window that its time lies in. */
export const Hop = z.object({ line: z.int(), rows: z.int() });

export type Hop = z.infer<typeof Hop>;

const INTERVAL = String.raw`INTERVAL\s+'?(\d+)'?\s*(\w+)`;
/** `HOP(TABLE t, DESCRIPTOR(c), INTERVAL 1 MINUTE, INTERVAL 1 DAY)`: first how far its windows are apart, then how long they are. */
const HOP = new RegExp(
  String.raw`\bHOP\s*\(\s*TABLE\s+[\w".]+\s*,\s*DESCRIPTOR\s*\([^()]*\)\s*,\s*${INTERVAL}\s*,\s*${INTERVAL}`,
  "gi",
);

/** Those whose intervals are numbers of one unit, and no months, which differ. */
export function hopsOf(program: string): Hop[] {
  const code = withoutComments(program);
  return [...code.matchAll(HOP)].flatMap(({ 1: apart, 2: apartUnit, 3: long, 4: longUnit, index }) => {
    const [apartMs, longMs] = [millisecondsOf(apart, apartUnit), millisecondsOf(long, longUnit)];
    if (apartMs === undefined || longMs === undefined || apartMs === 0) return [];
    return [{ line: lineAt(program, index), rows: Math.ceil(longMs / apartMs) }];
  });
}
