import type { EventChange } from "../../scenarios/variant.ts";
import { evidenceOf, only, recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const MINUTE = 60_000;

/** It went away at these moments, in minutes ago, and was back a minute later. */
const wentAway = (...minutesAgo: readonly number[]): EventChange[] => [
  ...minutesAgo.flatMap((minutes) => [
    { agoMs: (minutes - 1) * MINUTE, resources: "Provisioned", runtime: "Running" },
    { agoMs: minutes * MINUTE, resources: "Provisioned", runtime: "Unavailable" },
  ]),
  { agoMs: 23 * 60 * MINUTE, resources: "Provisioned", runtime: "Running" },
];
const paused = { deployment_status: "Paused", deployment_desired_status: "Paused" };

/** Paused a minute ago, after it was in these states since its start. */
const pausedAfter = (...runtimes: readonly string[]): EventChange[] => [
  { agoMs: MINUTE, resources: "Provisioned", runtime: "Paused" },
  ...runtimes.map((runtime) => ({ agoMs: 2 * MINUTE, resources: "Provisioned", runtime })),
  { agoMs: 3 * MINUTE, resources: "Provisioning" },
  { agoMs: 4 * MINUTE, resources: "Stopped" },
];
const unavailable = { deployment_status: "Unavailable", deployment_runtime_status: "Unavailable" };
const unreached = (why: string) => ({
  deployment_runtime_status_details: { reason: `Pipeline status endpoint could not be reached: ${why}` },
});
const HUNG = {
  deployment_resources_status_details: { process: "has not exited", working_dir: "exists" },
  ...unreached(
    "timeout (5s) was reached: this means the pipeline took too long to respond -- this can simply be because the request was too difficult to process in time",
  ),
};
const killed =
  "[manager] 2026-11-21T09:17:00.000000Z ERROR pipeline_manager::runner: Resources error: exited with signal: 9 (SIGKILL), out of memory\n";
const panicked = "thread 'dbsp-worker-0' panicked at src/lib.rs:1:1:\nboom\n";
const upFor = (ms: number) => ({ "global_metrics.uptime_msecs": ms });
const withoutLog = () => {
  const { log: _, ...evidence } = evidenceOf("healthy", { pipeline: unavailable });
  return evidence;
};

export const RESTARTS_CASES: readonly RuleCase[] = [
  {
    rule: "runtime/restart-loop",
    when: "it went away three times in half an hour, and is away again",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { ...unavailable, "runtime_config.max_rss_mb": null },
        events: wentAway(3, 15, 30),
      }),
    says: [
      /the pipeline went away 3 times within 27 min/,
      /No memory limit is configured, so that it may take all/,
    ],
  },
  {
    rule: "runtime/restart-loop",
    when: "the log of such a pipeline says that its process was killed",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: unavailable,
        events: wentAway(3, 15, 30),
        log: (log) => log + killed,
      }),
    says: [
      /most likely for lack of memory/,
      /its log says .*out of memory.*Against it: it took only \d.* of its limit when last seen/,
    ],
  },
  {
    rule: "runtime/restart-loop",
    when: "it runs at the moment, as it did between the other times",
    evidence: () => evidenceOf("healthy", { events: wentAway(10, 20, 30) }),
    says: [/3 times within 20 min/],
  },
  {
    rule: "runtime/restart-loop",
    when: "it went away twice",
    evidence: () => evidenceOf("healthy", { pipeline: unavailable, events: wentAway(3, 15) }),
  },
  {
    rule: "runtime/restart-loop",
    when: "it has been up for longer than the restarts went on",
    evidence: () => evidenceOf("healthy", { events: wentAway(100, 120, 140) }),
  },
  {
    rule: "runtime/restart-loop",
    when: "the log alone says that it was killed again and again",
    evidence: () => evidenceOf("healthy", { log: (log) => log + killed.repeat(5) }),
  },
  {
    rule: "runtime/unreachable-at-times",
    when: "its process has been up for longer than since it was last away",
    evidence: () => evidenceOf("healthy", { events: wentAway(10, 20, 30), stats: upFor(40 * MINUTE) }),
    says: [/could not be reached 3 times within 20 min.*lived through that \(up for 40 min\)/, /No crash/],
  },
  {
    rule: "runtime/unreachable-at-times",
    when: "its process was started since",
    evidence: () => evidenceOf("healthy", { events: wentAway(10, 20, 30), stats: upFor(9 * MINUTE) }),
  },
  {
    rule: "runtime/restart-loop",
    when: "its process lived through it all",
    evidence: () => evidenceOf("healthy", { events: wentAway(10, 20, 30), stats: upFor(40 * MINUTE) }),
  },
  {
    rule: "runtime/unavailable",
    when: "the manager cannot reach it, and its log has no crash",
    evidence: () =>
      evidenceOf("healthy", { pipeline: { ...unavailable, deployment_resources_status_details: {} } }),
    says: [
      /cannot reach the pipeline's process, .*its log shows no crash: evicted.*whether it is still there, and whether it takes requests, are not known/,
      /kubectl describe pod/,
    ],
  },
  {
    rule: "runtime/unavailable",
    when: "its runner sees the process, which answers too late",
    evidence: () => evidenceOf("healthy", { pipeline: { ...unavailable, ...HUNG } }),
    says: [
      /, which has not exited and takes too long to answer, and its log shows no crash$/m,
      /It hangs: .*SIGSTOP/,
      /^(?!.*evicted)/s,
    ],
  },
  {
    rule: "runtime/unavailable",
    when: "its runner sees the process, which takes no connection",
    evidence: () =>
      evidenceOf("healthy", { pipeline: { ...unavailable, ...HUNG, ...unreached("Connection refused") } }),
    says: [
      /, which has not exited, and its log shows no crash$/m,
      /does not take connections/,
      /^(?!.*evicted)(?!.*It hangs)/s,
    ],
  },
  {
    rule: "runtime/unavailable",
    when: "it answers too late, and its runner does not tell of the process",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { ...unavailable, ...HUNG, deployment_resources_status_details: {} },
      }),
    says: [/, which takes too long to answer, .*no crash/, /^It hangs .*or is gone with its pod or host/m],
  },
  {
    rule: "runtime/unavailable",
    when: "it answers what the manager cannot take",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: {
          ...unavailable,
          deployment_resources_status_details: {},
          deployment_runtime_status_details: {
            reason: "Pipeline status response (200 OK) is an unexpected JSON string: 'Pausing'",
          },
        },
      }),
    says: [
      /, which answers what the manager cannot take, and its log shows no crash$/m,
      /of another version of Feldera.* It answers: .*200 OK: is an unexpected JSON string: 'Pausing'/,
    ],
  },
  {
    rule: "runtime/unavailable",
    when: "its runner sees the process, and its log has a crash",
    evidence: () =>
      evidenceOf("healthy", { pipeline: { ...unavailable, ...HUNG }, log: (log) => log + panicked }),
    says: [/, which has not exited .*; its log shows a crash$/m, /crashed, and its process did not end/],
  },
  {
    rule: "runtime/unavailable",
    when: "its log could not be read, and so is not called clean",
    evidence: withoutLog,
    says: [
      /cannot reach the pipeline's process, for 2 min 31 s now, which has not exited$/m,
      /^It hangs, or takes no connections: which of them is not known \(whether its log shows a crash is not/m,
    ],
  },
  {
    rule: "runtime/unavailable",
    when: "it was away, and is back",
    evidence: () => evidenceOf("healthy", { events: wentAway(5) }),
  },
  {
    rule: "events/past-incident",
    when: "it was away, and is back",
    evidence: () => evidenceOf("healthy", { events: wentAway(5) }),
    says: [/1 incident in the last day \(unavailable\)/, /does not show that it is over/],
  },
  {
    rule: "events/past-incident",
    when: "it went away three times, and has been up for longer than that took",
    evidence: () => evidenceOf("healthy", { events: wentAway(100, 120, 140) }),
    says: [/3 incidents in the last day/],
  },
  {
    rule: "events/past-incident",
    when: "it goes away again and again",
    evidence: () => evidenceOf("healthy", { events: wentAway(10, 20, 30) }),
  },
  {
    rule: "events/past-incident",
    when: "it was away two days ago",
    evidence: () => evidenceOf("healthy", { events: wentAway(2 * 24 * 60) }),
  },
  {
    rule: "deployment/stopped",
    when: "a recorded pipeline is stopped, as wanted",
    evidence: () => recordOf("idle"),
    says: [/the pipeline is Stopped, as wanted/, /or it was never started/],
  },
  {
    rule: "deployment/stopped",
    when: "it is paused, as wanted",
    evidence: () => evidenceOf("healthy", { pipeline: paused, events: pausedAfter("Running") }),
    says: [/the pipeline is Paused/, /^Somebody paused it; it goes on with resume/m],
  },
  {
    rule: "deployment/stopped",
    when: "it was started paused",
    evidence: () => evidenceOf("healthy", { pipeline: paused, events: pausedAfter() }),
    says: [/^It was started paused, and has not run since; it goes on with resume/m],
  },
  {
    rule: "deployment/stopped",
    when: "it is paused, and its events were not read",
    evidence: () => only(evidenceOf("healthy", { pipeline: paused }), ["pipeline"]),
    says: [/^Somebody paused it or started it so, which is not known/m],
  },
  {
    rule: "deployment/stopped",
    when: "it stopped because it failed",
    evidence: () => evidenceOf("storage_full"),
  },
  {
    rule: "deployment/stopped",
    when: "it is stopped and wanted to run",
    evidence: () => recordOf("idle", { deployment_desired_status: "Running" }),
  },
];
