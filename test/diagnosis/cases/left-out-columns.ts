import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import type { Framing } from "../../../src/feldera/settings/framing.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

interface Sent {
  readonly nullable?: string[];
  /** How it is read; by HTTP, in what is not known, where it is absent. */
  readonly framing?: Framing;
  /** A column that no view uses. */
  readonly unused?: string;
}

/** The recorded table most of whose rows replaced others, with columns that may be NULL. */
function updated({ nullable = [], framing, unused }: Sent): Evidence {
  const { stats, circuit_profile, pipeline, ...evidence } = evidenceOf("join_lateness_both");
  if (!circuit_profile || !stats || !pipeline) throw new Error("no table");
  const message = `Column '${unused}' of table 'links' is unused`;
  const warning = { severity: "warning" as const, error_type: "Unused column", message };
  return {
    ...evidence,
    pipeline: {
      ...pipeline,
      ...(unused !== undefined && { compile_errors: { sql: [warning], rust: [] } }),
    },
    stats: {
      ...stats,
      connectors: stats.connectors.map(({ framing: _, ...one }) => {
        if (one.relation !== "links") return one;
        return { ...one, declared: framing !== undefined, ...(framing && { framing }) };
      }),
    },
    circuit_profile: {
      ...circuit_profile,
      tables: (circuit_profile.tables ?? []).map((table) =>
        table.name === "links" ? { ...table, nullable } : table,
      ),
    },
  };
}

const JSON_ROWS = { format: "json", update_format: "raw" };

export const LEFT_OUT_COLUMN_CASES: readonly RuleCase[] = [
  {
    rule: "input/rows-replaced",
    when: "JSON that replaces whole rows may leave out columns, of which no view uses one",
    evidence: () => updated({ nullable: ["url", "title", "note"], framing: JSON_ROWS, unused: "note" }),
    says: [
      /what its JSON leaves out \(url, title may be NULL\) is NULL then; update_format insert_delete has \{"update": …\}, which keeps what it does not name$/,
    ],
  },
  {
    rule: "input/rows-replaced",
    when: "more columns than are told by name may be left out of what is sent by HTTP",
    evidence: () => updated({ nullable: ["a", "b", "c", "d", "e"] }),
    says: [/leaves out \(a, b, c and 2 more columns may be NULL\)/],
  },
  {
    rule: "input/rows-replaced",
    when: "CSV has a field for each column",
    evidence: () => updated({ nullable: ["url"], framing: { format: "csv" } }),
    says: [/fields of the CSV are in another order than the columns$/],
  },
  {
    rule: "input/rows-replaced",
    when: "no column of it may be NULL",
    evidence: () => updated({ framing: JSON_ROWS }),
    says: [/do not tell them apart$/],
  },
];
