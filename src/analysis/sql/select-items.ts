import { codeOnly, onOneLine, splitOutside } from "./program-code.ts";

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
  const [, list] = splitOutside(code, BEFORE_LIST);
  const [given] = list === undefined ? [] : splitOutside(list.text, AFTER_LIST);
  if (list === undefined || given === undefined || given.text === "") return [];
  return splitOutside(given.text, COMMA).map((piece) => {
    const start = list.start + piece.start;
    return itemOf(text.slice(start, start + piece.text.length), piece.text);
  });
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
