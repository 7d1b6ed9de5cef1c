import { before, evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const initializing = (ms: number, status = "Initializing") =>
  evidenceOf("healthy", {
    pipeline: { deployment_status: status, deployment_status_since: before("healthy", ms) },
  });

/** As a process of 0.337 said it whose storage another still had. */
const WAITS_FOR_LOCK =
  "[ledger] 2026-11-21T09:40:00.421229Z  INFO dbsp::storage::dirlock: /p/storage/feldera.pidlock: waiting up to 60.0 seconds for process 8766 to release lock\n";

const waitingForLock = (status: string) =>
  evidenceOf("healthy", {
    pipeline: { deployment_status: status, deployment_status_since: before("healthy", 20_000) },
    log: (recorded) => `${recorded}${WAITS_FOR_LOCK}`,
  });

export const START_CASES: readonly RuleCase[] = [
  {
    rule: "storage/locked",
    when: "its log says that another process has its storage",
    evidence: () => waitingForLock("Initializing"),
    severity: "error",
    says: [
      /cannot start yet: process 8766 holds its storage directory, and it waits 60 s at most/,
      /End it \(process 8766/,
    ],
  },
  {
    rule: "storage/locked",
    when: "it has waited in vain",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: {
          deployment_status: "Stopped",
          deployment_error: {
            error_code: "InitializationError",
            message:
              'Operation failed because the pipeline failed to initialize. Error details: DBSP error: storage error: A process with PID 8766 is already using the storage directory "/p/storage".',
            details: {},
          },
        },
      }),
    severity: "error",
    says: [/could not start: process 8766 holds its storage/],
  },
  { rule: "storage/locked", when: "it has the storage by now", evidence: () => waitingForLock("Running") },
  {
    rule: "deployment/awaits-approval",
    when: "it waits for approval",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: {
          deployment_status: "AwaitingApproval",
          deployment_status_since: before("healthy", 300_000),
          deployment_runtime_status: "AwaitingApproval",
        },
      }),
    says: [/does not hang: it waits for approval, for 5 min now/, /approve_pipeline/],
  },
  {
    rule: "deployment/awaits-approval",
    when: "it waits for a connector",
    evidence: () => evidenceOf("sink_init_hang"),
  },
  {
    rule: "connector/hangs-at-start",
    when: "an output of a recorded pipeline never opens",
    evidence: () => evidenceOf("sink_init_hang"),
    says: [
      /price_feed\.partner_feed does not finish its initialization, for 20\.7 s now/,
      /accepts no connection/,
    ],
  },
  {
    rule: "connector/hangs-at-start",
    when: "that output is to a server",
    evidence: () =>
      evidenceOf("sink_init_hang", {
        pipeline: {
          "program_info.output_connectors": {
            "price_feed.partner_feed": {
              stream: "price_feed",
              transport: { name: "postgres_output", config: { uri: "postgres://u:p@10.0.0.7:5432/feed" } },
            },
          },
        },
      }),
    says: [/price_feed\.partner_feed \(server 10\.0\.0\.7:5432\) does not finish its initialization/],
  },
  {
    rule: "connector/hangs-at-start",
    when: "the log says so of a pipeline that runs by now",
    evidence: () =>
      evidenceOf("sink_init_hang", {
        pipeline: { deployment_status: "Running", deployment_runtime_status: "Running" },
      }),
  },
  {
    rule: "connector/hangs-at-start",
    when: "it initializes, and the log has no word of a task",
    evidence: () => initializing(300_000),
  },
  {
    rule: "deployment/slow-start",
    when: "it has been initializing for two minutes",
    evidence: () => initializing(120_000),
    says: [/has been Initializing for 2 min/, /a large checkpoint/],
  },
  {
    rule: "deployment/slow-start",
    when: "it has been provisioned for as long",
    evidence: () => initializing(600_000, "Provisioning"),
    says: [/has been Provisioning for 10 min/, /no room for it/],
  },
  {
    rule: "deployment/slow-start",
    when: "it has been initializing for a second less",
    evidence: () => initializing(119_000),
  },
  {
    rule: "deployment/slow-start",
    when: "it has been running for long",
    evidence: () => initializing(600_000, "Running"),
  },
  {
    rule: "deployment/bootstrapping",
    when: "changed views are computed again",
    evidence: () =>
      evidenceOf("healthy", {
        stats: {
          "global_metrics.bootstrap_in_progress": true,
          "global_metrics.concurrent_bootstrap_phase": "Backfill",
        },
      }),
    says: [/bootstrapping \(Backfill\)/, /after a change to the program/],
  },
  {
    rule: "deployment/bootstrapping",
    when: "it replays its input after a crash",
    evidence: () => evidenceOf("healthy", { pipeline: { deployment_runtime_status: "Replaying" } }),
    says: [/is replaying what it had read since its last checkpoint/, /after a crash/],
  },
  {
    rule: "deployment/bootstrapping",
    when: "the phase is told, and is none",
    evidence: () =>
      evidenceOf("healthy", { stats: { "global_metrics.concurrent_bootstrap_phase": "Inactive" } }),
  },
];
