/** Intervals in the order of their start; of those that start together, the longer first. */
export interface Intervals {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
}

/**
 * For each time, the interval that holds it and started last; -1 where none does. Both ends belong to an
 * interval. Intervals may nest and overlap. Takes time in proportion to n log n.
 *
 * @param timeMs in any order
 */
export function innermostIntervals(timeMs: Float64Array, { startMs, endMs }: Intervals): Int32Array {
  const innermost = new Int32Array(timeMs.length).fill(-1);
  // Those that have started, the last of them on top. Below the top there may be some that have ended.
  const open: number[] = [];
  let next = 0;
  for (const row of ascending(timeMs)) {
    const time = timeMs[row] ?? 0;
    for (; next < startMs.length && (startMs[next] ?? 0) <= time; next++) {
      if ((endMs[next] ?? 0) >= time) open.push(next);
    }
    while (open.length > 0 && (endMs[open.at(-1) ?? -1] ?? 0) < time) open.pop();
    innermost[row] = open.at(-1) ?? -1;
  }
  return innermost;
}

/** The rows of a column in the order of their values. */
export function ascending(column: Float64Array): Int32Array {
  const rows = new Int32Array(column.keys());
  const isAscending = column.every((value, row) => row === 0 || (column[row - 1] ?? 0) <= value);
  return isAscending ? rows : rows.sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
}
