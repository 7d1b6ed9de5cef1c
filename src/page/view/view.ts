/** What part of a picture is seen: across in the unit of what it shows, down in pixels. */
export interface View {
  readonly from: number;
  readonly to: number;
  readonly top: number;
}

/** No less than this part of the whole is seen. */
const SMALLEST_PART = 1e-6;

export function wholeOf(width: number): View {
  return { from: 0, to: width, top: 0 };
}

/** Moved by parts of what is seen, and not beyond the edges. */
export function moved(view: View, by: number, width: number): View {
  const span = view.to - view.from;
  const from = Math.max(0, Math.min(width - span, view.from + by * span));
  return { ...view, from, to: from + span };
}

/** Larger by a factor around a place, from 0 (left) to 1 (right). */
export function zoomed(view: View, factor: number, around: number, width: number): View {
  const span = view.to - view.from;
  const now = Math.max(width * SMALLEST_PART, Math.min(width, span / factor));
  const from = Math.max(0, Math.min(width - now, view.from + (span - now) * around));
  return { ...view, from, to: from + now };
}
