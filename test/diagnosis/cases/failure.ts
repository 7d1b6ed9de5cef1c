import type { Members } from "../../scenarios/variant.ts";
import { evidenceOf, only, recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** A stopped pipeline with an error of Feldera's. */
const failed = (error_code: string, message: string, details: unknown = {}, others: Members = {}) =>
  recordOf("idle", { deployment_error: { error_code, message, details }, ...others });

const panic = (message: string, file: string, others: Members = {}) =>
  failed(
    "RuntimeError.WorkerPanic",
    "DBSP error: runtime error: worker thread(s) panicked",
    {
      error: {
        WorkerPanic: {
          panic_info: [[0, "Foreground", { message, location: { file, line: 4, col: 9 }, backtrace: "" }]],
        },
      },
    },
    others,
  );

const DID_NOT_START = "Operation failed because the pipeline failed to initialize. Error details: ";

/** Errors that came with a version: under their own code once the pipeline runs, by their words where it did not start. */
const SINCE: readonly (readonly [since: string, code: string, message: string, says: RegExp])[] = [
  [
    "0.358",
    "ConfigError.InvalidDevTweaks",
    "invalid dev_tweaks: merger_threads must be at least 1",
    /A setting in dev_tweaks is not valid/,
  ],
  [
    "0.360",
    "RuntimeError.CheckpointPanic",
    "Panic while writing checkpoint: index out of bounds",
    /panicked while it wrote a checkpoint/,
  ],
  [
    "0.367",
    "RuntimeError.DuplicatePersistentId",
    "Operators s1 and s2 have the same persistent id 4f2a",
    /defect of the compiler/,
  ],
  ["0.367", "RuntimeError.EmptyPersistentId", "Operator s1 has an empty persistent id", /no persistent id/],
  [
    "0.370",
    "UdfLibraryError",
    "Error loading the program's UDFs: undefined symbol risk_score",
    /library of its user-defined functions could not be loaded/,
  ],
];

const ERRORS_SINCE: readonly RuleCase[] = SINCE.flatMap(([since, code, message, says]) => [
  {
    rule: "deployment/failed",
    when: `a pipeline of ${since} ended with ${code}`,
    evidence: () => failed(code, message),
    says: [says],
  },
  {
    rule: "deployment/failed",
    when: `a pipeline of ${since} did not start for what has the code ${code}`,
    evidence: () => failed("InitializationError", `${DID_NOT_START}${message}`),
    says: [says],
  },
  {
    rule: "connector/failed-at-start",
    when: `a pipeline of ${since} did not start for what has the code ${code}`,
    evidence: () => failed("InitializationError", `${DID_NOT_START}${message}`),
  },
]);

/** As a recorded pipeline says it whose view has no key, with these connectors that write to Postgres. */
const withoutKey = (names: readonly string[]) =>
  only(
    evidenceOf("healthy", {
      pipeline: {
        deployment_status: "Stopped",
        deployment_error: {
          error_code: "InitializationError",
          message: `${DID_NOT_START}Not supported: Postgres output connector requires the view to have a unique key. Please specify the \`index\` property in the connector configuration. For more details, see: https://docs.feldera.com/connectors/unique_keys.`,
        },
        "program_info.output_connectors": Object.fromEntries(
          names.map((name) => [name, { stream: "entries", transport: { name: "postgres_output" } }]),
        ),
      },
    }),
    ["pipeline"],
  );

/** As a recorded pipeline says it whose broker is not there, with what its log says of the broker. */
const withoutBroker = (...log: readonly string[]) => ({
  ...failed(
    "InitializationError",
    `${DID_NOT_START}FATAL error on input endpoint 'alarms.alarm_topic': BrokerTransportFailure (Local: Broker transport failure).`,
    { error: { endpoint_name: "alarms.alarm_topic", error: "Failed to read metadata for topic alarms" } },
  ),
  ...only(evidenceOf("healthy", { log: () => log.map((line) => `${line}\n`).join("") }), ["log"]),
});

const NO_BROKER =
  '[alarms] 2026-11-29T12:23:40.398003Z ERROR kafka_input{ topic="alarms"}: librdkafka:  librdkafka: FAIL [thrd:127.0.0.1:19099/bootstrap]: 127.0.0.1:19099/bootstrap: Connect to ipv4#127.0.0.1:19099 failed: Connection refused (after 0ms in state CONNECT)';

/** What the runner of 0.337 says of a process that ended, and what that means. */
const ENDINGS: readonly (readonly [how: string, says: RegExp])[] = [
  [
    "Process exited prematurely with signal: 6 (SIGABRT)",
    /ends itself like that \(SIGABRT\).*sent from outside.*SIGKILL instead/,
  ],
  ["Process exited prematurely with signal: 7 (SIGBUS)", /disk that is full or failed/],
  ["Process exited prematurely with signal: 11 (SIGSEGV)", /crashed in native code/],
  ["Process exited prematurely with signal: 15 (SIGTERM)", /asked it to end, which is no fault of its own/],
  ["Process exited prematurely with exit status: 143", /asked it to end/],
  ["Process exited prematurely with exit status: 0", /asked it to end/],
  [
    "The pipeline-manager and this pipeline were previously terminated. Start the pipeline again.",
    /pipeline-manager ended or was restarted/,
  ],
  ["Process exited prematurely with exit status: 1", /evicted, ended from outside, or crashed/],
];

const ABORTED = "Pipeline resources check failed: Process exited prematurely with signal: 6 (SIGABRT)";

/** Before SIGABRT Rust says on stderr why, which is the last of the log. */
const abortedAfter = (line: string) => {
  const evidence = evidenceOf("healthy", {
    pipeline: {
      deployment_status: "Stopped",
      deployment_error: { error_code: "RunnerCheckError", message: ABORTED, details: { error: ABORTED } },
    },
    log: (recorded) => `${recorded}${line}\n`,
  });
  return only(evidence, ["pipeline", "log"]);
};

const ENDED_CASES: readonly RuleCase[] = [
  {
    rule: "deployment/failed",
    when: "a setting asks for what only the enterprise edition has",
    evidence: () =>
      failed(
        "InitializationError",
        `${DID_NOT_START}Cannot use enterprise-only feature (fault tolerance) in Feldera community edition..`,
      ),
    says: [/This edition of Feldera does not have the feature that the message names: take it out/],
  },
  {
    rule: "runtime/panic",
    when: "a recorded user's function gave an error",
    evidence: () =>
      panic('called `Result::unwrap()` on an `Err` value: "no postage for this weight"', "src/lib.rs"),
    says: [/no postage for this weight/, /A function gave an error instead of a value.*udf_rust/],
  },
  {
    rule: "runtime/panic",
    when: "a CAST met a text that is no number",
    evidence: () =>
      panic("line 5 column 58: Error converting 'n/a' to INTEGER: invalid digit found in string", "casts.rs"),
    says: [/A CAST meets a value that it cannot convert/],
  },
  {
    rule: "runtime/panic",
    when: "a CAST met a text that is no date",
    evidence: () =>
      panic(
        "line 13 column 147: Error converting 31/12/2001 to DATE: input contains invalid characters",
        "casts.rs",
      ),
    says: [/A CAST meets a value that it cannot convert/],
  },
  {
    rule: "runtime/panic",
    when: "a subquery that stands for one value found two rows",
    evidence: () => panic("More than one value in subquery", "src/lib.rs"),
    says: [/has found two rows or more: leave one/],
  },
  {
    rule: "runtime/panic",
    when: "a number is larger than its type",
    evidence: () =>
      panic(
        "line 9 column 31: Error converting 2188486605 to INTEGER: out of range integral type conversion attempted",
        "casts.rs",
      ),
    says: [/larger than its type holds/],
  },
  ...ENDINGS.map(([how, says]) => ({
    rule: "deployment/failed",
    when: `its runner says: ${how}`,
    evidence: () => failed("RunnerCheckError", `Pipeline resources check failed: ${how}`),
    says: [says] as const,
  })),
  {
    rule: "deployment/failed",
    when: "its log ends with memory that was refused",
    evidence: () => abortedAfter("memory allocation of 68719476736 bytes failed"),
    says: [
      /Its log says .?"memory allocation of 68719476736 bytes failed"?\. It asked for more memory than it could/,
    ],
  },
  {
    rule: "deployment/failed",
    when: "its log ends with a stack that ran over",
    evidence: () => abortedAfter("thread 'main' has overflowed its stack"),
    says: [/\(SIGABRT\).*The last that its log says is .?"thread 'main' has overflowed its stack/],
  },
];

/** A division by zero in a program that was compiled before. */
const divided = (program_code: string) =>
  panic("'5901 / 0' causes overflow for type INTEGER", "crates/sqllib/src/operators.rs", {
    program_code,
    program_status_since: "2026-11-20T00:00:00Z",
  });

export const FAILURE_CASES: readonly RuleCase[] = [
  ...ERRORS_SINCE,
  {
    rule: "deployment/failed",
    when: "its code is none that this server knows",
    evidence: () => failed("RuntimeError.Unheard", "circuit is unheard of"),
    says: [/^Feldera's own words say what failed/m],
  },
  {
    rule: "connector/failed-at-start",
    when: "an endpoint failed that only the message names",
    evidence: () => failed("InitializationError", `${DID_NOT_START}error on input endpoint 'a.b': no route`),
    says: [/a connector failed/],
  },
  {
    rule: "storage/full",
    when: "a checkpoint could not be written for lack of space",
    evidence: () =>
      failed("RuntimeError.CheckpointPanic", "Panic while writing checkpoint: no storage space"),
    says: [/storage is full/],
  },
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
    when: "a division by zero names no operator, and the SQL divides once",
    evidence: () => divided("SELECT SUM(cents / items) FROM sales;"),
    says: [/panicked at .*cents \/ items.* \(line 1, the only division of its SQL\): .*5901 \/ 0/, /NULLIF/],
  },
  {
    rule: "runtime/panic",
    when: "a division by zero names no operator, and the SQL divides several times",
    evidence: () => divided("SELECT a / b,\n c / d,\n e / f FROM sales;"),
    says: [
      /panicked at one of the 3 divisions of its SQL, .*a \/ b.* \(line 1\), .*c \/ d.* \(line 2\), .*e \/ f.* \(line 3\): /,
    ],
  },
  {
    rule: "runtime/panic",
    when: "a sum has grown larger than its type holds",
    evidence: () =>
      panic(
        "line 1 column 8: Error converting 2500063641 to INTEGER: out of range",
        "crates/sqllib/src/casts.rs",
        {
          program_code: "SELECT SUM(cents) FROM sales;",
          program_status_since: "2026-11-20T00:00:00Z",
        },
      ),
    says: [
      /panicked at "SUM\(cents\)": "line 1 column 8/,
      /A sum has the type of what it sums.*CAST\(… AS BIGINT\)/,
    ],
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
    when: "its platform says so, and the log of a runtime of 0.367 tells the limit that it had",
    evidence: () => ({
      ...failed("RunnerCheckError", "Container was OOMKilled, exit code 137"),
      ...only(
        evidenceOf("healthy", {
          log: (log) =>
            `${log}[ledger] 2026-11-21T09:17:20.000000Z  INFO dbsp::circuit::runtime:  process memory limit set to 7600M (configured: none, available: 8G, reserved: 400M)\n`,
        }),
        ["log"],
      ),
    }),
    says: [/^Its limit was 7\.08 GiB \(none is configured: all the memory of its container/m],
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
    when: "the error names only its transport, and one connector alone has that",
    evidence: () => withoutKey(["entries.first"]),
    says: [
      /the connector entries\.first failed: "Not supported/,
      /create an index on the view \(CREATE INDEX\)/,
    ],
  },
  {
    rule: "connector/failed-at-start",
    when: "the error names only its transport, and two connectors have that",
    evidence: () => withoutKey(["entries.first", "entries.second"]),
    says: [/could not start: a connector failed: "Not supported/],
  },
  {
    rule: "connector/failed-at-start",
    when: "no broker could be reached, and its log says why",
    evidence: () => withoutBroker(NO_BROKER),
    says: [
      /alarms\.alarm_topic failed: .*its log: "?Connect to ipv4#127\.0\.0\.1:19099 failed: Connection refused/,
      /Nothing listens at that address/,
    ],
  },
  {
    rule: "connector/failed-at-start",
    when: "no broker could be reached, and its log does not say why",
    evidence: () => withoutBroker(),
    says: [/No broker could be reached at its bootstrap\.servers/],
  },
  ...[
    `secret reference '\${secret:kubernetes:db-password/value}' resolution failed: file '/etc/feldera-secrets/kubernetes/db-password/value' does not exist`,
    `secret reference '\${secret:kubernetes:db-password/value}' resolution failed: file '/etc/feldera-secrets/kubernetes/db-password/value' does exist but unable to read it due to: permission denied`,
    `environment variable reference '\${env:DB_PASSWORD}' resolution failed: environment variable 'DB_PASSWORD' is not set`,
    "Failed to open output file '/data/credentials/x': Permission denied (os error 13)",
  ].map(
    (error): RuleCase => ({
      rule: "connector/failed-at-start",
      when: `no server refuses anything: ${error}`,
      evidence: () =>
        failed("InitializationError", "error", { error: { endpoint_name: "orders.in", error } }),
      says: [/^the pipeline could not start: the connector orders\.in failed: /, /^(?!.*credentials, or)/s],
    }),
  ),
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
  ...ENDED_CASES,
  {
    rule: "deployment/failed",
    when: "a failure has a cause that is known",
    evidence: () => evidenceOf("storage_full"),
  },
];
