import type { PictureOf } from "../../answers/pictures.ts";
import { bytesText, countText } from "../figures/figures.ts";

type History = PictureOf<"history">;
export type Series = History["series"][number];

export const MARK_COLOURS: Readonly<Record<History["marks"][number]["kind"], string>> = {
  incident: "--bad",
  change: "--quiet",
  checkpoint: "--accent",
  restart: "--more-3",
  transaction: "--operator-4",
};

export function valueText(value: number, unit: Series["unit"]): string {
  return unit === "bytes" ? bytesText(value) : `${countText(value)} records/s`;
}

export function seriesValue({ value, unit }: Series, at: number): string {
  const known = value[at];
  return known === undefined ? "not known" : valueText(known, unit);
}
