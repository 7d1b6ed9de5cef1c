import { Colours } from "../dom/colours.ts";
import { element } from "../dom/element.ts";
import { type Deeds, listenToKeys } from "../dom/keys.ts";
import { onSizeChange } from "../dom/size-changes.ts";
import { onThemeChange } from "../dom/theme-changes.ts";
import { moved, type View, wholeOf, zoomed } from "../view/view.ts";
import { pathTo } from "./layout.ts";
import { FlamePainter, type FlameScene, ROW_HEIGHT } from "./paint.ts";

const WHEEL_STEP = 0.002;
const KEY_STEP = 0.2;
const KEY_ZOOM = 1.5;
/** A pointer that moves further drags, and picks nothing. */
const DRAG_PIXELS = 4;

export interface FlameEvents {
  /** A frame is looked at: by the pointer, or chosen. -1 none. */
  readonly lookedAt: (frame: number, isChosen: boolean) => void;
  /** A frame fills the width now. */
  readonly zoomedTo: (frame: number) => void;
  readonly zoomedOut: () => void;
}

type SceneOf = Omit<FlameScene, "colours">;

/** A flame graph on a canvas: dragged and zoomed by pointer, wheel and keys. */
export class FlameGraph {
  readonly element: HTMLCanvasElement;
  readonly #painter: FlamePainter;
  readonly #colours: Colours;
  readonly #events: FlameEvents;
  #scene: SceneOf;
  #view: View;
  #selected = -1;
  #hovered = -1;
  #isPainting = false;
  #drag: { x: number; y: number; view: View; hasMoved: boolean } | undefined;

