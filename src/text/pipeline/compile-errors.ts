import type { CompileErrors, SqlDiagnostic } from "../../analysis/pipeline/compile-errors.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";

/** @param limit how many of each kind; with infinitely many, warnings are told too */
export function renderCompileErrors(errors: CompileErrors, limit: number, page: Page): void {
  const sqlErrors = errors.sql.filter((one) => one.severity === "error");
  const warnings = errors.sql.filter((one) => one.severity === "warning");
  const wholesale = limit === Number.POSITIVE_INFINITY;
  renderSql(sqlErrors, limit, words`SQL error`, words`SQL errors`, page);
  renderSql(wholesale ? warnings : [], limit, words`SQL warning`, words`SQL warnings`, page);
  if (!wholesale && warnings.length > 0) {
    page.line(words`The compiler gave ${plural(warnings.length, words`SQL warning`, words`SQL warnings`)}.`);
  }
  if (errors.rust.length > 0) {
    page.line(words`${shownOf(errors.rust.length, limit, words`Rust error`, words`Rust errors`)}:`);
    page.quote(
      errors.rust.slice(0, limit).map((one) => one.excerpt),
      { unit: words`Rust errors` },
    );
  }
  if (errors.rust_output !== undefined) {
    page.line(words`The Rust compiler failed without an error of its own:`);
    page.quote(errors.rust_output.split("\n"), { unit: words`lines`, keep: "last" });
  }
  if (errors.system_error !== undefined) {
    page.line(words`The compiler itself failed:`);
    page.quote(errors.system_error.split("\n"), { unit: words`lines` });
  }
}

function renderSql(
  diagnostics: readonly SqlDiagnostic[],
  limit: number,
  one: Words,
  many: Words,
  page: Page,
): void {
  if (diagnostics.length === 0) return;
  page.line(words`${shownOf(diagnostics.length, limit, one, many)}:`);
  page.quote(diagnostics.slice(0, limit).map(sqlText), { unit: many });
}

function shownOf(count: number, limit: number, one: Words, many: Words): Words {
  return count > limit
    ? words`${plural(count, one, many)}, the first ${limit}`
    : words`${plural(count, one, many)}`;
}

function sqlText(one: SqlDiagnostic): string {
  const place = one.line === undefined ? "" : `${placeOf(one)}: `;
  const source = one.source_line === undefined ? "" : `\n  ${one.line}| ${one.source_line}`;
  return `${place}${one.error_type}: ${one.message}${source}`;
}

function placeOf({ line, column, end_line, end_column }: SqlDiagnostic): string {
  if (column === undefined) return `line ${line}`;
  if (end_column === undefined) return `line ${line}, column ${column}`;
  return end_line === undefined || end_line === line
    ? `line ${line}, columns ${column} to ${end_column}`
    : `line ${line}, column ${column} to line ${end_line}, column ${end_column}`;
}
