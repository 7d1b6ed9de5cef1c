import { byComma, lineAt, splitOutside, untilClosed, withoutTexts } from "../sql/program-code.ts";

export interface DeclaredColumn {
  readonly name: string;
  readonly has_lateness: boolean;
}

/** What a program declares, by its text alone; its query and columns without comments and texts. */
export interface DeclaredRelation {
  readonly name: string;
  readonly line: number;
  /** A table's. */
  readonly columns?: readonly DeclaredColumn[];
  /** A view's. */
  readonly query?: string;
  /** The names that a view gives its columns before AS, where it does. */
  readonly given: readonly string[];
  /** The columns of a view that a LATENESS statement is for, in lower case. */
  readonly late: readonly string[];
}

const NAME = String.raw`(?:"([^"]+)"|(\w+))`;
const TABLE = new RegExp(String.raw`^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?${NAME}\s*\(`, "i");
const VIEW = new RegExp(
  String.raw`^CREATE\s+(?:(?:LOCAL|MATERIALIZED|OR\s+REPLACE)\s+)*VIEW\s+${NAME}\s*(?:\(([^()]*)\)\s*)?(?:WITH\s*\([^()]*\)\s*)?AS\b`,
  "i",
);
const LATENESS = new RegExp(String.raw`^LATENESS\s+${NAME}\s*\.\s*${NAME}\s`, "i");
const COLUMN = new RegExp(`^${NAME}`);
const NO_COLUMN = /^(?:PRIMARY|FOREIGN|CONSTRAINT|UNIQUE|CHECK)\b/i;

/** Tables and views of a program, by their names in lower case. */
export function relationsIn(program: string): ReadonlyMap<string, DeclaredRelation> {
  const code = withoutTexts(program);
  const statements = splitOutside(code, /;/y);
  const late = statements.flatMap(({ text }) => {
    const [, view, plainView, column, plainColumn] = LATENESS.exec(text.trim()) ?? [];
    return [{ view: lower(view ?? plainView), column: lower(column ?? plainColumn) }];
  });
  const all = statements.flatMap(({ text, start }) => {
    const line = lineAt(code, start + (text.length - text.trimStart().length));
    const relation = tableOf(text.trim(), line) ?? viewOf(text.trim(), line);
    if (relation === undefined) return [];
    const name = lower(relation.name);
    const of = late.filter(({ view }) => view === name).map(({ column }) => column);
    return [{ ...relation, late: of }];
  });
  return new Map(all.map((one) => [lower(one.name), one]));
}

function tableOf(text: string, line: number): DeclaredRelation | undefined {
  const [head, quoted, plain] = TABLE.exec(text) ?? [];
  const name = quoted ?? plain;
  if (head === undefined || name === undefined) return undefined;
  const columns = byComma(untilClosed(text.slice(head.length))).flatMap((piece): DeclaredColumn[] => {
    const [, quotedColumn, plainColumn] = COLUMN.exec(piece.trim()) ?? [];
    const column = quotedColumn ?? plainColumn;
    if (column === undefined || NO_COLUMN.test(piece.trim())) return [];
    return [{ name: column, has_lateness: /\sLATENESS\s/i.test(piece) }];
  });
  return { name, line, columns, given: [], late: [] };
}

function viewOf(text: string, line: number): DeclaredRelation | undefined {
  const [head, quoted, plain, given = ""] = VIEW.exec(text) ?? [];
  const name = quoted ?? plain;
  if (head === undefined || name === undefined) return undefined;
  const names = given.split(",").map((one) => one.trim().replaceAll('"', ""));
  return { name, line, query: text.slice(head.length), given: names.filter((one) => one !== ""), late: [] };
}

function lower(name: string | undefined): string {
  return (name ?? "").toLowerCase();
}
