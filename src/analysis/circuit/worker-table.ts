/** Numbers by metric, node and worker, eight bytes each. */
export class WorkerTable {
  readonly #rows = new Map<string, number>();
  /** For each metric one column per worker, with a row per node; NaN where there is none. */
  readonly #metrics = new Map<string, Float64Array[]>();

  /** Adds to what is there, as for a metric that a node has once per slot. */
  add(metric: string, node: string, worker: number, number: number): void {
    const columns = entry(this.#metrics, metric, () => []);
    while (columns.length <= worker) columns.push(new Float64Array());
    const row = entry(this.#rows, node, () => this.#rows.size);
    const column = grown(columns[worker] ?? new Float64Array(), row);
    columns[worker] = column;
    const before = column[row] ?? 0;
    column[row] = Number.isNaN(before) ? number : before + number;
  }

  /** The metric of a node in each of `workers`, 0 in those that have none; undefined where no worker has it. */
  get(metric: string, node: string, workers: number): number[] | undefined {
    const row = this.#rows.get(node);
    const columns = this.#metrics.get(metric);
    if (row === undefined || columns === undefined) return undefined;
    const numbers = Array.from({ length: workers }, (_, worker) => columns[worker]?.[row] ?? Number.NaN);
    return numbers.every(Number.isNaN)
      ? undefined
      : numbers.map((number) => (Number.isNaN(number) ? 0 : number));
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function grown(column: Float64Array, row: number): Float64Array {
  if (row < column.length) return column;
  const larger = new Float64Array(Math.max(64, row * 2)).fill(Number.NaN);
  larger.set(column);
  return larger;
}
