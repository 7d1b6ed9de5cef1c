import type { CircuitSigns, OperatorSigns } from "../../analysis/circuit/signs.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fullOutputs, isStalled } from "./full-outputs.ts";

export interface ExplodingJoin {
  /** The compiler's name of the join; that of the circuit's operator where it has no place in the SQL. */
  readonly name: string;
  /** The one of its operators that makes most rows. */
  readonly operator: OperatorSigns;
  readonly records_in: number;
  readonly records_out: number;
}

/** The joins that multiply rows, at some cost. */
export function explodingJoins(signs: Pick<CircuitSigns, "operators" | "runtime_s">): ExplodingJoin[] {
  const costly = signs.operators.filter((operator) => !isCheap(operator, signs.runtime_s));
  return multiplyingJoins(costly, THRESHOLDS.joinFactor);
}

/** A join has two operators in a circuit, one for the changes of each side. */
function multiplyingJoins(operators: readonly OperatorSigns[], factor: number): ExplodingJoin[] {
  const joins = new Map<string, ExplodingJoin>();
  for (const operator of operators) {
    const records_out = operator.numbers.computed_output_records_count?.total ?? 0;
    const records_in = operator.numbers.left_input_records_count?.total ?? 0;
    if (records_in === 0 || records_out < THRESHOLDS.joinRecords) continue;
    if (records_out < records_in * factor) continue;
    const name = operator.place?.operator ?? operator.id;
    const other = joins.get(name);
    const most = other?.operator.numbers.computed_output_records_count?.total ?? 0;
    joins.set(name, {
      name,
      operator: other === undefined || most < records_out ? operator : other.operator,
      records_in: records_in + (other?.records_in ?? 0),
      records_out: records_out + (other?.records_out ?? 0),
    });
  }
  return [...joins.values()];
}

/** A join that has made most rows of a view, and the output of that view, which holds up the pipeline. */
export interface FloodingJoin {
  readonly join: ExplodingJoin;
  readonly outputs: ReturnType<typeof fullOutputs>;
}

/** Of the view whose outputs are all that are full. */
export function floodingJoin({ circuit_profile, stats }: Evidence): FloodingJoin | undefined {
  if (circuit_profile === undefined || stats === undefined || !isStalled(stats)) return undefined;
  const outputs = fullOutputs(stats);
  const [view, ...others] = new Set(outputs.map(({ relation }) => relation));
  if (view === undefined || others.length > 0) return undefined;
  const made = Math.max(
    ...outputs.map(({ records = 0, waiting_records = 0 }) => Number(records) + Number(waiting_records)),
  );
  const join = multiplyingJoins(circuit_profile.operators, THRESHOLDS.floodFactor).find(
    ({ operator, records_out }) =>
      operator.place?.relation?.kind === "view" &&
      operator.place.relation.name === view &&
      Math.min(made, records_out) >= Math.max(made, records_out) * MOST,
  );
  return join && { join, outputs };
}

/** What a view has made is about what its join has; what an aggregate makes of a join's rows is far less. */
const MOST = 0.5;

/** Whether next to none of all the operators' time goes to it; false where that is not known, or of a start. */
function isCheap({ numbers: { runtime_seconds } }: OperatorSigns, all_s: number): boolean {
  if (runtime_seconds === undefined || all_s < THRESHOLDS.tellingRuntimeS) return false;
  return runtime_seconds.total < all_s * THRESHOLDS.joinCost;
}
