import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const input = (members: Record<string, unknown>) =>
  evidenceOf("healthy", {
    stats: Object.fromEntries(Object.entries(members).map(([name, value]) => [`inputs.0.${name}`, value])),
  });

export const INPUT_CASES: readonly RuleCase[] = [
  {
    rule: "connector/vanished",
    when: "a recorded connector failed and is in no list",
    evidence: () => evidenceOf("secrets"),
    says: [/offers_url.* missing from the statistics/, /only the log tells/],
  },
  {
    rule: "connector/vanished",
    when: "the statistics list every connector that is declared",
    evidence: () => evidenceOf("healthy"),
  },
  {
    rule: "connector/vanished",
    when: "the statistics list no inputs at all, as old runtimes do",
    evidence: () => evidenceOf("healthy", { stats: { inputs: null } }),
  },
  {
    rule: "input/parse-errors",
    when: "one row did not parse",
    evidence: () => input({ "metrics.num_parse_errors": 1 }),
    says: [
      /1 parse error: rows are dropped by entries\.entries_gen \(1\)/,
      /does not fit the table's columns/,
    ],
  },
  {
    rule: "input/parse-errors",
    when: "the transport failed and every row parsed",
    evidence: () => input({ "metrics.num_transport_errors": 5 }),
  },
  {
    rule: "input/none-active",
    when: "the only source is paused",
    evidence: () => input({ paused: true }),
    severity: "warning",
    says: [/reads nothing.*paused: entries\.entries_gen/, /reads on once it is started/],
  },
  {
    rule: "input/none-active",
    when: "the only source has ended",
    evidence: () => input({ "metrics.end_of_input": true }),
    severity: "info",
    says: [/at the end of their input: entries\.entries_gen/, /not a fault/],
  },
  {
    rule: "input/none-active",
    when: "one source of two is paused",
    evidence: () => evidenceOf("late_rows", { stats: { "inputs.0.paused": true } }),
  },
  {
    rule: "input/none-active",
    when: "the pipeline itself is paused",
    evidence: () =>
      evidenceOf("healthy", { stats: { "global_metrics.state": "Paused", "inputs.0.paused": true } }),
  },
  {
    rule: "input/nothing-received",
    when: "a source has delivered nothing since the start",
    evidence: () => input({ "metrics.total_records": 0 }),
    says: [/entries\.entries_gen has delivered nothing in 2 min 33 s/, /wrong topic/],
  },
  {
    rule: "input/nothing-received",
    when: "the pipeline has only just started",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "inputs.0.metrics.total_records": 0, "global_metrics.uptime_msecs": 9_999 },
      }),
  },
  {
    rule: "input/nothing-received",
    when: "an empty source has ended",
    evidence: () => input({ "metrics.total_records": 0, "metrics.end_of_input": true }),
  },
  {
    rule: "input/backpressure",
    when: "a queue is at its limit",
    evidence: () => input({ "metrics.buffered_records": 1_000_000 }),
    says: [
      /entries\.entries_gen \(1,000,000 records wait\) is at its limit; the circuit processes \d+ records\/s/,
    ],
  },
  {
    rule: "input/backpressure",
    when: "a queue is one row short of its limit",
    evidence: () => input({ "metrics.buffered_records": 999_999 }),
  },
];
