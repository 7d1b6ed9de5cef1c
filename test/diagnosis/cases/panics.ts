import type { NamedOperators } from "../../../src/analysis/circuit/named-operators.ts";
import { type Changes, evidenceOf, only } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const AT = "/home/feldera/.cargo/vendor/parquet-57.3.0/src/file/metadata/reader.rs:535:17";
const TRANSITION = "pipeline_manager::runner::pipeline_automata: Resources transition:";

/** What a thread prints that panics, by itself or as another version of Rust has it. */
const panicOf = (thread: string, said = "the footer is longer than what was read", at = AT) =>
  `thread '${thread}' (31990) panicked at ${at}:\n${said}\nstack backtrace:\n   0: __rustc::rust_begin_unwind\n`;

const oldForm = `thread 'main' panicked at 'no value', ${AT}\n`;

const NEXT_RUN = `[manager] 2026-11-21T09:30:00.000000Z  INFO ${TRANSITION} stopped -> provisioning (desired: provisioned)\n`;
const NEXT_PROCESS = "Pipeline configuration read from /p/config.json\n";

const afterwards = (more: string, changes: Changes = {}) =>
  evidenceOf("healthy", { ...changes, log: (log) => `${log}${more}` });

const FAILED_PANICKING = {
  deployment_error: {
    error_code: "RuntimeError.WorkerPanic",
    message: "DBSP error: runtime error: One or more worker threads terminated unexpectedly",
    details: {},
  },
};

const operator: NamedOperators["operators"][number] = { crate: "e2f8aa95d440f778" };

/** A panic in a stack with an operator of the SQL, whose place is known. */
function placed() {
  const evidence = afterwards(
    `${panicOf("dbsp-worker-1", "division by zero")}   9: feldera_pipe_operator_${operator.crate}::f\n`,
  );
  const place = {
    handle: "s1.map",
    rule: "exact" as const,
    operator: "s1",
    operation: "map",
    persistent_id: "p",
    distance: 0,
    positions: [],
  };
  const panicked_operators = {
    operators: [{ ...operator, place: { ...place, relation: { kind: "view" as const, name: "ratios" } } }],
    more: 0,
  };
  return { ...evidence, ...(evidence.log && { log: { ...evidence.log, panicked_operators } }) };
}

/** What a recorded pipeline's mergers said whose volume ran full, and what the thread that drives the circuit made of it. */
const noSpace = (file: string) =>
  `The pipeline crashed because storage I/O failed: /p/storage/${file}.feldera.mut: write failed: no storage space.`;
const NO_SPACE =
  panicOf("merger-0", noSpace("w0-01a2"), "crates/dbsp/src/trace/ord/file.rs:46:5") +
  panicOf("merger-1", noSpace("w1-01a2"), "crates/dbsp/src/trace/ord/file.rs:46:5") +
  panicOf(
    "circuit-thread",
    `should have been able to start transaction: Runtime(WorkerPanic { panic_info: [(0, Background, WorkerPanicInfo { message: Some("${noSpace("w0-01a2")}") })] })`,
    "crates/adapters/src/controller.rs:3732:22",
  );

/** As a recorded pipeline said it that might have 40 files open. */
const NO_FILE = panicOf(
  "merger-0",
  "The pipeline crashed because storage I/O failed: /s/w0-01a2.feldera.mut: create failed: uncategorized error.",
  "crates/dbsp/src/trace/ord/file.rs:46:5",
);

