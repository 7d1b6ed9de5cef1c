import { codeOnly, onOneLine } from "./program-code.ts";

/** What a SELECT gives: as written on one line, and of the same length without texts and quoted names. */
export interface SelectItem {
  readonly text: string;
  readonly code: string;
  /** The name that it gives it, as written; that of a column where it gives none. */
  readonly name: string | undefined;
}

const BEFORE_LIST = /\bSELECT (?:DISTINCT |ALL )?/iy;
const AFTER_LIST = /\b(?:FROM|WHERE|UNION|INTERSECT|EXCEPT)\b|;/iy;
const COMMA = /,/y;
const NAMED = / (?:AS )?((?:"[^"]+")|[\w$]+)$/i;
const COLUMN = /^(?:[\w$"]+\.)?("[^"]+"|[\w$]+)$/;

/** The items of a statement's own SELECT, and not of those within its brackets; of a UNION, of the first. */
export function selectItems(statement: string): SelectItem[] {
  const text = onOneLine(statement);
  const code = codeOnly(text);
  const select = outside(code, 0, BEFORE_LIST);
  if (select === undefined) return [];
  const end = outside(code, select.end, AFTER_LIST)?.start ?? code.length;
  const items: SelectItem[] = [];
  for (let at = select.end; at < end; ) {
    const comma = outside(code, at, COMMA);
    const until = Math.min(comma?.start ?? end, end);
    items.push(itemOf(text.slice(at, until), code.slice(at, until)));
    at = until + 1;
  }
  return items;
}

function itemOf(text: string, code: string): SelectItem {
  const start = text.length - text.trimStart().length;
  const [own, ownCode] = [text.slice(start).trimEnd(), code.slice(start).trimEnd()];
  const [alias = "", given] = NAMED.exec(own) ?? [];
  // A word within brackets ends no item, and END is no name.
  const isNamed = given !== undefined && !/^end$/i.test(given) && !ownCode.endsWith(")");
  const end = isNamed ? own.length - alias.length : own.length;
  return {
    text: own.slice(0, end),
    code: ownCode.slice(0, end),
    name: (isNamed ? given : COLUMN.exec(own)?.[1])?.replaceAll('"', ""),
  };
}

/** The first such piece from there on, outside of all brackets. */
function outside(code: string, from: number, piece: RegExp): { start: number; end: number } | undefined {
  let depth = 0;
  for (let start = from; start < code.length; start++) {
    piece.lastIndex = start;
    if (depth === 0 && piece.test(code)) return { start, end: piece.lastIndex };
    if (code[start] === "(") depth += 1;
    if (code[start] === ")") depth -= 1;
  }
  return undefined;
}
