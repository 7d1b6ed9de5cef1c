/**
 * Weights and shares as `go tool pprof` prints them.
 *
 * @see google/pprof's internal/measurement
 */

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitFamily {
  /** The unit for values that fit no other, and for a target of another family. */
  readonly fallback: { readonly name: string; readonly factor: number };
  readonly units: readonly Unit[];
}

const FAMILIES: readonly UnitFamily[] = [
  {
    fallback: { name: "B", factor: 1 },
    units: [
      { name: "B", aliases: ["b", "byte"], factor: 1 },
      { name: "kB", aliases: ["kb", "kbyte", "kilobyte"], factor: 2 ** 10 },
      { name: "MB", aliases: ["mb", "mbyte", "megabyte"], factor: 2 ** 20 },
      { name: "GB", aliases: ["gb", "gbyte", "gigabyte"], factor: 2 ** 30 },
      { name: "TB", aliases: ["tb", "tbyte", "terabyte"], factor: 2 ** 40 },
      { name: "PB", aliases: ["pb", "pbyte", "petabyte"], factor: 2 ** 50 },
    ],
  },
  {
    fallback: { name: "s", factor: 1e9 },
    units: [
      { name: "ns", aliases: ["ns", "nanosecond"], factor: 1 },
      { name: "us", aliases: ["μs", "us", "microsecond"], factor: 1e3 },
      { name: "ms", aliases: ["ms", "millisecond"], factor: 1e6 },
      { name: "s", aliases: ["s", "sec", "second"], factor: 1e9 },
      { name: "hrs", aliases: ["hour", "hr"], factor: 3600e9 },
    ],
  },
  {
    fallback: { name: "GCU", factor: 1 },
    units: [
      { name: "n*GCU", aliases: ["nanogcu"], factor: 1e-9 },
      { name: "u*GCU", aliases: ["microgcu"], factor: 1e-6 },
      { name: "m*GCU", aliases: ["milligcu"], factor: 1e-3 },
      { name: "GCU", aliases: ["gcu"], factor: 1 },
      { name: "k*GCU", aliases: ["kilogcu"], factor: 1e3 },
      { name: "M*GCU", aliases: ["megagcu"], factor: 1e6 },
      { name: "G*GCU", aliases: ["gigagcu"], factor: 1e9 },
      { name: "T*GCU", aliases: ["teragcu"], factor: 1e12 },
      { name: "P*GCU", aliases: ["petagcu"], factor: 1e15 },
    ],
  },
];

/** Units that are not worth printing when no family knows them. */
const SILENT_UNITS = new Set(["count", "sample", "unit", "minimum", "auto"]);

/**
 * Converts a value to another unit; `auto` chooses the largest unit in which it is at least 1.
 *
 * @returns the value and the unit to print, which is empty where it says nothing
 */
export function scale(value: number, fromUnit: string, toUnit: string): { value: number; unit: string } {
  if (value < 0) {
    const { value: magnitude, unit } = scale(-value, fromUnit, toUnit);
    return { value: -magnitude, unit };
  }
  for (const family of FAMILIES) {
    const from = unitOf(family, fromUnit);
    if (from === undefined) continue;
    const base = value * from.factor;
    const to = toUnit === "auto" ? largestUnit(family, base) : unitOf(family, toUnit);
    const { name, factor } = to ?? family.fallback;
    return { value: base / factor, unit: name };
  }
  return { value, unit: SILENT_UNITS.has(toUnit) ? "" : toUnit };
}

function unitOf(family: UnitFamily, name: string): Unit | undefined {
  const lower = name.toLowerCase();
  // In bytes, as Go counts: μs loses its s and is no unit of time.
  const alias = Buffer.byteLength(lower) > 2 && lower.endsWith("s") ? lower.slice(0, -1) : lower;
  return family.units.find(({ aliases }) => aliases.includes(alias));
}

function largestUnit(family: UnitFamily, base: number): Unit | undefined {
  return family.units.filter(({ factor }) => base / factor >= 1).at(-1);
}

/** A value in another unit with up to two decimals: `512.03kB`, `8MB`, `0`. */
export function scaledLabel(value: number, fromUnit: string, toUnit: string): string {
  const scaled = scale(value, fromUnit, toUnit);
  const text = fixed(scaled.value, 2).replace(/\.00$/, "");
  return text === "0" || text === "-0" ? "0" : text + scaled.unit;
}

/**
 * The one unit for a whole report, such that its smallest value still has two digits.
 *
 * @param smallest the smallest value to print that is not 0
 */
export function reportUnit(smallest: number, total: number, unit: string): string {
  const least = scale(smallest, unit, "auto").unit;
  const most = scale(total, unit, "auto").unit;
  const spread = least !== most && smallest * 100 < total;
  return (spread ? scale(smallest * 100, unit, "auto").unit : least) || unit;
}

/** The share of a value in a total, without its sign, padded to six characters: `  100%`, ` 7.59%`, `  0.5%`. */
export function percentage(value: number, total: number): string {
  const percent = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (percent >= 99.95 && percent <= 100.05) return "  100%";
  const text = percent >= 1 ? fixed(percent, 2) : twoDigits(percent);
  return `${text.padStart(5)}%`;
}

/** Go's %.2g for a number below 1. */
function twoDigits(value: number): string {
  if (value === 0) return "0";
  const [mantissa = "", exponentText = ""] = value.toExponential(1).split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4) return fixed(value, 1 - exponent).replace(/\.?0+$/, "");
  return `${mantissa.replace(/\.0$/, "")}e-${String(-exponent).padStart(2, "0")}`;
}

/** A number with a fixed count of decimals. Like Go it rounds ties to even, where toFixed rounds them up. */
function fixed(value: number, decimals: number): string {
  if (value < 0) return `-${fixed(-value, decimals)}`;
  if (value >= 1e21) return `${BigInt(value)}.${"0".repeat(decimals)}`;
  // A tie has exactly one binary digit more than there are decimals.
  const isTie = Math.abs((value * 2 ** (decimals + 1)) % 2) === 1;
  if (!isTie) return value.toFixed(decimals);
  const roundedDown = value.toFixed(decimals + 1).slice(0, -1);
  return Number(roundedDown.at(-1)) % 2 === 0 ? roundedDown : value.toFixed(decimals);
}
