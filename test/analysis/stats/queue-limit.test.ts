import { expect, test } from "vitest";
import { connectorList } from "../../../src/analysis/stats/connectors.ts";

const queued = { buffered_records: 10, buffered_bytes: 5_000_000 };

/** What is said of the queue of an input that the program configures so. */
function inputWith(settings: Readonly<Record<string, unknown>>) {
  const declared = { input: { "t.c": { stream: "t", ...settings } }, output: {} };
  const [input] = connectorList({ inputs: [{ endpoint_name: "t.c", metrics: queued }] }, declared);
  return input;
}

test.each([
  [{ max_queued_records: 5000 }, 5_000_000, true],
  [{ max_queued_records: 5001 }, 5_001_000, false],
  [{ max_queued_records: 1_000_000, max_queued_bytes: 5_000_000 }, 5_000_000, true],
  [{ max_queued_records: 5000, max_queued_size: "10M" }, 10_000_000, false],
  [{ max_queued_records: 5000, max_queued_size: "much" }, undefined, false],
  [{}, undefined, false],
])("an input with %j may queue %s bytes; at its limit with 5 MB: %s", (settings, limit_bytes, isFull) => {
  const input = inputWith(settings);
  expect(input?.limit_bytes).toBe(limit_bytes);
  expect(input?.troubles.includes("at its limit")).toBe(isFull);
});

test("an output has no limit in bytes", () => {
  const declared = { input: {}, output: { "v.c": { stream: "v", max_queued_records: 10 } } };
  const [output] = connectorList({ outputs: [{ endpoint_name: "v.c" }] }, declared);
  expect(output).toMatchObject({ limit_records: 10 });
  expect(output).not.toHaveProperty("limit_bytes");
});
