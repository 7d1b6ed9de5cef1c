import * as z from "zod";

/** A part of a time that a condition compares with a number which that part never is. */
export const NeverPart = z.object({ part: z.string(), never: z.int(), least: z.int(), most: z.int() });

export type NeverPart = z.infer<typeof NeverPart>;

/** The least and the greatest value of each, and the functions that are short for EXTRACT. */
const PARTS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["DOW", [1, 7]],
  ["ISODOW", [1, 7]],
  ["DAYOFWEEK", [1, 7]],
  ["DAY", [1, 31]],
  ["DAYOFMONTH", [1, 31]],
  ["DOY", [1, 366]],
  ["WEEK", [1, 53]],
  ["MONTH", [1, 12]],
  ["QUARTER", [1, 4]],
  ["HOUR", [0, 23]],
  ["MINUTE", [0, 59]],
  ["SECOND", [0, 59]],
]);

const WITHIN = String.raw`(?:[^()]|\([^()]*\))+`;
const IS_PART = new RegExp(
  String.raw`\b(?:EXTRACT ?\( ?(\w+) FROM ${WITHIN}\)|(\w+) ?\(${WITHIN}\)) ?= ?(\d{1,9})(?![\w.])`,
  "gi",
);

/** Of several conditions one is enough, where all have to hold. */
export function neverPartIn(condition: string): NeverPart | undefined {
  if (/\bOR\b|\bNOT\b|\bCASE\b/i.test(condition)) return undefined;
  const all = [...condition.matchAll(IS_PART)].flatMap(([, extracted, called, number]) => {
    const part = (extracted ?? called ?? "").toUpperCase();
    const [least, most] = PARTS.get(part) ?? [];
    const never = Number(number);
    if (least === undefined || most === undefined || (never >= least && never <= most)) return [];
    return [{ part, never, least, most }];
  });
  return all[0];
}
