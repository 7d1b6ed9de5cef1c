import type { Evidence } from "../../../src/diagnosis/evidence.ts";
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

/** Of an operator whose place is on line 3. */
const placedIn = (message: string): Evidence => {
  const evidence = panic(message, "casts.rs", {
    program_code:
      "CREATE TABLE raw (id BIGINT, code VARCHAR, qty VARCHAR);\nCREATE VIEW priced AS\nSELECT id, CAST(qty AS INTEGER) * 2 AS q\nFROM raw WHERE code <> '' AND CAST(code AS INTEGER) > 4;",
    program_status_since: "2026-11-20T00:00:00Z",
  });
  const position = { start_line: 3, start_column: 12, end_line: 3, end_column: 35 };
  const place = {
    handle: "priced.select@3",
    operator: "s1",
    operation: "map",
    relation: { kind: "view" as const, name: "priced" },
    positions: [{ ...position, code: "CAST(qty AS INTEGER) * 2" }],
    rule: "exact" as const,
    distance: 0,
  };
  return {
    ...evidence,
    failed: { ...evidence.failed, operators: { operators: [{ crate: "f2b7f34563d2a7a8", place }], more: 0 } },
  };
};

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
  ["Process exited prematurely with exit status: 1", /gave up by itself, and its log ends with why/],
  ["Process exited prematurely with exit status: 101", /Its main thread panicked/],
  ["Process exited prematurely with exit status: 127", /could not be run/],
  ["host-0 exited unexpectedly with exit status: 1 (code Some(1))", /gave up by itself/],
  ["Process status could not be checked due to: no child process", /evicted, ended from outside, or crashed/],
];

/** What Rust says on stderr before a process ends is the last of its log. */
const endedAfter = (how: string, line: string) => {
  const message = `Pipeline resources check failed: ${how}`;
  const evidence = evidenceOf("healthy", {
    pipeline: {
      deployment_status: "Stopped",
      deployment_error: { error_code: "RunnerCheckError", message, details: { error: message } },
    },
    log: (recorded) => `${recorded}${line}\n`,
  });
  return only(evidence, ["pipeline", "log"]);
};

const abortedAfter = (line: string) =>
  endedAfter("Process exited prematurely with signal: 6 (SIGABRT)", line);

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
    when: "a value has more digits than the DECIMAL that it becomes",
    evidence: () =>
      panic(
        "line 92 column 17: Cannot represent 24037.139 as DECIMAL(6, 2): precision of DECIMAL type too small to represent value",
        "casts.rs",
      ),
    says: [/more digits before its point than the DECIMAL that it becomes: give that more/],
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
    when: "its process gave up, and its log ends with an error",
    evidence: () =>
      endedAfter(
        "Process exited prematurely with exit status: 1",
        "[ledger] 2026-11-21T09:19:40.000000Z ERROR dbsp_adapters::server:  I/O error in the HTTP server: reset",
      ),
    says: [/The last that its log says is .*I\/O error in the HTTP server/],
  },
  {
    rule: "deployment/failed",
    when: "its log ends with a stack that ran over",
    evidence: () => abortedAfter("thread 'main' has overflowed its stack"),
    says: [/\(SIGABRT\).*The last that its log says is .?"thread 'main' has overflowed its stack/],
  },
];

const NOT_BOOTSTRAPPED =
  "The pipeline has been modified since the last checkpoint; however it cannot be bootstrapped due to the following reasons:\n";

