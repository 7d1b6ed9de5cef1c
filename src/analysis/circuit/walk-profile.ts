import { type JsonSlice, JsonSlices } from "../json-slices.ts";
import { MalformedInput } from "../malformed.ts";
import { type CircuitGraph, readGraph } from "./graph.ts";
import { isRecord } from "./is-record.ts";
import { fromEntry } from "./old-format.ts";

/** One metric of one node in one worker. */
export interface Measurement {
  readonly worker: number;
  readonly node: string;
  readonly metric: string;
  readonly value: unknown;
  /** What tells it from others of the same metric: pairs such as `["slot", "0"]`. */
  readonly labels: unknown;
}

/** Takes the measurements that it wants; what others hold is not parsed. */
export interface MeasurementReader {
  readonly wants: (metric: string, node: string) => boolean;
  readonly take: (measurement: Measurement) => void;
}

/** A circuit profile apart from its measurements. */
export interface ProfileOutline {
  /** `entries`: that of old runtimes, whose metrics have other names and no descriptions. */
  readonly format: "metrics" | "entries";
  readonly workers: number;
  /** The metrics that the runtime describes, whether or not a node has them. */
  readonly described: ReadonlySet<string>;
  readonly graph?: CircuitGraph;
}

/**
 * Reads a circuit profile (`GET …/circuit_json_profile`) of any size, one measurement after another.
 *
 * @throws MalformedInput
 */
export function walkProfile(
  bytes: Uint8Array,
  { maxDepth }: { readonly maxDepth: number },
  reader: MeasurementReader,
): ProfileOutline {
  const json = new JsonSlices(bytes, { format: "circuit profile", maxDepth });
  const described = new Set<string>();
  let profiles: Pick<ProfileOutline, "format" | "workers"> | undefined;
  let graph: CircuitGraph | undefined;
  for (const part of json.members()) {
    if (part === "metrics" && json.kind === "array") readMetrics(json, described);
    if (part === "worker_profiles") profiles = walkWorkers(json, reader);
    if (part === "graph" && json.kind === "object") graph = readGraph(json);
  }
  json.end();
  if (profiles === undefined) {
    throw new MalformedInput("circuit profile", "the top level", "no worker_profiles");
  }
  return { ...profiles, described, ...(graph && { graph }) };
}

/** `[{name, category, advanced, description}, …]` */
function readMetrics(json: JsonSlices, described: Set<string>): void {
  for (const _ of json.elements()) {
    const metric = json.value();
    if (isRecord(metric) && typeof metric.name === "string") described.add(metric.name);
  }
}

/** `[{metadata: {<node>: …}}, …]` */
function walkWorkers(
  json: JsonSlices,
  reader: MeasurementReader,
): Pick<ProfileOutline, "format" | "workers"> {
  let workers = 0;
  let format: ProfileOutline["format"] = "metrics";
  for (const worker of json.elements()) {
    workers++;
    for (const member of json.members()) {
      if (member !== "metadata") continue;
      for (const node of json.members()) {
        if (json.kind === "object") {
          format = "entries";
          walkOldNode(json, worker, node, reader);
        } else walkNode(json, worker, node, reader);
      }
    }
  }
  return { format, workers };
}

/** `[{metric_id, labels?, value}, …]` */
function walkNode(json: JsonSlices, worker: number, node: string, reader: MeasurementReader): void {
  for (const _ of json.elements()) {
    let metric: string | undefined;
    let value: JsonSlice | undefined;
    let labels: JsonSlice | undefined;
    for (const member of json.members()) {
      if (member === "metric_id") metric = json.text();
      else if (member === "value") value = json.skip();
      else if (member === "labels") labels = json.skip();
    }
    if (metric === undefined || !reader.wants(metric, node)) continue;
    reader.take({ worker, node, metric, value: parsed(json, value), labels: parsed(json, labels) });
  }
}

function parsed(json: JsonSlices, slice: JsonSlice | undefined): unknown {
  return slice === undefined ? undefined : json.parse(slice);
}

/** `{entries: [[name, value], …]}` */
function walkOldNode(json: JsonSlices, worker: number, node: string, reader: MeasurementReader): void {
  for (const member of json.members()) {
    if (member !== "entries") continue;
    for (const _ of json.elements()) {
      const entry = json.value();
      if (!Array.isArray(entry) || typeof entry[0] !== "string") continue;
      const { metric, value } = fromEntry(entry[0], entry[1]);
      if (reader.wants(metric, node)) reader.take({ worker, node, metric, value, labels: undefined });
    }
  }
}
