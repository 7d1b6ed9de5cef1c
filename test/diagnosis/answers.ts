import { createHash } from "node:crypto";
import * as z from "zod";
import { checkpointResults } from "../../src/analysis/checkpoints/status.ts";
import { readForSigns, signsOf } from "../../src/analysis/circuit/signs.ts";
import { healthFacts } from "../../src/analysis/cluster/health.ts";
import { platformFacts } from "../../src/analysis/cluster/platform.ts";
import { timeline } from "../../src/analysis/events/timeline.ts";
import { analyzeLogs } from "../../src/analysis/logs/analyze-logs.ts";
import { scrapeOfJson } from "../../src/analysis/metrics/json.ts";
import { metricsSigns } from "../../src/analysis/metrics/signs.ts";
import { type SqlSources, sqlPlaces } from "../../src/analysis/operators/sql-places.ts";
import { explainDeploymentError } from "../../src/analysis/pipeline/deployment-error.ts";
import { panicExpressions } from "../../src/analysis/pipeline/panic-expression.ts";
import { pipelineFacts } from "../../src/analysis/pipeline/pipeline-facts.ts";
import { countedAdditions } from "../../src/analysis/program/counted-additions.ts";
import { heldViews } from "../../src/analysis/program/held-views.ts";
import { keptState } from "../../src/analysis/program/kept-state.ts";
import { manyJoins } from "../../src/analysis/program/many-joins.ts";
import { neededTables } from "../../src/analysis/program/needed-tables.ts";
import { repeatedSums } from "../../src/analysis/program/repeated-sums.ts";
import { undoneJoins } from "../../src/analysis/program/undone-joins.ts";
import { wholeQuotients } from "../../src/analysis/program/whole-quotients.ts";
import { eventRuns } from "../../src/analysis/runs/event-runs.ts";
import { statsFacts } from "../../src/analysis/stats/stats-facts.ts";
import { processedPoints, timeSeriesFacts } from "../../src/analysis/time-series/time-series-facts.ts";
import type { PartName } from "../../src/answers/diagnosis.ts";
import type { Evidence, Parts } from "../../src/diagnosis/evidence.ts";
import { parseExactJson } from "../../src/feldera/json.ts";
import { CheckpointStatus } from "../../src/feldera/schemas/checkpoints.ts";
import { ClusterHealth, PlatformConfig } from "../../src/feldera/schemas/cluster.ts";
import { MetricFamilies, TimeSeries } from "../../src/feldera/schemas/metrics.ts";
import { Pipeline, PipelineEvent } from "../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../src/feldera/schemas/program.ts";
import { Stats } from "../../src/feldera/schemas/stats.ts";
import { configurationOf } from "../../src/tools/pipeline/connectors.ts";
import { materializedOf, sqlSources } from "../../src/tools/profiles/sql-sources.ts";
import { createCleaner } from "../../src/untrusted/cleaner.ts";
import type { Response } from "../support/responses.ts";

/** The parts of a diagnosis that are made of answers without a process of their own. */
export type AnsweredPart = Exclude<PartName, "error_view" | "heap_profile">;

/** Those that are JSON, by what is read of each. */
export const JSON_PARTS = {
  pipeline: Pipeline,
  stats: Stats,
  events: z.array(PipelineEvent),
  time_series: TimeSeries,
  metrics: MetricFamilies,
  checkpoint_status: CheckpointStatus,
  cluster_health: ClusterHealth,
  platform: PlatformConfig,
} as const;

export type JsonPart = keyof typeof JSON_PARTS;

/** What a circuit profile is placed in the SQL with, which is no part of its own. */
export type Asked = AnsweredPart | "dataflow_graph";

type Raw = Exclude<AnsweredPart, JsonPart>;

/** What was answered to each, JSON parsed and not checked; one is absent where it could not be had. */
export type Answers = Readonly<Partial<Record<Exclude<Asked, Raw>, object> & Record<Raw, Buffer>>>;

