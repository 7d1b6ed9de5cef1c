import type { PictureOf } from "../../answers/pictures.ts";
import { element, svgElement } from "../dom/element.ts";
import { type Deeds, listenToKeys } from "../dom/keys.ts";
import { onSizeChange } from "../dom/size-changes.ts";
import { momentText } from "../figures/figures.ts";
import { type Mark, type Marks, marksOf } from "../time/marks.ts";
import { ticks, tickText } from "../time/ticks.ts";
import { moved, type View, wholeOf, zoomed } from "../view/view.ts";
import { END_COLOURS, runText } from "./words.ts";

type Timeline = PictureOf<"timeline">;

const LANES = ["runs", "incidents", "changes", "log, checkpoints"] as const;
const LABELS_WIDTH = 104;
const LANE_HEIGHT = 34;
const AXIS_HEIGHT = 24;
const HEIGHT = LANES.length * LANE_HEIGHT + AXIS_HEIGHT;
const PIXELS_PER_TICK = 90;
const KEY_STEP = 0.2;
const KEY_ZOOM = 1.5;
const EDGE = 24;
const SMALL_PART = 0.1;
const BEYOND_LAST = 1.25;

/** Runs and what happened along one axis of time. */
export class TimelineGraph {
  readonly element: HTMLElement;
  /** Whether not all of the time is seen at first. */
  readonly isCloseUp: boolean;
  readonly #facts: Timeline;
  readonly #svg: SVGSVGElement;
  readonly #moving = svgElement("g");
  readonly #marks: Marks;
  readonly #lanes: ReadonlySet<number>;
  readonly #say: (text: string) => void;
  readonly #span: number;
  #view: View;

  constructor(facts: Timeline, say: (text: string) => void, signal: AbortSignal) {
    this.#facts = facts;
    this.#say = say;
    this.#span = Math.max(1, facts.to_ms - facts.from_ms);
    const marks = marksIn(facts);
    this.#view = closeUpOf(marks, facts) ?? wholeOf(this.#span);
    this.isCloseUp = this.#view.to < this.#span;
    this.#lanes = new Set(marks.map(({ lane }) => lane));
    this.#marks = marksOf(marks, ({ at_ms, says }) => say(`${momentText(at_ms)} UTC: ${says}`));
    this.#svg = svgElement("svg", { height: HEIGHT, "aria-hidden": "true" }, this.#moving, this.#marks.group);
    this.element = element(
      "div",
      {
        class: "times",
        tabindex: 0,
        role: "application",
        "aria-roledescription": "timeline",
        "aria-label":
          "Timeline. Left and right go from mark to mark, plus and minus zoom, Shift with left and right moves, Escape shows all. The table below has the same.",
      },
      this.#svg,
    );
    listenToKeys(this.element, this.#deeds(), signal);
    onSizeChange(this.element, () => this.#draw(), signal);
  }

  zoom(factor: number): void {
    this.#look(zoomed(this.#view, factor, 0.5, this.#span));
  }

  showAll(): void {
    this.#look(wholeOf(this.#span));
  }

  #look(view: View): void {
    this.#view = view;
    this.#draw();
  }

  #deeds(): Deeds {
    return {
      ArrowRight: () => this.#marks.step(1),
      ArrowLeft: () => this.#marks.step(-1),
      "Shift+ArrowRight": () => this.#look(moved(this.#view, KEY_STEP, this.#span)),
      "Shift+ArrowLeft": () => this.#look(moved(this.#view, -KEY_STEP, this.#span)),
      "+": () => this.zoom(KEY_ZOOM),
      "=": () => this.zoom(KEY_ZOOM),
      "-": () => this.zoom(1 / KEY_ZOOM),
      Escape: () => this.showAll(),
    };
  }

