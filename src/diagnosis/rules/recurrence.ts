import * as z from "zod";
import { failureKind } from "../../analysis/pipeline/failure-kind.ts";
import { expressionsBehind, PanicExpression } from "../../analysis/pipeline/panic-expression.ts";
import { Recurrence, untilNextMs, willRecur } from "../../analysis/runs/recurrence.ts";
import type { PipelineRun } from "../../analysis/runs/run.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { moment, plural, span } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { livedWords, NOT_CHANGED, WHETHER_CHANGED } from "../../text/pipeline/recurrence.ts";
import { recurrenceIn } from "../earlier-runs.ts";
import type { Evidence } from "../evidence.ts";
import { failureAdvice, panickedAtWords } from "../failure-advice.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

const DEATHS_SHOWN = 3;

/** Died of one error several times, and started again with nothing changed: that it runs now is no sign of health. */
const again = defineRule({
  id: "runtime/recurrence",
  severity: "error",
  parts: ["events", "pipeline", "log"],
  looksFor: words`an error that ended earlier runs and will come again`,
  about: z.object({
    recurrence: Recurrence,
    /** Whether the log shows that its configuration is the same; absent where it does not tell. */
    same_configuration: z.boolean(),
    /** The line of the SQL that the error names. */
    sql_line: z.object({ line: z.int(), code: z.string() }).optional(),
    /** Where it names none: those that compute what it says. */
    expressions: z.array(PanicExpression),
    are_events_read: z.boolean(),
  }),
  find(evidence) {
    const recurrence = recurrenceIn(evidence);
    // While its error stands, that tells it.
    if (recurrence === undefined || evidence.pipeline?.state.failure !== undefined) return [];
    if (!willRecur(recurrence)) return [];
    const sql_line = sqlLine(recurrence.failure.cause, evidence);
    const { up_ms } = recurrence;
    return [
      {
        about: {
          recurrence,
          same_configuration: isSameConfiguration(evidence),
          ...(sql_line && { sql_line }),
          expressions: sql_line
            ? []
            : expressionsBehind(recurrence.failure.cause, evidence.pipeline?.program_code ?? ""),
          are_events_read: evidence.events !== undefined,
        },
        ...((up_ms === undefined || !recurrence.is_program_known) && { severity: "warning" as const }),
        signs: signsOf(recurrence, evidence),
      },
    ];
  },
  what({ recurrence, same_configuration, sql_line, expressions, are_events_read }) {
    const { deaths, failure, is_program_known } = recurrence;
    const same = !is_program_known
      ? WHETHER_CHANGED
      : same_configuration
        ? words`neither its program nor its configuration has changed since`
        : words`its program has not changed since (of its configuration that is not known)`;
    const unless = is_program_known ? undefined : words`, unless its program was changed`;
    const at = sql_line ? words`, SQL line ${sql_line.line}: ${sql_line.code}` : panickedAtWords(expressions);
    return words`${whenWords(recurrence)}${unless}: it died ${plural(deaths.length, words`time`, words`times`)} of the same error, ${livedWords(recurrence)}, and ${same}: ${failure.cause}${at}${are_events_read ? undefined : words`; whether it has ended otherwise since is not known`}`;
  },
  brief: ({ recurrence: { failure }, sql_line, expressions }) =>
    words`it died of ${gist(failure.cause)}${sql_line ? words`, SQL line ${sql_line.line}` : panickedAtWords(expressions)}`,
  cause: ({ recurrence: { failure } }) => failureAdvice(failure),
  next: ({ recurrence: { deaths } }) => {
    const event_id = deaths.at(-1)?.event_id;
    return event_id === undefined
      ? []
      : [
          {
            tool: "get_event",
            args: { event_id, selector: "all" },
            why: words`for the last death's whole error`,
          },
        ];
  },
});

function whenWords(recurrence: z.infer<typeof Recurrence>): Words {
  const left = untilNextMs(recurrence);
  if (recurrence.up_ms === undefined) return words`it will die again when it is started`;
  if (left === undefined) return words`it will die again, when cannot be told`;
  return left < SOON_MS
    ? words`it will die again any moment now`
    : words`it will die again in about ${span(Math.round(left / 1000) * 1000)}`;
}

const SOON_MS = 2000;

function signsOf({ deaths, up_ms }: z.infer<typeof Recurrence>, { pipeline }: Evidence): Sign[] {
  const part = deaths.some(({ event_id }) => event_id === undefined) ? ("log" as const) : ("events" as const);
  const since = pipeline?.state.program.since;
  return [
    ...deaths
      .slice(-DEATHS_SHOWN)
      .toReversed()
      .map((death) => deathSign(death, part)),
    ...(up_ms === undefined ? [] : [{ part, field: "up in this run", value: { ms: up_ms } }]),
    ...(since === undefined
      ? []
      : [{ part: "pipeline" as const, field: "program_status_since", value: { moment: since } }]),
  ];
}

function deathSign({ failure, ended, event_id }: PipelineRun, part: "events" | "log"): Sign {
  return {
    part,
    field: event_id ?? (part === "log" ? "panic" : "deployment_error"),
    value: { text: failure?.error_code ?? "error" },
    ...(ended !== undefined && { at: ended }),
  };
}

