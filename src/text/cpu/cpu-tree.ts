import type { CallTreeFacts } from "../../analysis/firefox/functions/call-tree-facts-schema.ts";
import type { SamplyProfileAnswer } from "../../answers/cpu-profile.ts";
import { grouped, percent, plural } from "../page/format.ts";
import { namesIn } from "../page/names-in.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";
import { callArguments, costText } from "./cpu.ts";
import { placeText } from "./cpu-places.ts";
import { cutStackWords } from "./cut-stacks.ts";

type Row = CallTreeFacts["rows"][number];

interface NamedTree extends CallTreeFacts {
  readonly nameOf: (name: string) => string;
}

/** Names shown in one line of a tree, besides its ends. */
const NAMES_SHOWN = 4;

/** A call tree, a line for each run of functions of which each has but one below it that is listed. */
export function renderCallTree(of: SamplyProfileAnswer, facts: CallTreeFacts, page: Page): void {
  const { direction, operator, all, window, withoutStack, minShare, leftOut } = facts;
  const whole = operator === undefined ? words`` : words` in ${operator.kind} ${operator.nodeId}`;
  const tree =
    direction === "callees"
      ? words`call tree from where stacks begin (a > b: a calls b)`
      : words`hot functions, each with its callers (a < b: a is called by b)`;
  const over = window && words` over ${Math.round(window.durationMs)} ms`;
  page.line(words`${of.pipeline_name}: ${costText(all)}${whole}${over}: ${tree}.`);
  const lines = linesOf(facts.rows);
  const nameOf = namesIn(facts.rows.map(({ name }) => name));
  if (lines.length === 0) {
    page.line(words`No stack was sampled there.`);
    return;
  }
  page.quote(
    lines.map((rows) => lineText(rows, { ...facts, nameOf })),
    {
      unit: words`lines`,
      head: `total (share) functions, each with its own total where that differs and its self from ${percent(minShare)} on; …n are n more functions in between, (+n: share) n ${direction} of the last that are not listed`,
    },
  );
  const roots =
    leftOut === undefined
      ? undefined
      : words`; ${plural(leftOut.functions, words`function`, words`functions`)} at the top with ${percent(leftOut.totalShare)} together`;
  const stackless =
    withoutStack.samples === 0
      ? undefined
      : words`; ${grouped(withoutStack.samples)} samples without a stack`;
  page.line(words`Not listed: what has less than ${percent(minShare)}, or passes limit${roots}${stackless}.`);
  const cut = cutStackWords(facts);
  if (cut !== undefined) page.line(words`Note: ${cut}.`);
  if (direction === "callees") {
    const args = { view: "callers", operator: operator?.nodeId };
    page.next(
      "summarize_samply_profile",
      callArguments(of, args),
      words`for the hot functions and who calls them`,
    );
  }
}

function linesOf(rows: readonly Row[]): Row[][] {
  const lines: Row[][] = [];
  for (const row of rows) {
    const line = lines[row.line] ?? [];
    lines[row.line] = line;
    line.push(row);
  }
  return lines;
}

function lineText(rows: readonly Row[], facts: NamedTree): string {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return "";
  const indent = "  ".repeat(first.indent);
  const more =
    last.leftOut === undefined ? "" : ` (+${last.leftOut.functions}: ${percent(last.leftOut.totalShare)})`;
  const places = rows.flatMap(({ place }) => (place === undefined ? [] : [placeText(place)]));
  const sql = [...new Set(places)].map((place) => `\n${indent}    ${place}`);
  return `${indent}${totalText(first)} (${percent(first.totalShare)}) ${pathText(rows, facts)}${more}${sql.join("")}`;
}

/** Names with what differs from the name before; of a long line the ends and the most telling between them. */
function pathText(rows: readonly Row[], facts: NamedTree): string {
  const shown = rowsShown(rows, facts);
  let told = `${totalText(rows[0])}`;
  let hidden = 0;
  const names: string[] = [];
  for (const row of rows) {
    if (!shown.has(row)) {
      hidden++;
      continue;
    }
    if (hidden > 0) names.push(`…${hidden}`);
    hidden = 0;
    const total = `${totalText(row)}`;
    names.push(`${nameText(row, facts)}${total === told ? "" : ` ${total}`}${selfText(row, facts)}`);
    told = total;
  }
  return names.join(facts.direction === "callees" ? " > " : " < ");
}

/** The ends, what has a self to tell, and of the rest those next to where stacks end that are not glue. */
function rowsShown(rows: readonly Row[], facts: CallTreeFacts): ReadonlySet<Row> {
  const ends = [rows[0], rows.at(-1)].flatMap((row) => row ?? []);
  const towardsEnd = facts.direction === "callees" ? rows.toReversed() : rows;
  const spending = rows.filter((row) => selfText(row, facts) !== "");
  const telling = towardsEnd.filter(({ isGlue }) => !isGlue);
  return new Set([...ends, ...spending, ...telling.slice(0, NAMES_SHOWN)]);
}

function nameText({ name, library }: Row, { mainLibrary, nameOf }: NamedTree): string {
  return `${nameOf(name)}${library === undefined || library === mainLibrary ? "" : ` (${library})`}`;
}

/** In a tree of callers the self of a root is its total. */
function selfText({ selfShare, ...row }: Row, { direction, minShare }: CallTreeFacts): string {
  if (direction === "callers" || selfShare < minShare) return "";
  return ` (self ${costText({ samples: row.selfSamples, cpuMicros: row.selfCpuMicros })})`;
}

function totalText(row: Row | undefined): Words {
  if (row === undefined) return words``;
  return costText({ samples: row.totalSamples, cpuMicros: row.totalCpuMicros });
}
