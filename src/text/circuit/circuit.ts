import type { CircuitFacts } from "../../analysis/circuit/circuit-facts.ts";
import type { CircuitSplit } from "../../analysis/circuit/split.ts";
import type { Spread } from "../../analysis/circuit/spread.ts";
import { WAIT_REASONS, type WaitReason } from "../../analysis/circuit/wait-reasons.ts";
import { percent, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { codeLines, operatorAt, placeWords } from "./circuit-sql.ts";
import { amount, labelText, operatorWords, times } from "./circuit-words.ts";

/** What each ranking measures; sizes are of the moment, all else is summed from the start. */
const MEASURED: Readonly<Record<CircuitFacts["by"], { readonly what: Words; readonly isSize: boolean }>> = {
  time: { what: words`operators' time`, isSize: false },
  storage: { what: words`operators' storage`, isSize: true },
  memory: { what: words`operators' memory`, isSize: true },
  state: { what: words`records in operators' state`, isSize: true },
  skew: { what: words`operators' time`, isSize: false },
  cache: { what: words`foreground cache misses`, isSize: false },
  filters: { what: words`key filters`, isSize: true },
  backpressure: { what: words`operators' waiting for merges`, isSize: false },
};

export function renderCircuit(pipeline_name: string, facts: CircuitFacts, page: Page): void {
  page.line(words`${pipeline_name}: ${headline(facts)}`);
  if (facts.format === "entries") {
    page.line(
      words`The profile has the old format (entries) of an old runtime: its metrics stand under today's names, and newer ones are not there.`,
    );
  }
  if (facts.split !== undefined) renderSplit(facts, facts.split, page);
  const shown = new Set<string>();
  if (facts.by !== "skew") renderSql(facts, shown, page);
  renderRows(facts, shown, page);
  renderPlaced(facts, page);
  if (!facts.has_graph) {
    page.line(words`The profile has no graph: operators stand by their ids alone.`);
  }
}

function headline(facts: CircuitFacts): Words {
  const { by, metric, total, rows, workers } = facts;
  if (metric === undefined) return headlineWithout(facts);
  const all = inAll(facts, metric);
  if (by === "skew" && workers < 2) return words`nothing can be uneven over one worker. In all ${all}.`;
  const [first] = rows;
  if (first === undefined) {
    return by === "skew" && total > 0
      ? words`the same in every worker. In all ${all}.`
      : words`none: ${all}.`;
  }
  const { spread, share, id, label, place, excess } = first;
  const of = (number: number) => amount(metric.unit, number);
  const from = place === undefined ? undefined : words`, for ${placeWords(place)}`;
  const who = words`${operatorWords(id, label)}`;
  return by === "skew"
    ? words`${who} is the most uneven: worker ${spread.hot_worker} has ${of(spread.max)} of its ${of(spread.total)}, ${times(spread)} the average and ${of(excess)} above it${from}. In all ${all}.`
    : words`${who} has the most, ${of(spread.total)} or ${percent(share)}${from}. In all ${all}.`;
}

function inAll(
  { by, total, workers, operators }: CircuitFacts,
  { name, unit }: NonNullable<CircuitFacts["metric"]>,
): Words {
  const { what, isSize } = MEASURED[by];
  const measured =
    by === "skew" && unit === "count"
      ? words`${amount(unit, total)} records`
      : words`${amount(unit, total)} ${unit === "count" ? undefined : words`of `}${what}`;
  const when = isSize ? words`when profiled` : words`since the pipeline started`;
  return words`${measured} ${when} (${metricWords(name)}, ${plural(operators, words`operator`, words`operators`)}, ${plural(workers, words`worker`, words`workers`)})`;
}

/** A metric, or several that are added up. */
function metricWords(name: string): Words {
  const parts = name.split(" + ").map((part) => words`${part}`);
  return joined(parts, words` + `);
}

/** No operator has what was asked for. */
function headlineWithout({ wanted, known, available, operators }: CircuitFacts): Words {
  const names = (all: readonly string[], separator: Words) =>
    joined(
      all.map((name) => words`${name}`),
      separator,
    );
  const none = words`none of its ${plural(operators, words`operator`, words`operators`)} reports ${names(wanted, words` or `)}`;
  return known
    ? words`${none}; its runtime has the metric.`
    : words`${none}, which its runtime does not have. It has: ${available.length === 0 ? words`no metrics` : names(available, words`, `)}.`;
}

function renderSplit({ by, workers }: CircuitFacts, split: CircuitSplit, page: Page): void {
  const { running_s, waiting_s, idle_s, cpu_s, total_s, steps } = split;
  const part = (seconds: number) =>
    words`${span(seconds * 1000)} (${percent(total_s === 0 ? 0 : seconds / total_s)})`;
  const parts = [
    words`running ${part(running_s)}${cpu_s === undefined ? undefined : words`, of it on the CPU ${span(cpu_s * 1000)}`}`,
    waitWords(split, part(waiting_s)),
    idle_s === undefined
      ? words`idle time not in this profile`
      : words`idle between steps, for input, for outputs to drain or for other workers to end the step, ${part(idle_s)}`,
    ...(steps === undefined ? [] : [plural(steps, words`step`, words`steps`)]),
  ];
  page.line(
    words`The circuit since the pipeline started, up to its last step, summed over workers: ${joined(parts, words`; `)}.`,
  );
  if (by !== "skew" || workers < 2) return;
  const reasons = split.workers.some(({ waits_s }) => waits_s !== undefined);
  const titles = [
    ...[words`worker`, words`running`, words`on the CPU`, words`waiting`, words`idle`],
    ...(reasons ? [words`waiting for other workers`] : []),
  ];
  page.table(
    titles.map((title) => ({ title, align: "right" as const })),
    split.workers.map((one, worker) => [
      words`${worker}`,
      ...[one.running_s, one.cpu_s, one.waiting_s, one.idle_s].map((seconds) =>
        seconds === undefined ? words`-` : span(seconds * 1000),
      ),
      ...(reasons ? [span((one.waits_s?.peers ?? 0) * 1000)] : []),
    ]),
    { unit: words`workers` },
  );
}

/** What workers wait for within a step, in the order of its cost where the runtime tells it. */
function waitWords({ waits_s, waiting_s }: CircuitSplit, waited: Words): Words {
  if (waits_s === undefined) {
    return words`waiting within a step for other workers or background work ${waited}`;
  }
  const told = WAIT_REASONS.flatMap((reason) => {
    const seconds = waits_s[reason] ?? 0;
    return seconds === 0 ? [] : [{ reason, seconds }];
  }).toSorted((one, other) => other.seconds - one.seconds);
  if (told.length === 0) return words`waiting within a step ${waited}`;
  const parts = told.map(
    ({ reason, seconds }) =>
      words`${WAIT_WORDS[reason]} ${span(seconds * 1000)} (${percent(seconds / waiting_s)})`,
  );
  return words`waiting within a step ${waited}, of it ${joined(parts, words`, `)}`;
}

const WAIT_WORDS: Readonly<Record<WaitReason, Words>> = {
  peers: words`for other workers`,
  merge_backpressure: words`for merges that are behind`,
  storage_read: words`for reads from storage`,
  storage_write: words`for writes to storage`,
  storage_sync: words`for storage to flush`,
  storage_metadata: words`for storage's file system`,
  network: words`for other hosts`,
  operator_pending: words`for operators with work under way`,
  scheduler: words`for the scheduler`,
  unattributed: words`for what Feldera does not attribute`,
  other: words`for reasons that this server does not know`,
};

/** @param shown the code that has been shown, which is not repeated */
function renderSql({ sql, metric }: CircuitFacts, shown: Set<string>, page: Page): void {
  if (sql === undefined || metric === undefined) return;
  page.quote(
    sql.rows.map(({ place, total, share, operators }) =>
      [
        `${amount(metric.unit, total)} (${percent(share)}, ${operators}) | ${operatorAt(place)}`,
        ...codeOnce(place, shown),
      ].join("\n"),
    ),
    {
      unit: words`SQL operators`,
      head: `by SQL operator, the first ${sql.rows.length} of ${sql.rows_in_all}: sum (share, operators of the circuit) | SQL`,
    },
  );
}

type Row = CircuitFacts["rows"][number];

function codeOnce(place: NonNullable<Row["place"]>, shown: Set<string>): string[] {
  const lines = codeLines(place, "      ");
  const code = lines.join("\n");
  if (shown.has(code)) return [];
  shown.add(code);
  return lines;
}

function renderRows(facts: CircuitFacts, shown: Set<string>, page: Page): void {
  const { by, rows, rows_in_all, workers } = facts;
  if (rows.length === 0) return;
  const titles = [
    ...(by === "skew" ? ["above the average"] : []),
    `sum over ${workers} ${workers === 1 ? "worker" : "workers"} (share)`,
    ...(workers > 1 ? ["busiest worker, times the average"] : []),
    "operator of the circuit",
  ];
  page.quote(
    rows.map((row) => rowText(row, facts, shown)),
    { unit: words`operators`, head: titles.join(" | ") },
  );
  if (rows_in_all > rows.length) {
    page.line(
      words`${plural(rows_in_all - rows.length, words`more operator is`, words`more operators are`)} not listed (limit).`,
    );
  }
}

function rowText(row: Row, { by, metric, workers }: CircuitFacts, shown: Set<string>): string {
  const { spread, share, excess, id, label, region, told, place } = row;
  const unit = metric?.unit ?? "count";
  const cells = [
    ...(by === "skew" ? [amount(unit, excess)] : []),
    words`${amount(unit, spread.total)} (${percent(share)})`,
    ...(workers > 1 ? [busiest(unit, spread)] : []),
    labelText(id, label, region),
  ];
  const more = told
    .filter((one) => one.spread.max !== 0)
    .map((one) => {
      const hot = by === "skew" && workers > 1 ? words` (${busiest(one.unit, one.spread)})` : undefined;
      return words`${one.metric} ${amount(one.unit, one.spread.total)}${hot}`;
    });
  return [
    cells.join(" | "),
    ...(more.length === 0 ? [] : [`    ${joined(more, words`, `)}`]),
    ...(place === undefined ? [] : [`    ${operatorAt(place)}`, ...codeOnce(place, shown)]),
  ].join("\n");
}

/** "worker 2: 45 s, x3.77". */
function busiest(unit: Parameters<typeof amount>[0], spread: Spread): Words {
  return words`worker ${spread.hot_worker}: ${amount(unit, spread.max)}, x${(spread.max_over_avg ?? 1).toFixed(2)}`;
}

function renderPlaced({ sql, total }: CircuitFacts, page: Page): void {
  if (sql === undefined || total === 0) return;
  const { own, nearest, unplaced } = sql.placed;
  page.line(
    words`In the SQL, ${percent(own)} of the total has a place of its own, ${percent(nearest)} that of the nearest operator that has one ("same step of the plan", else "nearest"), ${percent(unplaced)} none.`,
  );
}
