import {
  type MarkerNames,
  type MarkerTable,
  readMarkerCategories,
  readMarkerTimes,
  readPayloads,
} from "./marker-columns.ts";
import { type MarkedOperator, OperatorMarkerReader, type OperatorWork } from "./operator-marker-reader.ts";
import { NOT_FELDERAS } from "./payloads.ts";

export type { MarkedOperator } from "./operator-marker-reader.ts";

/** The markers that Feldera adds to a thread; those of samply and of the kernel are left out. */
export interface FelderaMarkers {
  readonly work: OperatorMarkers;
  readonly activity: ActivityMarkers;
  /** Markers whose times or text could not be read. */
  readonly unreadable: number;
}

/**
 * Evaluations of operators (`eval`) and merges of their spines (`merge-0` and so on), in the order of their
 * start; of those that start together, the longer first. Columns of equal length.
 */
export interface OperatorMarkers {
  readonly operators: readonly MarkedOperator[];
  /** Index into `operators`. */
  readonly operator: NumberColumn;
  /** On the clock of the samples. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** Time and CPU time as Feldera itself measured them, without waits and suspensions in between. */
  readonly realMicros: NumberColumn;
  readonly cpuMicros: NumberColumn;
  /** The worker for which a merge was made, -1 for an evaluation. */
  readonly worker: NumberColumn;
}

/** The smallest that holds all of a column's numbers as they are: markers come by the million. */
type NumberColumn = Int8Array | Int16Array | Int32Array | Float64Array;

/** All other markers of Feldera's: steps, exchange, checkpoints, backpressure. Columns of equal length. */
export interface ActivityMarkers {
  readonly activities: readonly Activity[];
  /** Index into `activities`. */
  readonly activity: Int32Array;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
}

export interface Activity {
  /** Such as `Step` or `Exchange`; empty where the file names none. */
  readonly category: string;
  /** Such as `step` or `broadcast`; of memory pressure with its level, `memory-pressure high`. */
  readonly name: string;
}

/**
 * The markers of one thread. A table of another shape counts as empty, a row
 * that cannot be read is counted and left out. Equal texts are one operator, whatever their index: Feldera
 * writes every name anew.
 */
export function readFelderaMarkers(table: MarkerTable, { strings, categories }: MarkerNames): FelderaMarkers {
  const { nameOfRow } = table;
  const rows = nameOfRow.length;
  const text = readPayloads(table);
  const starts = readMarkerTimes(table, "startTime");
  const ends = readMarkerTimes(table, "endTime");
  const categoryOfRow = readMarkerCategories(table);
  const texts = new OperatorMarkerReader(strings);
  const work = new OperatorMarkerList(rows);
  const activity = new ActivityMarkerList();
  let unreadable = 0;
  for (let row = 0; row < rows; row++) {
    if (text[row] === NOT_FELDERAS) continue;
    const index = nameOfRow[row] ?? -1;
    const name = strings.is(index, EVALUATION) ? EVALUATION : strings.at(index);
    const start = starts[row];
    const end = ends[row];
    if (name === undefined || !isTime(start) || !isTime(end)) {
      unreadable++;
      continue;
    }
    // Such a one was over before the capture began, to which Feldera moves its start.
    if (end < start) continue;
    if (isOperatorMarker(name)) {
      const told = texts.read(text[row] ?? -1);
      if (told === undefined) unreadable++;
      else work.add(told, start, end);
    } else {
      const category = categories[categoryOfRow[row] ?? -1] ?? "";
      const level = name === MEMORY_PRESSURE ? ` ${strings.at(text[row] ?? -1) ?? ""}` : "";
      activity.add({ category, name: `${name}${level}` }, start, end);
    }
  }
  return {
    work: { operators: texts.operators, ...work.byStart() },
    activity: activity.columns(),
    unreadable,
  };
}

const EVALUATION = "eval";

/** Its text is the level: low, moderate, high or critical. The texts of other markers are of one occasion. */
const MEMORY_PRESSURE = "memory-pressure";

/** As large as the times of samples may be, so that sums stay finite. */
function isTime(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function isOperatorMarker(name: string): boolean {
  return name === EVALUATION || /^merge-\d+$/.test(name);
}

class OperatorMarkerList {
  readonly #operator: Int32Array;
  readonly #startMs: Float64Array;
  readonly #endMs: Float64Array;
  readonly #realMicros: Float64Array;
  readonly #cpuMicros: Float64Array;
  readonly #worker: Int32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#operator = new Int32Array(capacity);
    this.#startMs = new Float64Array(capacity);
    this.#endMs = new Float64Array(capacity);
    this.#realMicros = new Float64Array(capacity);
    this.#cpuMicros = new Float64Array(capacity);
    this.#worker = new Int32Array(capacity);
  }

  add(told: OperatorWork, startMs: number, endMs: number): void {
    const row = this.#length++;
    this.#operator[row] = told.operator;
    this.#startMs[row] = startMs;
    this.#endMs[row] = endMs;
    this.#realMicros[row] = told.realMicros;
    this.#cpuMicros[row] = told.cpuMicros;
    this.#worker[row] = told.worker;
  }

  byStart(): Omit<OperatorMarkers, "operators"> {
    const startMs = this.#startMs;
    const endMs = this.#endMs;
    // A plain array, whose sort makes use of runs: markers are recorded as they end, which is nearly this order.
    const order = [...new Int32Array(this.#length).keys()].sort(
      (a, b) => (startMs[a] ?? 0) - (startMs[b] ?? 0) || (endMs[b] ?? 0) - (endMs[a] ?? 0) || a - b,
    );
    return {
      operator: gathered(this.#operator, order),
      startMs: gather(startMs, order, new Float64Array(order.length)),
      endMs: gather(endMs, order, new Float64Array(order.length)),
      realMicros: gathered(this.#realMicros, order),
      cpuMicros: gathered(this.#cpuMicros, order),
      worker: gathered(this.#worker, order),
    };
  }
}

class ActivityMarkerList {
  readonly #activities: Activity[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #activity: number[] = [];
  readonly #startMs: number[] = [];
  readonly #endMs: number[] = [];

  add(activity: Activity, startMs: number, endMs: number): void {
    const key = `${activity.category}\0${activity.name}`;
    const number = this.#numbers.get(key) ?? this.#activities.length;
    if (number === this.#activities.length) {
      this.#activities.push(activity);
      this.#numbers.set(key, number);
    }
    this.#activity.push(number);
    this.#startMs.push(startMs);
    this.#endMs.push(endMs);
  }

  columns(): ActivityMarkers {
    return {
      activities: this.#activities,
      activity: Int32Array.from(this.#activity),
      startMs: Float64Array.from(this.#startMs),
      endMs: Float64Array.from(this.#endMs),
    };
  }
}

function gathered(column: Int32Array | Float64Array, order: readonly number[]): NumberColumn {
  const Smallest = [Int8Array, Int16Array, Int32Array].find((Ints) => holds(new Ints(1), column));
  return gather(column, order, new (Smallest ?? Float64Array)(order.length));
}

/** @param one an array of a single number, which it is filled with */
function holds(one: NumberColumn, column: Int32Array | Float64Array): boolean {
  return column.every((number) => {
    one[0] = number;
    return one[0] === number;
  });
}

function gather<T extends NumberColumn>(
  column: Int32Array | Float64Array,
  order: readonly number[],
  ordered: T,
): T {
  for (let row = 0; row < order.length; row++) ordered[row] = column[order[row] ?? 0] ?? 0;
  return ordered;
}
