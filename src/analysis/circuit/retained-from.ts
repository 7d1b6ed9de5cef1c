import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** From where on a trace keeps keys, and values: tuples, as Rust prints them. */
export const RETAINMENT = "retainment_bounds";

/** The first member says whether there is a waterline yet. */
const KNOWN = /^\(true,/;

/** TIMESTAMP and DATE, which are without a zone, and meant in UTC; of more than four digits a year has a sign. */
const TIME = /(?:\+(\d{5,6})|\b(\d{4}))-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?/g;

/**
 * The time before which a trace forgets what it holds, as its bounds have it: the earliest that they name, in UTC,
 * RFC 3339. Undefined where they name none, as before the first row, or where what bounds it is no time.
 *
 * It is made of a waterline by what the program groups or compares by, and is rounded with it: the waterline is as far,
 * or a little further; where a window's end alone is kept, it is up to the length of a window less far.
 */
export function retainedFrom({ textsOf }: CircuitProfile, operator: Operator): string | undefined {
  const bounds = ["key", "value"].flatMap((part) => textsOf(operator, `${RETAINMENT}.${part}`));
  const times = bounds.filter((text) => KNOWN.test(text)).flatMap(timesIn);
  return times.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0];
}

function timesIn(text: string): string[] {
  return [...text.matchAll(TIME)].flatMap(
    ([, far, near, month, day, hour = "00", minute = "00", second = "00"]) => {
      const year = far === undefined ? near : `+${far.padStart(6, "0")}`;
      const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
      return Number.isNaN(Date.parse(iso)) ? [] : [iso];
    },
  );
}
