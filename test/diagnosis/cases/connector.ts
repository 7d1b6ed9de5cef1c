import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const output = (name: string, value: unknown) =>
  evidenceOf("healthy", { stats: { [`outputs.0.${name}`]: value } });

/** As a pipeline of 0.337 told it whose file lay on a full volume. */
const fullVolume = (tag: string, sent: number, message = "No space left on device (os error 28)") =>
  evidenceOf("healthy", {
    stats: {
      "outputs.0.metrics.num_transport_errors": 20,
      "outputs.0.metrics.transmitted_records": sent,
      "outputs.0.transport_errors": [
        {
          timestamp: "2026-11-21T09:17:00Z",
          index: 1,
          tag,
          message,
        },
      ],
    },
  });

/** As Feldera tells it of an output to a file that met these errors, and counts no row as sent. */
const file = (...messages: readonly string[]) =>
  evidenceOf("healthy", {
    pipeline: { "program_info.output_connectors": { "balances.balances_out": FILE_OUTPUT } },
    stats: {
      "outputs.0.metrics.num_transport_errors": messages.length,
      "outputs.0.metrics.transmitted_records": 0,
      "outputs.0.transport_errors": messages.map((message, index) => ({
        timestamp: "2026-11-21T09:17:00Z",
        index,
        tag: "outprobe_push_buf",
        message,
      })),
    },
  });

const FILE_OUTPUT = {
  stream: "balances",
  transport: { name: "file_output", config: { path: "/srv/out/balances" } },
  format: { name: "json", config: null },
};

const NO_FLUSH = "Invalid argument (os error 22)";

/** As a pipeline of 0.337 told it whose Postgres was stopped for 20 s. */
const lostDatabase = (behind: number) => {
  const processed = 15_500;
  return evidenceOf("healthy", {
    stats: {
      "global_metrics.total_processed_records": processed,
      "outputs.0.metrics.total_processed_input_records": processed - behind,
      "outputs.0.metrics.num_transport_errors": 7,
      "outputs.0.transport_errors": [
        {
          timestamp: "2026-11-21T09:17:00Z",
          index: 1,
          tag: "pg_conn_retry",
          message:
            "cannot connect to postgres yet: error connecting to server: Connection refused (os error 111)",
        },
      ],
    },
  });
};

const boundary = (tag: string) =>
  evidenceOf("healthy", {
    stats: {
      "inputs.0.metrics.num_transport_errors": 2,
      "inputs.0.transport_errors": ["transaction_boundary", tag].map((tag, index) => ({
        timestamp: "2026-11-21T09:17:00Z",
        index,
        tag,
        message: "has been waiting for 60 s",
      })),
    },
  });

