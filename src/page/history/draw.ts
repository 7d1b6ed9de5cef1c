import type { PictureOf } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { tableDetails } from "../dom/table.ts";
import { countText, momentText } from "../figures/figures.ts";
import type { Draw } from "../shell/drawing.ts";
import { saysElement } from "../time/marks.ts";
import { HistoryCharts } from "./charts.ts";
import { marksElement } from "./marks-list.ts";
import { momentElement } from "./moment.ts";
import { historyTitle } from "./title.ts";
import { FIGURE_TITLES, seriesValue } from "./words.ts";

type History = PictureOf<"history">;

export const drawHistory: Draw<"history"> = (facts, { signal }) => {
  const says = saysElement("Point into a chart, or go along it with the arrow keys.");
  const charts = new HistoryCharts(facts, says.say, signal);
  return {
    title: historyTitle(facts),
    element: element(
      "div",
      {},
      facts.course === undefined ? undefined : element("p", { class: "note" }, facts.course),
      facts.moment && momentElement(facts.moment),
      ...(facts.series.length === 0 ? [] : [charts.element, says.element]),
      marksElement(facts),
      lagElement(facts),
    ),
    table: element("div", {}, seriesTable(facts), marksTable(facts)),
    placed: () => charts.place(),
  };
};

/** How far each connector is behind, as bars of one scale. */
function lagElement({ lag, told_by }: History): HTMLElement | undefined {
  if (lag === undefined || lag.connectors.length === 0) return undefined;
  const most = Math.max(...lag.connectors.map(({ records }) => records));
  const moment = `${momentText(lag.at_ms)} UTC`;
  const noHistory = told_by === "time series" ? " Feldera keeps no history of it." : "";
  return element(
    "section",
    { class: "lag" },
    element("p", {}, element("strong", {}, "Lag of connectors")),
    element(
      "p",
      { class: "note" },
      most === 0
        ? `No connector has records to process or to send at ${moment}, of ${lag.connectors.length} that tell it.${noHistory}`
        : `Records read and not yet processed, or processed and not yet sent, at ${moment}.${noHistory}`,
    ),
    most === 0 ? undefined : lagBars(lag.connectors, most),
  );
}

function lagBars(connectors: NonNullable<History["lag"]>["connectors"], most: number): HTMLElement {
  const rows = connectors
    .toSorted((a, b) => b.records - a.records)
    .map(({ name, kind, records }) => {
      const bar = element("span", { class: "bar" });
      bar.style.width = `${(records / most) * 100}%`;
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, name),
        element("td", {}, kind),
        element("td", { class: "number" }, countText(records)),
        element("td", { class: "bars" }, bar),
      );
    });
  return element("table", {}, element("tbody", {}, ...rows));
}

function seriesTable({ series }: History): HTMLElement | undefined {
  if (series.length === 0) return undefined;
  const rows = series.flatMap((each) =>
    each.at_ms.map((at_ms, at) => ({ at_ms, name: each.name, text: seriesValue(each, at) })),
  );
  rows.sort((a, b) => a.at_ms - b.at_ms);
  return tableDetails({
    caption: "Figures over time, the oldest first",
    summary: "Figures as a table",
    columns: [
      { title: "UTC", cell: ({ at_ms }) => momentText(at_ms) },
      { title: "series", cell: ({ name }) => FIGURE_TITLES[name] },
      { title: "value", cell: ({ text }) => text, isNumber: true },
    ],
    rows,
  });
}

function marksTable({ marks }: History): HTMLElement | undefined {
  if (marks.length === 0) return undefined;
  return tableDetails({
    caption: "What happened meanwhile, the oldest first",
    summary: "What happened, as a table",
    columns: [
      { title: "UTC", cell: ({ at_ms }) => momentText(at_ms) },
      { title: "kind", cell: ({ kind }) => kind },
      { title: "what happened", cell: ({ says }) => says },
    ],
    rows: marks,
  });
}
