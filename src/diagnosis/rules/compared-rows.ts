import * as z from "zod";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";

/** What a join without an equality compares: each row of one side with each of the other. */
export const ComparedRows = z.object({
  tables: z.array(z.string()),
  other_tables: z.array(z.string()),
  /** How many rows the smaller side, which is the other, has. */
  other_rows: z.number(),
});

export type ComparedRows = z.infer<typeof ComparedRows>;

/** With a total, or a few rows, a row is compared as soon as it would be looked up. */
const SEVERAL = 10;

/** Undefined of any other operator, of a join with an equality, or one that is not known, and where one side is of few rows. */
export function comparedRows(
  operator: string | undefined,
  { joins = [], integrals = [] }: CircuitSigns,
): ComparedRows | undefined {
  const join = joins.find((one) => one.operator === operator);
  if (join?.without_equality !== true) return undefined;
  const [fewer, more, ...others] = integrals
    .filter(
      ({ holds, used_by }) => holds === "input" && used_by.some((one) => one.operator === join.operator),
    )
    .toSorted((a, b) => a.merged_records - b.merged_records);
  if (fewer === undefined || more === undefined || others.length > 0) return undefined;
  const [tables, other_tables] = [fewer.other_side, more.other_side];
  if (fewer.merged_records < SEVERAL || tables.length === 0 || other_tables.length === 0) return undefined;
  return { tables, other_tables, other_rows: fewer.merged_records };
}

/** "each row of bids is compared with each of the 400 of bands". */
export function comparedWords({ tables, other_tables, other_rows }: ComparedRows): Words {
  return words`each row of ${nameList(tables)} is compared with each of the ${grouped(other_rows)} of ${nameList(other_tables)}`;
}
