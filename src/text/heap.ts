import type { SitesFacts } from "../analysis/pprof/sites.ts";
import type { TopFacts } from "../analysis/pprof/top.ts";
import { bytes, grouped, moment, percent, plural } from "./format.ts";
import type { Page } from "./page.ts";
import { pprofTable } from "./pprof-table.ts";
import { shortRustName } from "./rust-name.ts";
import { joined, type Words, words } from "./words.ts";

/** Callers shown above a site, and above each branch of it. */
const CALLERS_SHOWN = 6;
const BRANCHES_SHOWN = 3;

const WHOLE_NAME_CHARS = 80;

export function renderSites(
  pipeline_name: string,
  facts: SitesFacts,
  sort: "flat" | "cum",
  page: Page,
): void {
  const amount = amountOf(facts.sampleType.unit);
  const taken =
    facts.timeMs === undefined ? words`` : words`, taken ${moment(new Date(facts.timeMs).toISOString())}`;
  page.line(
    words`${pipeline_name}: ${amount(facts.total)} ${kindOf(facts.sampleType.type)}${taken}, from ${plural(facts.sampleCount, words`sample`, words`samples`)}.${facts.sampledByJemalloc ? words` An estimate: jemalloc takes a sample about every 512 KiB allocated. Not the process's resident size, which is more.` : undefined}`,
  );
  if (facts.inexact) page.line(INEXACT);
  page.line(
    words`Charged to the first function outside the allocator, the standard library and its containers, by ${sort}; below each, its callers as long as they hold 75 % of it, then where it splits.`,
  );
  const apart = [
    ...(facts.profiler.weight > 0
      ? [words`the profiler's own memory ${amount(facts.profiler.weight)} (${percent(facts.profiler.share)})`]
      : []),
    ...(facts.unsited.weight > 0
      ? [
          words`stacks without a function of the program ${amount(facts.unsited.weight)} (${percent(facts.unsited.share)})`,
        ]
      : []),
    ...(facts.leftOut.weight > 0
      ? [
          words`left out by focus and ignore ${amount(facts.leftOut.weight)} (${percent(facts.leftOut.share)})`,
        ]
      : []),
    ...(facts.notShown > 0
      ? [
          words`in ${grouped(facts.rowsInAll - facts.rows.length)} sites below the limit ${amount(facts.notShown)}`,
        ]
      : []),
  ];
  if (apart.length > 0) page.line(words`Not in the table: ${joined(apart, words`; `)}.`);
  if (facts.rows.length === 0) {
    page.line(words`No site holds memory here.`);
    return;
  }
  page.quote(
    facts.rows.map((row) => siteText(row, amount)),
    { unit: words`sites`, head: "flat (share, samples) | cum | site" },
  );
  suggestFocus(pipeline_name, facts, page);
}

type Site = SitesFacts["rows"][number];
type Caller = Site["callers"][number];

function siteText(site: Site, amount: (weight: number) => Words): string {
  const { name, flat, flatShare, samples, cum, callers, branches } = site;
  const head = `${amount(flat)} (${percent(flatShare)}, ${samples}) | ${amount(cum)} | ${siteName(name)}`;
  const above = callers.length === 0 ? [] : [`  < ${pathText(callers)}`];
  const weight = callers.at(-1)?.weight ?? flat;
  const split = branches.slice(0, BRANCHES_SHOWN).map((branch) => {
    const share = percent((branch[0]?.weight ?? 0) / (weight || 1));
    return `  ${callers.length === 0 ? "" : "  "}${share} < ${pathText(branch)}`;
  });
  const more = branches.length - split.length;
  return [head, ...above, ...split, ...(more > 0 ? [`    ${more} more callers`] : [])].join("\n");
}

/** Whole where that is short enough to keep its crate and module in sight. */
function siteName(name: string): string {
  return name.length <= WHOLE_NAME_CHARS ? name : shortRustName(name);
}

/** Callers from the nearest up; where there are too many, the outermost stands for those left out. */
function pathText(callers: readonly Caller[]): string {
  const names = callers.map(({ name }) => shortRustName(name));
  const left = names.length - CALLERS_SHOWN;
  if (left <= 0) return names.join(" < ");
  return [...names.slice(0, CALLERS_SHOWN - 1), `(${left} more)`, names.at(-1)].join(" < ");
}

/** What a look at one site alone would take. */
function suggestFocus(pipeline_name: string, { rows }: SitesFacts, page: Page): void {
  const [first] = rows;
  if (first === undefined) return;
  const [last = ""] = first.name.match(/[A-Za-z_]\w*::[A-Za-z_]\w*$/) ?? [];
  if (last === "") return;
  page.next(
    "summarize_heap_profile",
    { pipeline_name, sort: "cum", focus: last },
    words`for who calls the largest site`,
  );
}

export function renderTop(pipeline_name: string, facts: TopFacts, sort: "flat" | "cum", page: Page): void {
  const amount = amountOf(facts.sampleType.unit);
  const [head = "", ...rows] = pprofTable(facts).trimEnd().split("\n");
  const dropped =
    facts.droppedRows === 0
      ? words``
      : words`; ${grouped(facts.droppedRows)} below pprof's cutoff of ${amount(facts.cutoff)} are dropped`;
  const left = facts.leftOut === 0 ? words`` : words`; focus and ignore leave out ${amount(facts.leftOut)}`;
  page.line(
    words`${pipeline_name}: pprof's top of ${facts.sampleType.type}, by ${sort}: ${grouped(facts.rows.length)} of ${plural(facts.rowsInAll, words`function`, words`functions`)}, total ${amount(facts.total)}${dropped}${left}.`,
  );
  if (facts.inexact) page.line(INEXACT);
  page.quote(rows, { unit: words`rows`, head });
}

const INEXACT: Words = words`Values pass 2^53: sums are rounded.`;

function amountOf(unit: string): (weight: number) => Words {
  return unit === "bytes" ? bytes : (weight) => words`${grouped(weight)} ${unit}`;
}

function kindOf(type: string): Words {
  return type === "inuse_space" ? words`of heap in use` : words`of ${type}`;
}
