import { stringify } from "lossless-json";
import type { QueryAnswer } from "../../answers/sql.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { clip } from "../page/clip.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { nameList, type Words, words } from "../page/words.ts";

/** What of one cell stands in the table. */
const CELL_CHARS = 120;

export function renderQueryResult({ facts: result }: Cleaned<QueryAnswer>, page: Page): void {
  if (result.kind === "explain") renderPlan(result, page);
  else renderRows(result, page);
}

function renderRows(result: QueryAnswer, page: Page): void {
  const { pipeline_name, columns, rows, shared_names } = result;
  page.line(words`${pipeline_name}: ${countWords(result)}.`);
  if (rows.length === 0) return;
  if (shared_names.length > 0) {
    page.line(
      words`Several columns are named ${nameList(shared_names)}; only the last of each is here: give them other names with AS.`,
    );
  }
  const texts = rows.map((row) => columns.map((column) => spell(row[column])));
  page.quotedTable(
    columns.map((column) => ({
      title: words`${column}`,
      ...(rows.every((row) => isNumber(row[column])) && { align: "right" as const }),
    })),
    texts.map((cells) => cells.map((cell) => clip(cell, CELL_CHARS))),
    { unit: words`rows` },
  );
  const cut = texts.flat().filter((cell) => cell.length > CELL_CHARS).length;
  if (cut > 0) {
    page.line(
      words`${plural(cut, words`cell is`, words`cells are`)} cut to ${CELL_CHARS} characters; substr(column, from, length) selects the rest.`,
    );
  }
}

function countWords({ rows, limit, more }: QueryAnswer): Words {
  if (more) {
    return words`the first ${plural(rows.length, words`row`, words`rows`)}; there are more (limit ${limit}, at most 1,000)`;
  }
  return rows.length === 0 ? words`no rows` : plural(rows.length, words`row`, words`rows`);
}

function renderPlan({ pipeline_name, columns, rows, more }: QueryAnswer, page: Page): void {
  page.line(
    words`${pipeline_name}: the plan of this query, which is evaluated again each time; of the pipeline's own operators it says nothing.`,
  );
  page.quote(
    rows.map((row) => columns.map((column) => spell(row[column]).trimEnd()).join("\n")),
    { unit: words`parts` },
  );
  if (more) page.line(words`The plan has more parts than limit lets through.`);
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint" || value == null;
}

/** A text that could be taken for a NULL or for nothing stands in quotes. */
function spell(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value !== "string") return stringify(value) ?? "NULL";
  return value.trim() === "" || value === "NULL" ? JSON.stringify(value) : value;
}
