import type { PictureOf } from "../../answers/pictures.ts";
import { button, element } from "../dom/element.ts";
import { tableDetails } from "../dom/table.ts";
import { shareText, signed, weightText } from "../figures/figures.ts";
import type { Draw, Surroundings } from "../shell/drawing.ts";
import { colouringOf } from "./colouring.ts";
import { frameDetails } from "./details.ts";
import { FlameGraph } from "./graph.ts";
import { depthFirst, type FlameLayout, layoutFlame } from "./layout.ts";
import { legendElement } from "./legend.ts";
import { type FlameNames, flameNames } from "./names.ts";
import { ROW_HEIGHT } from "./paint.ts";
import { flameTitle } from "./title.ts";
import { flameTools } from "./tools.ts";
import { wholeText } from "./whole.ts";

export const drawFlame: Draw<"flame"> = (facts, surroundings) => {
  const { functions, frames } = facts;
  const isGlue = (frame: number) => functions.is_glue[frames.function[frame] ?? -1] === 1;
  const whole = layoutFlame(frames, () => false);
  const folded = layoutFlame(frames, isGlue);
  const names = flameNames(facts);
  const colouring = colouringOf(facts);
  const details = frameDetails(facts, names);
  const holder = element("div", { class: "flame" });
  let layout = folded.rows.length === 0 ? whole : folded;
  let searched = facts.search?.text ?? "";
  const sceneNow = () => {
    holder.style.setProperty("--height", `${layout.rows.length * ROW_HEIGHT}px`);
    return { frames, layout, names, colouring, isMatch: matching(searched, names) };
  };
  const graph = new FlameGraph(
    sceneNow(),
    holder,
    {
      lookedAt: details.show,
      zoomedTo: (frame) => openRest(frame, facts, graph, surroundings),
      zoomedOut: () => {
        const { root, ...rest } = surroundings.args;
        if (root !== undefined) surroundings.open(rest);
      },
    },
    surroundings.signal,
  );
  details.show(-1, false);
  const tools = flameTools(facts, surroundings, {
    searched: (text) => {
      searched = text;
      graph.rescene(sceneNow());
    },
    showRuntime: (isShown) => {
      layout = isShown ? whole : folded;
      graph.rescene(sceneNow());
    },
    zoom: (factor) => graph.zoom(factor),
    showAll: () => graph.showAll(),
  });
  return {
    title: flameTitle(facts, names),
    whole: wholeText(facts),
    element: element(
      "div",
      {},
      tools,
      pathAbove(facts, surroundings),
      holder,
      details.element,
      legendElement(colouring),
      notesOf(facts),
    ),
    table: flameTable(facts, whole, names),
  };
};

/** Frames that were too narrow to be sent come with the frame that they hang on. */
function openRest(
  frame: number,
  facts: PictureOf<"flame">,
  graph: FlameGraph,
  { args, door, open }: Surroundings,
): void {
  const path = graph.pathOf(frame).map((each) => facts.functions.id[facts.frames.function[each] ?? -1] ?? -1);
  const above = (facts.root ?? []).slice(0, -1).map(({ id }) => id);
  const asked = { ...args, root: [...above, ...path] };
  const hangs = new Set([frame]);
  for (const [each, parent] of facts.frames.parent.entries()) if (hangs.has(parent)) hangs.add(each);
  const isCut = [...hangs].some((each) => (facts.frames.left_out[each] ?? 0) > 0);
  if (isCut && asked.root.length > (args.root?.length ?? 0) && door.has(asked)) open(asked);
}

/** The way back, where the first frame is one that was zoomed into. */
function pathAbove({ root }: PictureOf<"flame">, { args, open }: Surroundings): HTMLElement | undefined {
  if (root === undefined) return undefined;
  const { root: _, ...whole } = args;
  const ids = root.map(({ id }) => id);
  const steps = root.slice(0, -1).map(({ name }, at) =>
    element(
      "li",
      {},
      button(name, () => open({ ...args, root: ids.slice(0, at + 1) })),
    ),
  );
  return element(
    "nav",
    { class: "path", "aria-label": "Zoomed into" },
    element(
      "ol",
      {},
      element(
        "li",
        {},
        button("All", () => open(whole)),
      ),
      ...steps,
    ),
  );
}

function matching(text: string, names: FlameNames): ((frame: number) => boolean) | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return undefined;
  return (frame) =>
    names.short(frame).toLowerCase().includes(wanted) || names.whole(frame).toLowerCase().includes(wanted);
}

/** How widths are to be read, and what is not drawn. */
function notesOf({ left_out: { frames, total }, frames: { change }, unit, of }: PictureOf<"flame">) {
  const notes = [
    change && "A frame is as wide as in that profile which has more of it.",
    frames > 0
      ? `${frames} narrow frames at the edge are not drawn: ${weightText(total, unit)}, ${shareText(total, of)}.`
      : undefined,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? undefined : element("p", { class: "note" }, notes.join(" "));
}

function flameTable(facts: PictureOf<"flame">, layout: FlameLayout, names: FlameNames): HTMLElement {
  const { frames, unit, of, direction } = facts;
  const weight = (column: readonly number[]) => (frame: number) => weightText(column[frame] ?? 0, unit);
  const { change } = frames;
  return tableDetails({
    caption: `Frames, each followed by what ${direction === "callees" ? "it calls" : "calls it"}`,
    columns: [
      { title: "function", cell: names.short },
      { title: "with all below", cell: weight(frames.total), isNumber: true },
      { title: "of all", cell: (frame) => shareText(frames.total[frame] ?? 0, of), isNumber: true },
      { title: "in itself", cell: weight(frames.self), isNumber: true },
      ...(change === undefined
        ? []
        : [
            {
              title: "change",
              cell: (frame: number) => signed(change[frame] ?? 0, (by) => weightText(by, unit)),
              isNumber: true,
            },
          ]),
      { title: "operator", cell: (frame) => names.operator(frame) ?? "" },
    ],
    rows: depthFirst(layout),
    indent: (frame) => layout.row[frame] ?? 0,
  });
}
