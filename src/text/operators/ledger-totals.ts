import { REST_KINDS } from "../../analysis/firefox/operators/rest-kinds.ts";
import type { Ledger, LedgerCpu } from "../../analysis/operators/ledger/ledger-schema.ts";
import type { OperatorsAnswer } from "../../answers/ledger.ts";
import { BESIDE, REST_NAMES } from "../cpu/cpu-operators.ts";
import { percent, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { renderMemory } from "./ledger-memory.ts";
import { unusedWords } from "./unused-words.ts";

/** What the columns come to, what the process's own totals are, and what the rest of those is. */
export function renderLedgerTotals(facts: OperatorsAnswer, page: Page): void {
  const { ledger } = facts;
  const id = facts.profiles.circuit_profile_id;
  page.line(timeLine(ledger));
  if (id !== undefined)
    page.line(
      words`The circuit profile is kept as ${id}: a later call with that as baseline tells what has changed.`,
    );
  for (const { reason, nodes, costs } of ledger.none) {
    page.line(
      words`${plural(nodes, words`node`, words`nodes`)} of the circuit of no operator (${reason}): ${span((costs.runtime_s ?? 0) * 1000)}.`,
    );
  }
  renderCpu(facts, page);
  renderMemory(facts, page);
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

function seconds(amount: number): Words {
  return span(amount * 1000);
}
