import type { AnnotatedProgram } from "../../analysis/operators/ledger/annotated-program.ts";
import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import { clip } from "../page/clip.ts";
import { bytes, grouped, percent, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { sqlName } from "../sql/sql-name.ts";

type Row = AnnotatedProgram["rows"][number];
type Costed = Pick<Row, "costs" | "shares" | "growth">;

/** What stands in the margin of a line; what no line has is left out. */
const MARGINS: readonly { readonly title: string; readonly cell: (row: Costed) => Words | undefined }[] = [
  { title: "time", cell: share("runtime_s") },
  { title: "CPU", cell: share("cpu_s") },
  { title: "memory", cell: amount("memory_bytes", bytes) },
  { title: "~heap", cell: amount("heap_bytes", bytes) },
  { title: "storage", cell: amount("storage_bytes", bytes) },
  { title: "records", cell: amount("state_records", count) },
  { title: "growth", cell: ({ growth = {} }) => signed(grownBytes(growth), bytes) },
  { title: "of records", cell: ({ growth }) => signed(growth?.state_records, count) },
];

/** In memory and in storage. */
function grownBytes({ memory_bytes, storage_bytes }: NonNullable<Row["growth"]>): number | undefined {
  if (memory_bytes === undefined && storage_bytes === undefined) return undefined;
  return (memory_bytes ?? 0) + (storage_bytes ?? 0);
}

function count(records: number): Words {
  return grouped(Math.round(records));
}

function signed(change: number | undefined, text: (amount: number) => Words): Words | undefined {
  if (change === undefined || change === 0) return undefined;
  return words`${change < 0 ? words`-` : words`+`}${text(Math.abs(change))}`;
}

const LINE_CHARS = 110;
const OPERATORS_SHOWN = 4;
const RELATIONS_SHOWN = 3;

/**
 * The program with its costs beside it.
 *
 * @param baseline what growth is against
 */
export function renderAnnotatedProgram(program: AnnotatedProgram, baseline: string, page: Page): void {
  const { rows, lines, elsewhere } = program;
  const margins = MARGINS.filter(({ cell }) => rows.some((row) => cell(row) !== undefined));
  const cells = rows.map((row) => margins.map(({ cell }) => String(cell(row) ?? "")));
  const widths = margins.map(({ title }, at) =>
    cells.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), title.length),
  );
  const margin = (texts: readonly string[]) =>
    texts.map((text, at) => text.padStart(widths[at] ?? 0)).join("  ");
  const head = `${margin(margins.map(({ title }) => title))}   line (> hot)`;
  page.quote(
    rows.map((row, at) => {
      const beside = margin(cells[at] ?? []);
      const indent = " ".repeat(beside.length);
      return row.kind === "fold"
        ? `${beside}   ${foldText(row)}`
        : [
            `${beside} ${row.is_hot ? ">" : " "} ${String(row.line).padStart(String(lines).length)}| ${clip(lineText(row, program), LINE_CHARS)}`,
            ...operatorsText(row).map((text) => `${indent}     ${text}`),
          ].join("\n");
    }),
    { unit: words`lines`, head },
  );
  page.line(
    words`${lines} lines; each operator stands at the line where it starts, and what is folded is summed up beside it.`,
  );
  if (elsewhere.growth !== undefined) page.line(growthLine(program, baseline));
  if (elsewhere.operators > 0) {
    page.line(
      words`At no line: ${plural(elsewhere.operators, words`operator`, words`operators`)}, ${percent(elsewhere.shares.runtime_s ?? 0)} of the time, ${bytes(elsewhere.costs.memory_bytes ?? 0)}.`,
    );
  }
}

/** Where state grew most, and by how much in all. */
function growthLine({ rows, elsewhere }: AnnotatedProgram, baseline: string): Words {
  const grown = ({ growth = {} }: Pick<Row, "growth">) => grownBytes(growth) ?? 0;
  const all = [...rows, elsewhere].reduce((sum, row) => sum + grown(row), 0);
  const lines = rows.flatMap((row) => (row.kind === "line" && grown(row) > 0 ? [row] : []));
  const [most] = lines.toSorted((a, b) => grown(b) - grown(a));
  const where =
    most === undefined ? undefined : words`, most in line ${most.line} (${signed(grown(most), bytes)})`;
  return words`Growth is of state, in memory and storage, since ${baseline}: ${signed(all, bytes) ?? words`none`} in all${where}.`;
}

/** The line as written; where cleaning has changed the number of lines around it, it is not told which one it is. */
function lineText(
  { line, statement }: Extract<Row, { kind: "line" }>,
  { statements, rows }: AnnotatedProgram,
): string {
  const of = statements[statement ?? -1];
  if (of === undefined) return "";
  const last = rows.reduce(
    (most, row) => Math.max(most, row.kind === "line" && row.statement === statement ? row.line : 0),
    0,
  );
  const lines = of.code.split("\n");
  return lines.length <= last - of.from_line
    ? "(not shown: a secret over several lines stood here)"
    : (lines[line - of.from_line] ?? "").trimEnd();
}

/** Which operators are charged there, by what is ranked by. */
function operatorsText({ operators }: Extract<Row, { kind: "line" }>): string[] {
  if (operators.length === 0) return [];
  const dear = operators.filter(({ share }) => share > 0);
  const shown = (dear.length === 0 ? operators : dear)
    .slice(0, OPERATORS_SHOWN)
    .map(({ handle, share }) => (share === 0 ? handle : `${handle} ${percent(share)}`));
  const more = operators.length - shown.length;
  return [`^ ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`];
}

function foldText({ from_line, to_line, relations }: Extract<Row, { kind: "fold" }>): string {
  const lines = from_line === to_line ? `line ${from_line}` : `lines ${from_line}-${to_line}`;
  if (relations.length === 0) return `  … ${lines}`;
  const names = joined(
    relations.slice(0, RELATIONS_SHOWN).map((name) => sqlName(name)),
    words`, `,
  );
  const more = relations.length - RELATIONS_SHOWN;
  return `  … ${lines} (${names}${more > 0 ? ` and ${more} more` : ""})`;
}

function share(measure: Measure): (row: Costed) => Words | undefined {
  return ({ shares }) => {
    const part = shares[measure];
    return part === undefined || part === 0 ? undefined : percent(part);
  };
}

function amount(measure: Measure, text: (amount: number) => Words): (row: Costed) => Words | undefined {
  return ({ costs }) => {
    const cost = costs[measure];
    return cost === undefined || cost === 0 ? undefined : text(cost);
  };
}
