import type { Colours } from "../dom/colours.ts";
import { heatColour } from "./heat.ts";
import type { Box, FlowLayout, Point } from "./layout.ts";

export interface Camera {
  /** What stands in the upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Pixels for each unit of the layout. */
  readonly scale: number;
}

export interface FlowScene {
  readonly layout: FlowLayout;
  readonly names: readonly string[];
  /** Below the name: what is compared. */
  readonly figures: readonly string[];
  /** From 0 to 1. */
  readonly shares: readonly number[];
  readonly colours: Colours;
  readonly selected: number;
  readonly hovered: number;
}

const LEAST_SCALE_FOR_TEXT = 0.45;
const PADDING = 8;
const ARROW = 5;

/** Paints what of the dataflow is within the canvas. */
export function paintFlow(canvas: HTMLCanvasElement, font: string, scene: FlowScene, camera: Camera): void {
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) return;
  const { colours, layout, selected } = scene;
  const pixels = window.devicePixelRatio;
  context.setTransform(pixels, 0, 0, pixels, 0, 0);
  context.fillStyle = colours.of("--background");
  context.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  context.scale(camera.scale, camera.scale);
  context.translate(-camera.x, -camera.y);
  const seen: Box = {
    x: camera.x,
    y: camera.y,
    width: canvas.clientWidth / camera.scale,
    height: canvas.clientHeight / camera.scale,
  };
  const hasText = camera.scale >= LEAST_SCALE_FOR_TEXT;
  context.textBaseline = "middle";
  context.lineWidth = 1 / Math.min(1, camera.scale);
  for (const group of layout.groups)
    if (meets(group, seen)) paintGroup(context, group, font, hasText, colours);
  context.strokeStyle = colours.of("--edge");
  context.fillStyle = colours.of("--edge");
  for (const points of layout.edges) if (meets(around(points), seen)) paintEdge(context, points);
  for (const [at, node] of layout.nodes.entries()) {
    if (node !== undefined && meets(node, seen)) paintNode(context, at, node, font, hasText, scene);
  }
  const chosen = layout.nodes[selected];
  if (chosen !== undefined) {
    context.strokeStyle = colours.of("--focus");
    context.lineWidth = 3 / Math.min(1, camera.scale);
    context.strokeRect(chosen.x - 1, chosen.y - 1, chosen.width + 2, chosen.height + 2);
  }
}

function paintGroup(
  context: CanvasRenderingContext2D,
  { x, y, width, height, label }: FlowLayout["groups"][number],
  font: string,
  hasText: boolean,
  colours: Colours,
): void {
  context.strokeStyle = colours.of("--line");
  context.strokeRect(x, y, width, height);
  if (!hasText) return;
  context.font = `12px ${font}`;
  context.fillStyle = colours.of("--quiet");
  context.fillText(clipped(context, label, width - 2 * PADDING), x + PADDING + 4, y + 14);
}

function paintNode(
  context: CanvasRenderingContext2D,
  at: number,
  { x, y, width, height }: Box,
  font: string,
  hasText: boolean,
  { names, figures, shares, colours, hovered }: FlowScene,
): void {
  context.fillStyle = colours.of(heatColour(shares[at] ?? 0));
  context.fillRect(x, y, width, height);
  context.strokeStyle = colours.of(at === hovered ? "--text" : "--line");
  context.strokeRect(x, y, width, height);
  if (!hasText) return;
  context.fillStyle = colours.of("--on-frame");
  context.font = `600 13px ${font}`;
  context.fillText(clipped(context, names[at] ?? "", width - 2 * PADDING), x + PADDING, y + 15);
  context.font = `13px ${font}`;
  context.fillText(clipped(context, figures[at] ?? "", width - 2 * PADDING), x + PADDING, y + 31);
}

/** With an arrow where the records arrive. */
function paintEdge(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  const [first, ...rest] = points;
  const last = points.at(-1);
  const before = points.at(-2);
  if (first === undefined || last === undefined || before === undefined) return;
  context.beginPath();
  context.moveTo(...first);
  for (const point of rest) context.lineTo(...point);
  context.stroke();
  const angle = Math.atan2(last[1] - before[1], last[0] - before[0]);
  const corner = (turn: number): Point => [
    last[0] - 1.6 * ARROW * Math.cos(angle + turn),
    last[1] - 1.6 * ARROW * Math.sin(angle + turn),
  ];
  context.beginPath();
  context.moveTo(...last);
  context.lineTo(...corner(0.45));
  context.lineTo(...corner(-0.45));
  context.fill();
}

/** The middle gives way: handles begin with the view and end with the line. */
function clipped(context: CanvasRenderingContext2D, text: string, room: number): string {
  const width = context.measureText(text).width;
  if (width <= room) return text;
  const chars = Math.max(2, Math.floor((text.length * room) / width) - 1);
  const head = Math.ceil(chars / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (chars - head))}`;
}

function around(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function meets(one: Box, other: Box): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}
