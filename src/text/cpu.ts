import type { CpuFacts } from "../analysis/firefox/cpu-facts-schema.ts";
import { bytes, grouped, moment, percent, plural, span } from "./format.ts";
import type { Page } from "./page.ts";
import { shortRustName } from "./rust-name.ts";
import { joined, type Words, words } from "./words.ts";

export function renderCpu(pipeline_name: string, facts: CpuFacts, page: Page): void {
  const { window, all } = facts;
  const started =
    facts.startUnixMs === undefined
      ? words``
      : words`, begun ${moment(new Date(facts.startUnixMs).toISOString())}`;
  page.line(
    words`${pipeline_name}: ${all.cpuMicros === undefined ? words`${grouped(all.samples)} samples` : words`${span(all.cpuMicros / 1000)} of CPU in ${grouped(all.samples)} samples`}${window && words` over a window of ${span(window.durationMs)}`}${started}${facts.oscpu === undefined ? undefined : words` (${facts.oscpu})`}.`,
  );
  if (facts.cpuAbsentBecause !== undefined) {
    page.line(words`Ranked by samples, since CPU time is not told: ${facts.cpuAbsentBecause}.`);
  }
  renderMemory(facts, page);
  renderNotes(facts, page);
  page.quote(
    facts.groups.map((group) => {
      const cores =
        group.busyCores === undefined ? "" : `, ${Number(group.busyCores.toPrecision(2))} cores busy`;
      return `${group.group}: ${amountText(group)} (${percent(group.share)}${cores}), ${group.threads} threads`;
    }),
    { unit: words`groups`, head: "CPU by group of threads" },
  );
  page.quote(
    facts.threads.threads.map(({ name, busyShare, share, ...amounts }) => {
      const busy = busyShare === undefined ? "" : `, ${percent(busyShare)} busy`;
      return `${name}: ${amountText(amounts)} (${percent(share)}${busy})`;
    }),
    {
      unit: words`threads`,
      head: String(
        words`Threads, ${facts.threads.shown} of ${facts.threads.of} active (${facts.threads.without} more used no CPU); busy is CPU over the window`,
      ),
    },
  );
  renderFunctions(words`Functions by self CPU`, facts.functionsBySelf, "self", page);
  renderFunctions(
    words`Functions by total CPU, without runtime glue and mere pass-through (${facts.functionsByTotal.leftOut} left out)`,
    facts.functionsByTotal,
    "total",
    page,
  );
}

function renderMemory({ rss }: CpuFacts, page: Page): void {
  for (const one of rss) {
    page.line(
      words`Resident memory: ${bytes(one.firstBytes)} at first, ${bytes(one.lastBytes)} at last, ${bytes(one.maxBytes)} at most.`,
    );
  }
}

function renderNotes(facts: CpuFacts, page: Page): void {
  const notes = [
    ...(facts.withoutStack.samples > 0
      ? [words`${grouped(facts.withoutStack.samples)} samples have no stack`]
      : []),
    ...(facts.unsymbolised.functions > 0
      ? [
          words`${plural(facts.unsymbolised.functions, words`function`, words`functions`)} without a name hold ${grouped(facts.unsymbolised.selfSamples)} samples`,
        ]
      : []),
    ...facts.markerCaptureNotes.map((note) => words`${note}`),
  ];
  if (notes.length > 0) page.line(words`Note: ${joined(notes, words`; `)}.`);
}

type FunctionList = CpuFacts["functionsBySelf"];
type FunctionFacts = FunctionList["functions"][number];

function renderFunctions(title: Words, list: FunctionList, by: "self" | "total", page: Page): void {
  if (list.functions.length === 0) return;
  page.quote(
    list.functions.map((one) => functionText(one, by)),
    {
      unit: words`functions`,
      head: `${title}, ${list.shown} of ${list.of}: self | total | function | library`,
    },
  );
}

function functionText(one: FunctionFacts, by: "self" | "total"): string {
  const self = amountText({ samples: one.selfSamples, cpuMicros: one.selfCpuMicros });
  const total = amountText({ samples: one.totalSamples, cpuMicros: one.totalCpuMicros });
  const share = percent(by === "self" ? one.selfShare : one.totalShare);
  const groups = one.groups.length > 1 ? ` [${one.groups.map(({ group }) => group).join(", ")}]` : "";
  const library = one.library === undefined ? "" : ` | ${one.library}`;
  return by === "self"
    ? `${self} (${share}) | ${total} | ${shortRustName(one.name)}${library}${groups}`
    : `${self} | ${total} (${share}) | ${shortRustName(one.name)}${library}${groups}`;
}

function amountText({ samples, cpuMicros }: { samples: number; cpuMicros?: number | undefined }): string {
  return String(cpuMicros === undefined ? words`${grouped(samples)} samples` : span(cpuMicros / 1000));
}