const RAW: ReadonlySet<string> = new Set<Raw>(["log", "circuit_profile"]);

const JSON_DEPTH = 1000;

const ANY_JSON = z.union([z.array(z.unknown()), z.looseObject({})]);

/** What was answered with success. */
export function answersOf(responses: Readonly<Partial<Record<Asked, Response | undefined>>>): Answers {
  const bodies = Object.entries(responses).flatMap(([part, response]) =>
    response?.kind === "answer" && response.status === 200
      ? [[part, RAW.has(part) ? alike(response.body) : parsed(response.body)] as const]
      : [],
  );
  return Object.fromEntries(bodies);
}

const interned = new Map<string, object>();

/** Answers that are alike become one object, of which all that is made is made once. */
function parsed(body: Buffer): object {
  const text = body.toString();
  const json = interned.get(text) ?? ANY_JSON.parse(parseExactJson(text, JSON_DEPTH));
  interned.set(text, json);
  return json;
}

const bodiesByDigest = new Map<string, Buffer>();

function alike(body: Buffer): Buffer {
  const digest = createHash("sha256").update(body).digest("base64");
  const known = bodiesByDigest.get(digest) ?? body;
  bodiesByDigest.set(digest, known);
  return known;
}

/** The same facts as a diagnosis makes of an answer. */
function factsOf(answers: Answers): Parts {
  const { pipeline, stats, events, time_series, metrics } = answers;
  const { checkpoint_status, cluster_health, platform, log } = answers;
  const record = pipeline && recordOf(pipeline);
  return {
    ...(record && { pipeline: record.facts }),
    ...(stats && { stats: sampleFacts(stats)(pipeline ?? NOTHING) }),
    ...(events && eventFacts(events)),
    ...(log && { log: logFacts(log) }),
    ...(time_series && seriesFacts(time_series)),
    ...(metrics && { metrics: metricFacts(metrics) }),
    ...(checkpoint_status && { checkpoint_status: checkpointFacts(checkpoint_status) }),
    ...(cluster_health && { cluster_health: clusterFacts(cluster_health) }),
    ...(platform && { platform: configFacts(platform) }),
    ...circuitOf(answers),
    ...keptOf(answers),
  };
}

const recordOf = once((json: object) => {
  const pipeline = Pipeline.parse(json);
  const failure = pipeline.deployment_error && explainDeploymentError(pipeline.deployment_error);
  const expressions = failure ? panicExpressions(failure.cause, pipeline, failure.panic?.location) : [];
  return { facts: pipelineFacts(pipeline), configuration: configurationOf(pipeline), expressions };
});

/** Of a sample, and of the pipeline's record. */
const sampleFacts = once((json: object) => {
  const stats = Stats.parse(json);
  return once((pipeline: object) =>
    statsFacts(stats, undefined, pipeline === NOTHING ? undefined : recordOf(pipeline).configuration),
  );
});

const checkpointFacts = once((json: object) => checkpointResults(CheckpointStatus.parse(json)));

const clusterFacts = once((json: object) => healthFacts(ClusterHealth.parse(json)));

const configFacts = once((json: object) => platformFacts(PlatformConfig.parse(json)));

const eventFacts = once((json: object) => {
  const events = JSON_PARTS.events.parse(json);
  return { events: timeline(events, { only_changes: true, limit: 720 }), runs: eventRuns(events) };
});

const seriesFacts = once((json: object) => {
  const series = TimeSeries.parse(json);
  return { time_series: timeSeriesFacts(series), processed: processedPoints(series) };
});

const metricFacts = once((json: object) => metricsSigns(scrapeOfJson(MetricFamilies.parse(json))));

function circuitOf({ circuit_profile, dataflow_graph, pipeline }: Answers): Parts {
  if (circuit_profile === undefined) return {};
  const program = pipeline === undefined ? NOTHING : programOf(pipeline);
  return { circuit_profile: circuitFacts(circuit_profile)(dataflow_graph ?? NOTHING)(program) };
}

