import { reachedFrom, type SqlGraph, type SqlOperator } from "../operators/sql-graph.ts";
import { recordsLeft, total } from "./counts.ts";
import { integralId } from "./integral-id.ts";
import type { CircuitProfile } from "./profile.ts";

const PASSES_EVERY_ROW = /^(?:map|map_index|inspect)$/;

const FORGETS = /retain|window|waterline/;

/**
 * How many different rows, or parts of rows, are left of what an operator has given, once what was taken back has met
 * what it takes back; undefined where the circuit does not keep them as they came, or forgets them. By the trace that
 * tells most of them apart; its rows have passed no condition on their way.
 */
export function leftOf(operator: SqlOperator, profile: CircuitProfile, graph: SqlGraph): number | undefined {
  const next = (one: SqlOperator) => graph.successors.get(one) ?? [];
  const streams = reachedFrom([operator], (one) =>
    next(one).filter(({ operation }) => PASSES_EVERY_ROW.test(operation)),
  );
  const whole = streams.filter((one) => !next(one).some(({ operation }) => FORGETS.test(operation)));
  const ids = new Set(whole.flatMap(({ persistentId }) => persistentId ?? []));
  const [widest] = profile.operators.list
    .filter(({ persistentId }) => {
      const id = integralId(persistentId);
      return id !== undefined && /^\.(?:shard\.)?\w*integral$/.test(id.suffix) && ids.has(id.stream);
    })
    .filter((trace) => profile.byWorker(trace, "state_records_count") !== undefined)
    .map((trace) => ({ trace, records: total(profile, trace, "state_records_count") }))
    .toSorted((one, other) => other.records - one.records);
  return widest && recordsLeft(profile, widest.trace);
}
