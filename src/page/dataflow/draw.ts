import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import { button, element } from "../dom/element.ts";
import { MEASURE_WORDS, percentText } from "../figures/figures.ts";
import { legendElement } from "../flame/legend.ts";
import { comparable, dearest, firstMeasure } from "../operators/facts.ts";
import { stackButtons } from "../operators/stacks.ts";
import { operatorTable } from "../operators/table.ts";
import { costText, flowText, whereText } from "../operators/words.ts";
import type { Draw, Surroundings } from "../shell/drawing.ts";
import { type FlowDrawn, FlowGraph, type Neighbours } from "./graph.ts";
import { HEAT_LEGEND } from "./heat.ts";
import { type FlowLayout, layoutFlow } from "./layout.ts";

type Dataflow = PictureOf<"dataflow">;

const STEP = 1.5;
const HOTTEST_SHOWN = 4;
const HEIGHT_AROUND = 60;

export const drawDataflow: Draw<"dataflow"> = (facts, surroundings) => {
  const layout = layoutFlow(facts);
  let by = firstMeasure(facts);
  const holder = element("div", { class: "flow" });
  holder.style.setProperty("--height", `${layout.height + HEIGHT_AROUND}px`);
  const details = operatorDetails(facts, surroundings);
  const hottest = element("span", { class: "group", role: "group", "aria-label": "Dearest operators" });
  const graph = new FlowGraph(
    drawnBy(facts, layout, by),
    neighboursOf(facts),
    holder,
    details.show,
    surroundings.signal,
  );
  const compare = (measure: Measure | undefined) => {
    by = measure;
    graph.redraw(drawnBy(facts, layout, by));
    hottest.replaceChildren(...hottestButtons(facts, by, (operator) => graph.select(operator)));
  };
  compare(by);
  const tools = element(
    "div",
    { class: "tools" },
    measureChoice(facts, compare),
    hottest,
    element(
      "span",
      { class: "group" },
      button("−", () => graph.zoom(1 / STEP), { "aria-label": "Zoom out" }),
      button("+", () => graph.zoom(STEP), { "aria-label": "Zoom in" }),
      button("All", () => graph.showAll(), { "aria-label": "Show all" }),
    ),
  );
  return {
    title: dataflowTitle(facts),
    element: element("div", {}, tools, holder, details.element, legendElement({ legend: HEAT_LEGEND })),
    table: operatorTable(facts, (operator) => graph.select(operator)),
  };
};

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

function drawnBy(facts: Dataflow, layout: FlowLayout, measure: Measure | undefined): FlowDrawn {
  const figures = facts.places.map(({ operation }, at) => {
    const cost = measure === undefined ? "" : costText(facts, measure, at);
    return cost === "" ? operation : cost;
  });
  const shares = measure === undefined ? [] : (facts.shares[measure] ?? []);
  return {
    layout,
    names: facts.places.map(({ handle }) => handle),
    figures,
    shares: facts.places.map((_, at) => shares[at] ?? 0),
  };
}

function neighboursOf({ edges }: Dataflow): Neighbours {
  const lists = (keys: readonly number[], values: readonly number[]) => {
    const map = new Map<number, number[]>();
    for (const [at, key] of keys.entries()) {
      const list = map.get(key) ?? [];
      map.set(key, list);
      list.push(values[at] ?? -1);
    }
    return (operator: number) => map.get(operator) ?? [];
  };
  return { before: lists(edges.to, edges.from), after: lists(edges.from, edges.to) };
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
  return [...facts.places.keys()]
    .filter((at) => (shares[at] ?? 0) > 0)
    .sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
    .slice(0, HOTTEST_SHOWN)
    .map((at) =>
      button(`${facts.places[at]?.handle ?? ""} ${percentText(shares[at] ?? 0)}`, () => select(at)),
    );
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
      strip.replaceChildren(element("p", {}, "Point at an operator, or go there with the arrow keys."));
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
