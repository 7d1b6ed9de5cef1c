import type { CpuFacts } from "../../analysis/firefox/cpu-facts-schema.ts";
import type { ThreadGroup } from "../../analysis/firefox/threads/thread-groups.ts";
import type { SamplyProfileAnswer } from "../../answers/cpu-profile.ts";
import { NO_SYMBOLS } from "../functions/no-symbols.ts";
import { bytes, grouped, moment, percent, plural, span } from "../page/format.ts";
import { namesIn } from "../page/names-in.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { placeText } from "./cpu-places.ts";
import { cutStackWords, shareOfAll } from "./cut-stacks.ts";

/** Shares above which a page says what they mean for its figures. */
const NOTED_SHARE = 0.02;
const MOSTLY_WITHOUT_NAMES = 0.5;

/** CPU by group of threads, then by function. */
export function renderCpu(of: SamplyProfileAnswer, facts: CpuFacts, page: Page): void {
  const { functionsBySelf, functionsByTotal, mainLibrary } = facts;
  const nameOf = namesIn([...functionNames(functionsBySelf), ...functionNames(functionsByTotal)]);
  page.line(words`${of.pipeline_name}: ${findingWords(facts, nameOf)}`);
  renderHead(facts, page);
  renderMemory(facts, page);
  renderNotes(facts, page);
  page.quote(
    [
      groupSection(facts),
      functionSection(words`Functions by self`, functionsBySelf, "self", { mainLibrary, nameOf }),
      functionSection(words`Functions by total`, functionsByTotal, "total", { mainLibrary, nameOf }),
    ].filter((section) => section !== ""),
    { unit: words`sections` },
  );
  page.line(
    words`Not among those by total: ${grouped(functionsByTotal.leftOut)} functions of shared libraries, Rust's standard library, the async runtime and DBSP's scheduler, or that spend 95 % or more in one function that they call.`,
  );
  if (facts.groups.some(({ group }) => group === "workers" || group === "mergers")) {
    page.next(
      "summarize_samply_profile",
      callArguments(of, { view: "operators" }),
      words`for CPU by SQL operator`,
    );
  }
}

/** The arguments that look at the same part of the same profile. */
export function callArguments(
  { pipeline_name, source, options }: SamplyProfileAnswer,
  further: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { thread, from, to } = options ?? {};
  return { pipeline_name, profile_id: source?.profile_id, thread, from, to, ...further };
}

export const GROUP_NAMES: Record<ThreadGroup, Words> = {
  workers: words`workers`,
  mergers: words`mergers`,
  tokio: words`tokio's threads`,
  http: words`HTTP threads`,
  connectors: words`connectors`,
  checkpoints: words`threads that flush checkpoints`,
  other: words`other threads`,
};

/** Who is busy, how much of what it could be, and with what. */
function findingWords(
  { rankedBy, busyCores, groups, functionsBySelf, functionsByTotal }: CpuFacts,
  nameOf: (name: string) => string,
): Words {
  const [busiest] = groups;
  if (busiest === undefined) return words`no thread was sampled at work.`;
  const { group, share, of, busyShare } = busiest;
  const capacity =
    busyShare === undefined
      ? undefined
      : words`, ${percent(busyShare)} of what ${plural(of, words`thread`, words`threads`)} could use`;
  const [self] = functionsBySelf.functions;
  const [total] = functionsByTotal.functions;
  const hottest = [
    ...(self === undefined ? [] : [words`${nameOf(self.name)} by self (${percent(self.selfShare)})`]),
    ...(total === undefined ? [] : [words`${nameOf(total.name)} by total (${percent(total.totalShare)})`]),
  ];
  const first =
    hottest.length === 0 ? undefined : words` First among functions: ${joined(hottest, words`, `)}.`;
  const cores = busyCores === undefined ? undefined : words`${coresWords(busyCores)} busy; `;
  const whole = rankedBy === "cpu" ? words`the CPU` : words`the samples`;
  return words`${cores}${GROUP_NAMES[group]} most, with ${percent(share)} of ${whole}${capacity}.${first}`;
}

function renderHead(
  { all, window, startUnixMs, oscpu, cpuAbsentBecause, placed }: CpuFacts,
  page: Page,
): void {
  const spent =
    all.cpuMicros === undefined
      ? words`${grouped(all.samples)} samples`
      : words`${span(all.cpuMicros / 1000)} of CPU in ${grouped(all.samples)} samples`;
  const over = window && words` over ${span(window.durationMs)} (first to last sample)`;
  const begun =
    startUnixMs === undefined ? words`` : words`, begun ${moment(new Date(startUnixMs).toISOString())}`;
  const inSql = placed && words` ${percent(placed.share)} is in functions that can be placed in the SQL.`;
  page.line(words`${spent}${over}${begun}${oscpu === undefined ? undefined : words`, on ${oscpu}`}.${inSql}`);
  if (cpuAbsentBecause !== undefined) {
    page.line(words`Ranked by samples, since CPU time is not reported: ${cpuAbsentBecause}.`);
  }
}

