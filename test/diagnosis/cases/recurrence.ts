import type { KeptState } from "../../../src/analysis/program/kept-state.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { evidenceOf, only, recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const withoutEvents = ({ events: _, runs: __, ...evidence }: Evidence): Evidence => evidence;

/** What a runner says of a process that SIGTERM ended. */
const ENDED = {
  message: "Pipeline resources check failed: Process exited prematurely with exit status: 0",
  cause: "Process exited prematurely with exit status: 0",
  error_code: "RunnerCheckError",
  operators: [],
};

/** A recorded pipeline that goes on, after so many runs that each ended likewise. */
function endedBefore(times: number): Evidence {
  // Its log tells of the deaths that were recorded.
  const { log: _, ...evidence } = evidenceOf("recurring_a");
  const died = evidence.runs?.find(({ end }) => end === "failed");
  const last = evidence.runs?.at(-1);
  if (died === undefined || last === undefined) throw new Error("no runs");
  const runs = Array.from({ length: times }, () => ({ ...died, failure: ENDED }));
  return { ...evidence, runs: [...runs, last] };
}

/** A recorded pipeline that goes on, after a run that died, and one before for each of these errors. */
function diedBefore(...causes: readonly string[]): Evidence {
  const { log: _, ...evidence } = evidenceOf("recurring_a");
  const died = evidence.runs?.findLast(({ end }) => end === "failed");
  const last = evidence.runs?.at(-1);
  if (died?.failure === undefined || last === undefined) throw new Error("no runs");
  const { failure } = died;
  const others = causes.map((cause) => ({ ...died, failure: { ...failure, cause, message: cause } }));
  return { ...only(evidence, ["events", "pipeline"]), runs: [...others, died, last] };
}

/** The same, of whose last death no event saw that it ran. */
function diedUnseen(error_code: string, cause: string): Evidence {
  const evidence = diedBefore();
  const runs = (evidence.runs ?? []).map((run) => {
    const { ran_since: _, lived_ms: __, ...unseen } = run;
    const failure = { error_code, cause, message: cause, operators: [] };
    return run.end === "failed" ? { ...unseen, failure } : run;
  });
  return { ...evidence, runs };
}

/** Killed, with nothing that tells of how large it was. */
function killedUnseen({ storage, bound }: { storage?: null; bound?: KeptState["bound"] }): Evidence {
  const evidence = evidenceOf("healthy", {
    pipeline: { deployment_error: SIGKILL, ...(storage === null && { "runtime_config.storage": null }) },
  });
  const { place, materialized } = evidence.kept_state?.[0] ?? {};
  if (place === undefined || materialized === undefined) throw new Error("nothing is kept");
  const kept = bound && { place, materialized, bound, tables: ["events"], waterlines: [], held: [] };
  return { ...only(evidence, ["pipeline", "events", "log"]), ...(kept && { kept_state: [kept] }) };
}

