import { expect, test } from "vitest";
import { panickedThread } from "../../../src/analysis/logs/panicked-thread.ts";

test.each([
  ["dbsp-worker-3", { work: "worker" }],
  ["merger-0", { work: "merger" }],
  ["circuit-thread", { work: "circuit" }],
  ["dbsp-commit-2", { work: "checkpoint" }],
  ["feldera-checkpoint-sync", { work: "checkpoint" }],
  ["backpressure-thread", { work: "backpressure" }],
  ["rss-monitor", { work: "memory monitor" }],
  ["pipeline-init", { work: "start" }],
  ["connector-init", { work: "start" }],
  ["feldera-tokio-4", { work: "task" }],
  ["feldera-io-tokio-4", { work: "task" }],
  ["tokio-runtime-worker", { work: "task" }],
  ["tokio-rt-worker", { work: "task" }],
  ["actix-rt|system:0|arbiter:1", { work: "http" }],
  ["actix-server worker 2", { work: "http" }],
  ["orders.lake-delta-input-tokio-wrapper", { work: "connector", connector: "orders.lake" }],
  ["pg-output-totals.warehouse-0", { work: "connector", connector: "totals.warehouse" }],
  ["dynamodb-output-totals.my-table-12", { work: "connector", connector: "totals.my-table" }],
  ["totals.kafka_out", { work: "connector", connector: "totals.kafka_out" }],
  ["s3-input-tokio-wrapper", { work: "connector", transport: "s3_input" }],
  ["postgres-cdc-input-tokio-wrapper", { work: "connector", transport: "postgres_cdc_input" }],
  ["kafka-input-poller", { work: "connector", transport: "kafka_input" }],
  ["datagen-tokio-wrapper", { work: "connector", transport: "datagen" }],
  ["rdk:broker1", { work: "connector" }],
  ["main", { work: "unknown" }],
  ["<unnamed>", { work: "unknown" }],
  ["", { work: "unknown" }],
])("a thread %s", (name, known) => {
  expect(panickedThread(name)).toEqual(known);
});
