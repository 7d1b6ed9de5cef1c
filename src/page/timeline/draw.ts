import type { PictureOf } from "../../answers/pictures.ts";
import { button, element } from "../dom/element.ts";
import { tableDetails } from "../dom/table.ts";
import { momentText } from "../figures/figures.ts";
import { legendElement } from "../flame/legend.ts";
import type { Draw } from "../shell/drawing.ts";
import { type Happened, happenedElement } from "../time/happened.ts";
import { saysElement } from "../time/marks.ts";
import { TimelineGraph } from "./graph.ts";
import { END_COLOURS, runText, timelineTitle } from "./words.ts";

type Timeline = PictureOf<"timeline">;

const HINT = "Point at a mark, or go from one to the next with the arrow keys.";
const STEP = 2;
/** So many of what happened are told below: the last. */
const TOLD = 6;

export const drawTimeline: Draw<"timeline"> = (facts, { signal }) => {
  const says = saysElement(HINT);
  const graph = new TimelineGraph(facts, says.say, signal);
  if (graph.isCloseUp) says.say(`${HINT} All shows the time up to ${momentText(facts.to_ms)} UTC as well.`);
  const tools = element(
    "div",
    { class: "tools" },
    element(
      "span",
      { class: "group" },
      button("−", () => graph.zoom(1 / STEP), { "aria-label": "Zoom out" }),
      button("+", () => graph.zoom(STEP), { "aria-label": "Zoom in" }),
      button("All", () => graph.showAll(), { "aria-label": "Show all" }),
    ),
  );
  const legend = legendElement({
    legend: [
      { colour: END_COLOURS["goes on"], says: "runs" },
      { colour: END_COLOURS.failed, says: "failed, or went away" },
      { colour: "--bad", says: "incident" },
      { colour: "--quiet", says: "change" },
      { colour: "--accent", says: "checkpoint" },
    ],
  });
  return {
    title: timelineTitle(facts),
    element: element("div", {}, tools, graph.element, says.element, legend, lastOf(facts), notesOf(facts)),
    table: timelineTable(facts),
  };
};

/** The last changes, incidents, errors and checkpoints, the newest first, with the last of what went wrong among them. */
function lastOf({ events, marks }: Timeline): HTMLElement | undefined {
  const all: Happened[] = [
    ...events.flatMap(({ at_ms, severity, says }) =>
      severity === "first" ? [] : { at_ms, says, colour: severity === "incident" ? "--bad" : "--quiet" },
    ),
    ...marks.map(({ at_ms, kind, says }) => ({
      at_ms,
      says,
      colour: kind === "checkpoint" ? "--accent" : "--bad",
    })),
  ];
  if (all.length === 0) return undefined;
  const newest = all.toSorted((a, b) => b.at_ms - a.at_ms);
  if (newest.length <= TOLD) return happenedElement("What happened, the last first", newest);
  const bad = newest.findIndex(({ colour }) => colour === "--bad");
  return bad < TOLD
    ? happenedElement("What happened last", newest.slice(0, TOLD))
    : happenedElement("What happened last, and what went wrong last", [
        ...newest.slice(0, TOLD - 1),
        ...newest.slice(bad, bad + 1),
      ]);
}

function notesOf({ oldest_ms, events_left_out, runs_from }: Timeline): HTMLElement {
  const notes = [
    runs_from === "log" ? "Runs are told by the log, since events could not be had." : undefined,
    events_left_out > 0 ? `${events_left_out} older changes are not shown.` : undefined,
    oldest_ms === undefined
      ? undefined
      : `The oldest event that Feldera keeps is of ${momentText(oldest_ms)} UTC; what was before is not known.`,
  ];
  return element("p", { class: "note" }, notes.filter((note) => note !== undefined).join(" "));
}

interface Row {
  readonly at_ms: number | undefined;
  readonly kind: string;
  readonly says: string;
}

function timelineTable(facts: Timeline): HTMLElement {
  const rows: Row[] = [
    ...facts.runs.map((run, at) => ({ at_ms: run.began_ms, kind: "run", says: runText(run, at) })),
    ...facts.events.map(({ at_ms, severity, events, says }) => ({
      at_ms,
      kind: severity,
      says: events > 1 ? `${says} (${events} events)` : says,
    })),
    ...facts.marks.map(({ at_ms, kind, says }) => ({ at_ms, kind, says })),
  ];
  rows.sort((a, b) => (a.at_ms ?? 0) - (b.at_ms ?? 0));
  return tableDetails<Row>({
    caption: "Runs and what happened, the oldest first",
    columns: [
      { title: "UTC", cell: ({ at_ms }) => (at_ms === undefined ? "before" : momentText(at_ms)) },
      { title: "kind", cell: ({ kind }) => kind },
      { title: "what happened", cell: ({ says }) => says },
    ],
    rows,
  });
}