/** Why rows could not be written in an output's format, and what the answer says of it. */
const ENCODED: readonly (readonly [message: string, says: RegExp])[] = [
  ["Unable to output record with very large weight 123456.", /SELECT DISTINCT/],
  [
    "JSON record exceeds maximum buffer size supported by the output transport. Max supported buffer size is 1000 bytes",
    /or make rows smaller/,
  ],
  ["error converting record to Avro format: incorrect value of type: Int", /do not fit the output's format/],
];

export const CONNECTOR_CASES: readonly RuleCase[] = [
  {
    rule: "connector/fatal-error",
    when: "an input has failed for good",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.fatal_error": "Invalid type found in `values` for field note with type Varchar" },
      }),
    says: [
      /input connector entries\.entries_gen has failed for good: "Invalid type/,
      /field of the generator's plan does not fit.*does not try again/,
    ],
  },
  {
    rule: "connector/fatal-error",
    when: "an output has met an error that counts as fatal, after which Feldera hands on what comes next",
    evidence: () => output("fatal_error", "connection to broker lost"),
    says: [
      /output connector balances\.balances_out has met an error that counts as fatal: "connection to broker lost"/,
      /Feldera drops what it was sending then, and goes on with what comes after/,
    ],
  },
  {
    rule: "connector/fatal-error",
    when: "an output has met errors and goes on",
    evidence: () => output("metrics.num_transport_errors", 100),
  },
  {
    rule: "connector/transport-errors",
    when: "an output has met an error of its transport",
    evidence: () => output("metrics.num_transport_errors", 1),
    severity: "warning",
    says: [/balances\.balances_out has met 1 transport error$/m, /cannot be reached, refuses/],
  },
  {
    rule: "connector/transport-errors",
    when: "an output could send none of its rows",
    evidence: () => fullVolume("outprobe_push_buf", 0),
    severity: "error",
    says: [
      /met 20 transport errors, with which rows were not sent, and it has sent nothing at all; the newest: "No space left/,
      /no space left: make room.*Feldera sends them no second time/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "an output writes to a pipe, which cannot be flushed",
    evidence: () => fullVolume("outprobe_push_buf", 0, "Invalid argument (os error 22)"),
    severity: "warning",
    says: [
      /met 20 transport errors after rows were written, which count as not sent; the newest: "Invalid/,
      /no regular file.*whoever reads there has the rows/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "all that failed of an output to a file is the flush of what it wrote to a pipe",
    evidence: () => file(NO_FLUSH, NO_FLUSH),
    severity: "info",
    says: [/met 2 transport errors after rows were written/, /whoever reads there has the rows/],
  },
  {
    rule: "connector/transport-errors",
    when: "an output to a file had no room for some rows, and could not flush others",
    evidence: () => file("No space left on device (os error 28)", NO_FLUSH),
    severity: "error",
    says: [/with which rows were not sent, and it has sent nothing at all/],
  },
  {
    rule: "connector/transport-errors",
    when: "an output to a file had no room",
    evidence: () => file("No space left on device (os error 28)"),
    severity: "error",
    says: [/with which rows were not sent/, /no space left: make room/],
  },
  {
    rule: "connector/transport-errors",
    when: "an output could not send some of its rows",
    evidence: () => fullVolume("outprobe_push_buf", 100),
    severity: "warning",
    says: [/met 20 transport errors, with which rows were not sent; the newest/],
  },
  {
    rule: "connector/transport-errors",
    when: "a broker did not confirm messages that count as sent",
    evidence: () => fullVolume("kafka_nonft_delivery", 100, "MessageTimedOut (Local: Message timed out)"),
    severity: "warning",
    says: [
      /with which the rows of 20 messages were not delivered, though they count as sent; the newest/,
      /did not confirm messages.*sends them no second time/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "an input gave up an object that it could not fetch",
    evidence: () =>
      evidenceOf("healthy", {
        stats: {
          "inputs.0.metrics.num_transport_errors": 1,
          "inputs.0.transport_errors": [
            {
              timestamp: "2026-11-21T09:17:00Z",
              index: 1,
              tag: "s3-obj-fetch",
              message: "could not fetch object 'a.json': AccessDenied",
            },
          ],
        },
      }),
    says: [
      /with which 1 object was given up, in whole or in part/,
      /refuses the credentials.*until the pipeline reads it anew/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "an input may not list the objects of its bucket, and has read no row",
    evidence: () =>
      evidenceOf("healthy", {
        stats: {
          "inputs.0.metrics.total_records": 0,
          "inputs.0.metrics.num_transport_errors": 1,
          "inputs.0.transport_errors": [
            {
              timestamp: "2026-11-21T09:17:00Z",
              index: 1,
              message:
                'error retrieving object list: service error\n\nCaused by:\n    0: unhandled error (AccessDenied)\n    1: Error { code: "AccessDenied", message: "Access Denied", aws_request_id: "X1" }',
            },
          ],
        },
      }),
    severity: "error",
    says: [
      /the newest: "error retrieving object list: service error: AccessDenied: Access Denied"/,
      /refuses the credentials/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "an output lost its database, and has written everything since it is back",
    evidence: () => lostDatabase(0),
    severity: "info",
    says: [
      /has met 7 transport errors, and has put out everything since; the newest/,
      /nothing of it is lost/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "an output has lost its database, and rows wait for it",
    evidence: () => lostDatabase(4_302),
    severity: "warning",
    says: [/has met 7 transport errors; the newest/, /Nothing listens at that address/],
  },
  {
    rule: "connector/transport-errors",
    when: "an output met errors that may have cost no row",
    evidence: () => fullVolume("kafka_producer", 0),
    severity: "warning",
    says: [/has met 20 transport errors; the newest/],
  },
  {
    rule: "connector/transport-errors",
    when: "an input of a runtime from 0.367 on has only waited for transactions to end",
    evidence: () => boundary("transaction_boundary"),
    severity: "warning",
    says: [/has had to wait for a transaction to end, and said so 2 times$/m, /no error of its source/],
  },
  {
    rule: "connector/transport-errors",
    when: "an input has waited, and met another error too",
    evidence: () => boundary("kafka_consumer"),
    says: [
      /has met 2 transport errors; the newest: "has been waiting for 60 s"$/m,
      /The error's own words are all/,
    ],
  },
  {
    rule: "connector/transport-errors",
    when: "an output reports that it is not well",
    evidence: () => output("health", { status: "Unhealthy", description: "connection refused" }),
    severity: "error",
    says: [/reports that it is Unhealthy \("connection refused"\)/, /^Nothing listens at that address/m],
  },
  {
    rule: "connector/transport-errors",
    when: "an output reports that it is well",
    evidence: () => output("health", { status: "Healthy" }),
  },
  {
    rule: "connector/transport-errors",
    when: "its errors ended in a fatal one, which another rule tells",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "outputs.0.metrics.num_transport_errors": 3, "outputs.0.fatal_error": "gone" },
      }),
  },
  {
    rule: "output/encode-errors",
    when: "a row could not be written",
    evidence: () => output("metrics.num_encode_errors", 1),
    says: [/balances\.balances_out has met 1 encode error: those rows are not written/],
  },
  ...ENCODED.map(
    ([message, says]): RuleCase => ({
      rule: "output/encode-errors",
      when: `its encoder says: ${message}`,
      evidence: () =>
        evidenceOf("healthy", {
          stats: {
            "outputs.0.metrics.num_encode_errors": 3,
            "outputs.0.encode_errors": [{ index: 1, message }],
          },
        }),
      says: [/has met 3 encode errors: those rows are not written; the newest: /, says],
    }),
  ),
  {
    rule: "output/encode-errors",
    when: "a row could not be sent, but could be written",
    evidence: () => output("metrics.num_transport_errors", 1),
  },
];
