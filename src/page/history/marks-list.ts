import type { PictureOf } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { clockText, momentText } from "../figures/figures.ts";
import { legendElement } from "../flame/legend.ts";
import { MARK_COLOURS } from "./words.ts";

type History = PictureOf<"history">;

/** So many are told below the charts; of more the kinds, and the table has them. */
const TOLD = 8;

/** A day: within it the time is enough to find a mark. */
const DAY_MS = 24 * 3600 * 1000;

/** What happened meanwhile, in the colours of the charts' lines. */
export function marksElement({ marks, series, from_ms, to_ms }: History): HTMLElement | undefined {
  if (marks.length === 0 || series.length === 0) return undefined;
  if (marks.length > TOLD) {
    const kinds = new Set(marks.map(({ kind }) => kind));
    return legendElement({
      legend: [...kinds].map((kind) => ({ colour: MARK_COLOURS[kind], says: kind })),
    });
  }
  const timeText = to_ms - from_ms < DAY_MS ? clockText : momentText;
  return element(
    "section",
    { class: "happened" },
    element("p", {}, element("strong", {}, "What happened meanwhile")),
    element(
      "ol",
      {},
      ...marks.map(({ at_ms, kind, says }) => {
        const swatch = element("span", { class: "swatch" });
        swatch.style.background = `var(${MARK_COLOURS[kind]})`;
        return element("li", {}, swatch, element("time", {}, timeText(at_ms)), says);
      }),
    ),
  );
}
