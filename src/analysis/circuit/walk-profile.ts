import { OPENING_BRACE, OPENING_BRACKET } from "../json-bytes.ts";
import type { JsonSlice, JsonSlices } from "../json-slices.ts";
import type { JsonStream, Reading } from "../json-stream.ts";
import { MalformedInput } from "../malformed.ts";
import { readJson, readJsonInParts } from "../read-json.ts";
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

/** Takes the measurements that it wants, of which it may be asked twice; what others hold is not parsed. */
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

export interface WalkOptions {
  readonly maxDepth: number;
}

/**
 * Reads a circuit profile (`GET …/circuit_json_profile`) of any size, one measurement after another.
 *
 * @throws MalformedInput
 */
export function walkProfile(
  bytes: Uint8Array,
  { maxDepth }: WalkOptions,
  reader: MeasurementReader,
): ProfileOutline {
  return readJson(bytes, { format: "circuit profile", maxDepth }, (json) => walk(json, reader));
}

/** The same while it comes: it is then never all in memory. */
export function walkProfileInParts(
  parts: AsyncIterable<Uint8Array>,
  { maxDepth }: WalkOptions,
  reader: MeasurementReader,
): Promise<ProfileOutline> {
  return readJsonInParts(parts, { format: "circuit profile", maxDepth }, (json) => walk(json, reader));
}

type Workers = Pick<ProfileOutline, "format" | "workers">;

function* walk(json: JsonStream, reader: MeasurementReader): Reading<ProfileOutline> {
  const described = new Set<string>();
  const found: { workers?: Workers; graph?: CircuitGraph } = {};
  yield* json.members(function* (part) {
    const first = yield* json.first();
    if (part === "worker_profiles") found.workers = yield* walkWorkers(json, reader);
    else if (part === "metrics" && first === OPENING_BRACKET)
      yield* json.read((metrics) => readMetrics(metrics, described));
    else if (part === "graph" && first === OPENING_BRACE) found.graph = yield* json.read(readGraph);
    else yield* json.pass();
  });
  yield* json.end();
  const { workers, graph } = found;
  if (workers === undefined) {
    throw new MalformedInput("circuit profile", "the top level", "no worker_profiles");
  }
  return { ...workers, described, ...(graph && { graph }) };
}

/** `[{name, category, advanced, description}, …]` */
function readMetrics(json: JsonSlices, described: Set<string>): void {
  for (const _ of json.elements()) {
    const metric = json.value();
    if (isRecord(metric) && typeof metric.name === "string") described.add(metric.name);
  }
}

/** `[{metadata: {<node>: …}}, …]` */
function* walkWorkers(json: JsonStream, reader: MeasurementReader): Reading<Workers> {
  let workers = 0;
  let format: ProfileOutline["format"] = "metrics";
  yield* json.elements(function* () {
    const worker = workers++;
    yield* json.members(function* (member) {
      if (member !== "metadata") return yield* json.pass();
      yield* json.members(function* (node) {
        const isOld = (yield* json.first()) === OPENING_BRACE;
        if (isOld) format = "entries";
        const read = isOld ? readOldNode : readNode;
        const measured = yield* json.read((metrics) => read(metrics, { worker, node }, reader));
        for (const measurement of measured) reader.take(measurement);
      });
    });
  });
  return { format, workers };
}

type Place = Pick<Measurement, "worker" | "node">;

/** `[{metric_id, labels?, value}, …]` */
function readNode(json: JsonSlices, { worker, node }: Place, { wants }: MeasurementReader): Measurement[] {
  const measured: Measurement[] = [];
  for (const _ of json.elements()) {
    let metric: string | undefined;
    let value: JsonSlice | undefined;
    let labels: JsonSlice | undefined;
    for (const member of json.members()) {
      if (member === "metric_id") metric = json.text();
      else if (member === "value") value = json.skip();
      else if (member === "labels") labels = json.skip();
    }
    if (metric === undefined || !wants(metric, node)) continue;
    measured.push({ worker, node, metric, value: parsed(json, value), labels: parsed(json, labels) });
  }
  return measured;
}

function parsed(json: JsonSlices, slice: JsonSlice | undefined): unknown {
  return slice === undefined ? undefined : json.parse(slice);
}

/** `{entries: [[name, value], …]}` */
function readOldNode(json: JsonSlices, { worker, node }: Place, { wants }: MeasurementReader): Measurement[] {
  const measured: Measurement[] = [];
  for (const member of json.members()) {
    if (member !== "entries") continue;
    for (const _ of json.elements()) {
      const entry = json.value();
      if (!Array.isArray(entry) || typeof entry[0] !== "string") continue;
      const { metric, value } = fromEntry(entry[0], entry[1]);
      if (wants(metric, node)) measured.push({ worker, node, metric, value, labels: undefined });
    }
  }
  return measured;
}
