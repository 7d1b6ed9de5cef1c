import type { Picture } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { momentText } from "../figures/figures.ts";
import { draw } from "./draw.ts";
import type { Surroundings } from "./drawing.ts";

/** Shows a picture with its title, what it is of, what limits its truth, and its table. */
export function placeFigure(
  place: HTMLElement,
  facts: Picture,
  surroundings: Surroundings,
  heading: "h1" | "h3",
): void {
  const { title, whole, element: drawn, table, placed } = draw(facts, surroundings);
  lastId += 1;
  const id = `title-${lastId}`;
  const figure = element(
    "section",
    { class: `picture ${facts.picture}`, "aria-labelledby": id },
    element(heading, { id }, title),
    element(
      "p",
      { class: "source" },
      [whole, sourceText(facts)].filter((part) => part !== undefined).join(" · "),
    ),
    drawn,
    notesElement(facts),
    table,
  );
  place.replaceChildren(figure);
  placed?.();
}

let lastId = 0;

function sourceText({ pipeline_name, source: { kind, at_ms, bundle } }: Picture): string {
  const moment = `${momentText(at_ms)} UTC`;
  return kind === "live"
    ? `${pipeline_name}, live at ${moment}`
    : `${pipeline_name}, from ${bundle ?? "a support bundle"} of ${moment}`;
}

function notesElement({ notes, missing }: Picture): HTMLElement | undefined {
  if (notes.length === 0 && missing.length === 0) return undefined;
  return element(
    "ul",
    { class: "notes" },
    ...notes.map((note) => element("li", {}, note)),
    ...missing.map(({ what, why }) => element("li", {}, `Not shown: ${what}. ${why}`)),
  );
}
