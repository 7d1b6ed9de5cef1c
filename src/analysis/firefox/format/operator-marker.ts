/** What the text of an operator's marker tells. */
export interface OperatorMarker {
  /** Kind and node id, `JoinTrace nn63`. */
  readonly label: string;
  readonly nodeId: string;
  readonly realMicros: number;
  readonly cpuMicros: number;
  /** The worker for which a merge was made, -1 for an evaluation. */
  readonly worker: number;
}

const DURATION = String.raw`(\d{1,15}(?:\.\d{1,15})?) ?(ns|[uμµ]s|ms|s)`;

/** `JoinTrace nn63 used 2μs real time, 1μs CPU time` */
const EVALUATION = new RegExp(`^(.+ (n\\w+)) used ${DURATION} real time, ${DURATION} CPU time$`);

/** `AccumulateZ1Trace nn57 on behalf of worker 3 merged … using 29.6 ms real time and 8.4 ms CPU time; …` */
const MERGE = new RegExp(
  `^(.+ (n\\w+)) on behalf of worker (\\d{1,6}) .*? using ${DURATION} real time and ${DURATION} CPU time`,
);

/** Feldera's are a few hundred characters long; matching takes up to the square of the length. */
const MAX_LENGTH = 2000;

/** The text of an `eval` or `merge-N` marker; undefined where it does not name an operator and its times. */
export function parseOperatorMarker(text: string): OperatorMarker | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const evaluation = EVALUATION.exec(text);
  if (evaluation !== null) {
    const [, label = "", nodeId = "", real = "", realUnit = "", cpu = "", cpuUnit = ""] = evaluation;
    return {
      label,
      nodeId,
      realMicros: micros(real, realUnit),
      cpuMicros: micros(cpu, cpuUnit),
      worker: -1,
    };
  }
  const merge = MERGE.exec(text);
  if (merge === null) return undefined;
  const [, label = "", nodeId = "", worker = "", real = "", realUnit = "", cpu = "", cpuUnit = ""] = merge;
  return {
    label,
    nodeId,
    realMicros: micros(real, realUnit),
    cpuMicros: micros(cpu, cpuUnit),
    worker: Number(worker),
  };
}

/** The units that DURATION takes; anything else is a spelling of µs. */
function micros(amount: string, unit: string): number {
  if (unit === "ms") return Number(amount) * 1e3;
  if (unit === "s") return Number(amount) * 1e6;
  return unit === "ns" ? Number(amount) / 1e3 : Number(amount);
}
