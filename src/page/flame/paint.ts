import type { Colours } from "../dom/colours.ts";
import type { View } from "../view/view.ts";
import type { Colouring } from "./colouring.ts";
import { type FlameFrames, type FlameLayout, firstEndingAfter } from "./layout.ts";
import type { FlameNames } from "./names.ts";

export const ROW_HEIGHT = 20;
/** Narrower frames are not seen. */
const LEAST_PIXELS = 0.5;
const LEAST_FOR_TEXT = 24;
const PADDING = 5;

export interface FlameScene {
  readonly frames: FlameFrames;
  readonly layout: FlameLayout;
  readonly names: FlameNames;
  readonly colouring: Colouring;
  readonly colours: Colours;
  readonly isMatch: ((frame: number) => boolean) | undefined;
}

export interface Marked {
  readonly selected: number;
  readonly hovered: number;
}

/** Paints what is seen of a flame graph; what lies outside costs nothing. */
export class FlamePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #font = "";
  #letter = 7;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
  }

  /** In CSS pixels. */
  resize(width: number, height: number): void {
    const scale = window.devicePixelRatio;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#context?.scale(scale, scale);
    const { fontFamily } = getComputedStyle(this.#canvas);
    this.#font = `12px ${fontFamily}`;
  }

  paint(scene: FlameScene, view: View, marked: Marked): void {
    const context = this.#context;
    if (context === null) return;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    context.fillStyle = scene.colours.of("--background");
    context.fillRect(0, 0, width, height);
    context.font = this.#font;
    context.textBaseline = "middle";
    this.#letter = context.measureText("abcdefghijklmnopqrstuvwxyz_:").width / 28;
    const first = Math.max(0, Math.floor(view.top / ROW_HEIGHT));
    const last = Math.min(scene.layout.rows.length, Math.ceil((view.top + height) / ROW_HEIGHT));
    for (let row = first; row < last; row++) this.#row(context, row, scene, view, marked, width);
  }

  #row(
    context: CanvasRenderingContext2D,
    row: number,
    scene: FlameScene,
    view: View,
    marked: Marked,
    width: number,
  ): void {
    const { layout } = scene;
    const inRow = layout.rows[row] ?? [];
    const scale = width / (view.to - view.from);
    const y = row * ROW_HEIGHT - view.top;
    for (let at = firstEndingAfter(inRow, view.from, layout); at < inRow.length; at++) {
      const frame = inRow[at] ?? 0;
      const start = ((layout.from[frame] ?? 0) - view.from) * scale;
      if (start >= width) break;
      const pixels = (layout.widths[frame] ?? 0) * scale;
      if (pixels < LEAST_PIXELS) continue;
      const x = Math.max(0, start);
      const right = Math.min(width, start + pixels);
      this.#frame(context, frame, { x, y, pixels: right - x }, scene, marked);
    }
  }

  #frame(
    context: CanvasRenderingContext2D,
    frame: number,
    { x, y, pixels }: { x: number; y: number; pixels: number },
    { colouring, colours, isMatch, names, frames }: FlameScene,
    { selected, hovered }: Marked,
  ): void {
    const gap = pixels > 3 ? 1 : 0;
    const dimmed = isMatch !== undefined && !isMatch(frame);
    context.globalAlpha = dimmed ? 0.35 : 1;
    context.fillStyle = colours.of(colouring.fill(frame));
    context.fillRect(x, y, pixels - gap, ROW_HEIGHT - 1);
    if ((frames.left_out[frame] ?? 0) > 0) {
      context.fillStyle = colours.of("--more-below");
      context.fillRect(x, y + ROW_HEIGHT - 3, pixels - gap, 2);
    }
    if (pixels >= LEAST_FOR_TEXT) {
      context.fillStyle = colours.of("--on-frame");
      const room = Math.floor((pixels - 2 * PADDING) / this.#letter);
      const text = names.short(frame);
      const cut = text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text;
      context.fillText(cut, x + PADDING, y + ROW_HEIGHT / 2, pixels - PADDING);
    }
    context.globalAlpha = 1;
    if (frame === selected || frame === hovered) {
      context.strokeStyle = colours.of(frame === selected ? "--focus" : "--text");
      context.lineWidth = frame === selected ? 2 : 1;
      context.strokeRect(x + 1, y + 1, Math.max(1, pixels - gap - 2), ROW_HEIGHT - 3);
    }
  }
}
