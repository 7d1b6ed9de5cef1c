import type { OperatorFacts } from "../../analysis/circuit/operator-facts.ts";
import { operationOf } from "../../analysis/circuit/operators.ts";
import { grouped, percent, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { operatorName } from "../sql/operator-name.ts";
import { renderNewerMetrics } from "./circuit-metric-notes.ts";
import { codeLines, operatorAt, placeWords } from "./circuit-sql.ts";
import { amount, labelText, operatorWords, regionText, times } from "./circuit-words.ts";

export function renderOperator(pipeline_name: string, facts: OperatorFacts, page: Page): void {
  page.line(words`${pipeline_name}: ${headline(facts)}`);
  page.quote([whatItIs(facts)], { unit: words`operators` });
  renderParts(facts, page);
  renderMetrics(facts, page);
  if (facts.zero.length > 0) {
    const names = facts.zero.map((one) => words`${metricName(one, facts)}`);
    page.line(words`0 in every worker: ${joined(names, words`, `)}.`);
  }
  if (!facts.has_graph) {
    page.line(words`Its inputs and outputs are not known: the profile has no graph.`);
    return;
  }
  const neighbours = [
    ...facts.inputs.map((one) => `from ${neighbourText(one)}`),
    ...facts.outputs.map((one) => `to ${neighbourText(one)}`),
  ];
  if (neighbours.length === 0) page.line(words`It has neither inputs nor outputs.`);
  page.quote(neighbours, { unit: words`neighbours` });
}

function headline({ id, label, runtime, workers, place }: OperatorFacts): Words {
  const who = operatorWords(id, label);
  const from = place === undefined ? undefined : words`, for ${placeWords(place)}`;
  if (runtime === undefined) return words`${who}${from}; the profile has no runtime of it.`;
  const { spread, share } = runtime;
  const hot =
    workers < 2
      ? undefined
      : words`; of ${workers} workers, worker ${spread.hot_worker} the longest, ${span(spread.max * 1000)}, ${times(spread)} the average`;
  return words`${who} ran for ${span(spread.total * 1000)}, ${percent(share)} of all operators' time${from}${hot}.`;
}

/** All nodes of the same operator of the SQL, where there are several. */
function renderParts({ place, parts = [] }: OperatorFacts, page: Page): void {
  if (place === undefined || parts.length < 2) return;
  const sum = parts.reduce((all, { runtime_s }) => all + runtime_s, 0);
  page.line(
    words`It is one of ${parts.length} operators of the circuit that make up ${operatorName(place.handle)}, ${span(sum * 1000)} in all:`,
  );
  page.quote(
    parts.map(({ id, label = "", role, rule, runtime_s }) => {
      const why = rule === "nearest" ? ", nearest" : "";
      return `${span(runtime_s * 1000)} | ${id} ${operationOf(label)} | ${role}${why}`;
    }),
    { unit: words`operators` },
  );
}

function whatItIs({ id, label, region, output_half, persistent_id, place }: OperatorFacts): string {
  return [
    labelText(id, label),
    ...(region === undefined
      ? []
      : [`in ${region === "" ? regionText(region) : region}`.replace(/\s+/g, " ")]),
    ...(output_half === undefined ? [] : [`its output half is ${output_half}`]),
    ...(persistent_id === undefined ? [] : [`persistent id ${persistent_id}`]),
    ...(place === undefined ? [] : [`SQL: ${operatorAt(place)}, ${place.operation}`]),
    ...(place === undefined ? [] : codeLines(place, "  ")),
  ].join("\n");
}

/** A metric, with its labels, and the node where that is the output half. */
function metricName(
  { node, metric, labels }: OperatorFacts["zero"][number],
  { output_half }: OperatorFacts,
): string {
  const inBraces = labels === undefined ? "" : `{${labels.map((label) => label.join("=")).join(",")}}`;
  return `${node === output_half ? `${node} ` : ""}${metric}${inBraces}`;
}

function renderMetrics(facts: OperatorFacts, page: Page): void {
  const perWorker = facts.workers > 1;
  const numbers = facts.numbers.map((one) => {
    const { total, min, avg, max, max_over_avg, hot_worker } = one.spread;
    const cell = (number: number) => amount(one.unit, number);
    const spread = [
      cell(min),
      cell(avg),
      cell(max),
      words`${max_over_avg === undefined ? "-" : max_over_avg.toFixed(2)}`,
      words`${hot_worker}`,
    ];
    const sum = one.additive || !perWorker ? cell(total) : words`-`;
    return [metricName(one, facts), sum, ...(perWorker ? spread : [])];
  });
  const ratios = facts.ratios.map((one) => [
    metricName(one, facts),
    percent(one.share),
    ...(perWorker ? [percent(one.min), words`-`, percent(one.max)] : []),
  ]);
  const texts = facts.texts.map((one) => [
    metricName(one, facts),
    one.values.map(({ text, times }) => (times === 1 ? text : `${text} (${times} times)`)).join(", "),
  ]);
  const titles = perWorker
    ? [
        words`metric`,
        words`all workers`,
        words`min`,
        words`avg`,
        words`max`,
        words`max/avg`,
        words`worker of max`,
      ]
    : [words`metric`, words`value`];
  page.quotedTable(
    titles.map((title) => ({ title })),
    [...numbers, ...ratios],
    { unit: words`metrics` },
  );
  page.quote(
    texts.map((cells) => cells.join(": ")),
    { unit: words`metrics` },
  );
  renderNewerMetrics(
    [...facts.numbers, ...facts.ratios, ...facts.texts].map(({ metric }) => metric),
    page,
  );
}

function neighbourText({
  id,
  label,
  runtime_s,
  output_records,
  place,
}: OperatorFacts["inputs"][number]): string {
  return [
    labelText(id, label),
    ...(runtime_s === undefined ? [] : [span(runtime_s * 1000)]),
    ...(output_records === undefined ? [] : [`${grouped(output_records)} records out`]),
    ...(place === undefined ? [] : [`${operatorAt(place)}`]),
  ].join(" | ");
}
