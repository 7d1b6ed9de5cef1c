import * as z from "zod";
import type { OperatorSigns } from "../../analysis/circuit/signs.ts";
import { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { nameInSql } from "../../sql-identifiers.ts";
import type { NextCall } from "../../text/diagnosis/rule-words.ts";
import { clip } from "../../text/page/clip.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorName } from "../../text/sql/operator-name.ts";

/** An operator of the circuit, and where it stands in the SQL. */
export const Where = z.object({ id: z.string(), label: z.string().optional(), place: SqlPlace.optional() });

export function whereOf({ id, label, place }: OperatorSigns): z.infer<typeof Where> {
  return { id, ...(label !== undefined && { label }), ...(place && { place }) };
}

function operationOf(label: string | undefined): string {
  return label?.split(" @ ", 1)[0] ?? "operator";
}

/** "JoinTrace nn28 of v.join@3". */
export function whereWords({ id, label, place }: z.infer<typeof Where>): Words {
  const who = words`${operationOf(label)} ${id}`;
  if (place === undefined) return who;
  const [first] = place.positions;
  const near = place.rule === "nearest" && first ? words`, near line ${first.start_line}` : undefined;
  return words`${who} of ${operatorName(place.handle)}${near}`;
}

/** The operator's own SQL, and none that is but near it, where it says more than the name of a table. */
export function codeOf({ place }: z.infer<typeof Where>): { part: "circuit_profile"; texts: string[] }[] {
  if (place?.rule === "nearest") return [];
  const code = place?.positions.flatMap((position) => position.code ?? []) ?? [];
  const name = place?.relation?.name;
  const telling = code.filter((text) => !NAME.test(text) && (name === undefined || nameInSql(text) !== name));
  return telling.length === 0 ? [] : [{ part: "circuit_profile", texts: telling.slice(0, 2) }];
}

/** " ("a.k = b.k")", of one of several joins on a line. */
export function whichJoin(condition: string | undefined): Words | undefined {
  return condition === undefined ? undefined : words` (${clip(condition, CODE_CHARS)})`;
}

/** "records of sales"; of pairs of rows that are joined further, "records". */
export function recordsWords(owners: readonly string[]): Words {
  return owners.length === 0 ? words`records` : words`records of ${nameList(owners)}`;
}

/** Room for code in a line that says other things too. */
export const CODE_CHARS = 120;

/** An operator without a place of its own may have that of its table. */
const NAME = /^[\w$]+$/;

/** The call that tells all of an operator. */
export const operatorCall = ({ id }: z.infer<typeof Where>) => ({
  tool: "summarize_circuit_profile",
  args: { operator: id },
  why: words`for all its metrics and its neighbours`,
});

/** The call that has the circuit read, where it was not yet. */
export const circuitCall = (why: Words): NextCall => ({
  tool: "diagnose_pipeline",
  args: { depth: "deep" },
  toRead: "circuit_profile",
  why,
});

/** The call that tells what the circuit's time goes into. */
export const COSTLIEST_CALL = {
  tool: "summarize_circuit_profile",
  args: {},
  why: words`for the operators and lines of SQL that cost most`,
};
