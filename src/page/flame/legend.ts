import { element } from "../dom/element.ts";
import type { Colouring } from "./colouring.ts";

/** What each colour says. */
export function legendElement({ legend }: Pick<Colouring, "legend">): HTMLElement {
  return element(
    "ul",
    { class: "legend" },
    ...legend.map(({ colour, says }) => {
      const swatch = element("span", { class: "swatch" });
      swatch.style.backgroundColor = `var(${colour})`;
      return element("li", {}, swatch, says);
    }),
  );
}
