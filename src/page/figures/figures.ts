import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import { bytes, grouped, percent, span, utc } from "../../text/page/format.ts";

/** A weight of a profile with its unit, as the texts have it. */
export function weightText(weight: number, unit: PictureOf<"flame">["unit"]): string {
  if (unit === "bytes") return String(bytes(weight));
  if (unit === "microseconds") return String(span(weight / 1000));
  return String(grouped(Math.round(weight)));
}

/** With its sign, for differences. */
export function signed(weight: number, text: (weight: number) => string): string {
  return weight === 0 ? "0" : `${weight > 0 ? "+" : "−"}${text(Math.abs(weight))}`;
}

export function shareText(part: number, whole: number): string {
  return String(percent(whole === 0 ? 0 : part / whole));
}

export function percentText(share: number): string {
  return String(percent(share));
}

export function countText(count: number): string {
  return String(grouped(Math.round(count)));
}

export function bytesText(count: number): string {
  return String(bytes(count));
}

export function spanText(ms: number): string {
  return String(span(ms));
}

/** To the second, in UTC: 2026-11-21 07:46:19. */
export function momentText(ms: number): string {
  return String(utc(new Date(ms).toISOString()));
}

/** The time of day alone: 07:46:19. */
export function clockText(ms: number): string {
  return momentText(ms).slice(11);
}

interface MeasureWords {
  /** As the head of a column. */
  readonly title: string;
  readonly text: (amount: number) => string;
}

const seconds = (amount: number) => spanText(amount * 1000);

export const MEASURE_WORDS: Readonly<Record<Measure, MeasureWords>> = {
  runtime_s: { title: "time", text: seconds },
  cpu_s: { title: "CPU", text: seconds },
  memory_bytes: { title: "memory", text: bytesText },
  heap_bytes: { title: "heap", text: bytesText },
  storage_bytes: { title: "storage", text: bytesText },
  state_records: { title: "state records", text: countText },
  filter_bytes: { title: "filters", text: bytesText },
  merge_wait_s: { title: "waits for merges", text: seconds },
  exchange_wait_s: { title: "waits for exchange", text: seconds },
  read_wait_s: { title: "waits for reads", text: seconds },
  cache_misses: { title: "cache misses", text: countText },
};
