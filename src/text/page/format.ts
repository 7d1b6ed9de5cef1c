import { type Words, words } from "./words.ts";

const BYTE_UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** 1536 → "1.5 KiB", 528.65 → "529 B". */
export function bytes(count: number): Words {
  const power = Math.min(Math.floor(Math.log2(Math.max(Math.abs(count), 1)) / 10), BYTE_UNITS.length);
  const unit = BYTE_UNITS[power - 1];
  return unit === undefined
    ? words`${Math.round(count)} B`
    : words`${significant(count / 1024 ** power)} ${unit}`;
}

/** In MB of 1,000,000 bytes, as Feldera's own settings are: 25276000000 → "25,276 MB". */
export function megabytes(count: number): Words {
  const size = count / 1_000_000;
  return words`${grouped(size < 100 ? significant(size) : Math.round(size))} MB`;
}

/** A count exact to the last digit, in groups of three: 1,142,563. */
export function grouped(count: number | bigint): Words {
  const [whole = "", fraction] = String(count).split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return words`${fraction === undefined ? groups : `${groups}.${fraction}`}`;
}

/** 0.4231 → "42.3 %"; a share that rounds to nothing says "<0.1 %". */
export function percent(share: number): Words {
  if (share > 0 && share < 0.0005) return words`<0.1 %`;
  return words`${Math.round(share * 1000) / 10} %`;
}

const YEAR_MS = 365.25 * 86_400_000;
/** From so many years on nobody counts in days. */
const YEARS = 2;

/** A span of time given in ms, in its two largest units: 351 ms, 2.5 s, 3 min 20 s, 5 h 2 min, 3 d 4 h, 55.9 years. */
export function span(ms: number): Words {
  if (ms >= YEARS * YEAR_MS) return words`${significant(ms / YEAR_MS)} years`;
  if (ms < 1000) return words`${significant(ms)} ms`;
  if (significant(ms / 1000) < 60) return words`${significant(ms / 1000)} s`;
  const [largeMs, large, smallMs, small] =
    Math.round(ms / 1000) < 3600
      ? ([60_000, words`min`, 1000, words`s`] as const)
      : Math.round(ms / 60_000) < 24 * 60
        ? ([3_600_000, words`h`, 60_000, words`min`] as const)
        : ([86_400_000, words`d`, 3_600_000, words`h`] as const);
  const rounded = Math.round(ms / smallMs) * smallMs;
  const rest = (rounded % largeMs) / smallMs;
  return words`${Math.floor(rounded / largeMs)} ${large}${rest > 0 ? words` ${rest} ${small}` : undefined}`;
}

/** A moment to the second, in UTC: 2026-11-21 07:46:19 UTC. What is no moment is quoted. */
export function moment(iso: string): Words {
  return Number.isNaN(Date.parse(iso)) ? words`${iso}` : words`${utc(iso)} UTC`;
}

/** The same for a column whose title names UTC: 2026-11-21 07:46:19. */
export function utc(iso: string): Words {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return words`${iso}`;
  const [date = "", time = ""] = new Date(ms).toISOString().replace(/^\+0*/, "").split(/[T.]/);
  return words`${date} ${time}`;
}

/** "1 row", "2 rows". */
export function plural(count: number | bigint, one: Words, many: Words): Words {
  return words`${grouped(count)} ${Number(count) === 1 ? one : many}`;
}

/** Three significant digits or a whole number, without trailing zeros. */
function significant(value: number): number {
  return Math.abs(value) < 100 ? Number(value.toPrecision(3)) : Math.round(value);
}