/** What keeps a pipeline from starting beside its connectors, as 0.337 words it, and what the answer says of it. */
const STARTS: readonly (readonly [error: string, ...says: [RegExp, ...RegExp[]]])[] = [
  ["Error fetching checkpoint from object store: no such key", /start_from_checkpoint/],
  [
    "Error parsing checkpoint file: expected value at line 1 column 1",
    /damaged, or was written by a Feldera/,
  ],
  ["DBSP error: runtime error: Error deserializing checkpointed state: x", /damaged, or was written by/],
  [
    "Recovery failed: the pipeline has been recovered from a checkpoint, but the checkpoint does not match the current pipeline definition. This can be caused by a corrupted checkpoint or an internal error.",
    /its program was changed since/,
  ],
  [
    "DBSP error: runtime error: Supplied storage directory does not fit the runtime circuit",
    /go back to the program that wrote it/,
  ],
  [
    `${NOT_BOOTSTRAPPED}- The new version of the program has relations with lateness: orders`,
    /late for LATENESS/,
  ],
  [
    `${NOT_BOOTSTRAPPED}- The following tables are not materialized, but some of the views that depend on these tables require bootstrapping: 'orders'. We recommend materializing all tables in the program`,
    /those that are named are not materialized/,
  ],
  [
    `${NOT_BOOTSTRAPPED}the pipeline cannot be bootstrapped concurrently: it has new tables. Restart with \`concurrent_bootstrap=false\``,
    /concurrent_bootstrap false/,
  ],
  [`${NOT_BOOTSTRAPPED}- another one`, /Undo the change/],
  ["Bootstrapping of the modified pipeline was rejected by the user.", /bootstrap_policy reject/],
  [
    "The pipeline's query plan was modified since the last checkpoint and requires bootstrapping; however we were not able to detect the changes in the pipeline metadata.",
    /a defect of its own/,
  ],
  [
    "invalid controller configuration: Fault tolerance is configured, which requires storage, but storage is not enabled",
    /Give it storage/,
  ],
  [
    "invalid controller configuration: Failed to parse pipeline configuration: missing field `workers`",
    /A setting is missing/,
  ],
  [
    "invalid controller configuration: 'datafusion_memory_mb' (2000 MB) must be less than the pipeline's memory budget (1000 MB); the rest is the circuit's",
    /Lower what is set aside for them/,
  ],
  [
    "Cannot enter standby mode: standby mode requires file storage backend",
    /follow the checkpoints of another/,
  ],
  ["Error with persistent input steps: journal.bin: read failed", /With exactly-once/],
  ["DBSP error: circuit construction error: no such operator", /Compile it again/],
  [
    `${NOT_BOOTSTRAPPED}\`silent_bootstrap\` and \`concurrent_bootstrap\` are mutually exclusive`,
    /start it with one of them, or with neither/,
    /^(?!.*Undo the change)/s,
  ],
  [
    "I/O error failed to initialize storage: /var/storage: create failed: permission denied",
    /may not write to its storage directory/,
  ],
  [
    "I/O error failed to initialize storage: /var/storage: create failed: read-only filesystem or storage medium",
    /mounted read-only/,
  ],
  [
    "I/O error failed to initialize storage: Error accessing object store: Generic S3 error: access denied",
    /The object store of its storage's backend/,
  ],
  ['I/O error failed to initialize storage: Unable to parse URL "bucket/x"', /begins with its scheme/],
  [
    "I/O error failed to initialize storage: The requested storage backend (file) cannot be configured with Object(x)",
    /of another backend than its name says/,
  ],
  [
    "I/O error initializing fault tolerant pipeline: steps.bin: open failed: entity not found",
    /is not there/,
  ],
  [
    "I/O error 0198/x.json: failed to read checkpoint: 0198/x.json: open failed: entity not found",
    /is not there/,
  ],
  [
    "DBSP error: storage error: Error deserializing JSON: EOF while parsing a value at line 1 column 0",
    /it is damaged, or another version wrote it/,
  ],
  ["DBSP error: IO error: Too many open files (os error 24)", /ulimit -n/],
  ["Invalid pipeline startup transition from Running to Standby", /with initial running or paused/],
  [
    "Pipeline runtime version was overridden but the build SHA of the binary a1 does not match the requested runtime version b2",
    /take runtime_version out/,
  ],
];

