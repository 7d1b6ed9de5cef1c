import { Colours } from "../dom/colours.ts";
import { element } from "../dom/element.ts";
import { type Deeds, listenToKeys } from "../dom/keys.ts";
import { onSizeChange } from "../dom/size-changes.ts";
import { onThemeChange } from "../dom/theme-changes.ts";
import type { FlowLayout, FlowLayouts } from "./layout.ts";
import { type Camera, type FlowScene, paintFlow } from "./paint.ts";
import type { Neighbours } from "./part.ts";

const LEAST_SCALE = 0.02;
const MOST_SCALE = 2;
/** Smaller than this nothing is read: the dearest operator is shown instead of all. */
const READABLE_SCALE = 0.85;
const WHEEL_STEP = 0.002;
const KEY_STEP = 0.2;
const KEY_ZOOM = 1.3;
const MARGIN = 16;
/** More than any room. */
const MOST_HEIGHT = "1000rem";

/** The layouts have the same operators: the one that fits its room best is drawn. */
export type FlowDrawn = Omit<FlowScene, "layout" | "colours" | "selected" | "hovered"> & {
  readonly layouts: FlowLayouts;
};

export interface FlowEvents {
  readonly lookedAt: (operator: number) => void;
  /** One that is not laid out shall be looked at. */
  readonly missed: (operator: number) => void;
}

/** The dataflow on a canvas: dragged and zoomed by pointer, wheel and keys. */
export class FlowGraph {
  readonly element: HTMLCanvasElement;
  readonly #colours: Colours;
  readonly #neighbours: Neighbours;
  readonly #events: FlowEvents;
  #drawn: FlowDrawn;
  #layout: FlowLayout;
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #selected = -1;
  #hovered = -1;
  #font = "";
  #isPainting = false;
  #isPlaced = false;
  #drag: { x: number; y: number; camera: Camera } | undefined;

