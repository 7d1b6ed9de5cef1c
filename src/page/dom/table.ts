import { button, element } from "./element.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly isNumber?: boolean;
}

export interface TableOf<Row> {
  readonly caption: string;
  /** What opens it; "As a table" unless said. */
  readonly summary?: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Steps by which the first cell is indented. */
  readonly indent?: (row: Row) => number;
  /** What a click on the first cell does. */
  readonly pick?: (row: Row) => void;
}

/** Rows that are put into the page at once. */
const AT_ONCE = 200;
const MOST_INDENT = 40;

/** The same as a picture, in rows; made when it is opened. */
export function tableDetails<Row>(table: TableOf<Row>): HTMLElement {
  const details = element("details", { class: "as-table" });
  details.append(element("summary", {}, `${table.summary ?? "As a table"} (${rowsText(table.rows.length)})`));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(tableElement(table));
  });
  return details;
}

function rowsText(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}

export function tableElement<Row>(table: TableOf<Row>): HTMLElement {
  const { caption, columns, rows } = table;
  const body = element("tbody");
  const head = columns.map(({ title, isNumber }) =>
    element("th", { scope: "col", class: isNumber ? "number" : undefined }, title),
  );
  const whole = element(
    "div",
    { class: "table", role: "region", tabindex: 0, "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...head)),
      body,
    ),
  );
  const more = button("", () => add());
  let shown = 0;
  const add = () => {
    body.append(...rows.slice(shown, shown + AT_ONCE).map((row) => rowElement(row, table)));
    shown = Math.min(rows.length, shown + AT_ONCE);
    more.textContent = `Show ${Math.min(AT_ONCE, rows.length - shown)} more of ${rows.length} rows`;
    if (shown === rows.length) more.remove();
  };
  whole.append(more);
  add();
  return whole;
}

function rowElement<Row>(row: Row, { columns, indent, pick }: TableOf<Row>): HTMLElement {
  const made = element("tr");
  for (const [at, { cell, isNumber }] of columns.entries()) {
    const text = cell(row);
    if (at > 0) {
      made.append(element("td", { class: isNumber ? "number" : undefined }, text));
      continue;
    }
    const first = element(
      "th",
      { scope: "row" },
      pick ? button(text, () => pick(row), { class: "link" }) : text,
    );
    const steps = Math.min(MOST_INDENT, indent?.(row) ?? 0);
    if (steps > 0) first.style.paddingInlineStart = `${steps * 0.6 + 0.5}rem`;
    made.append(first);
  }
  return made;
}