function renderMemory({ rss }: CpuFacts, page: Page): void {
  for (const one of rss) {
    page.line(
      words`Resident memory over ${span(one.endMs - one.startMs)}: ${bytes(one.firstBytes)} at first, ${bytes(one.lastBytes)} at last, ${bytes(one.maxBytes)} at most.`,
    );
  }
}

/** What makes the figures less than they seem. */
function renderNotes(facts: CpuFacts, page: Page): void {
  const { runtimeOnly, withoutStack, unsymbolised, markerCaptureNotes } = facts;
  const cut = cutStackWords(facts);
  const notes = [
    ...(cut === undefined ? [] : [cut]),
    ...(shareOfAll(runtimeOnly, facts) > NOTED_SHARE
      ? [
          words`${percent(shareOfAll(runtimeOnly, facts))} is in stacks of the scheduler and the runtime alone`,
        ]
      : []),
    ...(withoutStack.samples > 0 ? [words`${grouped(withoutStack.samples)} samples have no stack`] : []),
    ...(unsymbolised.functions > 0
      ? [
          words`${plural(unsymbolised.functions, words`function`, words`functions`)} without a name: ${plural(unsymbolised.selfSamples, words`sample`, words`samples`)}`,
        ]
      : []),
    ...markerCaptureNotes.map((note) => words`${note}`),
  ];
  if (notes.length > 0) page.line(words`Note: ${joined(notes, words`; `)}.`);
  if (unsymbolised.selfSamples > MOSTLY_WITHOUT_NAMES * facts.all.samples) {
    page.line(
      words`Most functions have no names. samply by itself saves no names of functions; a profile that Feldera recorded has them, unless ${NO_SYMBOLS}. Until then view operators tells CPU by SQL operator, as far as Feldera's markers do.`,
    );
  }
}

/** Groups of threads, each with its threads. */
function groupSection({ groups, threads: { threads, shown, of, without } }: CpuFacts): string {
  if (groups.length === 0) return "";
  const lines = groups.map(({ group, share, busyCores, busyShare, threads: active, of: all, ...costs }) => {
    const listed = threads.filter((thread) => thread.group === group);
    const names = listed.map(
      (thread) =>
        `${thread.name} ${thread.busyShare === undefined ? costText(thread) : percent(thread.busyShare)}`,
    );
    const more = active > listed.length ? [`${active - listed.length} more`] : [];
    const capacity =
      busyCores === undefined || busyShare === undefined
        ? ""
        : ` | ${coresWords(busyCores)}, ${percent(busyShare)} of ${all}`;
    return `${group}: ${costText(costs)} (${percent(share)})${capacity} | ${[...names, ...more].join(", ")}`;
  });
  const head = `By group of threads: CPU (share) | cores busy, of the capacity of its threads | threads, each with the share of the time that it was busy; ${shown} of ${of}, ${without} more used none:`;
  return [head, ...lines].join("\n");
}

type FunctionList = CpuFacts["functionsBySelf"];
type FunctionFacts = FunctionList["functions"][number];

export function functionNames({ functions }: FunctionList): string[] {
  return functions.map(({ name }) => name);
}

export interface FunctionNames {
  readonly mainLibrary: string | undefined;
  readonly nameOf: (name: string) => string;
}

/** A list of functions in lines, empty where there is none, for a block that quotes. */
export function functionSection(
  title: Words,
  list: FunctionList,
  by: "self" | "total",
  names: FunctionNames,
): string {
  if (list.functions.length === 0) return "";
  const head = `${title}, ${list.shown} of ${list.of}: self | total | function, with the id of a cut name [threads] (library, if not the program's own)`;
  return [head, ...list.functions.map((one) => functionText(one, by, names))].join("\n");
}

function functionText(
  one: FunctionFacts,
  by: "self" | "total",
  { mainLibrary, nameOf }: FunctionNames,
): string {
  const self = costText({ samples: one.selfSamples, cpuMicros: one.selfCpuMicros });
  const total = costText({ samples: one.totalSamples, cpuMicros: one.totalCpuMicros });
  const costs =
    by === "self"
      ? `${self} (${percent(one.selfShare)}) | ${total}`
      : `${self} | ${total} (${percent(one.totalShare)})`;
  const groups = one.groups.map(({ group }) => group).join(", ");
  const library = one.library === undefined || one.library === mainLibrary ? "" : ` (${one.library})`;
  const place = one.place === undefined ? "" : `\n    ${placeText(one.place)}`;
  return `${costs} | ${nameOf(one.name)} [${groups}]${library}${place}`;
}

/** 0.61 cores: CPU in units of one core that is busy all the time. */
export function coresWords(cores: number): Words {
  return words`${Number(cores.toPrecision(2))} cores`;
}

/** CPU time, or the samples where the profile has no CPU. */
export function costText({ samples, cpuMicros }: CpuFacts["all"]): Words {
  return cpuMicros === undefined ? plural(samples, words`sample`, words`samples`) : span(cpuMicros / 1000);
}
