/** A text that is neither an RFC 3339 time nor a duration. */
export class InvalidMoment extends Error {
  override readonly name = "InvalidMoment";
  readonly text: string;
  readonly problem: string;

  constructor(text: string, problem: string) {
    super(
      `not a moment: ${problem}; give an RFC 3339 time such as 2026-11-21T07:43:28Z, or a duration back such as 90s, 10m, 2h, 1d`,
    );
    this.text = text;
    this.problem = problem;
  }
}

const RFC3339 =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?$/;
const DURATION = /^(?=\d)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;

/** A moment in ms since the epoch from an RFC 3339 time; undefined where the text is none, or no date has it. */
export function parseRfc3339(text: string): number | undefined {
  const upper = text.toUpperCase();
  const date = RFC3339.exec(upper)?.[1];
  if (date === undefined || !isCalendarDate(date)) return undefined;
  return Date.parse(upper);
}

/**
 * A moment in ms since the epoch, from an RFC 3339 time or a duration counted back from `referenceMs`:
 * whole days, hours, minutes and seconds in this order, each optional (`90s`, `10m`, `2h`, `1d`, `1h30m`).
 *
 * @throws InvalidMoment where the text is neither
 */
export function parseMoment(text: string, referenceMs: number): number {
  const time = parseRfc3339(text);
  if (time !== undefined) return time;
  if (WITHOUT_ZONE.test(text))
    throw new InvalidMoment(text, "a time of day with its zone (Z or +02:00) is missing");
  const duration = DURATION.exec(text);
  if (duration === null) throw new InvalidMoment(text, "neither an RFC 3339 time nor a duration");
  const [days, hours, minutes, seconds] = duration.slice(1, 5).map((digits) => Number(digits ?? 0));
  const total = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  return referenceMs - total * 1000;
}

/** The last date that was found to be one: a log has the same on most of its lines. */
let knownDate = "";

/** `Date.parse` takes February 30th for March 2nd. */
function isCalendarDate(date: string): boolean {
  if (date === knownDate) return true;
  const midnight = new Date(`${date}T00:00:00Z`);
  const isDate = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
  if (isDate) knownDate = date;
  return isDate;
}
