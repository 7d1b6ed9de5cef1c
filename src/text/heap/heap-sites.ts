import type { SitesFacts } from "../../analysis/pprof/sites/sites.ts";
import { framePath } from "../functions/frame-name.ts";
import { moment, percent, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { renderNameless, shortFile } from "./heap-nameless.ts";
import { renderCrates, renderResident, renderSqlOperators, renderSubsystems } from "./heap-owners.ts";
import { amountOf, countWords, kindOf, samplingWords } from "./heap-words.ts";
import { siteNames } from "./site-names.ts";
import { partWords, SUBSYSTEM_NAMES } from "./subsystem-words.ts";

const PATHS_SHOWN = 3;
const BRANCHES_SHOWN = 2;
/** Frames shown between a site and the part of Feldera that it serves. */
const FRAMES_SHOWN = 3;
const FRAMES_OF_BRANCH_SHOWN = 2;

export function renderSites(
  pipeline_name: string,
  facts: SitesFacts,
  sort: "flat" | "cum",
  page: Page,
): void {
  const { sampleType, timeMs, sampling, rows } = facts;
  const amount = amountOf(sampleType.unit);
  const taken = timeMs === undefined ? words`` : words`, taken ${moment(new Date(timeMs).toISOString())}`;
  page.line(
    words`${pipeline_name}: ${amount(facts.total)} ${kindOf(sampleType.type)}${taken}, from ${countWords(facts)}.${sampling && words` ${samplingWords(sampling)}`}`,
  );
  if (facts.inexact) page.line(words`Values pass 2^53: sums are rounded.`);
  if (sampling) renderResident(facts.resident, page);
  renderNameless(pipeline_name, facts, page);
  renderSubsystems(facts, page);
  renderSqlOperators(facts, page);
  renderCrates(facts, page);
  renderApart(facts, page);
  if (rows.length === 0) {
    page.line(facts.unsymbolised.weight > 0 ? words`No site is known.` : words`No site holds memory here.`);
    return;
  }
  page.line(
    words`Sites, by ${sort}: the first function outside the allocator, the standard library and its containers. Below each, whose memory it is, and the callers that tell on the way there.`,
  );
  const nameOf = siteNames(rows.map(({ name }) => name));
  page.quote(
    rows.map((row) => siteText(row, nameOf(row.name), sort, amount)),
    {
      unit: words`sites`,
      head: sort === "flat" ? "flat (share, stacks) | site" : "cum (share) | flat | site",
    },
  );
  suggestFocus(pipeline_name, facts, page);
}

/** What the sites do not add up to. */
function renderApart(facts: SitesFacts, page: Page) {
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
    ...(notShown > 0
      ? [words`in ${plural(left, words`site`, words`sites`)} below the limit ${amount(notShown)}`]
      : []),
  ];
  if (apart.length > 0) page.line(words`Not among the sites below: ${joined(apart, words`; `)}.`);
}

type Site = SitesFacts["rows"][number];
type CallPath = Site["callPaths"][number];

function siteText(site: Site, name: string, sort: "flat" | "cum", amount: (weight: number) => Words): string {
  const { flat, flatShare, stacks, cum, cumShare, callPaths } = site;
  const figures =
    sort === "flat"
      ? `${amount(flat)} (${percent(flatShare)}, ${stacks})`
      : `${amount(cum)} (${percent(cumShare)}) | ${amount(flat)}`;
  const shown = callPaths
    .slice(0, PATHS_SHOWN)
    .map((path) => `  ${callPaths.length === 1 ? "" : `${amount(path.weight)} `}${pathText(path)}`);
  const left = callPaths.slice(PATHS_SHOWN);
  const rest = left.reduce((sum, { weight }) => sum + weight, 0);
  const more = left.length > 0 ? [`  ${amount(rest)} in ${left.length} more`] : [];
  const file = site.file === undefined ? "" : ` (${shortFile(site.file)})`;
  return [`${figures} | ${name}${file}`, ...shown, ...more].join("\n");
}

function pathText({ subsystem, part, weight, callers, branches, branchesInAll }: CallPath): string {
  const told = String(partWords(part));
  const owner = `${SUBSYSTEM_NAMES[subsystem]}${told === "" ? "" : ` (${told})`}`;
  const path = framePath(
    callers.map(({ name }) => name),
    FRAMES_SHOWN,
  );
  const shown = branches.slice(0, BRANCHES_SHOWN).map((branch) => {
    const frames = branch.map(({ name }) => name);
    return `${percent((branch[0]?.weight ?? 0) / (weight || 1))} ${framePath(frames, FRAMES_OF_BRANCH_SHOWN)}`;
  });
  const left = branchesInAll - shown.length;
  const split = [...shown, ...(left > 0 ? [`${left} more`] : [])].join("; ");
  return [owner, path, split].filter((text) => text !== "").join(" < ");
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
