import type { PartName } from "../../src/answers/diagnosis.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import {
  type CircuitChange,
  type EventChange,
  eventOf,
  type Members,
  withGauge,
  withMeasurements,
} from "../scenarios/variant.ts";
import { pipelineOf, withJson, withMembers } from "../support/derive.ts";
import { type Answer, isRecorded, recording } from "../support/responses.ts";
import { answersOf, evidenceFrom } from "./answers.ts";

/** What is otherwise than recorded: members of Feldera's answers, each by its path. */
export interface Changes {
  readonly pipeline?: Members;
  readonly stats?: Members;
  readonly time_series?: Members;
  /** How often the process has panicked, by its metrics. */
  readonly panics?: number;
  /** Rows that the metrics count as dropped because they were late. */
  readonly records_late_total?: number;
  /** Of the metrics; null leaves it out. */
  readonly max_rss_bytes?: number | null;
  readonly checkpoint_status?: Members;
  readonly cluster_health?: Members;
  readonly config?: Members;
  /** Newest first. */
  readonly events?: readonly EventChange[];
  readonly log?: (recorded: string) => string;
  readonly circuit?: readonly CircuitChange[];
}

/** A moment before the world was recorded, RFC 3339. */
export function before(world: string, ms: number): string {
  return new Date(recordedMs(world) - ms).toISOString();
}

/** The evidence of a recorded world (test/recordings/worlds), by the same analyses as in a diagnosis. */
export function evidenceOf(world: string, changes: Changes = {}): Evidence {
  const nowMs = recordedMs(world);
  const recorded = (name: string) => recordedOnce(`worlds/${world}/${name}`);
  const changed = (name: string, members: Members | undefined) => withChanges(recorded(name), members);
  const parts = {
    pipeline: changed("pipeline", changes.pipeline),
    stats: changed("stats_include_connector_errors", changes.stats),
    events: withEvents(recorded("events_all"), changes.events, nowMs),
    log: withLog(recorded("logs"), changes.log),
    time_series: changed("time_series", changes.time_series),
    metrics: withMetrics(recorded("metrics_json"), changes),
    checkpoint_status: changed("checkpoint_status", changes.checkpoint_status),
    cluster_health: changed("cluster_healthz", changes.cluster_health),
    platform: changed("config", changes.config),
    circuit_profile: withCircuit(recordedIf(`worlds/${world}/circuit_json_profile`), changes.circuit),
    dataflow_graph: recordedIf(`worlds/${world}/dataflow_graph`),
  };
  return evidenceFrom(answersOf(parts), nowMs);
}

/** The evidence of a pipeline of which only its record is known, as the list of all pipelines has it. */
export function recordOf(name: string, members: Members = {}): Evidence {
  const answer = pipelineOf(recording("pipelines_all"), name);
  return evidenceFrom(answersOf({ pipeline: withChanges(answer, members) }), recordedMs("healthy"));
}

/** What is read with a part and is none itself; only the circuit is told of from an earlier look. */
const READ_WITH: Readonly<Record<string, PartName>> = {
  runs: "events",
  processed: "time_series",
  earlier: "circuit_profile",
};

/** Nothing but these parts. */
export function only({ nowMs, unanswered, ...parts }: Evidence, names: readonly PartName[]): Evidence {
  const readWith = (name: string) => READ_WITH[name] ?? name;
  const kept = Object.entries(parts).filter(([name]) => names.some((one) => one === readWith(name)));
  return { nowMs, ...(unanswered && { unanswered }), ...Object.fromEntries(kept) };
}

function withChanges(answer: Answer, members: Members = {}): Answer {
  const isChanged = answer.status === 200 && Object.keys(members).length > 0;
  return isChanged ? withMembers(answer, members) : answer;
}

function withEvents(answer: Answer, changes: readonly EventChange[] | undefined, nowMs: number): Answer {
  return changes === undefined
    ? answer
    : withJson(
        answer,
        changes.map((change, i) => eventOf(change, i, nowMs)),
      );
}

function withLog(answer: Answer, change: Changes["log"]): Answer {
  return change === undefined ? answer : { ...answer, body: Buffer.from(change(answer.body.toString())) };
}

function withMetrics(answer: Answer, { max_rss_bytes, panics, records_late_total }: Changes): Answer {
  if (answer.status !== 200) return answer;
  const limited = max_rss_bytes === undefined ? answer : withGauge(answer, "max_rss_bytes", max_rss_bytes);
  const counted = panics === undefined ? limited : withGauge(limited, "process_panics_total", panics);
  return records_late_total === undefined
    ? counted
    : withGauge(counted, "records_late_total", records_late_total);
}

/** Not every world is recorded with its circuit. */
function recordedIf(name: string): Answer | undefined {
  return isRecorded(name) ? recordedOnce(name) : undefined;
}

function withCircuit(answer: Answer | undefined, changes: Changes["circuit"]): Answer | undefined {
  return answer?.status !== 200 || changes === undefined
    ? answer
    : { ...answer, body: Buffer.from(withMeasurements(answer.body.toString(), changes)) };
}

const recordings = new Map<string, Answer>();

/** The same answer for every test, so that what it says is read once. */
function recordedOnce(name: string): Answer {
  const answer = recordings.get(name) ?? recording(name);
  recordings.set(name, answer);
  return answer;
}

function recordedMs(world: string): number {
  const date = recordedOnce(`worlds/${world}/pipeline`).headers.find(([name]) => name === "date");
  return Date.parse(date?.[1] ?? "");
}
