import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import { heatColour, heatLegend, isHeated } from "../dataflow/heat.ts";
import { button, element } from "../dom/element.ts";
import { tableElement } from "../dom/table.ts";
import { MEASURE_WORDS, percentText, signed } from "../figures/figures.ts";
import { comparable } from "../operators/facts.ts";
import { stackButtons } from "../operators/stacks.ts";
import { operatorColumns, operatorTable } from "../operators/table.ts";
import type { Draw, Surroundings } from "../shell/drawing.ts";
import { programTitle } from "./title.ts";

type Program = PictureOf<"program">;

/** Of which shares say more than amounts. */
const BY_SHARE: ReadonlySet<Measure> = new Set(["runtime_s", "cpu_s"]);

/** The program's text, line by line, with what it costs in the margin. */
export const drawProgram: Draw<"program"> = (facts, surroundings) => {
  const measures = comparable(facts).filter((measure) =>
    facts.charged.costs[measure]?.some((cost) => cost !== null && cost > 0),
  );
  const [first] = measures;
  const chargedAt = new Map(facts.charged.line.map((line, at) => [line, at]));
  const body = element("tbody");
  const rows = facts.lines.map((text, at) =>
    lineElement(text, at + 1, chargedAt.get(at + 1), { facts, measures, surroundings }),
  );
  body.append(...rows);
  const head = measures.map((measure) =>
    element("th", { scope: "col", class: "number" }, MEASURE_WORDS[measure].title),
  );
  const code = element(
    "div",
    { class: "code", role: "region", tabindex: 0, "aria-label": "The program, line by line" },
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...head,
          element("th", { scope: "col" }, "line"),
          element("th", { scope: "col" }, "SQL"),
        ),
      ),
      body,
    ),
  );
  return {
    title: programTitle(facts),
    element: element(
      "div",
      {},
      code,
      first && heatLegend(MEASURE_WORDS[first].title),
      elsewhereElement(facts, measures),
    ),
    table: operatorTable(facts),
    placed: () => bringHottestIntoView(facts, code, rows),
  };
};

interface Margin {
  readonly facts: Program;
  readonly measures: readonly Measure[];
  readonly surroundings: Surroundings;
}

function lineElement(text: string, line: number, charge: number | undefined, margin: Margin): HTMLElement {
  const { facts, measures } = margin;
  const row = element("tr");
  row.append(...measures.map((measure) => costCell(facts, measure, charge)));
  const operators = charge === undefined ? [] : (facts.charged.operators[charge] ?? []);
  const number =
    operators.length === 0
      ? String(line)
      : button(String(line), () => toggleOperators(row, number, operators, margin), {
          "aria-expanded": "false",
          "aria-label": `Line ${line}: ${operators.length === 1 ? "1 operator" : `${operators.length} operators`}`,
        });
  row.append(element("td", { class: "line" }, number), sqlCell(text, charge, margin));
  return row;
}

/** The text, the darker the more of the first measure it costs. */
function sqlCell(text: string, charge: number | undefined, { facts, measures }: Margin): HTMLElement {
  const [first] = measures;
  const share = first && charge !== undefined ? (facts.charged.shares[first]?.[charge] ?? 0) : 0;
  if (!isHeated(share)) return element("td", { class: "sql" }, text);
  const cell = element("td", { class: "sql heated" }, text);
  cell.style.backgroundColor = `var(${heatColour(share)})`;
  return cell;
}

/** The share as a bar, and in words the share or the amount. */
function costCell({ charged }: Program, measure: Measure, charge: number | undefined): HTMLElement {
  const cell = element("td", { class: "number cost" });
  const cost = charge === undefined ? undefined : charged.costs[measure]?.[charge];
  const share = charge === undefined ? undefined : charged.shares[measure]?.[charge];
  if (cost === undefined || cost === null || charge === undefined) return cell;
  const { text } = MEASURE_WORDS[measure];
  const before = charged.costs_before?.[measure]?.[charge];
  if (cost === 0 && !before) return cell;
  const bar = element("span", { class: "bar" });
  bar.style.width = `${(share ?? 0) * 100}%`;
  const change = before === undefined || before === null ? "" : ` ${signed(cost - before, text)}`;
  const told =
    BY_SHARE.has(measure) && share !== undefined && share !== null ? percentText(share) : text(cost);
  cell.title = `${MEASURE_WORDS[measure].title}: ${text(cost)}${share ? `, ${percentText(share)} of the sum` : ""}`;
  cell.append(element("span", {}, `${told}${change}`), bar);
  return cell;
}

/** The operators that a line is charged for stand below it, once asked for. */
function toggleOperators(
  row: HTMLElement,
  number: HTMLElement | string,
  operators: readonly number[],
  { facts, measures, surroundings }: Margin,
): void {
  if (typeof number === "string") return;
  const isOpen = number.getAttribute("aria-expanded") === "true";
  number.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) {
    row.nextElementSibling?.remove();
    return;
  }
  const stacks = operators.flatMap((operator) => {
    const buttons = stackButtons(facts, operator, surroundings);
    const handle = facts.places[operator]?.handle ?? "";
    return buttons.length === 0 ? [] : [element("p", { class: "tools" }, `${handle}: `, ...buttons)];
  });
  const cell = element(
    "td",
    { colspan: measures.length + 2 },
    tableElement({
      caption: "Operators of this line",
      columns: operatorColumns(facts),
      rows: operators,
    }),
    ...stacks,
  );
  row.after(element("tr", { class: "operators" }, cell));
}

function elsewhereElement(
  { elsewhere, lines_left_out }: Program,
  measures: readonly Measure[],
): HTMLElement | undefined {
  const costs = measures.flatMap((measure) => {
    const cost = elsewhere.costs[measure];
    return cost ? `${MEASURE_WORDS[measure].title} ${MEASURE_WORDS[measure].text(cost)}` : [];
  });
  const operators = elsewhere.operators.length;
  const told = [
    operators > 0
      ? `At no line: ${operators === 1 ? "1 operator" : `${operators} operators`}${costs.length > 0 ? `, ${costs.join(", ")}` : ""}.`
      : undefined,
    lines_left_out > 0 ? `The last ${lines_left_out} lines are not shown.` : undefined,
  ].filter((part) => part !== undefined);
  return told.length === 0 ? undefined : element("p", { class: "note" }, told.join(" "));
}

function bringHottestIntoView({ charged }: Program, code: HTMLElement, rows: readonly HTMLElement[]): void {
  const measure = (["runtime_s", "cpu_s", "memory_bytes"] as const).find((each) => charged.shares[each]);
  const shares = measure === undefined ? [] : (charged.shares[measure] ?? []);
  const hottest = shares.reduce<number>(
    (best, share, at, all) => ((share ?? 0) > (all[best] ?? 0) ? at : best),
    -1,
  );
  const row = rows[(charged.line[hottest] ?? 0) - 1];
  if (row !== undefined) code.scrollTop = Math.max(0, row.offsetTop - code.clientHeight / 2);
}
