import * as z from "zod";
import { upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { RECORDS_OUT, total } from "./counts.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** A recursive view: what came to it from outside, and what it has made of that. */
export const Recursion = z.object({ view: z.string(), records_in: z.number(), records_out: z.number() });

export type Recursion = z.infer<typeof Recursion>;

/** Those that rows have come to, with counts of all workers since the pipeline started. */
export function recursions(
  profile: CircuitProfile,
  { graph, ofOperator }: SqlPlaces,
  withId: ReadonlyMap<string, Operator>,
): Recursion[] {
  const recordsOf = (id = "") => {
    const node = withId.get(`${id}.distinct`) ?? withId.get(id);
    return node === undefined ? 0 : total(profile, node, RECORDS_OUT);
  };
  return [...graph.regions.values()].flatMap((output) => {
    const view = ofOperator(output.name)?.relation?.name;
    const entries = upstream(graph, [output], isEntry).filter(isEntry);
    // A table may come in several ways, as what it starts from and as what it goes on with.
    const taken = entries.flatMap((entry) => graph.inputs.get(entry) ?? []);
    const records_in = Math.max(0, ...taken.map(({ from }) => recordsOf(from.persistentId)));
    const records_out = recordsOf(output.persistentId);
    return view === undefined || records_in === 0 ? [] : [{ view, records_in, records_out }];
  });
}

/** Where rows come into a recursive region, once. */
function isEntry({ operation }: { readonly operation: string }): boolean {
  return operation === "delta0";
}
