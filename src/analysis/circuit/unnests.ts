import * as z from "zod";
import { SqlPlace } from "../operators/sql-places.ts";
import { ownOrFed, RECORDS_IN, RECORDS_OUT, total } from "./counts.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** An operator that makes several rows of one, as UNNEST does. */
export const Unnest = z.object({ place: SqlPlace, records_in: z.number(), records_out: z.number() });

export type Unnest = z.infer<typeof Unnest>;

const MAKES_SEVERAL = /^flat_map/;

/** Those that have taken rows, with counts of all workers since the pipeline started. */
export function unnests(profile: CircuitProfile, operators: readonly MeasuredOperator[]): Unnest[] {
  return operators.flatMap(({ operator, place, node }) => {
    if (!MAKES_SEVERAL.test(operator.operation) || node === undefined) return [];
    const records_in = ownOrFed(profile, node, RECORDS_IN) ?? 0;
    const records_out = total(profile, node, RECORDS_OUT);
    return records_in === 0 ? [] : [{ place, records_in, records_out }];
  });
}
