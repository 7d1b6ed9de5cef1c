import type { PictureOf } from "../../answers/pictures.ts";

export type FlameFrames = PictureOf<"flame">["frames"];

/** Where frames stand: across in the unit of the profile, down in rows. */
export interface FlameLayout {
  /** Left edge of each frame. */
  readonly from: Float64Array;
  readonly widths: Float64Array;
  /** Of a hidden frame that of the shown one above it, -1 for none. */
  readonly row: Int32Array;
  /** Of each row its frames from left to right. */
  readonly rows: readonly (readonly number[])[];
  /** The nearest shown frame above each, -1 for none. */
  readonly above: Int32Array;
  /** Of each frame those shown next below it, from left to right. */
  readonly below: readonly (readonly number[])[];
  /** Frames that none is shown above of, from left to right. */
  readonly tops: readonly number[];
  /** Right edge of the last one. */
  readonly width: number;
}

/**
 * Frames one below the other, side by side in the order in which they come. What hangs on a hidden frame moves up to
 * where it would stand; its width stays.
 */
export function layoutFlame(frames: FlameFrames, isHidden: (frame: number) => boolean): FlameLayout {
  const { parent } = frames;
  const widths = widthsOf(frames);
  const from = new Float64Array(parent.length);
  const row = new Int32Array(parent.length);
  const above = new Int32Array(parent.length);
  const rows: number[][] = [];
  const below: number[][] = parent.map(() => []);
  const tops: number[] = [];
  /** Up to where the frames right below each are placed. */
  const filled = new Float64Array(parent.length);
  let width = 0;
  for (const [frame, caller] of parent.entries()) {
    const weight = widths[frame] ?? 0;
    const left = caller < 0 ? width : (filled[caller] ?? 0);
    if (caller < 0) width += weight;
    else filled[caller] = left + weight;
    from[frame] = left;
    filled[frame] = left;
    const shown = caller < 0 ? -1 : isHidden(caller) ? (above[caller] ?? -1) : caller;
    above[frame] = shown;
    const rowAbove = shown < 0 ? -1 : (row[shown] ?? 0);
    row[frame] = rowAbove;
    if (isHidden(frame)) continue;
    row[frame] = rowAbove + 1;
    const inRow = rows[rowAbove + 1] ?? [];
    rows[rowAbove + 1] = inRow;
    inRow.push(frame);
    (shown < 0 ? tops : below[shown])?.push(frame);
  }
  for (const inRow of [...rows, ...below, tops]) inRow.sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  return { from, widths, row, rows, above, below, tops, width };
}

/**
 * Where two profiles are compared, a frame is as wide as in that which has more of it, so that what is gone is seen too;
 * and as wide as all that hangs on it.
 */
function widthsOf({ parent, total, change }: FlameFrames): Float64Array {
  const widths = Float64Array.from(total);
  if (change === undefined) return widths;
  const below = new Float64Array(total.length);
  for (let frame = total.length - 1; frame >= 0; frame--) {
    const now = total[frame] ?? 0;
    const width = Math.max(now, now - (change[frame] ?? 0), below[frame] ?? 0);
    widths[frame] = width;
    const above = parent[frame] ?? -1;
    if (above >= 0) below[above] = (below[above] ?? 0) + width;
  }
  return widths;
}

/** The position in a row of the first frame that ends right of a place; frames without a width are passed over. */
export function firstEndingAfter(
  inRow: readonly number[],
  place: number,
  { from, widths }: FlameLayout,
): number {
  let low = 0;
  let high = inRow.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const frame = inRow[middle] ?? 0;
    if ((from[frame] ?? 0) + (widths[frame] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** From the frame without a parent to this one. */
export function pathTo(frame: number, parent: readonly number[]): number[] {
  const path: number[] = [];
  for (let at = frame; at >= 0; at = parent[at] ?? -1) path.unshift(at);
  return path;
}

/** All frames, each followed by what hangs on it: the order of a table. */
export function depthFirst({ tops, below }: FlameLayout): number[] {
  const order: number[] = [];
  const open = tops.toReversed();
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    order.push(frame);
    open.push(...(below[frame] ?? []).toReversed());
  }
  return order;
}