/** The same of its runner, with the code that each has. */
const RUNNERS: readonly (readonly [code: string, error: string, rule: string, says: RegExp])[] = [
  [
    "AutomatonCannotProvisionUnsupportedPlatformVersion",
    "Unable to provision pipeline because the pipeline platform version (0.300.0) is not supported by the installed Feldera platform version (0.337.0) -- recompile the pipeline",
    "deployment/not-provisioned",
    /Feldera was replaced since/,
  ],
  [
    "RunnerProvisionError",
    "Pipeline provision failed: pipeline binary retrieval failed: GET 'http://localhost:8085/binary/1': expected response status code 200 OK but got 404 Not Found",
    "deployment/not-provisioned",
    /The compiler is down or cannot be reached/,
  ],
  [
    "RunnerProvisionError",
    "Pipeline provision failed: pipeline binary retrieval failed: unable to create file '/x/pipeline_1': Permission denied (os error 13)",
    "deployment/not-provisioned",
    /The runner's disk is full, or it may not write/,
  ],
  [
    "RunnerProvisionError",
    "Pipeline provision failed: unable to spawn process due to: Exec format error (os error 8)",
    "deployment/not-provisioned",
    /operating system of its runner refuses it/,
  ],
  [
    "RunnerProvisionError",
    "Pipeline provision failed: the local runner does not support multihost pipelines over HTTPS yet",
    "deployment/not-provisioned",
    /Set hosts of its runtime configuration to 1/,
  ],
  [
    "RunnerProvisionError",
    "Pipeline provision failed: the following environment variable(s) are reserved and cannot be overridden: RUST_LOG",
    "deployment/not-provisioned",
    /Take them out of env/,
  ],
  [
    "RunnerProvisionError",
    "Pipeline provision failed: unable to spawn process due to: Permission denied (os error 13)",
    "deployment/not-provisioned",
    /from which nothing may be run \(noexec\)/,
  ],
  [
    "AutomatonProvisioningTimeout",
    "Pipeline could not be provisioned within the timeout of 600s. Possible reasons:\n\n1) It takes too long to bring up the pipeline (e.g., cloud resources) compared to the timeout.\n",
    "deployment/not-provisioned",
    /within the timeout of 600s\."\nIts pod or volume was not ready in time/,
  ],
  [
    "IoError",
    "I/O error write config file '/x/config.json': No space left on device (os error 28)",
    "deployment/not-provisioned",
    /The runner's disk is full, or it may not write/,
  ],
  [
    "IoError",
    "I/O error create pipeline working directory '/x': Permission denied (os error 13)",
    "deployment/not-provisioned",
    /The runner's disk is full, or it may not write/,
  ],
  [
    "AutomatonInvalidRuntimeConfig",
    'The runtime configuration:\n{\n  "workers": "x"\n}\n\n... is not valid due to: invalid type: string "x", expected u16.\n\nThis indicates a backward-incompatible platform upgrade occurred.',
    "deployment/failed",
    /: "The runtime configuration is not valid due to: invalid type: .*expected u16"\nFeldera was replaced since that was written/,
  ],
  [
    "AutomatonInvalidProgramInfo",
    "The program information:\n{}\n\n... is not valid due to: missing field.\n\nThis indicates an upgrade.",
    "deployment/failed",
    /compile it again/,
  ],
  [
    "RunnerCheckError",
    "Pipeline check failed: compute and/or storage resources encountered a fatal error.\n\nWorking directory '/tmp/p/pipeline-1' no longer exists.",
    "deployment/failed",
    /Something clears that place up/,
  ],
  [
    "ReplayFailure",
    "replayed transaction 8 ingested different input than was recorded:\nrecorded: 1\nreplayed: 2",
    "deployment/failed",
    /has changed or is gone there/,
  ],
];

const START_CASES: readonly RuleCase[] = [
  ...STARTS.map(
    ([error, ...says]): RuleCase => ({
      rule: "deployment/failed",
      when: `it did not start: ${error}`,
      evidence: () => failed("InitializationError", `${DID_NOT_START}${error}.`),
      says: [...says, /^(?!.*most often a connector)/s],
    }),
  ),
  ...RUNNERS.map(
    ([code, error, rule, says]): RuleCase => ({
      rule,
      when: `its runner says: ${error}`,
      evidence: () => failed(code, error),
      says: [says],
    }),
  ),
];

/** What a worker says of a value that its SQL cannot take, and what is told of it. */
const OF_VALUES: readonly (readonly [said: string, says: RegExp])[] = [
  ["Attempt to modulo by zero: 5%0", /A division by zero/],
  ["attempt to calculate the remainder with a divisor of zero", /A division by zero/],
  ["input (0.5) out of range [1, Infinity]", /mathematical function meets a value/],
  ["Unable to calculate ln for -1", /mathematical function meets a value/],
  ["99999999999999 TIMESTAMP out of range", /outside of the years/],
  ["Cannot add interval '3' to date '4'", /outside of the years/],
  ["line 3 column 8: Failed to parse 'x' as a TIMESTAMP", /CAST meets a value that it cannot convert/],
  ["Interval '1' does not have format 'years-months'", /CAST meets a value that it cannot convert/],
  ["cast of NULL value to non-null type INTEGER", /COALESCE/],
  ["Negative weight -1", /deleted that were never there/],
  ["Invalid regular expression in RLIKE '(': unclosed group", /no regular expression/],
  ["Invalid format in PARSE_DATE: %Q", /The format that is given/],
  ["'ELEMENT()' called on array that does not have exactly 1 element", /one element at most/],
  ["Index of 0 for 'array_insert", /counted from 1/],
  ["failed to decompress gzipped data: invalid gzip header", /GUNZIP/],
  ["Overflow during aggregation 9+9 cannot be represented as DECIMAL(3, 2)", /larger than its type holds/],
];

