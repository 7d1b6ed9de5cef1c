import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import { button, element } from "../dom/element.ts";
import { countText, MEASURE_WORDS, percentText } from "../figures/figures.ts";
import { comparable, dearest, firstMeasure } from "../operators/facts.ts";
import { stackButtons } from "../operators/stacks.ts";
import { operatorTable } from "../operators/table.ts";
import { costText, flowText, whereText } from "../operators/words.ts";
import type { Draw, Surroundings } from "../shell/drawing.ts";
import { type FlowDrawn, FlowGraph } from "./graph.ts";
import { heatLegend } from "./heat.ts";
import { type FlowLayouts, layoutsOf } from "./layout.ts";
import { nearestTo, neighboursOf } from "./part.ts";

type Dataflow = PictureOf<"dataflow">;

const STEP = 1.5;
const HOTTEST_SHOWN = 4;
/** To lay out more at once is felt. */
const AT_ONCE = 300;

export const drawDataflow: Draw<"dataflow"> = (facts, surroundings) => {
  const neighbours = neighboursOf(facts);
  const around = (operators: readonly number[]) =>
    nearestTo(operators, facts.places.length, neighbours, AT_ONCE);
  const holder = element("div", { class: "flow" });
  const drawn = element("p", { class: "note", role: "status" });
  const details = operatorDetails(facts, surroundings);
  const hottest = element("span", { class: "group", role: "group", "aria-label": "Dearest operators" });
  const legend = element("div");
  let by = firstMeasure(facts);
  let layouts = layoutsOf(facts, around(dearestOf(facts, by)));
  const graph = new FlowGraph(
    drawnBy(facts, layouts, by),
    neighbours,
    holder,
    {
      lookedAt: details.show,
      missed: (operator) => layOut(around([operator]), operator),
    },
    surroundings.signal,
  );
  const tellDrawn = () => {
    drawn.replaceChildren(...drawnElements(facts, layouts, () => layOut(new Set(facts.places.keys()), -1)));
  };
  const layOut = (shown: ReadonlySet<number>, operator: number) => {
    layouts = layoutsOf(facts, shown);
    graph.redraw(drawnBy(facts, layouts, by));
    tellDrawn();
    if (operator < 0) graph.showAll();
    else graph.select(operator);
  };
  const compare = (measure: Measure | undefined) => {
    by = measure;
    graph.redraw(drawnBy(facts, layouts, by));
    hottest.replaceChildren(...hottestButtons(facts, by, (operator) => graph.select(operator)));
    legend.replaceChildren(...(by === undefined ? [] : [heatLegend(MEASURE_WORDS[by].title)]));
  };
  compare(by);
  tellDrawn();
  const tools = element(
    "div",
    { class: "tools" },
    measureChoice(facts, compare),
    element(
      "span",
      { class: "group" },
      button("−", () => graph.zoom(1 / STEP), { "aria-label": "Zoom out" }),
      button("+", () => graph.zoom(STEP), { "aria-label": "Zoom in" }),
      button("All", () => graph.showAll(), { "aria-label": "Show all" }),
    ),
    hottest,
  );
  return {
    title: dataflowTitle(facts),
    element: element("div", {}, tools, drawn, holder, details.element, legend),
    table: operatorTable(facts, (operator) => graph.select(operator)),
  };
};

/** How many of the operators are drawn, where those are not all. */
function drawnElements({ places }: Dataflow, [{ nodes }]: FlowLayouts, all: () => void): (Node | string)[] {
  const drawn = nodes.filter((node) => node !== undefined).length;
  return drawn === places.length
    ? []
    : [
        `${countText(drawn)} of ${countText(places.length)} operators are drawn, those around what costs most or is looked at. `,
        button(`Draw all ${countText(places.length)}`, all),
      ];
}

function dataflowTitle(facts: Dataflow): string {
  for (const measure of comparable(facts)) {
    const at = dearest(facts, measure);
    const place = facts.places[at];
    const share = facts.shares[measure]?.[at];
    if (place === undefined || !share) continue;
    return `${place.handle} has ${percentText(share)} of the ${MEASURE_WORDS[measure].title}`;
  }
  return "What each operator costs is not known";
}

function drawnBy(facts: Dataflow, layouts: FlowLayouts, measure: Measure | undefined): FlowDrawn {
  const figures = facts.places.map(({ operation }, at) => {
    const cost = measure === undefined ? "" : costText(facts, measure, at);
    return cost === "" ? operation : cost;
  });
  const shares = measure === undefined ? [] : (facts.shares[measure] ?? []);
  return {
    layouts,
    names: facts.places.map(nameInBox),
    figures,
    shares: facts.places.map((_, at) => shares[at] ?? 0),
  };
}

/** The box says which table or view it is of. */
function nameInBox({ handle, relation }: Dataflow["places"][number]): string {
  const prefix = `${relation?.name}.`;
  return relation !== undefined && handle.startsWith(prefix) ? handle.slice(prefix.length) : handle;
}

function measureChoice(facts: Dataflow, compare: (measure: Measure) => void): HTMLElement | undefined {
  const measures = comparable(facts);
  if (measures.length < 2) return undefined;
  const select = element(
    "select",
    {},
    ...measures.map((measure) => element("option", { value: measure }, MEASURE_WORDS[measure].title)),
  );
  select.addEventListener("change", () => {
    const chosen = measures.find((measure) => measure === select.value);
    if (chosen !== undefined) compare(chosen);
  });
  return element("label", {}, "Colour by ", select);
}

function hottestButtons(
  facts: Dataflow,
  measure: Measure | undefined,
  select: (operator: number) => void,
): HTMLElement[] {
  const shares = measure === undefined ? [] : (facts.shares[measure] ?? []);
  return dearestOf(facts, measure).map((at) =>
    button(`${facts.places[at]?.handle ?? ""} ${percentText(shares[at] ?? 0)}`, () => select(at)),
  );
}

/** Those that cost most, the dearest first; where nothing is known, the first of the program. */
function dearestOf(facts: Dataflow, measure: Measure | undefined): number[] {
  const shares = measure === undefined ? [] : (facts.shares[measure] ?? []);
  const dear = [...facts.places.keys()].filter((at) => (shares[at] ?? 0) > 0);
  return dear.sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0)).slice(0, HOTTEST_SHOWN);
}

/** The operator that is looked at: its figures, its SQL, and the way to its stacks. */
function operatorDetails(
  facts: Dataflow,
  surroundings: Surroundings,
): { element: HTMLElement; show: (operator: number) => void } {
  const strip = element("div", { class: "details", role: "status" });
  const show = (operator: number) => {
    const place = facts.places[operator];
    if (place === undefined) {
      strip.replaceChildren(
        element("p", {}, "Point at an operator, or go there with the arrow keys; drag to move."),
      );
      return;
    }
    const costs = facts.measures.flatMap((measure) => {
      const cost = facts.costs[measure]?.[operator] ? costText(facts, measure, operator) : "";
      return cost === "" ? [] : `${MEASURE_WORDS[measure].title} ${cost}`;
    });
    const flow = flowText(facts, operator);
    strip.replaceChildren(
      element(
        "p",
        {},
        element("strong", {}, place.handle),
        ` ${[place.operation, whereText(place)].filter((part) => part !== "").join(", ")}`,
      ),
      element("p", {}, [...costs, ...(flow === "" ? [] : [`records ${flow}`])].join(" · ")),
      element("code", {}, place.code ?? ""),
      element("p", { class: "tools" }, ...stackButtons(facts, operator, surroundings)),
    );
  };
  show(-1);
  return { element: strip, show };
}