export const RECURRENCE_CASES: readonly RuleCase[] = [
  {
    rule: "runtime/recurrence",
    when: "its events could not be had, and its log has both deaths",
    evidence: () => withoutEvents(evidenceOf("recurring_a")),
    says: [
      /it will die again in about 2\d s: it died 2 times of the same error, each time (?:29|30) s after/,
      /12,50/,
    ],
  },
  {
    rule: "runtime/recurrence",
    when: "its events could not be had, and its program was changed after the deaths in its log",
    evidence: () =>
      withoutEvents(
        evidenceOf("recurring_a", { pipeline: { program_status_since: "2026-11-28T09:12:27Z" } }),
      ),
  },
  {
    rule: "runtime/recurrence",
    when: "its last two runs died of the same error at the same age, and nothing changed",
    evidence: () => evidenceOf("recurring_a"),
    says: [/die again in about 21 s/, /2 times of the same error, each time 30 s/, /SAFE_CAST/],
    severity: "error",
  },
  {
    rule: "runtime/recurrence",
    when: "its program was compiled again after the last death",
    evidence: () => evidenceOf("recurring_a", { pipeline: { program_status_since: "2026-11-28T09:12:27Z" } }),
  },
  {
    rule: "runtime/recurrence",
    when: "it has been up for far longer than it lived before",
    evidence() {
      const evidence = evidenceOf("recurring_a", { stats: { "global_metrics.uptime_msecs": 600_000 } });
      return { ...evidence, nowMs: evidence.nowMs + 600_000 };
    },
  },
  {
    rule: "runtime/recurrence",
    when: "it stands on its error, which another rule tells",
    evidence: () => evidenceOf("storage_full"),
  },
  {
    rule: "runtime/earlier-deaths",
    when: "its program was compiled again after the last death",
    evidence: () => evidenceOf("recurring_a", { pipeline: { program_status_since: "2026-11-28T09:12:27Z" } }),
    says: [/died 2 times of the same error/, /It may be over: its program was changed at/],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "it has been up for a little longer than before it died, which starts may vary by",
    evidence: () =>
      evidenceOf("recurring_a", {
        pipeline: { program_status_since: "2026-11-28T09:12:27Z" },
        stats: { "global_metrics.uptime_msecs": 40_000 },
      }),
    says: [/it has now been up for 40 s, and whether it is over shows once .* up for more than 45\.\d s/],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "it died once",
    evidence: () => diedBefore(),
    says: [/^it died once, 30 s after it began to run, last at /, /^(?!.*before that)/s],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "a worker panicked, and no event saw that it ran",
    evidence: () => diedUnseen("RuntimeError.WorkerPanic", "division by zero"),
    says: [/^it died once, before it was seen to run, last at /],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "its connector could not start",
    evidence: () => diedUnseen("InitializationError", "Failed to open input file: the connector failed"),
    says: [/^it died once, while it started, last at /],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "it died of another error before",
    evidence: () => diedBefore("division by zero"),
    says: [
      /^it died 2 times, the last time 30 s after .*12,50.*; before that it died once of another error: "division by zero"/,
    ],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "it died of two other errors before",
    evidence: () => diedBefore("division by zero", "the queue is closed"),
    says: [
      /^it died 3 times, the last time .*; before that it died 2 times, the last time of another error: "the queue is closed"/,
    ],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "something outside asked it to end three times",
    evidence: () => endedBefore(3),
    severity: "warning",
    says: [/something outside ended it 3 times, each time 30 s after/, /SIGTERM.*no fault of its own/],
  },
  {
    rule: "runtime/earlier-deaths",
    when: "something outside asked it to end once",
    evidence: () => endedBefore(1),
    severity: "info",
    says: [/something outside ended it 1 time/],
  },
  {
    rule: "runtime/recurrence",
    when: "something outside asked it to end three times, which its program does not bring about",
    evidence: () => endedBefore(3),
  },
  {
    rule: "runtime/earlier-deaths",
    when: "its earlier runs were all stopped by hand",
    evidence: () => evidenceOf("end_of_input"),
  },
  {
    rule: "runtime/killed",
    when: "the process was killed, and nothing tells by whom",
    evidence: () => recordOf("idle", { deployment_error: SIGKILL }),
    says: [/killed from outside, perhaps for lack of memory, perhaps not/, /What its log says is not known/],
  },
  {
    rule: "runtime/killed",
    when: "all its state was in memory, and its program lets that grow",
    evidence: () => killedUnseen({ storage: null, bound: "rows" }),
    says: [
      /perhaps for lack of memory: its state may grow, without storage/,
      /For want of memory speaks: its program lets its state grow, and it has no storage/,
      /Give it storage, and set max_rss/,
    ],
  },
  {
    rule: "runtime/killed",
    when: "all its state was in memory, and its program bounds that",
    evidence: () => killedUnseen({ storage: null, bound: "lateness" }),
    says: [/nothing here shows that it was for lack/, /Against it: its program bounds its state/],
  },
  {
    rule: "runtime/killed",
    when: "its program lets its state grow, and it has storage",
    evidence: () => killedUnseen({ bound: "rows" }),
    says: [/nothing here shows that it was for lack of memory/, /^(?!.*lets its state grow)/s],
  },
  {
    rule: "runtime/killed",
    when: "all its state was in memory, and its program's graph was not read",
    evidence: () => killedUnseen({ storage: null }),
    says: [/perhaps for lack of memory, perhaps not/, /Whether its state grows is not known/],
  },
  {
    rule: "runtime/killed",
    when: "its platform says that it was for lack of memory",
    evidence: () =>
      recordOf("idle", {
        deployment_error: { ...SIGKILL, message: "container was OOMKilled, exit code 137" },
      }),
  },
];

const SIGKILL = {
  error_code: "RunnerCheckError",
  message: "Pipeline process exited prematurely with signal: 9 (SIGKILL)",
  details: {},
};
