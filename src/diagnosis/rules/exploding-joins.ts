import type { CircuitSigns, OperatorSigns } from "../../analysis/circuit/signs.ts";
import { THRESHOLDS } from "../thresholds.ts";

export interface ExplodingJoin {
  /** The compiler's name of the join; that of the circuit's operator where it has no place in the SQL. */
  readonly name: string;
  /** The one of its operators that makes most rows. */
  readonly operator: OperatorSigns;
  readonly records_in: number;
  readonly records_out: number;
}

/** The joins that multiply rows, at some cost. A join has two operators in a circuit, one for the changes of each side. */
export function explodingJoins({
  operators,
  runtime_s,
}: Pick<CircuitSigns, "operators" | "runtime_s">): ExplodingJoin[] {
  const joins = new Map<string, ExplodingJoin>();
  for (const operator of operators) {
    const records_out = operator.numbers.computed_output_records_count?.total ?? 0;
    const records_in = operator.numbers.left_input_records_count?.total ?? 0;
    if (records_in === 0 || records_out < THRESHOLDS.joinRecords) continue;
    if (records_out < records_in * THRESHOLDS.joinFactor || isCheap(operator, runtime_s)) continue;
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

/** Whether next to none of all the operators' time goes to it; false where that is not known, or of a start. */
function isCheap({ numbers: { runtime_seconds } }: OperatorSigns, all_s: number): boolean {
  if (runtime_seconds === undefined || all_s < THRESHOLDS.tellingRuntimeS) return false;
  return runtime_seconds.total < all_s * THRESHOLDS.joinCost;
}