  #draw(): void {
    const width = this.element.clientWidth;
    this.#svg.setAttribute("width", String(width));
    const { from, to } = this.#view;
    const room = width - LABELS_WIDTH - 1.5 * EDGE;
    const xOf = (ms: number) =>
      LABELS_WIDTH + EDGE / 2 + ((ms - this.#facts.from_ms - from) / (to - from)) * room;
    this.#moving.replaceChildren(
      ...this.#axis(xOf, room),
      ...this.#runs(xOf, width),
      ...LANES.map((lane, at) => svgElement("text", { x: 0, y: middleOf(at) + 4, class: "lane" }, lane)),
      ...this.#emptyLanes().map(([lane, says]) =>
        svgElement("text", { x: LABELS_WIDTH + EDGE, y: middleOf(lane) + 4, class: "lane" }, says),
      ),
    );
    const isSeen = (x: number) => x >= LABELS_WIDTH && x <= width;
    this.#marks.place((ms) => (isSeen(xOf(ms)) ? xOf(ms) : -100), middleOf);
  }

  /** Where nothing is, or where what is there is not known. */
  #emptyLanes(): (readonly [lane: number, says: string])[] {
    const { runs, missing, events_left_out } = this.#facts;
    const says = missing.length > 0 ? "not known" : events_left_out > 0 ? "none of late" : "none";
    return LANES.flatMap((_, lane) => {
      const isEmpty = lane === 0 ? runs.length === 0 : !this.#lanes.has(lane);
      return isEmpty ? [[lane, says] as const] : [];
    });
  }

  #axis(xOf: (ms: number) => number, room: number): SVGElement[] {
    const { from, to } = this.#view;
    const start = this.#facts.from_ms;
    const { at, step } = ticks(start + from, start + to, room / PIXELS_PER_TICK);
    return at.flatMap((ms) => [
      svgElement("line", { x1: xOf(ms), x2: xOf(ms), y1: 0, y2: HEIGHT - AXIS_HEIGHT, class: "grid" }),
      svgElement("text", { x: xOf(ms), y: HEIGHT - 7, class: "tick" }, tickText(ms, step)),
    ]);
  }

  #runs(xOf: (ms: number) => number, width: number): SVGElement[] {
    const { runs, from_ms, to_ms } = this.#facts;
    return runs.flatMap((run, at) => {
      const left = Math.max(LABELS_WIDTH, xOf(run.began_ms ?? from_ms));
      const right = Math.min(width, xOf(run.ended_ms ?? to_ms));
      if (right < LABELS_WIDTH || left > width) return [];
      const bar = svgElement("rect", {
        x: left,
        y: middleOf(0) - 10,
        width: Math.max(2, right - left),
        height: 20,
        rx: 3,
        class: "run",
      });
      bar.style.fill = `var(${END_COLOURS[run.end]})`;
      bar.addEventListener("pointerenter", () => this.#say(runText(run, at)));
      const label = `run ${at + 1}`;
      const fits = right - left > label.length * 7 + 8;
      return fits
        ? [bar, svgElement("text", { x: left + 6, y: middleOf(0) + 4, class: "on-run" }, label)]
        : [bar];
    });
  }
}

/** What happened within a small part of the time is seen from near at first, so that one is told from the other. */
function closeUpOf(marks: readonly Mark[], { from_ms, to_ms }: Timeline): View | undefined {
  const lastMs = marks.at(-1)?.at_ms ?? to_ms;
  const to = (lastMs - from_ms) * BEYOND_LAST;
  return to > 0 && to < (to_ms - from_ms) * SMALL_PART ? { from: 0, to, top: 0 } : undefined;
}

function middleOf(lane: number): number {
  return lane * LANE_HEIGHT + LANE_HEIGHT / 2;
}

/** Oldest first, so that the arrow keys go along the axis. */
function marksIn({ events, marks }: Timeline): readonly Mark[] {
  const ofEvents = events.map(({ at_ms, severity, says, events: count }): Mark => {
    const told = count > 1 ? `${says} (${count} events)` : says;
    return severity === "incident"
      ? { at_ms, lane: 1, colour: "--bad", shape: "diamond", says: told }
      : { at_ms, lane: 2, colour: "--quiet", shape: "tick", says: told };
  });
  const others = marks.map(
    ({ at_ms, kind, says }): Mark =>
      kind === "checkpoint"
        ? { at_ms, lane: 3, colour: "--accent", shape: "dot", says }
        : { at_ms, lane: 3, colour: "--bad", shape: "diamond", says },
  );
  return [...ofEvents, ...others].sort((a, b) => a.at_ms - b.at_ms);
}
