import type { Ledger, LedgerRow } from "../../analysis/operators/ledger/ledger-schema.ts";
import type { LedgerBy } from "../../analysis/operators/ledger/measures.ts";
import type { OperatorsAnswer } from "../../answers/ledger.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import { bytes, grouped, percent, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { renderUnoptimized } from "../pipeline/unoptimized.ts";
import { operatorName } from "../sql/operator-name.ts";
import { renderAnnotatedProgram } from "./annotated-program.ts";
import { renderLedgerChanges } from "./ledger-changes.ts";
import { renderLedgerTable } from "./ledger-table.ts";
import { renderLedgerTotals } from "./ledger-totals.ts";
import { whoWords } from "./row-words.ts";

/** What each ranking says of the first, and how an amount of it is written. */
const RANKED: Readonly<
  Record<LedgerBy, { readonly does: Words; readonly of: Words; readonly amount: (amount: number) => Words }>
> = {
  time: { does: words`takes the most time`, of: words`operators' time`, amount: seconds },
  cpu: { does: words`takes the most CPU`, of: words`operators' CPU`, amount: seconds },
  memory: { does: words`holds the most memory`, of: words`operators' memory`, amount: bytes },
  heap: { does: words`holds the most of the heap`, of: words`heap that operators hold`, amount: bytes },
  state: { does: words`keeps the most records`, of: words`records in state`, amount: count },
  storage: { does: words`has the most in storage`, of: words`operators' storage`, amount: bytes },
  filters: { does: words`has the largest key filters`, of: words`key filters`, amount: bytes },
  cache: { does: words`misses the cache most`, of: words`cache misses`, amount: count },
  waits: { does: words`waits longest`, of: words`operators' waiting`, amount: seconds },
};

function seconds(amount: number): Words {
  return span(amount * 1000);
}

function count(amount: number): Words {
  return grouped(Math.round(amount));
}

/** What is ranked by, of a row or of all. */
function rankedAmount(costs: LedgerRow["costs"], by: LedgerBy): number {
  if (by === "waits")
    return (costs.merge_wait_s ?? 0) + (costs.exchange_wait_s ?? 0) + (costs.read_wait_s ?? 0);
  return costs[MEASURE_OF[by]] ?? 0;
}

const MEASURE_OF = {
  time: "runtime_s",
  cpu: "cpu_s",
  memory: "memory_bytes",
  heap: "heap_bytes",
  state: "state_records",
  storage: "storage_bytes",
  filters: "filter_bytes",
  cache: "cache_misses",
} as const;

/** Which SQL costs what. */
export function renderLedger({ facts }: Cleaned<OperatorsAnswer>, page: Page): void {
  const { pipeline_name, ledger, program, changes, graph_missing, program_missing } = facts;
  const named = facts.baseline ?? "";
  if (changes !== undefined && program === undefined) {
    renderLedgerChanges(pipeline_name, named, changes, page);
  } else {
    page.line(words`${pipeline_name}: ${lineHeadline(facts) ?? headline(ledger)}`);
    if (program !== undefined) renderAnnotatedProgram(program, named, page);
    else renderRows(facts, page);
  }
  renderLedgerTotals(facts, page);
  if (graph_missing) {
    page.line(
      words`Not placed in the SQL, since dataflow_graph was not read (${whyMissing(graph_missing)}): operators stand by their nodes of the circuit.`,
    );
  }
  if (program_missing) {
    page.line(
      words`No code of the SQL: the pipeline's record was not read (${whyMissing(program_missing)}).`,
    );
  }
  renderUnoptimized(facts, page);
  suggestNext(facts, page);
}

function renderRows({ ledger, view }: OperatorsAnswer, page: Page): void {
  if (view === "program") page.line(words`The program's text was not read: its operators follow instead.`);
  renderLedgerTable(ledger, page);
  const left = ledger.rows_in_all - ledger.rows.length;
  if (left === 0) return;
  const { of, amount } = RANKED[ledger.by];
  page.line(
    words`${left} more not listed (limit), with ${amount(rankedAmount(ledger.not_listed, ledger.by))} of the ${of}.`,
  );
}