  constructor(scene: SceneOf, holder: HTMLElement, events: FlameEvents, signal: AbortSignal) {
    this.element = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-roledescription": "flame graph",
      "aria-label":
        "Flame graph. Arrow keys go from frame to frame, Enter zooms in, Escape out, plus and minus zoom, Shift with arrows moves. The table below has the same frames.",
    });
    holder.append(this.element);
    this.#painter = new FlamePainter(this.element);
    this.#colours = new Colours(holder);
    this.#events = events;
    this.#scene = scene;
    this.#view = wholeOf(scene.layout.width);
    this.#listen(signal);
    onSizeChange(this.element, () => this.#resize(), signal);
    onThemeChange(() => {
      this.#colours.forget();
      this.#paintSoon();
    }, signal);
  }

  /** Other rows or marks of the same frames. */
  rescene(scene: SceneOf): void {
    this.#scene = scene;
    this.#look(this.#view);
  }

  zoom(factor: number): void {
    this.#look(zoomed(this.#view, factor, 0.5, this.#scene.layout.width));
  }

  showAll(): void {
    this.#look({ ...wholeOf(this.#scene.layout.width), top: this.#view.top });
    this.#events.zoomedOut();
  }

  /** Lets a frame fill the width. */
  zoomTo(frame: number): void {
    const { layout } = this.#scene;
    const from = layout.from[frame] ?? 0;
    const width = layout.widths[frame] ?? 0;
    if (width <= 0) return;
    this.#choose(frame);
    this.#look({ ...this.#view, from, to: from + width });
    this.#events.zoomedTo(frame);
  }

  #resize(): void {
    this.#painter.resize(this.element.clientWidth, this.element.clientHeight);
    this.#paint();
  }

  #look(view: View): void {
    const below = this.#scene.layout.rows.length * ROW_HEIGHT - this.element.clientHeight;
    this.#view = { ...view, top: Math.max(0, Math.min(below, view.top)) };
    this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#isPainting) return;
    this.#isPainting = true;
    requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#isPainting = false;
    const marked = { selected: this.#selected, hovered: this.#hovered };
    this.#painter.paint({ ...this.#scene, colours: this.#colours }, this.#view, marked);
  }

  #listen(signal: AbortSignal): void {
    const canvas = this.element;
    const on = { signal };
    canvas.addEventListener("pointerdown", (event) => this.#grab(event), on);
    canvas.addEventListener("pointermove", (event) => this.#move(event), on);
    canvas.addEventListener("pointerup", (event) => this.#release(event), on);
    canvas.addEventListener("pointercancel", () => this.#letGo(), on);
    canvas.addEventListener("pointerleave", () => this.#hover(-1), on);
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    listenToKeys(canvas, this.#deeds(), signal);
    canvas.addEventListener("focus", () => this.#selected < 0 && this.#choose(this.#firstSeen()), on);
  }

  #grab({ offsetX, offsetY, pointerId, button }: PointerEvent): void {
    if (button !== 0) return;
    this.element.setPointerCapture(pointerId);
    this.#drag = { x: offsetX, y: offsetY, view: this.#view, hasMoved: false };
  }

  #move({ offsetX, offsetY }: PointerEvent): void {
    const drag = this.#drag;
    if (drag === undefined) {
      this.#hover(this.#frameAt(offsetX, offsetY));
      return;
    }
    const [dx, dy] = [offsetX - drag.x, offsetY - drag.y];
    drag.hasMoved ||= Math.hypot(dx, dy) > DRAG_PIXELS;
    if (!drag.hasMoved) return;
    const across = moved(drag.view, -dx / this.element.clientWidth, this.#scene.layout.width);
    this.#look({ ...across, top: drag.view.top - dy });
  }

  #release({ offsetX, offsetY }: PointerEvent): void {
    const wasClick = this.#drag?.hasMoved === false;
    this.#letGo();
    const frame = this.#frameAt(offsetX, offsetY);
    if (wasClick && frame >= 0) this.zoomTo(frame);
  }

  #letGo(): void {
    this.#drag = undefined;
  }

  /** A wheel scrolls what is higher than its room; with Ctrl, as pinching says it, it zooms. */
  #wheel(event: WheelEvent): void {
    const { width } = this.#scene.layout;
    const { view, x } = { view: this.#view, x: event.offsetX / this.element.clientWidth };
    if (event.ctrlKey) this.#look(zoomed(view, Math.exp(-event.deltaY * WHEEL_STEP), x, width));
    else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#look(moved(view, event.deltaX / this.element.clientWidth, width));
    } else {
      const before = this.#view.top;
      this.#look({ ...view, top: view.top + event.deltaY });
      if (this.#view.top === before) return;
    }
    event.preventDefault();
  }

  #deeds(): Deeds {
    const across = (by: number) => this.#look(moved(this.#view, by, this.#scene.layout.width));
    const down = (by: number) =>
      this.#look({ ...this.#view, top: this.#view.top + by * this.element.clientHeight });
    return {
      "Shift+ArrowLeft": () => across(-KEY_STEP),
      "Shift+ArrowRight": () => across(KEY_STEP),
      "Shift+ArrowUp": () => down(-KEY_STEP),
      "Shift+ArrowDown": () => down(KEY_STEP),
      ArrowDown: () => this.#step((frame) => this.#scene.layout.below[frame]?.[0]),
      ArrowUp: () => this.#step((frame) => this.#scene.layout.above[frame]),
      ArrowRight: () => this.#step((frame) => this.#beside(frame, 1)),
      ArrowLeft: () => this.#step((frame) => this.#beside(frame, -1)),
      Home: () => this.#choose(this.#firstSeen()),
      Enter: () => this.zoomTo(this.#selected),
      " ": () => this.zoomTo(this.#selected),
      Escape: () => this.showAll(),
      "+": () => this.zoom(KEY_ZOOM),
      "=": () => this.zoom(KEY_ZOOM),
      "-": () => this.zoom(1 / KEY_ZOOM),
    };
  }

  #step(next: (frame: number) => number | undefined): void {
    const frame = next(this.#selected) ?? -1;
    if (frame < 0) return;
    this.#choose(frame);
    this.#bringIntoView(frame);
  }

  #beside(frame: number, by: number): number | undefined {
    const { layout } = this.#scene;
    const inRow = layout.rows[layout.row[frame] ?? -1] ?? [];
    return inRow[inRow.indexOf(frame) + by];
  }

  #bringIntoView(frame: number): void {
    const { layout } = this.#scene;
    const y = (layout.row[frame] ?? 0) * ROW_HEIGHT;
    const { top, from, to } = this.#view;
    const height = this.element.clientHeight;
    const down = y < top ? y : y + ROW_HEIGHT > top + height ? y + ROW_HEIGHT - height : top;
    const left = layout.from[frame] ?? 0;
    const right = left + (layout.widths[frame] ?? 0);
    const outside = right < from || left > to;
    this.#look({
      ...(outside ? moved(this.#view, (left - from) / (to - from), layout.width) : this.#view),
      top: down,
    });
  }

  #firstSeen(): number {
    return this.#scene.layout.tops[0] ?? -1;
  }

  #choose(frame: number): void {
    this.#selected = frame;
    this.#events.lookedAt(frame, true);
    this.#paintSoon();
  }

  #hover(frame: number): void {
    if (frame === this.#hovered) return;
    this.#hovered = frame;
    this.#events.lookedAt(frame < 0 ? this.#selected : frame, false);
    this.#paintSoon();
  }

  #frameAt(x: number, y: number): number {
    const { layout } = this.#scene;
    const { from, to, top } = this.#view;
    const place = from + (x / this.element.clientWidth) * (to - from);
    const inRow = layout.rows[Math.floor((y + top) / ROW_HEIGHT)] ?? [];
    return (
      inRow.findLast((frame) => {
        const left = layout.from[frame] ?? 0;
        return left <= place && place < left + (layout.widths[frame] ?? 0);
      }) ?? -1
    );
  }

  /** The ids of functions by which a frame is found again in the whole profile. */
  pathOf(frame: number): readonly number[] {
    return pathTo(frame, this.#scene.frames.parent);
  }
}
