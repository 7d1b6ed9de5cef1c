import type { Ledger, LedgerHeap } from "../../analysis/operators/ledger/ledger-schema.ts";
import type { MemoryAccount } from "../../analysis/operators/ledger/memory-account-schema.ts";
import { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { OperatorsAnswer } from "../../answers/ledger.ts";
import { SUBSYSTEM_NAMES } from "../heap/subsystem-words.ts";
import { whyMissing } from "../not-checked.ts";
import { bytes, grouped, megabytes, percent } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { unusedWords } from "./unused-words.ts";

/** The memory of the process: the heap by who holds it, what is resident beyond, and what of it is state, cache, queue. */
export function renderMemory(facts: OperatorsAnswer, page: Page): void {
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
  residentLines(facts, page);
  page.line(stateLine(ledger));
  page.line(cacheLine(facts));
  page.line(queueLine(facts));
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

/** The resident size, the heap in use as a part of it, and what is known of the rest. */
function residentLines({ ledger, resident_missing }: OperatorsAnswer, page: Page): void {
  const { heap, memory } = ledger;
  const { resident, metrics, beyond_heap_bytes: beyond } = memory;
  if (resident === undefined) {
    if (resident_missing) page.line(words`Resident size: not checked (${whyMissing(resident_missing)}).`);
    return;
  }
  const { rss_bytes } = resident;
  const limit = metrics?.max_rss_bytes;
  const of =
    limit === undefined
      ? undefined
      : words`, ${percent(rss_bytes / limit)} of the ${megabytes(limit)} that memory pressure is measured against (metrics)`;
  const swap = metrics?.swap_bytes ? words`, and ${bytes(metrics.swap_bytes)} in swap` : undefined;
  const size = words`Resident: ${bytes(rss_bytes)} of the process (stats)${of}${swap}`;
  if (heap === undefined || beyond === undefined) {
    page.line(words`${size}. How much of that is the heap in use is not known without a heap profile.`);
    return;
  }
  if (beyond < 0) {
    page.line(
      words`${size}, less than the heap's samples come to: they are of another moment, or overshoot by chance.`,
    );
    return;
  }
  page.line(
    words`${size} = heap in use ${bytes(heap.total_bytes)} (${percent(heap.total_bytes / (rss_bytes || 1))}) + ${bytes(beyond)} beyond it: ${beyondWords(memory)}.`,
  );
}

/** Feldera reports the parts of it nowhere; the sizes of mapped files bound one of them. */
function beyondWords({ mapped_bytes, unmapped_least_bytes = 0 }: MemoryAccount): Words {
  const own = words`free memory that the allocator keeps, threads' stacks and what samples miss`;
  if (mapped_bytes === undefined) return words`mapped files, ${own}; nothing at hand tells these apart`;
  const files = words`at most ${bytes(mapped_bytes)} of mapped files (the program and its libraries, by the heap profile's mappings)`;
  return unmapped_least_bytes > 0
    ? words`${files}, at least ${bytes(unmapped_least_bytes)} of ${own}`
    : words`${files}, and ${own}; Feldera does not tell these apart`;
}

/** The sums of state beside what the circuit says of itself as a whole. */
function stateLine({ totals, circuit_totals }: Ledger): Words {
  const parts = STATE.flatMap(({ measure, amount, of }) => {
    const [sum, whole] = [totals[measure], circuit_totals[measure]];
    if (sum === undefined || sum === 0) return [];
    const differs =
      whole === undefined || Math.abs(whole - sum) < 1
        ? undefined
        : words` (the circuit as a whole: ${amount(whole)})`;
    return [words`${amount(sum)} ${of}${differs}`];
  });
  return parts.length === 0
    ? words`  State, to be kept: none, or not in this circuit profile.`
    : words`  State, to be kept: ${joined(parts, words`, `)} (circuit profile).`;
}

const STATE = [
  { measure: "state_records", amount: (one: number) => grouped(Math.round(one)), of: words`records` },
  { measure: "memory_bytes", amount: bytes, of: words`in memory` },
  { measure: "storage_bytes", amount: bytes, of: words`in storage` },
  { measure: "filter_bytes", amount: bytes, of: words`of key filters` },
] as const;

function cacheLine({ ledger: { memory, heap }, metrics_missing }: OperatorsAnswer): Words {
  const { used_bytes, from, limit_bytes, workers, mergers } = memory.cache;
  if (used_bytes === undefined) {
    const why = metrics_missing ? words` (metrics: ${whyMissing(metrics_missing)})` : undefined;
    return words`  Cache of storage, which gives way: not known${why}.`;
  }
  const limit = limit_bytes === undefined ? undefined : words` of at most ${bytes(limit_bytes)}`;
  const rates = [
    ...(workers ? [words`workers ${hitRate(workers)}`] : []),
    ...(mergers ? [words`mergers ${hitRate(mergers)}`] : []),
  ];
  const hits =
    rates.length === 0 ? words`nothing was looked up in it` : words`found there: ${joined(rates, words`, `)}`;
  return words`  Cache of storage, which gives way: ${bytes(used_bytes)}${limit} (${from === "metrics" ? words`metrics` : words`circuit profile`}); ${hits}${heapPart(heap, ["storage"])}.`;
}

function hitRate({ hits, misses }: NonNullable<MemoryAccount["cache"]["workers"]>): Words {
  return words`${percent(hits / (hits + misses))} of ${grouped(hits + misses)} look-ups`;
}

function queueLine({ ledger: { memory, heap } }: OperatorsAnswer): Words {
  const { resident, metrics } = memory;
  const parts = [
    [resident?.buffered_input_bytes, words`before the circuit (stats)`] as const,
    [resident?.output_bytes, words`at outputs (stats)`] as const,
    [metrics?.connectors_bytes, words`more held by connectors (metrics)`] as const,
  ].flatMap(([amount, what]) => (amount === undefined ? [] : [words`${bytes(amount)} ${what}`]));
  const told = parts.length === 0 ? words`not known` : joined(parts, words`, `);
  return words`  Queues: ${told}${heapPart(heap, ["input", "output", "connector"])}.`;
}

/** What samples of the heap say of the same. */
function heapPart(heap: LedgerHeap | undefined, names: readonly Subsystem[]): Words | undefined {
  if (heap === undefined) return undefined;
  const found = heap.parts.filter(({ name }) => names.some((one) => one === name));
  if (found.length === 0) return undefined;
  const parts = found.map(({ name, amount }) => words`${subsystemName(name)} ${bytes(amount)}`);
  return words`; in the heap: ${joined(parts, words`, `)}`;
}
