import { isRecord } from "./is-record.ts";

export type Unit = "s" | "bytes" | "count";

/** What a measurement comes down to: a number, a ratio of two (without a value where both are 0), or words. */
export type Leaf =
  | { readonly kind: "number"; readonly number: number; readonly unit: Unit }
  | { readonly kind: "ratio"; readonly numerator: number; readonly denominator: number }
  | { readonly kind: "text"; readonly text: string };

/**
 * The leaves of a measurement's value. One that has parts gives each a name of its own, such as
 * `foreground_cache_misses.elapsed`; lists become words.
 */
export function leavesOf(metric: string, value: unknown): [name: string, leaf: Leaf][] {
  if (typeof value === "number") return [[metric, { kind: "number", number: value, unit: unitOf(metric) }]];
  if (typeof value === "string" || typeof value === "boolean") {
    return [[metric, { kind: "text", text: String(value) }]];
  }
  if (Array.isArray(value)) return [[metric, { kind: "text", text: JSON.stringify(bare(value)) }]];
  if (!isRecord(value)) return [];
  const { type, secs, nanos, numerator, denominator } = value;
  if (typeof secs === "number" && typeof nanos === "number") {
    return [[metric, { kind: "number", number: secs + nanos / 1e9, unit: "s" }]];
  }
  if (typeof numerator === "number" && typeof denominator === "number") {
    return [[metric, { kind: "ratio", numerator, denominator }]];
  }
  if (typeof type === "string" && Object.hasOwn(value, "value")) {
    return typeof value.value === "number"
      ? [[metric, { kind: "number", number: value.value, unit: type === "bytes" ? "bytes" : unitOf(metric) }]]
      : leavesOf(metric, value.value);
  }
  return Object.entries(value).flatMap(([member, part]) => leavesOf(`${metric}.${member}`, part));
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
