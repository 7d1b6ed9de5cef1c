import { once } from "../../once.ts";
/** What the server knows of Feldera without asking it. */
export interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Made when it is asked for first, and what it is made from read then. */
  readonly text: () => Promise<string>;
}

export const RESOURCES: readonly Resource[] = [
  {
    uri: "feldera://causes",
    name: "causes",
    title: "Causes of trouble and their evidence",
    description: "What diagnose_pipeline looks for, in which evidence each cause shows, and its thresholds.",
    text: once(async () => (await import("./causes.ts")).causesText()),
  },
  {
    uri: "feldera://error-codes",
    name: "error-codes",
    title: "Feldera's error codes",
    description: "What each error_code means, what to do, and whether trying again can help.",
    text: once(async () => (await import("./error-codes.ts")).errorCodesText()),
  },
  {
    uri: "feldera://metrics",
    name: "metrics",
    title: "Glossary of metrics",
    description: "What each Prometheus metric of a pipeline means (get_metrics).",
    text: once(async () => (await import("./glossary.ts")).metricsText()),
  },
  {
    uri: "feldera://circuit-metrics",
    name: "circuit-metrics",
    title: "Glossary of circuit metrics",
    description: "What each metric of an operator means (summarize_circuit_profile).",
    text: once(async () => (await import("./glossary.ts")).circuitMetricsText()),
  },
];
