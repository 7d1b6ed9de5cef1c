import { isRecord } from "./is-record.ts";

export type Unit = "s" | "bytes" | "count";

/** What a measurement comes down to: a number, a ratio of two (without a value where both are 0), or words. */
export type Leaf =
  | { readonly kind: "number"; readonly number: number; readonly unit: Unit }
  | { readonly kind: "ratio"; readonly numerator: number; readonly denominator: number }
  | { readonly kind: "text"; readonly text: string };

/** Counters of Feldera's have 64 bits; sums of larger numbers could be infinite. */
const MOST = 2 ** 64;

/**
 * The leaves of a measurement's value. A number that no counter holds is words: told, and not added up. One that has parts gives each a name of its own, such as
 * `foreground_cache_misses.elapsed`; lists become words.
 */
export function leavesOf(metric: string, value: unknown): [name: string, leaf: Leaf][] {
  if (typeof value === "number") return [[metric, numberLeaf(value, unitOf(metric))]];
  if (typeof value === "string" || typeof value === "boolean") {
    return [[metric, { kind: "text", text: String(value) }]];
  }
  if (Array.isArray(value)) return [[metric, { kind: "text", text: JSON.stringify(bare(value)) }]];
  if (!isRecord(value)) return [];
  const { type, secs, nanos, numerator, denominator } = value;
  if (typeof secs === "number" && typeof nanos === "number") {
    return [[metric, numberLeaf(secs + nanos / 1e9, "s")]];
  }
  if (typeof numerator === "number" && typeof denominator === "number") {
    const isCounted = isCount(numerator) && isCount(denominator);
    const text = `${numerator} of ${denominator}`;
    return [[metric, isCounted ? { kind: "ratio", numerator, denominator } : { kind: "text", text }]];
  }
  if (typeof type === "string" && Object.hasOwn(value, "value")) {
    return typeof value.value === "number"
      ? [[metric, numberLeaf(value.value, type === "bytes" ? "bytes" : unitOf(metric))]]
      : leavesOf(metric, value.value);
  }
  return Object.entries(value).flatMap(([member, part]) => leavesOf(`${metric}.${member}`, part));
}

function numberLeaf(number: number, unit: Unit): Leaf {
  return isCount(number) ? { kind: "number", number, unit } : { kind: "text", text: String(number) };
}

function isCount(number: number): boolean {
  return Math.abs(number) <= MOST;
}

/** The unit that a number's name tells. */
export function unitOf(name: string): Unit {
  if (/(?:_seconds|\.elapsed)$/.test(name)) return "s";
  return /(?:_|\.)bytes$/.test(name) ? "bytes" : "count";
}

/** Without the type beside each value. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  return isRecord(value) && typeof value.type === "string" && Object.hasOwn(value, "value")
    ? bare(value.value)
    : value;
}
