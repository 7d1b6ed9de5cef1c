import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const transaction = (status: string, ms: number, more: Record<string, unknown> = {}) =>
  evidenceOf("healthy", {
    stats: {
      "global_metrics.transaction_status": status,
      "global_metrics.transaction_msecs": ms,
      ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`global_metrics.${name}`, value])),
    },
  });

export const TRANSACTION_CASES: readonly RuleCase[] = [
  {
    rule: "transaction/never-committed",
    when: "somebody began one by the API in a recorded pipeline and went away",
    evidence: () => evidenceOf("stuck_transaction"),
    says: [/open for 2 min 28 s, begun by the API/, /has not called commit_transaction/],
  },
  {
    rule: "transaction/never-committed",
    when: "a connector began one ten seconds ago",
    evidence: () =>
      transaction("TransactionInProgress", 10_000, {
        transaction_initiators: {
          initiated_by_connectors: { "entries.entries_gen": { phase: "Started", label: null } },
        },
      }),
    says: [/open for 10 s, begun by the connector entries\.entries_gen/, /has not closed it/],
  },
  {
    rule: "transaction/never-committed",
    when: "one has been open for a little less",
    evidence: () => transaction("TransactionInProgress", 9_999),
  },
  {
    rule: "transaction/never-committed",
    when: "one is being committed",
    evidence: () => transaction("CommitInProgress", 60_000),
  },
  {
    rule: "transaction/slow-commit",
    when: "a commit has taken a minute",
    evidence: () =>
      transaction("CommitInProgress", 60_000, {
        commit_progress: {
          completed: 12,
          in_progress: 1,
          remaining: 30,
          in_progress_processed_records: 5,
          in_progress_total_records: 9,
        },
      }),
    says: [
      /committing for 1 min: 12 operators have flushed, 30 have not begun/,
      /does not move between two calls/,
    ],
  },
  {
    rule: "transaction/slow-commit",
    when: "a step commits for some ms, as every step does",
    evidence: () => transaction("CommitInProgress", 12),
  },
];
