import { type Amount, MOST, scaled } from "./amounts.ts";

export const SECOND = 1_000_000_000n;

/** Nanoseconds of each unit: Go's, and days. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  // The micro sign, and the Greek letter that looks like it.
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", SECOND],
  ["m", 60n * SECOND],
  ["h", 3_600n * SECOND],
  ["d", 86_400n * SECOND],
]);

/** Nanoseconds of a duration as Feldera writes it since 0.366: `500ms`, `1h30m`, `2d`, `0`. */
export function parseDuration(text: string): Amount {
  if (text.startsWith("-")) return { wrong: "negative" };
  const body = text.replace(/^\+/, "");
  if (body === "") return { wrong: "no number" };
  if (body === "0") return { amount: 0n, hasUnit: true };
  let amount = 0n;
  for (const [term, whole = "", fraction = "", unit = ""] of body.matchAll(/(\d*)(?:\.(\d*))?([^\d.]*)/g)) {
    // The match behind the last term.
    if (term === "") continue;
    const per = UNITS.get(unit);
    if (per === undefined) return { wrong: unit === "" ? "no unit" : "unknown unit" };
    if (whole === "" && fraction === "") return { wrong: "no number" };
    const nanoseconds = scaled(whole, fraction, per);
    if (nanoseconds === undefined) return { wrong: "too large" };
    amount += nanoseconds;
  }
  return amount / SECOND > MOST ? { wrong: "too large" } : { amount, hasUnit: true };
}
