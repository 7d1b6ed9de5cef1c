import { element } from "../dom/element.ts";
import { clockText, momentText } from "../figures/figures.ts";

export interface Happened {
  readonly at_ms: number;
  /** Custom property of its colour. */
  readonly colour: string;
  readonly says: string;
}

/** Within a day the time is enough to find it. */
const DAY_MS = 24 * 3600 * 1000;

/** What happened, each at its time, in the colour that its mark has. */
export function happenedElement(title: string, list: readonly Happened[]): HTMLElement {
  const times = list.map(({ at_ms }) => at_ms);
  const isWithinDay = Math.max(...times) - Math.min(...times) < DAY_MS;
  return element(
    "section",
    { class: "happened" },
    element("p", {}, element("strong", {}, title), isWithinDay ? "" : " (UTC)"),
    element(
      "ol",
      {},
      ...list.map(({ at_ms, colour, says }) => {
        const swatch = element("span", { class: "swatch" });
        swatch.style.background = `var(${colour})`;
        return element(
          "li",
          {},
          swatch,
          element("time", {}, (isWithinDay ? clockText : momentText)(at_ms)),
          says,
        );
      }),
    ),
  );
}
