import type { PictureOf } from "../../answers/pictures.ts";
import { element } from "../dom/element.ts";
import { tableDetails } from "../dom/table.ts";
import { countText, momentText } from "../figures/figures.ts";
import { legendElement } from "../flame/legend.ts";
import type { Draw } from "../shell/drawing.ts";
import { saysElement } from "../time/marks.ts";
import { HistoryCharts } from "./charts.ts";
import { MARK_COLOURS, seriesValue } from "./words.ts";

type History = PictureOf<"history">;

export const drawHistory: Draw<"history"> = (facts, { signal }) => {
  const says = saysElement("Point into a chart, or go along it with the arrow keys.");
  const charts = new HistoryCharts(facts, says.say, signal);
  const kinds = new Set(facts.marks.map(({ kind }) => kind));
  const legend = legendElement({
    legend: [...kinds].map((kind) => ({ colour: MARK_COLOURS[kind], says: kind })),
  });
  return {
    title: historyTitle(facts),
    element: element(
      "div",
      {},
      ...(facts.series.length === 0 ? [] : [charts.element, says.element, legend]),
      lagElement(facts),
    ),
    table: element("div", {}, seriesTable(facts), marksTable(facts)),
    placed: () => charts.place(),
  };
};

/** What memory does, or else the first that is known, or else what lags. */
function historyTitle({ series, lag }: History): string {
  const told = series.find(({ name }) => name === "memory") ?? series[0];
  if (told !== undefined) return `${capital(told.name)}: ${told.says}`;
  const [most] = lag?.connectors.toSorted((a, b) => b.records - a.records) ?? [];
  if (most === undefined) return "There are no figures over time";
  return most.records === 0
    ? "No connector lags"
    : `${most.name} lags most: ${countText(most.records)} records`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** How far each connector is behind, as bars of one scale. */
function lagElement({ lag }: History): HTMLElement | undefined {
  if (lag === undefined || lag.connectors.length === 0) return undefined;
  const most = Math.max(1, ...lag.connectors.map(({ records }) => records));
  const sorted = lag.connectors.toSorted((a, b) => b.records - a.records);
  return element(
    "section",
    { class: "lag" },
    element("p", {}, element("strong", {}, "Lag of connectors")),
    element(
      "p",
      { class: "note" },
      `Records read and not yet processed, or processed and not yet sent, at ${momentText(lag.at_ms)} UTC. Feldera keeps no history of it.`,
    ),
    element(
      "table",
      {},
      element(
        "tbody",
        {},
        ...sorted.map(({ name, kind, records }) => {
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
        }),
      ),
    ),
  );
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
      { title: "series", cell: ({ name }) => name },
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
