import type { HeapFacts } from "../../analysis/jobs/heap.ts";
import type { TopFacts } from "../../analysis/pprof/report/top.ts";
import type { TreeFacts } from "../../analysis/pprof/report/tree.ts";
import type { Sampling } from "../../analysis/pprof/sites/sampling.ts";
import type { DifferenceKind, HeapView } from "../../analysis/profiles/heap-options.ts";
import type { HeapProfileAnswer } from "../../answers/heap-profile.ts";
import { grouped, moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";
import { amountOf, samplingWords } from "./heap-words.ts";
import { topText, treeText } from "./pprof-table.ts";

type PprofAnswer = Extract<HeapFacts["answer"], { view: "top" | "tree" | "peek" }>;

/** pprof's top, tree or peek, its table byte for byte as far as the page has room. */
export function renderPprof(answered: HeapProfileAnswer, answer: PprofAnswer, page: Page): void {
  const facts = answer.view === "top" ? answer.top : answer.tree;
  const { pipeline_name, source, options, heap } = answered;
  page.line(headLine(answered, answer.view, facts));
  if (source.baseline !== undefined) page.line(baselineLine(heap, options.baseline_kind ?? "base", facts));
  if (answer.sampling !== undefined) page.line(sampledLine(answer.sampling, source.baseline !== undefined));
  const { head, rows } = answer.view === "top" ? topText(answer.top) : treeText(answer.tree);
  page.quote(rows, { unit: words`rows`, head });
  if (options.sort === "flat" && facts.rows[0]?.flat === facts.total) {
    page.next(
      "summarize_heap_profile",
      { pipeline_name, view: "top", sort: "cum", profile_id: source.profile_id },
      words`tells more: all stacks end in one function`,
    );
  }
}

type Report = TopFacts | TreeFacts;

const ROWS = {
  functions: [words`function`, words`functions`],
  filefunctions: [words`function`, words`functions`],
  files: [words`file`, words`files`],
  lines: [words`line`, words`lines`],
} as const;

function headLine(
  { pipeline_name, source, options, heap }: HeapProfileAnswer,
  view: HeapView,
  facts: Report,
): Words {
  const { sort, granularity = "functions", peek } = options;
  const { sampleType, rows, rowsInAll, total, droppedRows, cutoff, leftOut } = facts;
  const amount = amountOf(sampleType.unit);
  const matching = view === "peek" ? words` matching ${peek}` : undefined;
  const all = source.baseline ? undefined : words`, total ${amount(total)}`;
  const dropped =
    droppedRows === 0
      ? undefined
      : words`; ${grouped(droppedRows)} below pprof's cutoff of ${amount(cutoff)} are dropped`;
  const left = leftOut === 0 ? undefined : words`; the patterns leave out ${amount(leftOut)}`;
  return words`${pipeline_name}${taken(heap.timeMs)}: pprof's ${view} of ${sampleType.type}, by ${sort}: ${grouped(rows.length)} of ${plural(rowsInAll, ...ROWS[granularity])}${matching}${all}${dropped}${left}.`;
}

function baselineLine(heap: HeapFacts, kind: DifferenceKind, facts: Report): Words {
  const amount = amountOf(facts.sampleType.unit);
  const rule =
    kind === "base"
      ? words`equal stacks cancel, and percentages are of all that changed, up or down: ${amount(facts.total)}`
      : words`percentages are of the baseline's total, ${amount(facts.total)}`;
  return words`Less the baseline${taken(heap.baseTimeMs)}, as by pprof's -${kind}: ${rule}.`;
}

function sampledLine(sampling: Sampling, isDifference: boolean): Words {
  if (!isDifference) return words`Figures are ${samplingWords(sampling)}.`;
  return words`Both profiles are estimates from samples, so a small change may be chance: view sites marks such changes.`;
}

function taken(timeMs: number | undefined): Words | undefined {
  return timeMs === undefined ? undefined : words`, taken ${moment(new Date(timeMs).toISOString())}`;
}
