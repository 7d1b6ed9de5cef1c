import type { PictureOf } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { countText } from "../figures/figures.ts";
import { FIGURE_TITLES, UNITS, valueText } from "./words.ts";

type Moment = NonNullable<PictureOf<"history">["moment"]>;

/** The figures of one moment, large: there is no course to draw. */
export function momentElement({ figures }: Moment): HTMLElement {
  return element("dl", { class: "moment" }, ...figures.map(figureElement));
}

function figureElement({ name, value, unit, says, share }: Moment["figures"][number]): HTMLElement {
  return element(
    "div",
    {},
    element("dt", {}, FIGURE_TITLES[name]),
    element("dd", { class: "amount" }, ...amountOf(value, unit)),
    element("dd", { class: "of" }, share === undefined ? undefined : shareElement(share), says),
  );
}

/** How much that is of what there may be; the words beside say it too. */
function shareElement(share: number): HTMLElement {
  const used = element("span");
  used.style.width = `${Math.min(1, share) * 100}%`;
  return element("span", { class: "share", "aria-hidden": "true" }, used);
}

/** What is counted has its unit small beside it. */
function amountOf(
  value: number | undefined,
  unit: Moment["figures"][number]["unit"],
): (string | HTMLElement)[] {
  if (value === undefined) return ["not known"];
  if (unit === "bytes") return [valueText(value, unit)];
  return [countText(value), " ", element("small", {}, UNITS[unit])];
}
