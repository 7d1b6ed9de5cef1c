import type { PictureOf } from "../../answers/pictures.ts";
import { legendElement } from "../flame/legend.ts";
import { happenedElement } from "../time/happened.ts";
import { MARK_COLOURS } from "./words.ts";

type History = PictureOf<"history">;

/** So many are told below the charts; of more the kinds, and the table has them. */
const TOLD = 8;

/** What happened meanwhile, in the colours of the charts' lines. */
export function marksElement({ marks, series }: History): HTMLElement | undefined {
  if (marks.length === 0 || series.length === 0) return undefined;
  if (marks.length > TOLD) {
    const kinds = new Set(marks.map(({ kind }) => kind));
    return legendElement({
      legend: [...kinds].map((kind) => ({ colour: MARK_COLOURS[kind], says: kind })),
    });
  }
  return happenedElement(
    "What happened meanwhile",
    marks.map(({ at_ms, kind, says }) => ({ at_ms, colour: MARK_COLOURS[kind], says })),
  );
}
