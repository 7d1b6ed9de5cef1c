import { sqlIdentifier } from "../../sql-identifiers.ts";
import { operationWord } from "./operation-words.ts";
import type { Relation } from "./relations.ts";

/** What an operator's handle is made of. */
export interface HandleParts {
  /** The compiler's name, such as `s10`. */
  readonly name: string;
  readonly operation: string;
  readonly relation?: Relation | undefined;
  /** Where the first of its positions starts, where they are in its own relation's statement. */
  readonly at?: { readonly line: number; readonly column: number } | undefined;
  /** The program's text there, where the position is its own. */
  readonly code?: string | undefined;
}

/**
 * A short name for each operator of a program, unlike every other's, such as `customer_totals.max@76`: its relation,
 * its operation in a word of SQL and the line. Equal ones get their columns (`@76:83`), and what is equal then a number
 * in the compiler's order (`#2`). The same as long as the program is.
 */
export function handlesOf(operators: readonly HandleParts[]): string[] {
  const withColumns = distinguished(operators.map(baseOf), (at) => columnOf(operators[at]));
  const counted = new Map<string, number>();
  const numbers = new Map<number, number>();
  const byName = operators
    .map(({ name }, at) => ({ name, at }))
    .sort((a, b) => numberOf(a.name) - numberOf(b.name) || (a.name < b.name ? -1 : 1));
  for (const { at } of byName) {
    const handle = withColumns[at] ?? "";
    const number = (counted.get(handle) ?? 0) + 1;
    counted.set(handle, number);
    numbers.set(at, number);
  }
  return withColumns.map((handle, at) =>
    (counted.get(handle) ?? 1) > 1 ? `${handle}#${numbers.get(at)}` : handle,
  );
}

/** Each with what `more` has for it, where that tells equal ones apart. */
function distinguished(handles: readonly string[], more: (at: number) => string): string[] {
  const apart = new Map<string, Set<string>>();
  for (const [at, handle] of handles.entries()) {
    const known = apart.get(handle);
    if (known === undefined) apart.set(handle, new Set([more(at)]));
    else known.add(more(at));
  }
  return handles.map((handle, at) => ((apart.get(handle)?.size ?? 1) > 1 ? handle + more(at) : handle));
}

function baseOf({ operation, relation, at, code, name }: HandleParts): string {
  const word = operationWord(operation, code);
  const line = at === undefined ? "" : `@${at.line}`;
  if (relation === undefined) return at === undefined ? `${relationText(name)}.${word}` : `${word}${line}`;
  return `${relationText(relation.name)}.${word}${line}`;
}

function columnOf(parts: HandleParts | undefined): string {
  return parts?.at === undefined ? "" : `:${parts.at.column}`;
}

/** As SQL writes it, and whole: of a part it could not be known that it is one of a secret. What does not print is left out. */
function relationText(name: string): string {
  return sqlIdentifier(name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ""));
}

function numberOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}
