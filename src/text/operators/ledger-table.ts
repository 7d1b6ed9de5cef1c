import type { Ledger, LedgerRow } from "../../analysis/operators/ledger/ledger-schema.ts";
import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import { regionText } from "../circuit/circuit-words.ts";
import { bytes, grouped, percent, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";
import { nameText, placeText } from "./row-words.ts";

/** A column of the ledger; one that no row has anything in is left out. */
interface Column {
  readonly title: Words;
  readonly cell: (row: LedgerRow) => Words | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: words`time`, cell: shared("runtime_s", seconds) },
  { title: words`CPU`, cell: shared("cpu_s", seconds) },
  { title: words`memory`, cell: shared("memory_bytes", bytes) },
  { title: words`heap`, cell: heapCell },
  { title: words`state`, cell: plain("state_records", records) },
  { title: words`storage`, cell: plain("storage_bytes", bytes) },
  { title: words`filters`, cell: plain("filter_bytes", bytes) },
  { title: words`records in > out`, cell: flowCell },
  { title: words`waits: merges`, cell: plain("merge_wait_s", seconds) },
  { title: words`exchange`, cell: plain("exchange_wait_s", seconds) },
  { title: words`reads`, cell: plain("read_wait_s", seconds) },
  { title: words`cache misses`, cell: plain("cache_misses", records) },
  { title: words`busiest`, cell: busiestCell },
];

export function renderLedgerTable({ rows, rows_in_all, group }: Ledger, page: Page): void {
  if (rows.length === 0) return;
  const shown = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== undefined));
  page.quotedTable(
    [
      { title: group === "view" ? words`table or view` : words`operator` },
      ...shown.map(({ title }) => ({ title, align: "right" as const })),
      { title: words`where` },
    ],
    rows.map((row) => [
      nameText(row, group),
      ...shown.map(({ cell }) => cell(row) ?? words`-`),
      group === "view" && row.place !== undefined
        ? `${plural(row.operators, words`operator`, words`operators`)}, most time in ${row.handle}`
        : whereText(row),
    ]),
    { unit: rows_in_all === 1 ? words`row` : words`rows` },
  );
}

function whereText({ place, names, region }: LedgerRow): string {
  const compiler = names.length > 3 ? `${names.slice(0, 3).join(",")},…` : names.join(",");
  if (place === undefined) return region === undefined ? compiler : `in ${regionText(region)}`;
  return place.positions.length === 0 ? compiler : `${compiler} ${placeText(place)}`;
}

function seconds(amount: number): Words {
  return span(amount * 1000);
}

function records(amount: number): Words {
  return grouped(Math.round(amount));
}

function plain(measure: Measure, amount: (amount: number) => Words): Column["cell"] {
  return ({ costs }) => {
    const cost = costs[measure];
    return cost === undefined || cost === 0 ? undefined : amount(cost);
  };
}

/** With the share of the sum over all operators. */
function shared(measure: Measure, amount: (amount: number) => Words): Column["cell"] {
  return ({ costs, shares }) => {
    const cost = costs[measure];
    return cost === undefined || cost === 0
      ? undefined
      : words`${amount(cost)} ${percent(shares[measure] ?? 0)}`;
  };
}

/** With a mark where part of it is apportioned. */
function heapCell({ costs, heap_apportioned_bytes = 0 }: LedgerRow): Words | undefined {
  const held = costs.heap_bytes;
  if (held === undefined || held === 0) return undefined;
  return words`${heap_apportioned_bytes > 0 ? words`~` : undefined}${bytes(held)}`;
}

function flowCell({ records_in, records_out }: LedgerRow): Words | undefined {
  if (records_in === undefined && records_out === undefined) return undefined;
  const part = (amount: number | undefined) => (amount === undefined ? words`?` : records(amount));
  const ratio =
    records_in !== undefined && records_out !== undefined && records_in > 0 && records_out > 0
      ? words` (x${significant(records_out / records_in)})`
      : undefined;
  return words`${part(records_in)} > ${part(records_out)}${ratio}`;
}

function significant(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : String(Number(ratio.toPrecision(2)));
}

function busiestCell({ busiest }: LedgerRow): Words | undefined {
  return busiest && words`w${busiest.worker} x${busiest.times_average.toFixed(2)}`;
}
