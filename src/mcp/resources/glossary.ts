import { NEWER_METRICS, noteOnCircuitMetric } from "../../text/circuit/circuit-metric-notes.ts";
import type { Words } from "../../text/page/words.ts";
import { NEWER_FAMILIES, noteOn } from "../../text/statistics/metric-notes.ts";
import GLOSSARY from "./glossary.json" with { type: "json" };

/** The families of a pipeline's Prometheus metrics, in Feldera's own words. */
export function metricsText(): string {
  return [
    "# Metrics of a pipeline (get_metrics)",
    "",
    "Feldera's own descriptions. A counter only grows; a histogram is told as count, mean and quantiles.",
    "",
    ...GLOSSARY.metrics.map(
      ({ name, type, description }) =>
        `- \`${name}\` (${type}): ${description}.${noteOn(name) === undefined ? "" : ` But: ${noteOn(name)}`}`,
    ),
    ...newer(NEWER_FAMILIES, ({ type }) => ` (${type})`),
    "",
  ].join("\n");
}

/** The metrics of a circuit's operators, in Feldera's own words. */
export function circuitMetricsText(): string {
  const categories = [...new Set(GLOSSARY.circuit_metrics.map(({ category }) => category))];
  return [
    "# Metrics of a circuit's operators (summarize_circuit_profile)",
    "",
    "Feldera's own descriptions. Each worker has a value of its own for each operator.",
    ...categories.flatMap((category) => [
      "",
      `## ${category}`,
      "",
      ...GLOSSARY.circuit_metrics
        .filter((metric) => metric.category === category)
        .map(({ name, description }) => `- \`${name}\`: ${description}.${butWords(name)}`),
    ]),
    ...newer(NEWER_METRICS, () => ""),
    "",
  ].join("\n");
}

function butWords(name: string): string {
  const note = noteOnCircuitMetric(name);
  return note === undefined ? "" : ` But: ${note}.`;
}

interface Newer {
  readonly since: string;
  readonly name: string;
  readonly says: Words;
}

function newer<Metric extends Newer>(metrics: readonly Metric[], kind: (metric: Metric) => string): string[] {
  const lines = metrics.map((one) => `- \`${one.name}\`${kind(one)}, since ${one.since}: ${one.says}.`);
  return ["", "## Of newer versions, in this server's words", "", ...lines];
}