const THREAD: readonly Omit<RuleCase, "rule">[] = [
  {
    when: "merges find no room in the storage, and the circuit ends with them",
    evidence: () => afterwards(NO_SPACE),
    says: [
      /^a background merge \(thread merger-1\) panicked 2 times, because its storage is full or failed, the last after/,
      /give it a larger one, or bound its state/,
    ],
    severity: "error",
  },
  {
    when: "merges can make no file in the storage, though there is room",
    evidence: () => afterwards(NO_FILE),
    says: [
      /^a background merge \(thread merger-0\) panicked, because it could not make a file in its storage/,
      /not for want of room.*as many files open as it may \(ulimit -n/,
    ],
    severity: "error",
  },
  {
    when: "a connector's thread panics and the pipeline lives on",
    evidence: () => afterwards(panicOf("entries.lake-delta-input-tokio-wrapper")),
    says: [
      /^the connector entries\.lake \(thread entries\.lake-delta-input-tokio-wrapper\) panicked, after 2026-11-21 .*: "the footer is longer/,
      /Feldera starts no other: this connector stands still/,
    ],
    severity: "error",
  },
  {
    when: "the thread tells the transport of its connector, of which there is one",
    evidence: () => afterwards(panicOf("datagen")),
    says: [/^the connector entries\.entries_gen \(thread datagen\) panicked/],
  },
  {
    when: "the thread tells a transport, and the record was not read",
    evidence: () => only(afterwards(panicOf("s3-input-tokio-wrapper")), ["log"]),
    says: [
      /^a connector of transport s3_input, which one is not known \(thread s3-input-tokio-wrapper\) panicked/,
    ],
  },
  {
    when: "a task panics on one of tokio's threads",
    evidence: () => afterwards(panicOf("feldera-tokio-3")),
    says: [/^an asynchronous task \(thread feldera-tokio-3\) panicked/, /ends the one task/],
  },
  {
    when: "a merge panics, several times over",
    evidence: () => afterwards(panicOf("merger-0") + panicOf("merger-1")),
    says: [/^a background merge \(thread merger-1\) panicked 2 times, the last after/, /Without its merges/],
  },
  {
    when: "a worker panics in an operator of the SQL, and the manager has not noticed yet",
    evidence: placed,
    says: [/^a worker \(thread dbsp-worker-1\) panicked, in view ratios, operator s1.map \(s1\)/],
  },
  {
    when: "a user's own function panics",
    evidence: () =>
      afterwards(
        `${panicOf("dbsp-worker-0", "no bucket 7", "crates/p_globals/src/udf.rs:4:9")}   1: feldera_pipe_p_globals::udf::risk\n`,
      ),
    says: [/panicked in user-defined function risk \(udf\.rs:4:9\).*no bucket 7/, /user's own Rust code/],
  },
  {
    when: "a thread without a name panics, in the form of older versions of Rust",
    evidence: () => afterwards(oldForm.replace("main", "<unnamed>")),
    says: [
      /^a thread \(thread "<unnamed>"\) panicked, after .*: "no value"$/m,
      /Its name does not say what the thread was for/,
    ],
  },
  {
    when: "the answer to a request panics, and nothing else",
    evidence: () => afterwards(panicOf("actix-rt|system:0|arbiter:1", "called `Option::unwrap()`")),
    says: [/^the answer to an HTTP request/, /Only the request/],
    severity: "warning",
  },
  {
    when: "Rust gives up the process with it",
    evidence: () => afterwards(`${panicOf("main")}thread caused non-unwinding panic. aborting.\n`),
    says: [/panicked/, /gave up the whole process/],
  },
  {
    when: "another connector could not start, and what was being made besides met its end",
    evidence: () =>
      afterwards(
        panicOf("connector-init", "attempt to add an output connector after the runtime has terminated"),
        {
          pipeline: {
            deployment_status: "Stopped",
            deployment_error: { error_code: "InitializationError", message: "no such table", details: {} },
          },
        },
      ),
  },
  {
    when: "the pipeline is stopped since, without an error",
    evidence: () =>
      afterwards(panicOf("datagen"), {
        pipeline: { deployment_status: "Stopped", deployment_desired_status: "Stopped" },
      }),
    says: [/panicked/, /in its last run/],
    severity: "warning",
  },
  {
    when: "the process counts none, by a count that holds all: a row's text may read like one",
    evidence: () => afterwards(panicOf("main"), { pipeline: { platform_version: "0.375.0" }, panics: 0 }),
    says: [/panicked/, /counts no panic since it started.* a row's text/],
    severity: "warning",
  },
  {
    when: "the process counts none, by a count that older runtimes lose",
    evidence: () => afterwards(panicOf("main"), { panics: 0 }),
    says: [/panicked/, /^(?!.*counts no panic)/m],
    severity: "error",
  },
  {
    when: "a run that has started since has not panicked",
    evidence: () => afterwards(panicOf("datagen") + NEXT_RUN + NEXT_PROCESS),
  },
  {
    when: "a process that has started since, in the same run, has not panicked",
    evidence: () => afterwards(panicOf("dbsp-worker-0") + NEXT_PROCESS),
  },
  {
    when: "the pipeline has failed with the panic, which its error tells",
    evidence: () =>
      afterwards(panicOf("dbsp-worker-0"), {
        pipeline: { deployment_status: "Stopped", ...FAILED_PANICKING },
      }),
  },
  {
    when: "a log record only speaks of one",
    evidence: () =>
      afterwards(`[ledger] 2026-11-21T09:40:00.000000Z ERROR rows: thread 'x' panicked at y:1:1:\n`),
  },
];

const OVERFLOW = "thread 'main' has overflowed its stack\nfatal runtime error: stack overflow, aborting\n";

const ABORTED: readonly Omit<RuleCase, "rule">[] = [
  {
    when: "a stack overflows, and the manager has not noticed yet",
    evidence: () => afterwards(OVERFLOW),
    says: [
      /^the process ended at once, after 2026-11-21 .*, by its log: "thread 'main' has overflowed its stack"/,
      /No panic is told.*The manager still has it as Running/,
    ],
    severity: "error",
  },
  {
    when: "an allocation fails",
    evidence: () => afterwards("memory allocation of 17179869184 bytes failed\nAborted (core dumped)\n"),
    says: [/by its log: "memory allocation of 17179869184 bytes failed"/, /more memory than it could get/],
    severity: "error",
  },
  {
    when: "a C++ library gives up, and the state was not read",
    evidence: () =>
      only(afterwards("terminate called after throwing an instance of 'std::bad_alloc'\n"), ["log"]),
    says: [/more memory than it could get.*Whether the pipeline still runs is not known/],
    severity: "warning",
  },
  { when: "another process has started since", evidence: () => afterwards(`${OVERFLOW}${NEXT_PROCESS}`) },
  { when: "another run has started since", evidence: () => afterwards(`${OVERFLOW}${NEXT_RUN}`) },
  {
    when: "the pipeline's own error tells of the end",
    evidence: () => afterwards(OVERFLOW, { pipeline: FAILED_PANICKING }),
  },
  { when: "a thread panicked, and the process lived on", evidence: () => afterwards(panicOf("merger-0")) },
];

const COUNTED: readonly Omit<RuleCase, "rule">[] = [
  {
    when: "the log shows none",
    evidence: () => evidenceOf("healthy", { panics: 2 }),
    says: [/panicked 2 times since it started, and what is left of its log shows none of it/],
  },
  {
    when: "the log shows fewer",
    evidence: () => afterwards(panicOf("datagen"), { panics: 3 }),
    says: [/panicked 3 times since it started, of which what is left of its log shows 1/],
  },
  {
    when: "the log was not read",
    evidence: () => only(evidenceOf("healthy", { panics: 1 }), ["metrics"]),
    says: [/panicked 1 time since it started; its log, which tells where, was not read/],
  },
  { when: "the log shows as many", evidence: () => afterwards(panicOf("datagen"), { panics: 1 }) },
  { when: "there is none", evidence: () => evidenceOf("healthy", { panics: 0 }) },
];

export const PANIC_CASES: readonly RuleCase[] = [
  ...THREAD.map((one) => ({ rule: "runtime/thread-panicked", ...one })),
  ...ABORTED.map((one) => ({ rule: "runtime/aborted", ...one })),
  ...COUNTED.map((one) => ({ rule: "runtime/panics-counted", ...one })),
];
