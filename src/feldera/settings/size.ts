import { type Amount, MOST, scaled } from "./amounts.ts";

const DECIMAL = ["k", "M", "G", "T", "P", "E"];
const BINARY = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** Bytes of each unit, without the `B` that may follow. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ["", 1n],
  ["K", 1000n],
  ...DECIMAL.map((unit, i): [string, bigint] => [unit, 1000n ** BigInt(i + 1)]),
  ...BINARY.map((unit, i): [string, bigint] => [unit, 1024n ** BigInt(i + 1)]),
]);

/** Bytes of a size as Feldera writes it since 0.367: `16G`, `512Mi`, `1.5GiB`, `0B`, `4096`. */
export function parseSize(text: string): Amount {
  if (text.startsWith("-")) return { wrong: "negative" };
  const [, whole = "", fraction = "", unit = ""] = /^\+?(\d*)(?:\.(\d*))?(.*)$/su.exec(text) ?? [];
  const per = UNITS.get(unit.replace(/B$/, ""));
  if (per === undefined) return { wrong: "unknown unit" };
  if (whole === "" && fraction === "") return { wrong: "no number" };
  const amount = scaled(whole, fraction, per);
  return amount === undefined || amount > MOST ? { wrong: "too large" } : { amount, hasUnit: unit !== "" };
}