  constructor(
    drawn: FlowDrawn,
    neighbours: Neighbours,
    holder: HTMLElement,
    events: FlowEvents,
    signal: AbortSignal,
  ) {
    this.element = element("canvas", {
      tabindex: 0,
      role: "application",
      "aria-roledescription": "dataflow graph",
      "aria-label":
        "Dataflow. Right and left go along the records, down and up to the next operators, plus and minus zoom, Shift with arrows moves, Escape shows all. The table below has the same operators.",
    });
    holder.append(this.element);
    this.#colours = new Colours(holder);
    this.#drawn = drawn;
    this.#layout = drawn.layouts[0];
    this.#neighbours = neighbours;
    this.#events = events;
    this.#listen(signal);
    onSizeChange(this.element, () => this.#resize(), signal);
    onThemeChange(() => {
      this.#colours.forget();
      this.#paintSoon();
    }, signal);
  }

  /** Other figures, or another layout. */
  redraw(drawn: FlowDrawn): void {
    this.#isPlaced &&= drawn.layouts === this.#drawn.layouts;
    this.#drawn = drawn;
    if (this.#isPlaced) this.#paintSoon();
    else if (this.element.clientWidth > 0) this.#resize();
  }

  zoom(factor: number): void {
    this.#zoomAround(factor, this.element.clientWidth / 2, this.element.clientHeight / 2);
  }

  showAll(): void {
    this.#fit();
    this.#paintSoon();
  }

  select(operator: number): void {
    if (this.#layout.nodes[operator] === undefined) {
      if (operator >= 0) this.#events.missed(operator);
      return;
    }
    this.#selected = operator;
    this.#events.lookedAt(operator);
    this.#center(operator);
    this.#paintSoon();
  }

  #resize(): void {
    const isFirst = !this.#isPlaced && this.element.clientWidth > 0;
    if (isFirst) this.#takeRoom();
    const { clientWidth, clientHeight } = this.element;
    this.element.width = Math.round(clientWidth * window.devicePixelRatio);
    this.element.height = Math.round(clientHeight * window.devicePixelRatio);
    this.#font = getComputedStyle(this.element).fontFamily;
    if (isFirst) {
      this.#isPlaced = true;
      this.#fit();
      if (this.#camera.scale < READABLE_SCALE) {
        this.#camera = { ...this.#camera, scale: READABLE_SCALE };
        this.#center(this.#dearest());
        this.#leaveNoRoom();
      }
    }
    this.#paint();
  }

  /** Takes the layout that is largest in its room, and the height that it has there, or where it can be read. */
  #takeRoom(): void {
    const { style } = this.element;
    style.setProperty("--height", MOST_HEIGHT);
    this.#layout = this.#drawn.layouts.reduce((best, one) =>
      this.#fittingScale(one) > this.#fittingScale(best) ? one : best,
    );
    const { width, height } = this.#layout;
    const scale = Math.max(READABLE_SCALE, Math.min(1, (this.element.clientWidth - 2 * MARGIN) / width));
    style.setProperty("--height", `${height * scale + 2 * MARGIN}px`);
  }

  #fittingScale({ width, height }: FlowLayout): number {
    const { clientWidth, clientHeight } = this.element;
    return Math.min(1, (clientWidth - 2 * MARGIN) / width, (clientHeight - 2 * MARGIN) / height);
  }

  #dearest(): number {
    const { shares } = this.#drawn;
    return shares.reduce((best, share, at) => (share > (shares[best] ?? 0) ? at : best), 0);
  }

  #fit(): void {
    const { width, height } = this.#layout;
    const { clientWidth, clientHeight } = this.element;
    const scale = Math.max(LEAST_SCALE, this.#fittingScale(this.#layout));
    this.#camera = { scale, x: (width - clientWidth / scale) / 2, y: (height - clientHeight / scale) / 2 };
  }

  #center(operator: number): void {
    const node = this.#layout.nodes[operator];
    if (node === undefined) return;
    const { scale } = this.#camera;
    this.#camera = {
      scale,
      x: node.x + node.width / 2 - this.element.clientWidth / scale / 2,
      y: node.y + node.height / 2 - this.element.clientHeight / scale / 2,
    };
  }

  /** Moved so that nothing beyond the edges of the graph is seen, where it is larger than its room. */
  #leaveNoRoom(): void {
    const { scale, x, y } = this.#camera;
    const { width, height } = this.#layout;
    const margin = MARGIN / scale;
    const within = (from: number, seen: number, whole: number) =>
      seen >= whole + 2 * margin
        ? (whole - seen) / 2
        : Math.max(-margin, Math.min(from, whole + margin - seen));
    this.#camera = {
      scale,
      x: within(x, this.element.clientWidth / scale, width),
      y: within(y, this.element.clientHeight / scale, height),
    };
  }

  #zoomAround(factor: number, x: number, y: number): void {
    const before = this.#camera;
    const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, before.scale * factor));
    this.#camera = {
      scale,
      x: before.x + x / before.scale - x / scale,
      y: before.y + y / before.scale - y / scale,
    };
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
    const { layouts: _, ...drawn } = this.#drawn;
    const scene = { ...drawn, ...marked, layout: this.#layout, colours: this.#colours };
    paintFlow(this.element, this.#font, scene, this.#camera);
  }

  #listen(signal: AbortSignal): void {
    const canvas = this.element;
    const on = { signal };
    canvas.addEventListener("pointerdown", (event) => this.#grab(event), on);
    canvas.addEventListener("pointermove", (event) => this.#move(event), on);
    canvas.addEventListener("pointerup", () => this.#letGo(), on);
    canvas.addEventListener("pointercancel", () => this.#letGo(), on);
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    listenToKeys(canvas, this.#deeds(), signal);
    canvas.addEventListener("focus", () => this.#selected < 0 && this.select(this.#dearest()), on);
  }

  #grab({ offsetX, offsetY, pointerId, button }: PointerEvent): void {
    if (button !== 0) return;
    this.element.setPointerCapture(pointerId);
    this.#drag = { x: offsetX, y: offsetY, camera: this.#camera };
    const operator = this.#operatorAt(offsetX, offsetY);
    if (operator < 0) return;
    this.#selected = operator;
    this.#events.lookedAt(operator);
    this.#paintSoon();
  }

  #move({ offsetX, offsetY }: PointerEvent): void {
    if (this.#drag !== undefined) {
      const { camera, x, y } = this.#drag;
      this.#camera = {
        ...camera,
        x: camera.x - (offsetX - x) / camera.scale,
        y: camera.y - (offsetY - y) / camera.scale,
      };
      this.#paintSoon();
      return;
    }
    const operator = this.#operatorAt(offsetX, offsetY);
    if (operator === this.#hovered) return;
    this.#hovered = operator;
    this.#events.lookedAt(operator < 0 ? this.#selected : operator);
    this.#paintSoon();
  }

  #letGo(): void {
    this.#drag = undefined;
  }

  /** With Ctrl, as pinching says it, a wheel zooms; without, the page around scrolls. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    this.#zoomAround(Math.exp(-event.deltaY * WHEEL_STEP), event.offsetX, event.offsetY);
    event.preventDefault();
  }

  #deeds(): Deeds {
    const move = (x: number, y: number) =>
      this.#moveBy(x * this.element.clientWidth * KEY_STEP, y * this.element.clientHeight * KEY_STEP);
    return {
      "Shift+ArrowLeft": () => move(-1, 0),
      "Shift+ArrowRight": () => move(1, 0),
      "Shift+ArrowUp": () => move(0, -1),
      "Shift+ArrowDown": () => move(0, 1),
      ArrowRight: () => this.#step(this.#neighbours.after(this.#selected)[0]),
      ArrowLeft: () => this.#step(this.#neighbours.before(this.#selected)[0]),
      ArrowUp: () => this.#step(this.#selected - 1),
      ArrowDown: () => this.#step(this.#selected + 1),
      Home: () => this.#step(this.#dearest()),
      "+": () => this.zoom(KEY_ZOOM),
      "=": () => this.zoom(KEY_ZOOM),
      "-": () => this.zoom(1 / KEY_ZOOM),
      Escape: () => this.showAll(),
    };
  }

  #moveBy(x: number, y: number): void {
    const { scale } = this.#camera;
    this.#camera = { scale, x: this.#camera.x + x / scale, y: this.#camera.y + y / scale };
    this.#paintSoon();
  }

  #step(operator: number | undefined): void {
    if (operator !== undefined && operator < this.#drawn.names.length) this.select(operator);
  }

  #operatorAt(x: number, y: number): number {
    const { scale } = this.#camera;
    const at = { x: this.#camera.x + x / scale, y: this.#camera.y + y / scale };
    return this.#layout.nodes.findIndex(
      (node) =>
        node !== undefined &&
        at.x >= node.x &&
        at.x <= node.x + node.width &&
        at.y >= node.y &&
        at.y <= node.y + node.height,
    );
  }
}
