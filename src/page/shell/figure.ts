import type { Picture } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { momentText } from "../figures/figures.ts";
import { draw } from "./draw.ts";
import type { Surroundings } from "./drawing.ts";

/** A picture with its title, what it is of, what limits its truth, and its table. */
export function figureElement(facts: Picture, surroundings: Surroundings, heading: "h1" | "h3"): HTMLElement {
  const { title, element: drawn, table } = draw(facts, surroundings);
  const id = `title-${++lastId}`;
  return element(
    "section",
    { class: `picture ${facts.picture}`, "aria-labelledby": id },
    element(heading, { id }, title),
    element("p", { class: "source" }, sourceText(facts)),
    drawn,
    notesElement(facts),
    table,
  );
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