const VALUE_CASES: readonly RuleCase[] = [
  ...OF_VALUES.map(
    ([said, says]): RuleCase => ({
      rule: "runtime/panic",
      when: `a worker says: ${said}`,
      evidence: () => panic(said, "crates/sqllib/src/casts.rs"),
      says: [says],
    }),
  ),
  {
    rule: "runtime/panic",
    when: "the library of SQL says what no rule knows",
    evidence: () => panic("odd words", "crates/sqllib/src/map.rs"),
    says: [/A value that an expression of the SQL cannot take/],
  },
  {
    rule: "runtime/panic",
    when: "the engine says what no rule knows",
    evidence: () => panic("index out of bounds", "crates/dbsp/src/trace/cursor.rs"),
    says: [/a defect of that, as a rule/],
  },
  {
    rule: "runtime/panic",
    when: "a file of its storage is damaged",
    evidence: () =>
      panic(
        "called `Result::unwrap()` on an `Err` value: Corrupt layer file: Data block (8) contains rows 3 but 4 were expected.",
        "crates/dbsp/src/trace/ord/file/wset_batch.rs",
      ),
    says: [/Reading or writing its storage failed/],
  },
  {
    rule: "runtime/panic",
    when: "a user's function speaks of a read that failed",
    evidence: () =>
      panic("called `Result::unwrap()` on an `Err` value: read failed: no such user", "src/lib.rs"),
    says: [/A function gave an error instead of a value/],
  },
  {
    rule: "runtime/panic",
    when: "the error tells of a panic without its words, and the log has them",
    evidence: () =>
      untoldPanic("thread 'circuit-thread' panicked at crates/dbsp/src/a.rs:1:2:\nno such key\n"),
    says: [/a thread of its circuit panicked: "no such key"/],
  },
  {
    rule: "runtime/panic",
    when: "the error tells of a panic without its words, and so does the log",
    evidence: () => untoldPanic(""),
    says: [/a thread of its circuit panicked: "Panic inside the DBSP runtime"/],
  },
];

/** As 0.337 ends where the thread that drives the circuit panics, with this at the end of its log. */
const untoldPanic = (line: string) => {
  const evidence = evidenceOf("healthy", {
    pipeline: {
      deployment_status: "Stopped",
      deployment_error: { error_code: "DbspPanic", message: "Panic inside the DBSP runtime", details: {} },
    },
    log: (recorded) => `${recorded}${line}`,
  });
  return only(evidence, ["pipeline", "log"]);
};

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
    when: "a division by zero names no operator, and the SQL divides by a number as well, which is none",
    evidence: () => divided("SELECT late_s / 60, km / hours FROM trips;"),
    says: [
      /panicked at .*km \/ hours.* \(line 1, the only division of its SQL that can be it\): .*5901 \/ 0/,
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
    when: "its words place it at one of several expressions that an operator computes",
    evidence: () =>
      placedIn("line 4 column 31: Error converting 'n/a' to INTEGER: invalid digit found in string"),
    says: [
      /panicked at "CAST\(code AS INTEGER\) > 4" in view "?priced"?, operator "?priced\.select@3"? \(s1\): /,
    ],
  },
  {
    rule: "runtime/panic",
    when: "its words tell no place, and its operator has one",
    evidence: () => placedIn("Could not convert timestamp to DateTime"),
    says: [/panicked in view "?priced"?, line 3, columns 12-35: "?CAST\(qty AS INTEGER\) \* 2"?, operator /],
  },
  {
    rule: "runtime/panic",
    when: "one sum is divided by another, which is 0",
    evidence: () => divided("SELECT SUM(cents) / SUM(items) FROM sales;"),
    says: [
      /panicked at .*SUM\(cents\) \/ SUM\(items\)/,
      /A division by zero: make the divisor NULL where it is 0/,
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
    says: [/^No limit is configured: it had the 7\.08 GiB of its container or machine/m],
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
    says: [/could not be provided \(AutomatonProvisioningTimeout\): .*volume/, /too few resources/],
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
  ...START_CASES,
  ...VALUE_CASES,
  {
    rule: "deployment/failed",
    when: "a failure has a cause that is known",
    evidence: () => evidenceOf("storage_full"),
  },
];
