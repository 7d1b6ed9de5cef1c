import cliui from "cliui";

/** The tools whose answers have rows of cells; what others quote may look like some, and is to stay as it is. */
const HAVE_ROWS: ReadonlySet<string> = new Set([
  "summarize_circuit_profile",
  "summarize_heap_profile",
  "summarize_samply_profile",
]);

/** Between the cells of a row; what is set in columns already has more blanks around it. */
const SEPARATOR = /(?<=\S) \| (?=\S)/;

/** What begins with a number, after a name or not: each row has such a cell, and titles have none. */
const FIGURE = /^ *(?:[\w-]+: )?[-+~<>]{0,2}\d/;

/** What belongs to the row above it: code by its lines, and what else stands below. */
const CODE = /^ +\d+\| /;
const BELOW = /^ {2,}\S/;

/** Blanks between two columns. */
const GAP = 2;

/** A last column that would have less is better read as it is. */
const LEAST_WIDTH = 24;

interface Row {
  /** Blanks before it. */
  readonly indent: number;
  readonly cells: readonly string[];
}

interface Table {
  /** What stands before the titles in their line. */
  readonly caption: string | undefined;
  readonly titles: readonly string[];
  /** Lines that belong to the row above them stay as they are. */
  readonly rows: readonly (Row | string)[];
}

/**
 * A tool's answer as a person reads it in a terminal: rows whose cells are set apart by ` | ` stand in columns, figures to
 * the right, and go on in the next line where they are wider than the terminal. Nothing is cut, and all else stays as it is.
 *
 * @param width in columns of the terminal
 */
export function inColumns(tool: string, answer: string, width: number): string {
  if (!HAVE_ROWS.has(tool)) return answer;
  const lines = answer.split("\n");
  const shown: string[] = [];
  while (lines.length > 0) {
    const run = lines.splice(0, lengthOfRun(lines));
    shown.push(...(columnsOf(tableOf(run), width) ?? run));
  }
  return shown.join("\n");
}

/** How many lines from the first on make a table, or 1. */
function lengthOfRun(lines: readonly string[]): number {
  const [first = "", ...others] = lines;
  if (!isRow(first)) return 1;
  const end = others.findIndex((line) => !(isRow(line) ? hasFigure(line) : BELOW.test(line)));
  return 1 + (end === -1 ? others.length : end);
}

function isRow(line: string): boolean {
  return SEPARATOR.test(line) && !CODE.test(line);
}

function hasFigure(row: string): boolean {
  return row.split(SEPARATOR).some((cell) => FIGURE.test(cell));
}

function tableOf([first = "", ...others]: readonly string[]): Table {
  const hasTitles = !hasFigure(first);
  const titles = hasTitles ? first.split(SEPARATOR) : [];
  const body = hasTitles ? others : [first, ...others];
  const columns = hasTitles ? titles.length : Number.POSITIVE_INFINITY;
  const rows = body.map((line) => (isRow(line) ? rowOf(line, columns) : line));
  const [, caption, firstTitle = ""] = /^(?:(.*): )?(.*)$/.exec(titles[0] ?? "") ?? [];
  const named = hasTitles ? [firstTitle, ...titles.slice(1)] : [];
  return { caption: caption === undefined ? undefined : `${caption}:`, titles: named, rows };
}

function rowOf(line: string, columns: number): Row {
  const cells = line.trimStart().split(SEPARATOR);
  const indent = line.length - line.trimStart().length;
  if (cells.length <= columns) return { indent, cells };
  // With more separators than columns need, the rest is text of the last.
  const last = cells.slice(columns - 1).join(" | ");
  return { indent, cells: [...cells.slice(0, columns - 1), last] };
}

/** The lines of a table; undefined where it has no rows, or no room. */
function columnsOf({ caption, titles, rows }: Table, width: number): string[] | undefined {
  const filled = rows.flatMap((row) => (typeof row === "string" ? [] : [row.cells]));
  const columns = widthsOf(titles, filled);
  if (filled.length === 0 || width - sumOf(columns) < LEAST_WIDTH) return undefined;
  const set = ({ indent, cells }: Row) => {
    const layout = cliui({ width });
    const before = columns.slice(0, cells.length - 1);
    layout.div(
      ...cells.map((text, i) => {
        const column = before[i];
        if (column === undefined) {
          return { text, width: width - sumOf(before), padding: [0, 0, 0, indent] as const };
        }
        const right = column.isOfFigures ? { align: "right" as const } : {};
        return { text, width: column.width, padding: [0, GAP, 0, 0] as const, ...right };
      }),
    );
    return layout.toString().split("\n");
  };
  return [
    ...(caption === undefined ? [] : [caption]),
    ...(titles.length === 0 ? [] : set({ indent: 0, cells: titles })),
    ...rows.flatMap((row) => (typeof row === "string" ? [row] : set(row))),
  ];
}

interface ColumnWidth {
  /** With the gap behind it. */
  readonly width: number;
  readonly isOfFigures: boolean;
}

/** Of all columns but the last, which takes the rest. */
function widthsOf(titles: readonly string[], rows: readonly (readonly string[])[]): ColumnWidth[] {
  const count = Math.max(titles.length, ...rows.map((cells) => cells.length));
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) => {
    const cells = rows.flatMap((row) => (i < row.length - 1 ? (row[i] ?? []) : []));
    const words = (titles[i] ?? "").split(" ");
    return {
      width: GAP + Math.max(...[...cells, ...words].map(({ length }) => length)),
      isOfFigures: cells.every((cell) => /^[-+~<>]{0,2}\d/.test(cell)),
    };
  });
}

function sumOf(columns: readonly ColumnWidth[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}
