import type { Evidence } from "../../../src/diagnosis/evidence.ts";
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

const STARTED = { phase: "Started", label: null };

/** Open for ten seconds. */
const begunBy = (transaction_initiators: Record<string, unknown>, stats: Record<string, unknown> = {}) =>
  evidenceOf("healthy", {
    stats: {
      "global_metrics.transaction_status": "TransactionInProgress",
      "global_metrics.transaction_msecs": 10_000,
      "global_metrics.transaction_initiators": transaction_initiators,
      ...stats,
    },
  });

/** The same with another source that goes on. */
const besideAnother = (evidence: Evidence): Evidence => {
  const { stats } = evidence;
  const [source] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
  if (stats === undefined || source === undefined) throw new Error("the world has no input");
  const other = { ...source, name: "others.busy", relation: "others" };
  return { ...evidence, stats: { ...stats, connectors: [...stats.connectors, other] } };
};

/** A commit of such a program. */
const committing = (program_code: string) => {
  const evidence = transaction("CommitInProgress", 60_000);
  if (evidence.pipeline === undefined) throw new Error("no pipeline");
  return { ...evidence, pipeline: { ...evidence.pipeline, program_code } };
};

/** A function of the user's own is called. */
const callingOwn = () =>
  committing(`CREATE FUNCTION crowding(x INT) RETURNS INT;
CREATE VIEW v AS
SELECT MAX(crowding(x)) FROM t;`);

/** A commit of a program of two joins, of which so many may have many rows on both sides of a key. */
const joining = (may: number): Evidence => {
  const evidence = transaction("CommitInProgress", 60_000);
  const [place] = evidence.kept_state?.map((one) => one.place) ?? [];
  if (place === undefined) throw new Error("no place");
  return { ...evidence, many_joins: { may: Array.from({ length: may }, () => place), others: 2 } };
};

/** The same while its step is under way, within which no circuit profile is to be had. */
const joiningWithin = (may: number): Evidence => {
  const { circuit_profile: _, ...evidence } = joining(may);
  return evidence;
};

/** A recursive view goes from each row to that above it. */
const goingUp = (computed: string) => {
  const { circuit_profile: _, ...evidence } =
    committing(`DECLARE RECURSIVE VIEW up(id INT, over INT, depth INT);
CREATE VIEW up AS
SELECT id, boss, 1 FROM people UNION ALL
SELECT u.id, p.boss, ${computed} FROM up u JOIN people p ON p.id = u.over;`);
  return evidence;
};

/** A HOP by short steps, of which the circuit profile comes only after the step. */
const hopping = (long: string) => {
  const { circuit_profile: _, ...evidence } = committing(`CREATE VIEW v AS
SELECT COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(at), INTERVAL 1 MINUTE, INTERVAL ${long}));`);
  return { ...evidence, many_joins: { may: [], others: 0 } };
};

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
      begunBy({ initiated_by_connectors: { "entries.entries_gen": STARTED } }, { "inputs.0.paused": true }),
    severity: "error",
    says: [
      /open for 10 s, begun by the connector entries\.entries_gen/,
      /The connector opened it and has not closed/,
    ],
  },
  {
    rule: "transaction/never-committed",
    when: "a connector that began one reads on, as it does within a snapshot",
    evidence: () => begunBy({ initiated_by_connectors: { "entries.entries_gen": STARTED } }),
    severity: "info",
    says: [/begun by the connector entries\.entries_gen/, /reads on, and commits it at the end/],
  },
  {
    rule: "transaction/never-committed",
    when: "a connector that began one may be read from or not, beside another from which rows come",
    evidence: () => besideAnother(begunBy({ initiated_by_connectors: { "entries.entries_gen": STARTED } })),
    severity: "warning",
    says: [/begun by the connector entries\.entries_gen/, /whether a load goes on is not known/],
  },
  {
    rule: "transaction/never-committed",
    when: "the API has committed its part, and a connector that stands still has not",
    evidence: () =>
      begunBy(
        { initiated_by_api: "Committed", initiated_by_connectors: { "entries.entries_gen": STARTED } },
        { "inputs.0.paused": true },
      ),
    severity: "error",
    says: [/begun by the connector entries\.entries_gen/, /^(?!.*start_transaction)/s],
  },
  {
    rule: "transaction/never-committed",
    when: "a connector reads on, and somebody began one by the API as well",
    evidence: () =>
      begunBy({ initiated_by_api: "Started", initiated_by_connectors: { "entries.entries_gen": STARTED } }),
    severity: "error",
    says: [/begun by the API and the connector/, /a load that is still under way, or a job that died/],
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
    when: "a commit has taken a minute of a program with a function in Rust, and the circuit could not be read",
    evidence: () => {
      const { circuit_profile: _, ...evidence } = callingOwn();
      return evidence;
    },
    says: [/whether crowding\(\) \(line 3\) does is not known without the circuit profile/],
  },
  {
    rule: "transaction/slow-commit",
    when: "a commit has taken a minute of a program with a recursive view that counts, and the circuit could not be read",
    evidence: () => goingUp("u.depth + 1"),
    says: [
      /a recursion does not end: recursive view up \(line 1\) computes new values in each round.*in a circle/,
      /bound it in its WHERE/,
    ],
  },
  {
    rule: "transaction/slow-commit",
    when: "its recursive view computes nothing, and so ends",
    evidence: () => goingUp("1"),
    says: [/^(?!.*recursi)/s],
  },
  {
    rule: "transaction/slow-commit",
    when: "the circuit could not be read, and the program has a HOP that makes many rows of each",
    evidence: () => hopping("24 HOURS"),
    says: [
      /an operator makes many out of few \(HOP on line 2 makes 1,440 rows of each: take longer steps for it\)\. It is stuck/,
    ],
  },
  {
    rule: "transaction/slow-commit",
    when: "its HOP makes few rows of each, and it has no join",
    evidence: () => hopping("5 MINUTES"),
    says: [/an operator makes many out of few\. It is stuck/],
  },
  {
    rule: "transaction/slow-commit",
    when: "the circuit was read, which tells what has the work",
    evidence: callingOwn,
    says: [/^(?!.*crowding)/s],
  },
  {
    rule: "transaction/slow-commit",
    when: "the circuit could not be read, and one of its joins may have many rows on both sides of a key",
    evidence: () => joiningWithin(1),
    says: [
      /few, such as a join on a key with many rows on both sides: of its joins only .* in view balances .* may pair many rows with many, and how many is not known\. It is stuck/,
    ],
  },
  {
    rule: "transaction/slow-commit",
    when: "the circuit could not be read, and one side of each of its joins has each key once",
    evidence: () => joiningWithin(0),
    says: [/such as a join on a key with many rows on both sides, which none of its joins has\. It is stuck/],
  },
  {
    rule: "transaction/slow-commit",
    when: "the circuit could not be read, and too many of its joins may have many rows on both sides of a key",
    evidence: () => joiningWithin(4),
    says: [/few, such as a join on a key with many rows on both sides\. It is stuck/],
  },
  {
    rule: "transaction/slow-commit",
    when: "the circuit was read, which tells which join has the work",
    evidence: () => joining(1),
    says: [/few, such as a join on a key with many rows on both sides\. It is stuck/],
  },
  {
    rule: "transaction/slow-commit",
    when: "a step commits for some ms, as every step does",
    evidence: () => transaction("CommitInProgress", 12),
  },
];
