import type { PipelineState } from "../../analysis/pipeline/status.ts";
import { type Finding, rootsOf, SEVERITIES } from "../../answers/diagnosis.ts";
import type { FleetRow, Shared } from "../../answers/fleet.ts";
import type { Evidence } from "../evidence.ts";
import { hostsIn } from "../hosts.ts";
import { RULES } from "../rules.ts";

/** One pipeline of several, as it was diagnosed. */
export interface Diagnosed {
  readonly pipeline_name: string;
  /** As the list of pipelines has it. */
  readonly listed: PipelineState["deployment"];
  readonly evidence: Evidence;
  /** Most serious first. */
  readonly findings: readonly Finding[];
  /** Causes of which all parts were read. */
  readonly looked_for: number;
}

/** A line for each pipeline, the worst first: what stops a pipeline before what slows it, as its rules stand. */
export function fleetRows(diagnosed: readonly Diagnosed[]): FleetRow[] {
  const rank = ({ worst, errors, warnings }: FleetRow) => [
    worst === undefined ? SEVERITIES.length : SEVERITIES.indexOf(worst.severity),
    RULES.findIndex(({ id }) => id === worst?.rule),
    -errors,
    -warnings,
  ];
  return diagnosed.map(rowOf).toSorted((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    const differing = a.findIndex((figure, i) => figure !== b[i]);
    return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
  });
}

function rowOf({ pipeline_name, listed, evidence, findings, looked_for }: Diagnosed): FleetRow {
  const roots = rootsOf(findings);
  const count = (severity: Finding["severity"]) => roots.filter((one) => one.severity === severity).length;
  const [worst] = roots.filter(({ severity }) => severity !== "info");
  const { status, desired } = evidence.pipeline?.state.deployment ?? listed;
  return {
    pipeline_name,
    status,
    ...(desired !== undefined && { desired }),
    errors: count("error"),
    warnings: count("warning"),
    ...(worst && { worst }),
    looked_for,
  };
}

/**
 * What at least two pipelines in trouble have in common: the host that their troubled connectors are of, the minute in
 * which they failed, the cause. Those that most pipelines share come first.
 */
export function sharedBy(diagnosed: readonly Diagnosed[]): Shared[] {
  const kinds = [
    ["host", troubledHosts],
    ["minute", minutesOfFailure],
    ["rule", rulesOf],
  ] as const;
  return kinds.flatMap(([kind, marksOf]) => {
    const pipelines = new Map<string, string[]>();
    for (const one of diagnosed) {
      for (const mark of new Set(marksOf(one))) {
        pipelines.set(mark, [...(pipelines.get(mark) ?? []), one.pipeline_name]);
      }
    }
    return [...pipelines]
      .filter(([, names]) => names.length > 1)
      .map(([what, names]) => ({ kind, what, pipelines: names }))
      .toSorted((one, other) => other.pipelines.length - one.pipelines.length);
  });
}

function troubledHosts({ evidence: { pipeline, stats } }: Diagnosed): string[] {
  const failure = pipeline?.state.failure?.message ?? "";
  const troubled = new Set(
    stats?.connectors.flatMap(({ name, troubles }) =>
      troubles.some((trouble) => trouble !== "paused") ? [name] : [],
    ),
  );
  return (pipeline?.connectors ?? [])
    .filter(({ name }) => troubled.has(name) || failure.includes(name))
    .flatMap(({ transport_config }) => hostsIn(transport_config));
}

const MINUTE_CHARS = "2026-11-21T07:46".length;

function minutesOfFailure({ evidence: { pipeline } }: Diagnosed): string[] {
  const { failure, deployment } = pipeline?.state ?? {};
  if (failure === undefined || deployment?.since === undefined) return [];
  const ms = Date.parse(deployment.since);
  return Number.isNaN(ms) ? [] : [`${new Date(ms).toISOString().slice(0, MINUTE_CHARS)}:00Z`];
}

function rulesOf({ findings }: Diagnosed): string[] {
  return rootsOf(findings).flatMap(({ rule, severity }) => (severity === "info" ? [] : [rule]));
}
