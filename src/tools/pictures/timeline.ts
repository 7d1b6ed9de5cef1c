import type { LogFacts } from "../../analysis/logs/log-facts.ts";
import { logRuns } from "../../analysis/runs/log-runs.ts";
import type { PipelineRun } from "../../analysis/runs/run.ts";
import type { PictureArguments, PictureOf } from "../../answers/pictures.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { pipelineLog } from "../pipeline/pipeline-log.ts";
import { whatHappened } from "../pipeline/what-happened.ts";
import type { ToolContext } from "../tool.ts";
import { headOf, missing } from "./head.ts";
import { checkpoints, picturedEvent } from "./moments.ts";

type Timeline = PictureOf<"timeline">;

/** Errors of the log that are marked: the newest. */
const LOG_ERRORS = 200;

/** The beginning of what they say. */
const SAID_CHARS = 300;

/** What happened to a pipeline, and its runs. @throws FelderaError where neither events nor the log can be had */
export async function timelinePicture(
  { pipeline_name }: PictureArguments,
  context: ToolContext,
): Promise<Timeline> {
  const [events, made, log] = await Promise.all([
    partOf(whatHappened(pipeline_name, context.feldera, context.limits.pictureEvents)),
    checkpoints(pipeline_name, context),
    partOf(pipelineLog(pipeline_name, ERRORS_OF_ALL_RUNS, context)),
  ]);
  if (events.missing && log.missing) throw events.error;
  const nowMs = context.feldera.source.nowMs();
  const facts = log.value?.facts;
  const runs = events.value?.runs ?? (facts ? logRuns(facts) : []);
  const entries = (events.value?.timeline.entries ?? []).toReversed().map(picturedEvent);
  const marks = [
    ...(made.value ?? []).map((one) => ({ ...one, kind: "checkpoint" as const })),
    ...(facts ? logMarks(facts) : []),
  ].toSorted((a, b) => a.at_ms - b.at_ms);
  const oldest = events.value?.timeline.oldest;
  const told = runs.map(picturedRun);
  const moments = [
    ...told.flatMap(({ began_ms, ended_ms }) => [began_ms ?? [], ended_ms ?? []].flat()),
    ...entries.map(({ at_ms }) => at_ms),
    ...marks.map(({ at_ms }) => at_ms),
  ];
  const shown = events.value?.timeline;
  return {
    ...headOf(pipeline_name, context),
    picture: "timeline",
    from_ms: moments.reduce((least, ms) => Math.min(least, ms), nowMs),
    to_ms: moments.reduce((most, ms) => Math.max(most, ms), nowMs),
    runs: told,
    runs_from: events.missing ? "log" : "events",
    events: entries,
    events_left_out: shown === undefined ? 0 : shown.entries_in_range - shown.entries.length,
    marks,
    ...(oldest !== undefined && { oldest_ms: Date.parse(oldest) }),
    missing: [
      ...missing(words`The events`, events.missing),
      ...missing(words`The checkpoints`, made.missing),
      ...missing(words`The log`, log.missing),
    ],
    notes: [],
  };
}

const ERRORS_OF_ALL_RUNS = { level: "error", run: "all", tail: LOG_ERRORS } as const;

function picturedRun(run: PipelineRun): Timeline["runs"][number] {
  const { began, ran_since, ended, end, event_id } = run;
  return {
    ...(began !== undefined && { began_ms: Date.parse(began) }),
    ...(ran_since !== undefined && { ran_since_ms: Date.parse(ran_since) }),
    ...(ended !== undefined && { ended_ms: Date.parse(ended) }),
    end,
    says: String(endWords(run)),
    ...(event_id !== undefined && { event_id }),
  };
}

function endWords({ end, lived_ms, failure }: PipelineRun): Words {
  const after = lived_ms === undefined ? undefined : words` after ${span(lived_ms)}`;
  switch (end) {
    case "goes on":
      return words`goes on`;
    case "stopped":
      return words`was stopped${after}`;
    case "went away":
      return words`its process went away${after}, and came back`;
    case "failed":
      return failure === undefined
        ? words`failed${after}; the error is not known`
        : words`failed${after}: ${failure.error_code}, ${failure.cause}`;
  }
}

function logMarks({ records }: LogFacts): Timeline["marks"] {
  return records.flatMap(({ kind, epochMs, between, message }) => {
    const at_ms = epochMs ?? Date.parse(between?.after ?? between?.before ?? "");
    if (Number.isNaN(at_ms)) return [];
    const says = (message.split("\n", 1)[0] ?? "").slice(0, SAID_CHARS);
    return [{ at_ms, kind: kind === "panic" ? "panic" : "error in the log", says }];
  });
}