function isSameConfiguration({ log }: Evidence): boolean {
  const [before] = log?.runs.slice(-2) ?? [];
  return before?.isConfiguredOtherwise === false;
}

const SQL_PLACE = /\bline (\d{1,6}) column \d{1,6}\b/;

/** The program's line that an error names, where it was compiled before. */
function sqlLine(cause: string, { pipeline }: Evidence): { line: number; code: string } | undefined {
  const line = Number(SQL_PLACE.exec(cause)?.[1]);
  const code = pipeline?.program_code?.split("\n")[line - 1]?.trim();
  return code ? { line, code: code.slice(0, LINE_CHARS) } : undefined;
}

const LINE_CHARS = 200;

/** Deaths that nothing says will come again. */
const before = defineRule({
  id: "runtime/earlier-deaths",
  severity: "info",
  parts: ["events", "pipeline", "log"],
  looksFor: words`errors that ended earlier runs`,
  about: z.object({ recurrence: Recurrence }),
  find(evidence) {
    const recurrence = recurrenceIn(evidence);
    const { pipeline } = evidence;
    // Whether its error still stands, which tells it, the record alone says.
    if (recurrence === undefined || pipeline === undefined || pipeline.state.failure !== undefined) return [];
    if (willRecur(recurrence)) return [];
    const { deaths, failure, is_outlived, changes } = recurrence;
    const isEndedAgain =
      failureKind(failure) === "asked to end" &&
      deaths.length >= THRESHOLDS.restarts &&
      !is_outlived &&
      changes.length === 0;
    return [
      {
        about: { recurrence },
        ...(isEndedAgain && { severity: "warning" as const }),
        signs: signsOf(recurrence, evidence),
      },
    ];
  },
  what({ recurrence }) {
    const { deaths, failure } = recurrence;
    const last = deaths.at(-1)?.ended;
    if (failureKind(failure) === "asked to end") {
      return words`something outside ended it ${plural(deaths.length, words`time`, words`times`)}, ${livedWords(recurrence)}${last === undefined ? undefined : words`, last at ${moment(last)}`}: ${failure.cause}${beforeWords(recurrence)}`;
    }
    return words`it died ${timesWords(recurrence)}${last === undefined ? undefined : words`, last at ${moment(last)}`}: ${failure.cause}${beforeWords(recurrence)}`;
  },
  brief: ({ recurrence: { deaths, died, failure } }) =>
    failureKind(failure) === "asked to end"
      ? words`something outside ended it ${plural(deaths.length, words`time`, words`times`)}`
      : words`it died ${plural(died, words`time`, words`times`)}${died > deaths.length ? words`, last of` : undefined}: ${gist(failure.cause)}`,
  cause: ({ recurrence }) =>
    failureKind(recurrence.failure) === "asked to end"
      ? words`${failureAdvice(recurrence.failure)}. ${prospectWords(recurrence)}`
      : prospectWords(recurrence),
  next: ({ recurrence: { failure } }) =>
    failureKind(failure) === "asked to end"
      ? [
          {
            tool: "get_pipeline_logs",
            args: { grep: "SIG", run: "all" },
            why: words`for the signals that it was sent`,
          },
        ]
      : [],
});

/** "once, while it started"; of all its deaths first, where others were of another error. */
function timesWords(recurrence: z.infer<typeof Recurrence>): Words {
  const { deaths, died } = recurrence;
  const alike = deaths.length;
  const lived = livedWords(recurrence);
  if (died === alike)
    return alike === 1 ? words`once, ${lived}` : words`${alike} times of the same error, ${lived}`;
  return alike === 1
    ? words`${died} times, the last time ${lived}`
    : words`${died} times, the last ${alike} of the same error, ${lived}`;
}

/** "; before that it died once of another error: division by zero". */
function beforeWords({ before, deaths, died }: z.infer<typeof Recurrence>): Words | undefined {
  if (before === undefined) return undefined;
  const others = died - deaths.length;
  const times = others === 1 ? words`once` : words`${others} times, the last time`;
  return words`; before that it died ${times} of another error: ${gist(before.cause)}`;
}

function prospectWords(recurrence: z.infer<typeof Recurrence>): Words {
  const { changes, is_outlived, up_ms, lived, outlived_ms } = recurrence;
  const told = changes.map(({ what, at }) =>
    at === undefined
      ? words`its ${what} is another since`
      : words`its ${what} was changed at ${moment(at)}, after that`,
  );
  const changed = told.length === 0 ? undefined : joined(told, words` and `);
  const up = up_ms === undefined ? undefined : words`it has now been up for ${span(up_ms)}`;
  if (is_outlived) {
    const longer = words`${up ?? words`a later run was up`}, longer than before it died`;
    return words`It seems to be over: ${changed ?? NOT_CHANGED}, and ${longer}`;
  }
  const until =
    lived === undefined ? undefined : words` once it has been up for more than ${span(outlived_ms)}`;
  const open = words`whether it is over shows${until ?? words` at its next start`}`;
  return changed === undefined
    ? words`No change of its program or configuration is known since${up && words`, and ${up}`}: ${open}`
    : words`It may be over: ${changed}${up && words`; ${up}`}, and ${open}`;
}

export const RECURRENCE_RULES = [again];
export const EARLIER_DEATH_RULES = [before];
