import type { SqlPlace } from "./sql-places.ts";

const COMPARES = /[<>=]|\b(?:IN|IS|LIKE|RLIKE|BETWEEN|NOT|EXISTS|OR|AND)\b/i;
const STATEMENT = /^(?:CREATE|SELECT|WITH)\b/i;

/** `a.k = b.k AND …`, of columns alone. */
const COLUMN = String.raw`[\w$".]+`;
const EQUALS = new RegExp(String.raw`^\(?${COLUMN} ?= ?${COLUMN}(?: AND ${COLUMN} ?= ?${COLUMN})*\)?$`, "i");

/** The condition that an operator itself is placed at, on one line; undefined where it is at none, or at several. */
export function conditionOf({ positions, rule }: SqlPlace): string | undefined {
  if (rule !== "exact") return undefined;
  const code = positions.map((position) => (position.code ?? "").replace(/\s+/g, " ").trim());
  const [only, ...others] = code.filter((text) => COMPARES.test(text) && !STATEMENT.test(text));
  return others.length === 0 ? only : undefined;
}

/** Whether a condition asks for nothing but columns that are equal. */
export function isOfEqualColumns(condition: string): boolean {
  return EQUALS.test(condition);
}
