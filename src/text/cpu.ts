import type { CpuFacts } from "../analysis/firefox/cpu-facts-schema.ts";
import { bytes, grouped, moment, percent, plural, span } from "./format.ts";
import type { Page } from "./page.ts";
import { shortRustName } from "./rust-name.ts";
import { joined, type Words, words } from "./words.ts";

/** Shares above which a page says what they mean for its figures. */
const NOTED_SHARE = 0.02;

/** CPU by group of threads and by thread, then by function. */
export function renderCpu(pipeline_name: string, facts: CpuFacts, page: Page): void {
  renderHead(pipeline_name, facts, page);
  renderMemory(facts, page);
  renderNotes(facts, page);
  renderThreads(facts, page);
  renderFunctions(words`Functions by self`, facts.functionsBySelf, "self", facts.mainLibrary, page);
  renderFunctions(words`Functions by total`, facts.functionsByTotal, "total", facts.mainLibrary, page);
  page.line(
    words`Not among those by total: ${grouped(facts.functionsByTotal.leftOut)} functions of shared libraries, Rust's standard library, the async runtime and DBSP's scheduler, or that spend 95 % or more in one function that they call.`,
  );
}

function renderHead(
  pipeline_name: string,
  { all, window, startUnixMs, oscpu, cpuAbsentBecause }: CpuFacts,
  page: Page,
): void {
  const spent =
    all.cpuMicros === undefined
      ? words`${grouped(all.samples)} samples`
      : words`${span(all.cpuMicros / 1000)} of CPU in ${grouped(all.samples)} samples`;
  const over = window && words` over ${span(window.durationMs)} (first to last sample)`;
  const begun =
    startUnixMs === undefined ? words`` : words`, begun ${moment(new Date(startUnixMs).toISOString())}`;
  page.line(
    words`${pipeline_name}: ${spent}${over}${begun}${oscpu === undefined ? undefined : words`, on ${oscpu}`}.`,
  );
  if (cpuAbsentBecause !== undefined) {
    page.line(words`Ranked by samples, since CPU time is not told: ${cpuAbsentBecause}.`);
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
  const { cutStacks, runtimeOnly, withoutStack, unsymbolised, markerCaptureNotes } = facts;
  const notes = [
    ...(shareOf(cutStacks, facts) > NOTED_SHARE
      ? [
          words`${percent(shareOf(cutStacks, facts))} is in stacks that were cut before their thread's entry, so that totals of outer functions are too small`,
        ]
      : []),
    ...(shareOf(runtimeOnly, facts) > NOTED_SHARE
      ? [words`${percent(shareOf(runtimeOnly, facts))} is in stacks of the scheduler and the runtime alone`]
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
}

type Amounts = CpuFacts["all"];

function shareOf(part: Amounts | undefined, { all }: CpuFacts): number {
  if (part === undefined) return 0;
  const [amount, whole] =
    all.cpuMicros === undefined ? [part.samples, all.samples] : [part.cpuMicros ?? 0, all.cpuMicros];
  return whole === 0 ? 0 : amount / whole;
}

function renderThreads({ groups, threads }: CpuFacts, page: Page): void {
  page.quote(
    groups.map(({ group, share, busyCores, threads: count, ...amounts }) => {
      const busy = busyCores === undefined ? "" : `, ${Number(busyCores.toPrecision(2))} cores busy`;
      return `${group}: ${amountText(amounts)} (${percent(share)}${busy}) in ${plural(count, words`thread`, words`threads`)}`;
    }),
    { unit: words`groups`, head: "By group of threads:" },
  );
  page.quote(
    threads.threads.map(({ name, share, busyShare, ...amounts }) => {
      const busy = busyShare === undefined ? "" : `, ${percent(busyShare)} busy`;
      return `${name}: ${amountText(amounts)} (${percent(share)}${busy})`;
    }),
    {
      unit: words`threads`,
      head: `By thread, ${threads.shown} of ${threads.of} (${threads.without} more used none); busy is CPU over the window:`,
    },
  );
}

type FunctionList = CpuFacts["functionsBySelf"];
type FunctionFacts = FunctionList["functions"][number];

function renderFunctions(
  title: Words,
  list: FunctionList,
  by: "self" | "total",
  mainLibrary: string | undefined,
  page: Page,
): void {
  if (list.functions.length === 0) return;
  page.quote(
    list.functions.map((one) => functionText(one, by, mainLibrary)),
    {
      unit: words`functions`,
      head: `${title}, ${list.shown} of ${list.of}: self | total | function [threads] (library, if not the program's own)`,
    },
  );
}

function functionText(one: FunctionFacts, by: "self" | "total", mainLibrary: string | undefined): string {
  const self = amountText({ samples: one.selfSamples, cpuMicros: one.selfCpuMicros });
  const total = amountText({ samples: one.totalSamples, cpuMicros: one.totalCpuMicros });
  const amounts =
    by === "self"
      ? `${self} (${percent(one.selfShare)}) | ${total}`
      : `${self} | ${total} (${percent(one.totalShare)})`;
  const groups = one.groups.map(({ group }) => group).join(", ");
  const library = one.library === undefined || one.library === mainLibrary ? "" : ` (${one.library})`;
  return `${amounts} | ${shortRustName(one.name)} [${groups}]${library}`;
}

function amountText({ samples, cpuMicros }: Amounts): string {
  return String(
    cpuMicros === undefined ? plural(samples, words`sample`, words`samples`) : span(cpuMicros / 1000),
  );
}