/** Of the program: the line that is dearest, and what stands there. */
function lineHeadline({ program, ledger: { by } }: OperatorsAnswer): Words | undefined {
  if (program?.dearest === undefined) return undefined;
  const { line, amount: own, of: total } = program.dearest;
  const { does, of, amount } = RANKED[by];
  const row = program.rows.find((one) => one.kind === "line" && one.line === line);
  const [first, ...others] = row?.kind === "line" ? row.operators : [];
  const who =
    first === undefined
      ? undefined
      : words` (${operatorName(first.handle)}${others.length > 0 ? words` and ${others.length} more` : undefined})`;
  return words`line ${line}${who} ${does}: ${amount(own)}, ${percent(total === 0 ? 0 : own / total)} of ${amount(total)} of ${of}.`;
}

function headline(ledger: Ledger): Words {
  const { by, group, rows, totals, operators, workers } = ledger;
  const { does, of, amount } = RANKED[by];
  const [first] = rows;
  const all =
    group === "view"
      ? words`of all tables and views`
      : words`of ${plural(operators, words`operator`, words`operators`)}`;
  const total = rankedAmount(totals, by);
  if (first === undefined && total > 0) {
    return words`${amount(total)} of ${of}, in nodes of the circuit that belong to no operator.`;
  }
  if (first === undefined) return words`no operator has any ${of}. ${notMeasured(ledger)}`;
  const own = rankedAmount(first.costs, by);
  return words`${whoWords(first, ledger.group)} ${does} ${all}: ${amount(own)}, ${percent(total === 0 ? 0 : own / total)} of ${amount(total)} of ${of}${whyWords(first, by, workers)}.`;
}

function notMeasured({ by, cpu, heap }: Ledger): Words {
  if (by === "cpu" && cpu === undefined) return words`No CPU profile was at hand.`;
  if (by === "heap" && heap === undefined) return words`No heap profile was at hand.`;
  return words`Its runtime reports none.`;
}

/** What about the first makes it so dear. */
function whyWords(
  { costs, shares, main_node, nodes, busiest, records_in, records_out }: LedgerRow,
  by: LedgerBy,
  workers: number,
): Words {
  const parts: Words[] = [];
  if (records_in !== undefined && records_out !== undefined && records_in > 0) {
    parts.push(words`${count(records_in)} records in, ${count(records_out)} out`);
  }
  if (busiest !== undefined && workers > 1 && busiest.times_average >= UNEVEN) {
    parts.push(
      words`worker ${busiest.worker} does ${percent(busiest.runtime_s / (costs.runtime_s || 1))} of its time`,
    );
  }
  if (by !== "memory" && (shares.memory_bytes ?? 0) > 0) {
    parts.push(words`it holds ${bytes(costs.memory_bytes ?? 0)} (${percent(shares.memory_bytes ?? 0)})`);
  }
  if (by !== "time" && (shares.runtime_s ?? 0) > 0) {
    parts.push(words`it takes ${percent(shares.runtime_s ?? 0)} of the time`);
  }
  if (main_node !== undefined && nodes > 1) {
    parts.push(words`${nodes} nodes of the circuit, ${main_node} the costliest`);
  }
  return parts.length === 0 ? words`` : words` (${joined(parts, words`; `)})`;
}

/** The busiest worker has so many times the average: worth a word. */
const UNEVEN = 1.5;

function suggestNext({ pipeline_name, view, ledger, changes, profiles }: OperatorsAnswer, page: Page): void {
  const [first] = (view === "ledger" ? changes?.rows : undefined) ?? ledger.rows;
  if (first === undefined) return;
  page.next(
    "summarize_circuit_profile",
    { pipeline_name, operator: first.handle },
    words`for the nodes and metrics of the first`,
  );
  if (ledger.cpu !== undefined) {
    page.next(
      "summarize_samply_profile",
      { pipeline_name, operator: first.handle, profile_id: profiles.cpu_profile_id },
      words`for the functions in it`,
    );
  } else {
    page.next(
      "start_samply_profile",
      { pipeline_name },
      words`to record CPU, which this then charges as well`,
    );
  }
  if (ledger.heap === undefined) {
    page.next(
      "summarize_heap_profile",
      { pipeline_name },
      words`to fetch the heap, which this then charges as well`,
    );
  }
}
