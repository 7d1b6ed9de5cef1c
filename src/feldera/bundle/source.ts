import * as z from "zod";
import type { Limits } from "../../config/limits.ts";
import { nameInPath } from "../../sql-identifiers.ts";
import type { EndpointName } from "../endpoints.ts";
import { FelderaError } from "../errors.ts";
import { decodeExactJson } from "../json.ts";
import { stringifyExactJson } from "../json-text.ts";
import type { FelderaRequest, LogBytes, Reply, Snapshot, Source } from "../source.ts";
import type { Bundle } from "./archive.ts";
import type { Collection } from "./collections.ts";
import { BundleError } from "./errors.ts";
import {
  CIRCUIT_PROFILE_FILE,
  EVENTS_FILE,
  HEAP_PROFILE_FILE,
  PIPELINE_CONFIG_FILE,
  SAMPLY_PROFILE_FILE,
  STATISTICS_FILE,
  TIME_SERIES_FILE,
} from "./members.ts";

/** How a collection answers for an endpoint; a string says why it never can. */
type Offline = string | Answer;

interface Answer {
  /** The file that it takes. */
  readonly file: string;
  /** What is made of it; the file itself, unless given. */
  readonly make?: (files: Files, request: FelderaRequest) => Promise<Uint8Array>;
}

interface Files {
  readonly read: (file: string) => Promise<Uint8Array>;
  /** A JSON file as it is, for what needs a part of it. */
  readonly readJson: (file: string) => Promise<unknown>;
}

const NO_CONTROL = "nothing can be controlled offline";
const NO_CHECKPOINTS = "a support bundle has no answer of the pipeline about its checkpoints";

const OFFLINE: Readonly<Record<EndpointName, Offline>> = {
  list_pipelines: {
    file: PIPELINE_CONFIG_FILE,
    make: async (files) => encode([await files.readJson(PIPELINE_CONFIG_FILE)]),
  },
  get_pipeline: { file: PIPELINE_CONFIG_FILE },
  pipeline_logs: { file: "logs.txt" },
  list_events: { file: EVENTS_FILE },
  get_event: { file: EVENTS_FILE, make: oneEvent },
  list_checkpoints: NO_CHECKPOINTS,
  heap_profile: { file: HEAP_PROFILE_FILE },
  samply_profile: { file: SAMPLY_PROFILE_FILE },
  start_samply_profile: "nothing can be recorded offline",
  support_bundle: "no further support bundle can be collected offline",
  pipeline_stats: { file: STATISTICS_FILE },
  input_connector_stats: {
    file: STATISTICS_FILE,
    make: (files, request) => oneConnector(files, request, "inputs", request.path?.table_name),
  },
  output_connector_stats: {
    file: STATISTICS_FILE,
    make: (files, request) => oneConnector(files, request, "outputs", request.path?.view_name),
  },
  time_series: "a support bundle holds no time series; get_stats has totals since the start",
  metrics: { file: "metrics.txt" },
  circuit_json_profile: { file: CIRCUIT_PROFILE_FILE },
  dataflow_graph: { file: "dataflow_graph.json" },
  checkpoint_status: NO_CHECKPOINTS,
  checkpoint_sync_status: NO_CHECKPOINTS,
  list_remote_checkpoints: "nothing can be asked of an object store offline",
  cluster_healthz: "a support bundle says nothing of the cluster's health",
  config: { file: "system_config.json" },
  config_session: "nobody is logged in offline",
  list_cluster_events: "a support bundle holds no events of the cluster",
  query: "no query can be run offline",
  http_output: "nothing can be listened to offline",
  validate_program: "no program can be compiled offline",
  diff_program: "no program can be compiled offline",
  start_pipeline: NO_CONTROL,
  pause_pipeline: NO_CONTROL,
  resume_pipeline: NO_CONTROL,
  stop_pipeline: NO_CONTROL,
  checkpoint_pipeline: NO_CONTROL,
  dismiss_error: NO_CONTROL,
  approve_pipeline: NO_CONTROL,
  control_connector: NO_CONTROL,
  control_output_connector: NO_CONTROL,
};

/** Why nothing of a bundle answers for an endpoint. */
export interface Lack {
  readonly reason: string;
  /** Whether no bundle does. */
  readonly isOfAll: boolean;
}

/**
 * Undefined where a collection of the bundle answers for the endpoint, or says itself why it cannot: its file was asked
 * for, or left out on purpose.
 */
export function lackOf(bundle: Bundle, endpoint: EndpointName): Lack | undefined {
  const answer = OFFLINE[endpoint];
  if (typeof answer === "string") return { reason: answer, isOfAll: true };
  const { file } = answer;
  const isTold = bundle.collections.some(
    (collection) =>
      bundle.has(collection, file) ||
      collection.skipped.includes(file) ||
      collection.failed.some((failure) => failure.file === file),
  );
  return isTold ? undefined : { reason: `${bundle.source} holds no ${file}`, isOfAll: false };
}

