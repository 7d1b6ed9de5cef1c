import type { ReportPart } from "../../answers/pictures.ts";
import { passages } from "../../text/page/passages.ts";
import { element } from "../dom/element.ts";

/**
 * A tool's text as it stands, what it quotes of the pipeline set off from what it says.
 *
 * @param label what it is, for who does not see it
 */
export function toldElement(text: string, label: string, columns: ReportPart["columns"]): HTMLElement {
  return element(
    "div",
    {
      class: columns === undefined ? "told" : `told columns-${columns}`,
      tabindex: 0,
      role: "region",
      "aria-label": label,
    },
    ...passages(text).map(({ lines, fence }) =>
      element("pre", { class: fence ? "quoted" : undefined }, lines.join("\n")),
    ),
  );
}
