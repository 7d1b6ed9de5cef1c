import type { PictureOf } from "../../answers/pictures.ts";
import { bytesText, countText } from "../figures/figures.ts";

type History = PictureOf<"history">;
export type Series = History["series"][number];

export const MARK_COLOURS: Readonly<Record<History["marks"][number]["kind"], string>> = {
  incident: "--bad",
  change: "--quiet",
  checkpoint: "--accent",
  restart: "--more-3",
  transaction: "--transaction",
};

type FigureName = NonNullable<History["moment"]>["figures"][number]["name"];

export const FIGURE_TITLES: Readonly<Record<FigureName, string>> = {
  processed: "Processed",
  throughput: "Throughput",
  memory: "Memory",
  storage: "Storage",
  waiting: "Waiting at the inputs",
};

export const UNITS = { records: "records", records_per_s: "records/s" } as const;

export function valueText(value: number, unit: Series["unit"]): string {
  if (unit === "bytes") return bytesText(value);
  return `${countText(value)} ${UNITS[unit]}`;
}

export function seriesValue({ value, unit }: Series, at: number): string {
  const known = value[at];
  return known === undefined ? "not known" : valueText(known, unit);
}