/** One collection of a support bundle, answering as Feldera would have at that time. */
export function bundleSource(
  bundle: Bundle,
  collection: Collection,
  { jsonDepth, logKeptBytes }: Limits,
): Source {
  function filesFor(endpoint: EndpointName): Files {
    const read = (file: string) =>
      bundle.read(collection, file).catch((error: unknown) => {
        throw error instanceof BundleError ? bundleFailure(error, endpoint) : error;
      });
    return { read, readJson: async (file) => decode(await read(file), file, endpoint, jsonDepth) };
  }

  async function bodyOf(request: FelderaRequest): Promise<Uint8Array> {
    const answer = OFFLINE[request.endpoint];
    if (typeof answer === "string") throw offlineError("not_in_bundle", request.endpoint, answer);
    refuseOtherPipeline(bundle, request);
    const files = filesFor(request.endpoint);
    return answer.make === undefined ? files.read(answer.file) : answer.make(files, request);
  }

  return {
    kind: "bundle",
    snapshot: snapshotOf(bundle, collection),
    ...(bundle.has(collection, TIME_SERIES_FILE) && {
      timeSeriesBeside: () => filesFor("time_series").read(TIME_SERIES_FILE),
    }),
    nowMs: () => collection.time,
    async fetch(request): Promise<Reply> {
      return { status: 200, body: await bodyOf(request) };
    },
    fetchPieces: async (request, _scope, read) => read(ReadableStream.from([await bodyOf(request)])),
    async readLog(request): Promise<LogBytes> {
      const log = await bodyOf(request);
      const newest = log.subarray(Math.max(0, log.length - logKeptBytes));
      const bytesDropped = log.length - newest.length;
      return { chunks: [newest], bytesRead: log.length, bytesDropped, stoppedBy: "end" };
    },
    listen: async (request) => ({ body: await bodyOf(request), ms: 0 }),
    readLogAfter: async () => undefined,
    positionOfEnd: async () => undefined,
  };
}

function snapshotOf(
  { source, collections, profileFile, warnings }: Bundle,
  { time, timeFrom, directory }: Collection,
): Snapshot {
  return {
    source,
    collectedMs: time,
    timeFrom,
    index: collections.findIndex((collection) => collection.directory === directory),
    collections: collections.length,
    isProfile: profileFile !== undefined,
    warnings,
  };
}

/** A bundle is of one pipeline; a loose profile does not say of which. */
function refuseOtherPipeline(bundle: Bundle, request: FelderaRequest): void {
  const wanted = request.path?.pipeline_name;
  if (wanted === undefined || bundle.pipelineName === undefined || wanted === bundle.pipelineName) return;
  throw new FelderaError({
    kind: "unknown_pipeline",
    message: `the support bundle is of pipeline ${bundle.pipelineName}`,
    endpoint: request.endpoint,
    retryable: false,
  });
}

const Events = z.array(z.looseObject({ event_id: z.string() }));

async function oneEvent(files: Files, request: FelderaRequest): Promise<Uint8Array> {
  const list = Events.safeParse(await files.readJson(EVENTS_FILE));
  if (!list.success) {
    throw offlineError("unexpected_shape", request.endpoint, `${EVENTS_FILE} is no list of events`);
  }
  const events = list.data;
  const wanted = request.path?.event_id;
  const event = wanted === "latest" ? events[0] : events.find((one) => one.event_id === wanted);
  if (event !== undefined) return encode(event);
  throw offlineError(
    events.length === 0 ? "no_events" : "unknown_event",
    request.endpoint,
    `the support bundle holds ${events.length} events`,
  );
}

const Connectors = z.array(z.looseObject({ endpoint_name: z.string() }));
const ConnectorLists = z.looseObject({ inputs: Connectors, outputs: Connectors });

const UNKNOWN_ENDPOINT = {
  inputs: { code: "UnknownInputEndpoint", direction: "input" },
  outputs: { code: "UnknownOutputEndpoint", direction: "output" },
} as const;

/** A connector of the statistics; where they lack it, the error of a Feldera that does not know it. */
async function oneConnector(
  files: Files,
  request: FelderaRequest,
  list: "inputs" | "outputs",
  relation = "",
): Promise<Uint8Array> {
  const lists = ConnectorLists.safeParse(await files.readJson(STATISTICS_FILE));
  if (!lists.success) {
    throw offlineError(
      "unexpected_shape",
      request.endpoint,
      `${STATISTICS_FILE} does not list its connectors`,
    );
  }
  const name = `${nameInPath(relation)}.${request.path?.connector_name ?? ""}`;
  const connector = lists.data[list].find((one) => one.endpoint_name === name);
  if (connector !== undefined) return encode(connector);
  const { code, direction } = UNKNOWN_ENDPOINT[list];
  throw new FelderaError({
    kind: "not_found",
    message: `unknown ${direction} endpoint name '${name}'`,
    endpoint: request.endpoint,
    errorCode: code,
    retryable: false,
  });
}

function decode(body: Uint8Array, file: string, endpoint: EndpointName, maxDepth: number): unknown {
  try {
    return decodeExactJson(body, maxDepth);
  } catch (error) {
    throw offlineError(
      "malformed_json",
      endpoint,
      `${file}: ${error instanceof Error ? error.message : "not JSON"}`,
    );
  }
}

function encode(value: unknown): Uint8Array {
  return Buffer.from(stringifyExactJson(value));
}

/** Many files are missing for the same reason: a name goes into `details`, so that they can be told as one. */
function bundleFailure(error: BundleError, endpoint: EndpointName): FelderaError {
  if (error.kind !== "missing_file") return offlineError("bundle", endpoint, error.message, error);
  const { where: details, problem } = error;
  const message = `it ${problem}`;
  return new FelderaError({ kind: "not_in_bundle", message, endpoint, details, retryable: false }, error);
}

function offlineError(
  kind: FelderaError["kind"],
  endpoint: EndpointName,
  message: string,
  cause?: unknown,
): FelderaError {
  return new FelderaError({ kind, message, endpoint, retryable: false }, cause);
}
