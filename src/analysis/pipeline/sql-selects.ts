import { byComma, splitOutside, untilClosed } from "../sql/program-code.ts";
import { type SelectItem, selectItems } from "../sql/select-items.ts";

/** What a SELECT reads: a table or view by its name, a query in brackets, or a window function over one of them. */
export interface Source {
  readonly alias: string | undefined;
  readonly name?: string;
  readonly query?: string;
  /** The column that TUMBLE and HOP make windows of. */
  readonly time?: string;
  readonly is_hop?: boolean;
}

export interface Select {
  readonly items: readonly SelectItem[];
  readonly sources: readonly Source[];
  /** What is between FROM and the clauses after it, and in WHERE. */
  readonly joins: string;
  readonly where: string;
}

/** A query: SELECTs, and what puts them together. */
export interface Query {
  /** The queries that WITH gives names to, in lower case. */
  readonly named: ReadonlyMap<string, string>;
  readonly selects: readonly string[];
  /** By what the first two are put together; absent of one alone. */
  readonly together?: "UNION" | "INTERSECT" | "EXCEPT";
}

const SET = /\b(?:UNION(?:\s+(?:ALL|DISTINCT))?|INTERSECT|EXCEPT)\b/iy;
const SETS = ["UNION", "INTERSECT", "EXCEPT"] as const;
const NAMED = /^\s*(?:"([^"]+)"|(\w+))\s*(?:\([^()]*\)\s*)?AS\s*\(/i;

export function queryOf(code: string): Query {
  const { named, rest } = afterWith(unwrapped(code));
  const pieces = splitOutside(rest, SET);
  const selects = pieces.map(({ text }) => unwrapped(text));
  const by = rest.slice(pieces[0]?.text.length ?? 0).toUpperCase();
  const together = SETS.find((one) => by.startsWith(one));
  return { named, selects, ...(together && { together }) };
}

function unwrapped(code: string): string {
  const text = code.trim();
  if (!text.startsWith("(")) return text;
  const inner = untilClosed(text.slice(1));
  return inner.length === text.length - 2 ? unwrapped(inner) : text;
}

function afterWith(code: string): { named: Map<string, string>; rest: string } {
  const named = new Map<string, string>();
  const [word] = /^WITH\s/i.exec(code) ?? [];
  let rest = word === undefined ? code : code.slice(word.length);
  for (let isMore = word !== undefined; isMore; ) {
    const [head, quoted, plain] = NAMED.exec(rest) ?? [];
    const name = quoted ?? plain;
    if (head === undefined || name === undefined) break;
    const body = untilClosed(rest.slice(head.length));
    named.set(name.toLowerCase(), body);
    rest = rest.slice(head.length + body.length + 1).trimStart();
    isMore = rest.startsWith(",");
    if (isMore) rest = rest.slice(1);
  }
  return { named, rest };
}

const FROM = /\bFROM\b/iy;
const AFTER_FROM = /\b(?:WHERE|GROUP\s+BY|HAVING|QUALIFY|WINDOW|ORDER\s+BY|LIMIT)\b/iy;
const JOIN = /\b(?:(?:LEFT|RIGHT|FULL|INNER|CROSS|OUTER|ASOF|NATURAL)\s+)*JOIN\b/iy;

export function selectOf(code: string): Select | undefined {
  const [, after] = splitOutside(code, FROM);
  if (!/^SELECT\b/i.test(code) || after === undefined) return undefined;
  const behind = code.slice(after.start);
  const [{ text: joins } = { text: "" }] = splitOutside(behind, AFTER_FROM);
  const where = /^\s*WHERE\b/i.test(behind.slice(joins.length)) ? behind.slice(joins.length) : "";
  const sources = splitOutside(joins, JOIN).flatMap(({ text }) => byComma(text).map(sourceOf));
  return { items: selectItems(code), sources, joins, where };
}

const NAME = String.raw`(?:"([^"]+)"|(\w+))`;
const WINDOWS = new RegExp(
  String.raw`^TABLE\s*\(\s*(TUMBLE|HOP)\s*\(\s*TABLE\s+${NAME}\s*,\s*DESCRIPTOR\s*\(\s*${NAME}\s*\)`,
  "i",
);
const ALIAS = new RegExp(String.raw`^\s*(?:AS\s+)?(?!(?:ON|USING|MATCH_CONDITION)\b)${NAME}`, "i");

function sourceOf(piece: string): Source {
  const text = piece.trim();
  const [windows, by = "", quoted, plain, quotedTime, plainTime] = WINDOWS.exec(text) ?? [];
  if (windows !== undefined) {
    const bracket = text.indexOf("(") + 1;
    const alias = aliasIn(text.slice(bracket + untilClosed(text.slice(bracket)).length + 1));
    const time = quotedTime ?? plainTime ?? "";
    return { alias, ...named(quoted ?? plain), time, is_hop: /^hop$/i.test(by) };
  }
  if (text.startsWith("(")) {
    const query = untilClosed(text.slice(1));
    return { alias: aliasIn(text.slice(query.length + 2)), query };
  }
  const [head = "", quotedName, plainName] = new RegExp(`^${NAME}`).exec(text) ?? [];
  const name = quotedName ?? plainName;
  // A function, or LATERAL, gives columns that are not known by a name.
  if (name === undefined || /^(?:\s*\(|\s+TABLE\b)/.test(text.slice(head.length)) || /^LATERAL$/i.test(name))
    return { alias: undefined };
  return { alias: aliasIn(text.slice(head.length)) ?? name.toLowerCase(), ...named(name) };
}

function aliasIn(code: string): string | undefined {
  const [, quoted, plain] = ALIAS.exec(code) ?? [];
  return (quoted ?? plain)?.toLowerCase();
}

function named(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name };
}
