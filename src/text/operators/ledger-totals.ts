import { REST_KINDS } from "../../analysis/firefox/operators/rest-kinds.ts";
import type { Ledger, LedgerCpu, LedgerHeap } from "../../analysis/operators/ledger/ledger-schema.ts";
import { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { OperatorsAnswer } from "../../answers/ledger.ts";
import { BESIDE, REST_NAMES } from "../cpu/cpu-operators.ts";
import { SUBSYSTEM_NAMES } from "../heap/subsystem-words.ts";
import { whyMissing } from "../not-checked.ts";
import { bytes, grouped, percent, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";

/** What the columns come to, what the process's own totals are, and what the rest of those is. */
export function renderLedgerTotals(facts: OperatorsAnswer, page: Page): void {
  const { ledger } = facts;
  const id = facts.profiles.circuit_profile_id;
  page.line(timeLine(ledger));
  if (id !== undefined)
    page.line(
      words`The circuit profile is kept as ${id}: a later call with that as baseline tells what has changed.`,
    );
  const state = stateLine(ledger);
  if (state !== undefined) page.line(state);
  for (const { reason, nodes, costs } of ledger.none) {
    page.line(
      words`${plural(nodes, words`node`, words`nodes`)} of the circuit of no operator (${reason}): ${span((costs.runtime_s ?? 0) * 1000)}.`,
    );
  }
  renderCpu(facts, page);
  renderHeap(facts, page);
}

function timeLine({ totals, split, nodes, workers }: Ledger): Words {
  const all = words`Time: ${span((totals.runtime_s ?? 0) * 1000)} in ${plural(nodes, words`node`, words`nodes`)} of the circuit, by Feldera's clock, over ${plural(workers, words`worker`, words`workers`)} since the pipeline started`;
  if (split === undefined) return words`${all}. What the workers did in all is not in this profile.`;
  const operators = totals.runtime_s ?? 0;
  const rest =
    split.running_s >= operators
      ? words`, so that ${seconds(split.running_s - operators)} of running went to the scheduler and between operators`
      : words`: ${seconds(operators - split.running_s)} more than running, since operators that are suspended count what runs meanwhile`;
  const idle = split.idle_s === undefined ? undefined : words`, idle ${seconds(split.idle_s)}`;
  return words`${all}. The workers were running ${seconds(split.running_s)}, waiting ${seconds(split.waiting_s)}${idle}${rest}.`;
}

/** The sums of state beside what the circuit says of itself as a whole. */
function stateLine({ totals, circuit_totals }: Ledger): Words | undefined {
  const parts = STATE.flatMap(({ measure, amount, of }) => {
    const [sum, whole] = [totals[measure], circuit_totals[measure]];
    if (sum === undefined || sum === 0) return [];
    const differs =
      whole === undefined || Math.abs(whole - sum) < 1
        ? undefined
        : words` (the circuit as a whole: ${amount(whole)})`;
    return [words`${amount(sum)} ${of}${differs}`];
  });
  return parts.length === 0 ? undefined : words`State, when profiled: ${joined(parts, words`, `)}.`;
}

const STATE = [
  { measure: "state_records", amount: (one: number) => grouped(Math.round(one)), of: words`records` },
  { measure: "memory_bytes", amount: bytes, of: words`in memory` },
  { measure: "storage_bytes", amount: bytes, of: words`in storage` },
  { measure: "filter_bytes", amount: bytes, of: words`of key filters` },
] as const;

function renderCpu({ ledger: { cpu }, cpu_unused, profiles }: OperatorsAnswer, page: Page): void {
  if (cpu_unused !== undefined) {
    page.line(words`CPU is not charged: the profile at hand is ${unusedWords(cpu_unused)}.`);
  }
  if (cpu === undefined) {
    if (cpu_unused === undefined) page.line(words`CPU: not checked, no CPU profile was at hand.`);
    return;
  }
  const id = profiles.cpu_profile_id;
  page.line(
    words`CPU: ${seconds(cpu.total_s)} of the process in the ${seconds(cpu.window_s)} that markers cover${id && words` (${id})`}; ${seconds(cpu.operators_s)} charged to operators${suspendedWords(cpu)}.`,
  );
  for (const { side, total_s, operators_s, beside_s, parts } of cpu.sides) {
    if (total_s === 0) continue;
    const rest = parts.map(({ name, amount }) => words`${restName(name)} ${percent(amount / total_s)}`);
    const beside = beside_s > 0 ? words` (${percent(beside_s / total_s)} ${BESIDE})` : undefined;
    page.line(
      words`  ${side}: ${seconds(total_s)}, ${percent(operators_s / total_s)} charged to operators${beside}; ${rest.length === 0 ? words`nothing else` : joined(rest, words`, `)}.`,
    );
  }
  if (cpu.elsewhere.length > 0) {
    const groups = cpu.elsewhere.map(({ name, amount }) => words`${name} ${seconds(amount)}`);
    page.line(words`  threads that run no operators: ${joined(groups, words`, `)}.`);
  }
  if (cpu.unknown_nodes_s > 0) {
    page.line(words`  ${seconds(cpu.unknown_nodes_s)} in nodes that the circuit profile does not have.`);
  }
}

function suspendedWords({ suspended_s, operators_s }: LedgerCpu): Words | undefined {
  if (suspended_s === 0 || operators_s === 0) return undefined;
  return words`, ${percent(suspended_s / operators_s)} of that in ones that were suspended while others ran`;
}

function restName(name: string): Words {
  const kind = REST_KINDS.find((one) => one === name);
  return kind === undefined ? words`${name}` : REST_NAMES[kind];
}

function renderHeap(facts: OperatorsAnswer, page: Page): void {
  const { ledger, heap_unused, profiles } = facts;
  if (heap_unused !== undefined) {
    page.line(words`The heap is not charged: the profile at hand is ${unusedWords(heap_unused)}.`);
  }
  if (ledger.heap === undefined && heap_unused === undefined) {
    page.line(words`Heap: not checked, no heap profile was at hand.`);
  }
  if (ledger.heap !== undefined) heapLines(ledger.heap, profiles.heap_profile_id, page);
  if (profiles.crates_missing) {
    page.line(
      words`Stacks do not tell operators, since the generated Rust was not read: ${whyMissing(profiles.crates_missing)}.`,
    );
  }
  const line = residentLine(facts);
  if (line !== undefined) page.line(line);
}

function heapLines(heap: LedgerHeap, id: string | undefined, page: Page): void {
  const { total_bytes, told_bytes, apportioned_bytes, reported_bytes, parts } = heap;
  const share = (part: number) => percent(total_bytes === 0 ? 0 : part / total_bytes);
  const rest = parts.map(({ name, amount }) => words`${subsystemName(name)} ${bytes(amount)}`);
  page.line(
    words`Heap: ${bytes(total_bytes)} in use by its samples${id && words` (${id})`}; ${bytes(told_bytes)} (${share(told_bytes)}) told by operators' own frames, ${bytes(apportioned_bytes)} (${share(apportioned_bytes)}) of steps and mergers apportioned by Feldera's bytes per operator (marked ~); the rest: ${rest.length === 0 ? words`nothing` : joined(rest, words`, `)}.`,
  );
  const charged = told_bytes + apportioned_bytes;
  page.line(
    words`  Feldera itself reports ${bytes(reported_bytes)} in operators${reported_bytes === 0 ? undefined : words`; what the samples charge to them is ${percent(charged / reported_bytes)} of that`}.`,
  );
}

function subsystemName(name: string): Words {
  const found = Subsystem.options.find((one) => one === name);
  return found === undefined ? words`${name}` : SUBSYSTEM_NAMES[found];
}

/** The process's memory beside what is known of it. */
function residentLine({ ledger, resident_missing }: OperatorsAnswer): Words | undefined {
  const { resident, heap, totals } = ledger;
  if (resident === undefined) {
    return resident_missing && words`Resident size: not checked (${whyMissing(resident_missing)}).`;
  }
  const { rss_bytes, buffered_input_bytes, output_bytes } = resident;
  const known = heap?.total_bytes ?? totals.memory_bytes ?? 0;
  const what = heap === undefined ? words`what operators report` : words`the heap in use`;
  const rest =
    heap === undefined
      ? words`what the rest is, a heap profile tells`
      : words`the rest is the allocator's own, code, stacks and what is not sampled`;
  const queues = [
    ...(buffered_input_bytes ? [words`${bytes(buffered_input_bytes)} queued for inputs`] : []),
    ...(output_bytes ? [words`${bytes(output_bytes)} for outputs`] : []),
  ];
  const queued = queues.length === 0 ? undefined : words`; ${joined(queues, words`, `)}`;
  return words`Resident: ${bytes(rss_bytes)} of the process; ${what} is ${percent(known / (rss_bytes || 1))} of that, ${rest}${queued}.`;
}

const UNUSED = {
  "of another program": words`of another version of the program`,
  "without CPU by operator": words`without the CPU times or the markers that tell which operator ran`,
  "not of memory": words`not one of memory in use`,
} as const;

function unusedWords({ reason, message }: NonNullable<OperatorsAnswer["cpu_unused"]>): Words {
  if (reason === "unreadable") return words`not readable: ${message}`;
  return UNUSED[reason];
}

function seconds(amount: number): Words {
  return span(amount * 1000);
}
