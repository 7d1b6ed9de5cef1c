import { Buffer } from "node:buffer";
import { damaged } from "./bytes.ts";
import type { Random } from "./random.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What JSON.stringify would not write, which is put in place of these when it has. */
const ODD_NUMBERS = [
  "1e999",
  "-0",
  "1E-400",
  "99999999999999999999",
  "-9223372036854775808",
  "0.1e1",
  "NaN",
  "01",
];
const NUMBER_TO_REPLACE = "\u0001number";
const NESTING_TO_REPLACE = "\u0001nesting";

const VERSIONS = [0, 1, 40, 41, 49, 50, 55, 56, 57, 58, 59, 60, 61, 65, 70, 75, 76, 1e9];
const NUMBERS = [
  -1,
  0,
  1,
  0.5,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 31),
  1e15,
  1e300,
  -1e300,
  5e-324,
];
const TEXTS = [
  "",
  "eval",
  "\ud800",
  "\u0000",
  "__proto__",
  "n63 used 5μs real time, 5μs CPU time",
  "x".repeat(5000),
];
const MOST_COPIES = 300;
const DEEPEST = 20_000;

/** The profile's text with some of its values changed, and at times with bytes changed in it. */
export function mutatedFirefox(profile: Json, random: Random): Uint8Array {
  const root: Json = [structuredClone(profile)];
  for (let left = 1 + random.below(3); left > 0; left--) mutate(root, random);
  const text = JSON.stringify(root[0] ?? null)
    .replaceAll(JSON.stringify(NUMBER_TO_REPLACE), () => random.pick("0", ...ODD_NUMBERS))
    .replaceAll(JSON.stringify(NESTING_TO_REPLACE), () => nested(random));
  const bytes = Buffer.from(text);
  return random.chance(0.1) ? damaged(bytes, random) : bytes;
}

/** Goes down at random, and changes what it comes to. */
function mutate(container: Json[] | { [key: string]: Json }, random: Random): void {
  const key = Array.isArray(container) ? random.below(container.length) : random.of(Object.keys(container));
  if (key === undefined) return;
  const value = Array.isArray(container) ? container[Number(key)] : container[key];
  if (typeof value === "object" && value !== null && random.chance(0.95)) mutate(value, random);
  else if (Array.isArray(container)) mutateItem(container, Number(key), random);
  else mutateEntry(container, String(key), random);
}

function mutateItem(items: Json[], index: number, random: Random): void {
  const item = items[index] ?? null;
  switch (random.below(6)) {
    case 0:
      items.splice(index, 1 + random.below(3));
      return;
    case 1:
      items.splice(index, 0, ...Array.from({ length: copies(random) }, () => structuredClone(item)));
      return;
    case 2:
      items.length = index;
      return;
    default:
      items[index] = changed(item, random);
  }
}

function mutateEntry(entries: { [key: string]: Json }, key: string, random: Random): void {
  const value = entries[key] ?? null;
  const other = random.of(Object.keys(entries));
  switch (random.below(6)) {
    case 0:
      delete entries[key];
      return;
    case 1:
      if (other !== undefined) entries[key] = structuredClone(entries[other] ?? null);
      return;
    case 2:
      entries[random.pick("length", "toString", "data", "name", "stack")] = structuredClone(value);
      return;
    default:
      entries[key] =
        key === "preprocessedProfileVersion" ? random.pick(57, ...VERSIONS) : changed(value, random);
  }
}

function changed(value: Json, random: Random): Json {
  if (typeof value === "number" && random.chance(0.5)) {
    return random.pick(
      value + 1,
      value - 1,
      -value,
      value * 1000,
      value / 3,
      random.below(2 * Math.abs(value) + 2),
    );
  }
  switch (random.below(9)) {
    case 0:
      return null;
    case 1:
      return random.pick(true, false);
    case 2:
    case 3:
      return random.pick(0, ...NUMBERS);
    case 4:
      return random.pick("", ...TEXTS);
    case 5:
      return NUMBER_TO_REPLACE;
    case 6:
      return random.pick<Json>([], {}, [null], { length: 3 }, [[]], [value], { 0: value });
    case 7:
      return Array.from({ length: copies(random) }, () => structuredClone(value));
    default:
      return NESTING_TO_REPLACE;
  }
}

function nested(random: Random): string {
  const depth = 1 + random.below(DEEPEST);
  const [open, close] = random.pick(["[", "]"] as const, ['{"data":', "}"] as const);
  return `${open.repeat(depth)}0${close.repeat(depth - random.below(2))}`;
}

function copies(random: Random): number {
  return random.chance(0.9) ? 1 + random.below(3) : 1 + random.below(MOST_COPIES);
}