const NOTHING = {};

function keptOf({ dataflow_graph, pipeline }: Answers): Parts {
  if (dataflow_graph === undefined || pipeline === undefined) return {};
  return keptFacts(dataflow_graph)(programOf(pipeline));
}

const keptFacts = once((graph: object) =>
  ofSources(graph, ({ sources, materialized }) => {
    const places = sqlPlaces(sources);
    const many_joins = manyJoins(places);
    return {
      ...(many_joins && { many_joins }),
      ...(materialized && { kept_state: keptState(places, materialized) }),
      needed_tables: neededTables(places),
      held_views: heldViews(places),
      undone_joins: undoneJoins(places),
      whole_quotients: wholeQuotients(places),
      counted_additions: countedAdditions(places),
      repeated_sums: repeatedSums(places),
    };
  }),
);

/** Of a circuit, the compiler's graph of it, and the program. */
const circuitFacts = once((body: Buffer) => {
  const profile = readForSigns(body, JSON_DEPTH);
  return once((graph: object) =>
    ofSources(graph, ({ sources }) => signsOf(profile, graph === NOTHING ? undefined : sqlPlaces(sources))),
  );
});

/** What is read of a program beside its graph. */
interface ProgramSources {
  readonly sources: SqlSources;
  readonly materialized: string[] | undefined;
}

/** What is made of a program is made once for all of which the same is read. */
function ofSources<Made>(graph: object, make: (program: ProgramSources) => Made): (program: object) => Made {
  const parsed = DataflowGraph.parse(graph);
  const made = new Map<string, Made>();
  return once((raw) => {
    const program = Program.parse(raw);
    const { graph: _, ...read } = sqlSources(parsed, program);
    const materialized = materializedOf(program);
    const key = JSON.stringify({ read, materialized });
    const facts = made.get(key) ?? make({ sources: { graph: parsed, ...read }, materialized });
    made.set(key, facts);
    return facts;
  });
}

const Program = Pipeline.pick({ program_info: true, program_code: true }).partial();

const RawProgram = z.object({ program_info: z.unknown(), program_code: z.unknown() }).partial();

type RawProgram = z.infer<typeof RawProgram>;

const programs: RawProgram[] = [];

/** The same object for every record with the same program. */
function programOf(pipeline: object): object {
  const raw = RawProgram.parse(pipeline);
  const known = programs.find(
    ({ program_info, program_code }) =>
      program_info === raw.program_info && program_code === raw.program_code,
  );
  if (known === undefined) programs.push(raw);
  return known ?? raw;
}

const logFacts = once((body: Buffer) => {
  const input = { text: body.toString(), bytes: body.length, startsMidLine: false, cleaner: createCleaner() };
  return analyzeLogs(input, { level: "warn", tail: 1000 });
});

/** What is made of an answer that stands in many tests is made once. */
function once<Body extends object, Made>(make: (body: Body) => Made): (body: Body) => Made {
  const made = new WeakMap<Body, Made>();
  return (body) => {
    const known = made.get(body);
    if (known !== undefined) return known;
    const facts = make(body);
    made.set(body, facts);
    return facts;
  };
}

/** What evidence was made of, so that a test can take some of it away. */
const madeOf = new WeakMap<Evidence, Answers>();

export function evidenceFrom(answers: Answers, nowMs: number): Evidence {
  const expressions = answers.pipeline ? recordOf(answers.pipeline).expressions : [];
  const evidence = { nowMs, ...factsOf(answers), ...(expressions.length > 0 && { failed: { expressions } }) };
  madeOf.set(evidence, answers);
  return evidence;
}

/** Undefined for evidence of which a test itself has made some. */
export function answersBehind(evidence: Evidence): Answers | undefined {
  return madeOf.get(evidence);
}
