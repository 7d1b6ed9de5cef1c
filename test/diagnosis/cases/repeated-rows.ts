import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

interface Sent {
  readonly read?: number;
  /** How many different rows the table holds. */
  readonly different: number;
  readonly has_key?: boolean;
  readonly resumed?: boolean;
  /** Of a connector in the program that inserts rows, or deletes them as well; by HTTP where it is absent. */
  readonly only_inserts?: boolean;
  /** Whether a second connector reads the same. */
  readonly is_read_twice?: boolean;
}

/** A table without a key into which rows were sent. */
export function sentAgain({
  read = 200,
  different,
  has_key = false,
  resumed = false,
  only_inserts,
  is_read_twice = false,
}: Sent): Evidence {
  const { stats, circuit_profile, pipeline, ...evidence } = evidenceOf("healthy");
  const [first] = (stats?.connectors ?? []).filter(({ relation }) => relation === "entries");
  if (!circuit_profile || !stats || !pipeline || !first) throw new Error("no table");
  const isDeclared = only_inserts !== undefined;
  const name = isDeclared ? first.name : "entries.api-ingress-c0ffee";
  const input = { ...first, name, declared: isDeclared, records: read, waiting_records: 0 };
  const transport = "file_input";
  return {
    ...evidence,
    pipeline: {
      ...pipeline,
      connectors: pipeline.connectors.flatMap(({ only_inserts: _, ...one }) => {
        const declared = { ...one, ...(only_inserts && { only_inserts }) };
        return isDeclared || one.relation !== "entries" ? [declared] : [];
      }),
      ...(is_read_twice && {
        same_sources: [{ table: "entries", connectors: ["a", "b"], transport, has_key: false }],
      }),
    },
    stats: {
      ...stats,
      resumed,
      connectors: [...stats.connectors.filter(({ relation }) => relation !== "entries"), input],
    },
    circuit_profile: {
      ...circuit_profile,
      tables: (circuit_profile.tables ?? []).map((table) =>
        table.name === "entries" ? { ...table, has_key, ...(!has_key && { different }) } : table,
      ),
    },
  };
}

export const REPEATED_ROWS_CASES: readonly RuleCase[] = [
  {
    rule: "input/repeated-rows",
    when: "rows are sent three times by HTTP, into a table without a key",
    evidence: () => sentAgain({ different: 100 }),
    severity: "info",
    says: [
      /at least 100 of the 200 rows of entries that were read are equal to others \(or deletions\), and each counts: it has no PRIMARY KEY/,
      /SELECT COUNT\(\*\) FROM entries is that of its DISTINCT rows/,
    ],
  },
  {
    rule: "input/repeated-rows",
    when: "a connector that only inserts brings them, so that none is a deletion",
    evidence: () => sentAgain({ different: 100, only_inserts: true }),
    severity: "info",
    says: [/that were read are equal to others, and each counts/],
  },
  {
    rule: "input/repeated-rows",
    when: "each row that was sent is there",
    evidence: () => sentAgain({ different: 200 }),
  },
  {
    rule: "input/repeated-rows",
    when: "the table has a primary key, by which a row takes the place of the one before",
    evidence: () => sentAgain({ different: 100, has_key: true }),
  },
  {
    rule: "input/repeated-rows",
    when: "its connector deletes as well",
    evidence: () => sentAgain({ different: 100, only_inserts: false }),
  },
  {
    rule: "input/repeated-rows",
    when: "some of its rows came before a checkpoint with which the pipeline began",
    evidence: () => sentAgain({ different: 100, resumed: true }),
  },
  {
    rule: "input/repeated-rows",
    when: "two connectors read the same, which is told of itself",
    evidence: () => sentAgain({ different: 100, only_inserts: true, is_read_twice: true }),
  },
];
