import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import type { HeapOptions } from "../../analysis/profiles/heap-options.ts";
import { moment, percent, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { callersText, siteFile } from "./heap-callers.ts";
import { renderNameless } from "./heap-nameless.ts";
import { operatorLines, renderResident } from "./heap-owners.ts";
import { renderParts } from "./heap-parts.ts";
import { amountOf, countWords, kindOf, samplingWords } from "./heap-words.ts";
import { siteNames } from "./site-names.ts";
import { partWords, SUBSYSTEM_NAMES } from "./subsystem-words.ts";

const PATHS_SHOWN = 3;

/** What holds memory: by flat the parts of Feldera with their sites, by cum the functions that it is allocated within. */
export function renderSites(
  pipeline_name: string,
  facts: SitesFacts,
  { sort, focus }: Pick<HeapOptions, "sort" | "focus">,
  page: Page,
): void {
  const { sampleType, timeMs, sampling, resident, rows } = facts;
  const amount = amountOf(sampleType.unit);
  const taken = timeMs === undefined ? words`` : words`, taken ${moment(new Date(timeMs).toISOString())}`;
  page.line(
    words`${pipeline_name}: ${amount(facts.total)} ${kindOf(sampleType.type)}${taken}, from ${countWords(facts)}${sampling && words`; ${samplingWords(sampling)}`}.`,
  );
  if (facts.inexact) page.line(words`Values exceed 2^53: sums are rounded.`);
  if (sampling && resident) renderResident(resident, page);
  renderNameless(pipeline_name, facts, page);
  if (sort === "flat") renderParts(facts, focus !== undefined, page);
  renderApart(facts, sort, page);
  if (rows.length === 0) {
    page.line(facts.unsymbolised.weight > 0 ? words`No site is known.` : words`No site holds memory here.`);
    return;
  }
  if (sort === "cum") renderFunctions(facts, page);
  else if (focus === undefined) suggestFocus(pipeline_name, facts, page);
}

/** What the sites do not add up to. */
function renderApart(facts: SitesFacts, sort: HeapOptions["sort"], page: Page) {
  const { unsited, unsymbolised, leftOut, notShown, rowsInAll, rows, sampleType } = facts;
  const amount = amountOf(sampleType.unit);
  const left = rowsInAll - rows.length;
  const apart = [
    ...(unsited.weight > unsymbolised.weight
      ? [
          words`stacks without a function of the program ${amount(unsited.weight)} (${percent(unsited.share)})`,
        ]
      : []),
    ...(leftOut.weight > 0
      ? [words`left out by focus and ignore ${amount(leftOut.weight)} (${percent(leftOut.share)})`]
      : []),
    ...(notShown > 0 && sort === "cum"
      ? [words`in ${plural(left, words`site`, words`sites`)} below the limit ${amount(notShown)}`]
      : []),
  ];
  if (apart.length > 0) page.line(words`Not among the sites: ${joined(apart, words`; `)}.`);
}

type Site = SitesFacts["rows"][number];
type CallPath = Site["callPaths"][number];

function renderFunctions(facts: SitesFacts, page: Page): void {
  const { rows, sampleType } = facts;
  const amount = amountOf(sampleType.unit);
  const nameOf = siteNames(rows.map(({ name }) => name));
  page.line(
    words`Functions by cum, all that is allocated within them; below each, whose memory it is, and the callers that tell on the way there.`,
  );
  page.quote([...rows.map((row) => functionText(row, nameOf(row.name), amount)), ...operatorLines(facts)], {
    unit: words`functions and SQL operators`,
    head: "cum (share) | flat | function",
  });
}

function functionText(site: Site, name: string, amount: (weight: number) => Words): string {
  const { flat, cum, cumShare, callPaths } = site;
  const shown = callPaths
    .slice(0, PATHS_SHOWN)
    .map((path) => `  ${callPaths.length === 1 ? "" : `${amount(path.weight)} `}${pathText(path)}`);
  const left = callPaths.slice(PATHS_SHOWN);
  const rest = left.reduce((sum, { weight }) => sum + weight, 0);
  const more = left.length > 0 ? [`  ${amount(rest)} in ${left.length} more`] : [];
  const head = `${amount(cum)} (${percent(cumShare)}) | ${amount(flat)} | ${name}${siteFile(site)}`;
  return [head, ...shown, ...more].join("\n");
}

function pathText(path: CallPath): string {
  const told = String(partWords(path.part));
  const owner = `${SUBSYSTEM_NAMES[path.subsystem]}${told === "" ? "" : ` (${told})`}`;
  return [owner, callersText(path)].filter((text) => text !== "").join(" < ");
}

/** What a look at one site alone would take. */
function suggestFocus(pipeline_name: string, { rows }: SitesFacts, page: Page): void {
  const [first] = rows;
  if (first === undefined) return;
  const [last = ""] = first.name.match(/[A-Za-z_]\w*::[A-Za-z_]\w*$/) ?? [];
  if (last === "") return;
  page.next("summarize_heap_profile", { pipeline_name, focus: last }, words`for who calls the largest`);
}
