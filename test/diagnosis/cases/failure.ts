import { evidenceOf, recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** A stopped pipeline with an error of Feldera's. */
const failed = (error_code: string, message: string, details: unknown = {}) =>
  recordOf("idle", { deployment_error: { error_code, message, details } });

const panic = (message: string, file: string) =>
  failed("RuntimeError.WorkerPanic", "DBSP error: runtime error: worker thread(s) panicked", {
    error: {
      WorkerPanic: {
        panic_info: [[0, "Foreground", { message, location: { file, line: 4, col: 9 }, backtrace: "" }]],
      },
    },
  });

export const FAILURE_CASES: readonly RuleCase[] = [
  {
    rule: "storage/full",
    when: "a recorded pipeline has crashed for lack of space",
    evidence: () => evidenceOf("storage_full"),
    says: [/its storage is full or failed: .*no storage space/, /larger volume/],
  },
  {
    rule: "storage/full",
    when: "a user's function panics with words of space",
    evidence: () => panic("no storage space left in bucket 7", "crates/udf/src/udf.rs"),
  },
  {
    rule: "storage/full",
    when: "the log alone speaks of space, as rows may make it",
    evidence: () =>
      evidenceOf("healthy", {
        log: (log) =>
          `${log}[manager] 2026-11-21T09:17:00.000000Z ERROR runner: No space left on device (ENOSPC)\n`,
      }),
  },
  {
    rule: "runtime/panic",
    when: "a user's function panics",
    evidence: () => panic("no storage space left in bucket 7", "crates/udf/src/udf.rs"),
    says: [
      /Foreground worker 0 panicked in a user-defined function .*udf\.rs:4:9.*: .*bucket 7/,
      /user's own Rust/,
    ],
  },
  {
    rule: "runtime/panic",
    when: "an expression of the SQL divides by zero in a recorded pipeline",
    evidence: () => recordOf("runtime_panic"),
    says: [/panicked.*158 \/ 0/, /division by zero/],
  },
  {
    rule: "runtime/panic",
    when: "a worker panics because storage is full, which another rule tells",
    evidence: () => evidenceOf("storage_full"),
  },
  {
    rule: "runtime/panic",
    when: "the log alone has the line of a panic",
    evidence: () =>
      evidenceOf("healthy", {
        log: (log) => `${log}thread 'dbsp-worker-0' panicked at src/lib.rs:1:1:\nboom\n`,
      }),
  },
  {
    rule: "memory/out-of-memory",
    when: "its platform says so",
    evidence: () => failed("RunnerCheckError", "Container was OOMKilled, exit code 137"),
    says: [/was killed for lack of memory: .*OOMKilled/, /Set max_rss_mb/],
  },
  {
    rule: "memory/out-of-memory",
    when: "the process was killed, and nothing tells by whom",
    evidence: () =>
      failed("RunnerCheckError", "Pipeline process exited prematurely with signal: 9 (SIGKILL)"),
  },
  {
    rule: "memory/out-of-memory",
    when: "the server of a connector is out of memory",
    evidence: () =>
      failed("InitializationError", "FATAL error on input endpoint 'a.b': server: out of memory", {
        error: { endpoint_name: "a.b", error: "server: out of memory" },
      }),
  },
  {
    rule: "memory/out-of-memory",
    when: "the log alone says so, in the words of the control plane",
    evidence: () =>
      evidenceOf("healthy", {
        log: (log) =>
          `${log}[manager] 2026-11-21T09:17:00.000000Z ERROR runner: Resources error: OOMKilled, out of memory\n`,
      }),
  },
  {
    rule: "connector/failed-at-start",
    when: "the file of a recorded connector is not there",
    evidence: () => recordOf("bad_connector"),
    says: [
      /the connector orders\.orders_url failed: .*No such file/,
      /keeps the whole pipeline from starting/,
    ],
  },
  {
    rule: "connector/failed-at-start",
    when: "the server refuses the credentials",
    evidence: () =>
      failed("InitializationError", "error", {
        error: { endpoint_name: "orders.kafka", error: "SASL authentication error" },
      }),
    says: [/orders\.kafka/],
  },
  {
    rule: "connector/failed-at-start",
    when: "its transport is none that this build has",
    evidence: () =>
      failed(
        "ConfigError.UnknownInputTransport",
        "Input endpoint 'a.b' specifies unknown input transport 'x_input'",
        {
          error: { endpoint_name: "a.b" },
        },
      ),
    says: [/This build of Feldera has no such transport/],
  },
  {
    rule: "connector/failed-at-start",
    when: "the pipeline panicked after its start",
    evidence: () => recordOf("runtime_panic"),
  },
  {
    rule: "deployment/not-provisioned",
    when: "no node had room for it",
    evidence: () => failed("AutomatonProvisioningTimeout", "Waiting for volume pipeline-7 took too long"),
    says: [/could not be provided \(AutomatonProvisioningTimeout\): .*volume/, /no room/],
  },
  {
    rule: "deployment/not-provisioned",
    when: "its process exited after it was provided",
    evidence: () => failed("RunnerCheckError", "Pipeline process exited prematurely with exit code 1"),
  },
  {
    rule: "deployment/failed",
    when: "its process exited, and nobody knows why",
    evidence: () => failed("RunnerCheckError", "Pipeline process exited prematurely with exit code 1"),
    says: [/the pipeline failed \(RunnerCheckError\): .*exit code 1/],
  },
  {
    rule: "deployment/failed",
    when: "a failure has a cause that is known",
    evidence: () => evidenceOf("storage_full"),
  },
];
