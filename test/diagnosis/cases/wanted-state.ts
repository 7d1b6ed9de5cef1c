import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { before, evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const MIN = 60_000;

/** A pipeline in a state since an hour, and another that was asked for `ms` ago. */
function wanted(status: string, desired: string, ms: number, stats = {}): Evidence {
  return evidenceOf("healthy", {
    stats,
    pipeline: {
      deployment_status: status,
      deployment_status_since: before("healthy", 60 * MIN),
      deployment_desired_status: desired,
      deployment_desired_status_since: before("healthy", ms),
    },
  });
}

const RULE = "deployment/not-as-wanted";

export const WANTED_STATE_CASES: readonly RuleCase[] = [
  {
    rule: RULE,
    when: "a suspension has not come about for 37 minutes",
    evidence: () => wanted("Running", "Suspended", 37 * MIN),
    says: [
      /is Running, although Suspended was asked for 37 min ago/,
      /1 reason is given against it: EnterpriseFeature/,
    ],
  },
  {
    rule: RULE,
    when: "a suspension has not come about, and nothing is said against it",
    evidence: () => wanted("Running", "Suspended", 5 * MIN, { suspend_error: null }),
    says: [/asked for 5 min ago/, /the statistics name nothing/],
  },
  {
    rule: RULE,
    when: "a suspension has not come about, and the statistics were not read",
    evidence: () => {
      const { stats: _, ...rest } = wanted("Running", "Suspended", 5 * MIN);
      return rest;
    },
    says: [/what holds it up was not checked/],
  },
  {
    rule: RULE,
    when: "a suspension was asked for a little less long ago than a checkpoint may take",
    evidence: () => wanted("Running", "Suspended", 5 * MIN - 1),
  },
  {
    rule: RULE,
    when: "a stop does not end",
    evidence: () => wanted("Stopping", "Stopped", 2 * MIN),
    says: [/is Stopping, although Stopped was asked for 2 min ago/, /the process hangs/],
  },
  {
    rule: RULE,
    when: "a stop was asked for a little less long ago",
    evidence: () => wanted("Stopping", "Stopped", 2 * MIN - 1),
  },
  {
    rule: RULE,
    when: "a resumption is not taken up",
    evidence: () => wanted("Paused", "Running", MIN / 2),
    says: [/is Paused, although Running was asked for 30 s ago/, /normally within 30 s/],
  },
  {
    rule: RULE,
    when: "a resumption was asked for just now",
    evidence: () => wanted("Paused", "Running", MIN / 2 - 1),
  },
  {
    rule: RULE,
    when: "an activation is not taken up",
    evidence: () => wanted("Standby", "Running", MIN),
    says: [/is Standby, although Running/, /the activation failed/],
  },
  {
    rule: RULE,
    when: "hosts do not agree on where to begin",
    evidence: () => {
      const evidence = wanted("Coordination", "Running", 60 * MIN);
      return evidence;
    },
    says: [/is Coordination, although Running/, /one of them does not answer/],
  },
  {
    rule: RULE,
    when: "hosts agree on where to begin a little less long",
    evidence: () => wanted("Coordination", "Running", 2 * MIN - 1),
  },
  {
    rule: RULE,
    when: "a start is not taken up by the runner",
    evidence: () => wanted("Stopped", "Running", 2 * MIN),
    says: [/is Stopped, although Running/, /The runner has not taken up the start/],
  },
  {
    rule: RULE,
    when: "a start was asked for that waits for the compiler",
    evidence: () => {
      const evidence = wanted("Stopped", "Running", 10 * MIN);
      const { pipeline } = evidence;
      if (pipeline === undefined) return evidence;
      const program = { status: "CompilingRust" };
      return { ...evidence, pipeline: { ...pipeline, state: { ...pipeline.state, program } } };
    },
  },
  {
    rule: RULE,
    when: "the state that is wanted was reached",
    evidence: () => wanted("Paused", "Paused", 60 * MIN),
  },
  {
    rule: RULE,
    when: "a state began just now, though another is wanted since long",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: {
          deployment_status: "Coordination",
          deployment_status_since: before("healthy", 1000),
          deployment_desired_status_since: before("healthy", 60 * MIN),
        },
      }),
  },
  {
    rule: "deployment/standby",
    when: "a pipeline is in standby as was asked for",
    evidence: () => wanted("Standby", "Standby", 60 * MIN),
    says: [/in standby, as was asked for/, /unless it should take over/],
  },
  {
    rule: "deployment/standby",
    when: "a pipeline in standby should run",
    evidence: () => wanted("Standby", "Running", 1000),
  },
];
