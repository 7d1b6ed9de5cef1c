import type { LateRowsHeard } from "../../../src/analysis/error-view/late-rows.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { type Changes, evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** What was heard in 10 s of a table: so many late rows, and the values of one. */
export function heard(relation: string, rows: number, is_least = false): LateRowsHeard {
  const late = rows === 0 ? [] : [{ relation, rows, examples: ["(7, 2026-11-21 07:30:00)"] }];
  return { late, ms: 10_000, is_cut: false, is_least };
}

/** The recorded pipeline with LATENESS, whose circuit tells nothing of late rows, as with one worker. */
function alone(error_view: LateRowsHeard, changes: Changes = {}): Evidence {
  const { circuit_profile, ...evidence } = evidenceOf("late_rows", changes);
  return {
    ...evidence,
    error_view,
    ...(circuit_profile && { circuit_profile: { ...circuit_profile, late_filters: [] } }),
  };
}

/** The same where a filter of its table has lost so many of 100,000 rows. */
export function lacking(rows: number, error_view: LateRowsHeard, of_view = false): Evidence {
  const { circuit_profile, ...evidence } = evidenceOf("late_rows");
  if (circuit_profile === undefined) throw new Error("no circuit profile");
  const filter = { id: "nn9", tables: ["page_views"], of_view, records_in: 100_000 };
  const late_filters = [{ ...filter, records_out: 100_000 - rows }];
  return { ...evidence, error_view, circuit_profile: { ...circuit_profile, late_filters } };
}

export const HEARD_LATE_CASES: readonly RuleCase[] = [
  {
    rule: "input/late-rows-heard",
    when: "rows come late, and the circuit does not tell",
    evidence: () => alone(heard("page_views", 85)),
    says: [
      /^85 rows of page_views in 10 s \(8\.5\/s\) are later than LATENESS of ts \(\d+ \w+\): "\(7, 2026-11-21 07:30:00\)"; they are dropped/,
      /one row ahead of its time moved the waterline/,
    ],
    severity: "warning",
  },
  {
    rule: "input/late-rows-heard",
    when: "a few rows come late",
    evidence: () => alone(heard("page_views", 3)),
    says: [/^3 rows of page_views in 10 s \(0\.3\/s\) are later than/],
  },
  {
    rule: "input/late-rows-heard",
    when: "rows of a view with LATENESS come late",
    evidence: () => alone(heard("shifted", 85)),
    says: [/^85 rows of shifted in 10 s \(8\.5\/s\) are later than LATENESS: /],
  },
  {
    rule: "input/late-rows-heard",
    when: "more came than was heard",
    evidence: () => alone(heard("page_views", 85, true)),
    says: [/^85\+ rows of page_views/],
  },
  {
    rule: "input/late-rows-heard",
    when: "no row came late while it was listened to",
    evidence: () => alone(heard("page_views", 0)),
  },
  {
    rule: "input/late-rows",
    when: "rows were heard to come late",
    evidence: () => lacking(40_000, heard("page_views", 85)),
    says: [/nn9; 2 sources feed it; no counter/],
    severity: "warning",
  },
  {
    rule: "input/late-rows",
    when: "rows of another relation were heard to come late",
    evidence: () => lacking(40_000, heard("shifted", 85)),
    says: [/nn9; 2 sources feed it; none came late in 10 s of error_view/],
  },
  {
    rule: "input/late-rows",
    when: "rows were heard to come late that a view with LATENESS drops",
    evidence: () => lacking(40_000, heard("shifted", 85), true),
    says: [/^(?!.*none came late)/s],
  },
  {
    rule: "input/late-rows",
    when: "none was heard to come late",
    evidence: () => lacking(40_000, heard("page_views", 0)),
    says: [/; none came late in 10 s of error_view/],
  },
  {
    rule: "input/late-rows",
    when: "Feldera let go what was to be heard",
    evidence: () => lacking(40_000, heard("page_views", 0, true)),
    says: [/^(?!.*none came late)/s],
  },
  {
    rule: "input/perhaps-late-rows",
    when: "rows were heard to come late",
    evidence: () => lacking(400, heard("page_views", 85)),
    says: [/are dropped as late, but for equal ones that merge/],
    severity: "warning",
  },
  {
    rule: "input/perhaps-late-rows",
    when: "none was heard to come late",
    evidence: () => lacking(400, heard("page_views", 0)),
    says: [/; none came late in 10 s of error_view/],
  },
  {
    rule: "input/late-rows-unseen",
    when: "none was heard to come late",
    evidence: () => alone(heard("page_views", 0)),
    says: [/^whether rows are dropped as late cannot be told here.*; none came late in 10 s of error_view/],
    severity: "info",
  },
  {
    rule: "input/late-rows-unseen",
    when: "a transaction is open, whose late rows are told when it is committed",
    evidence: () =>
      alone(heard("page_views", 0), {
        stats: {
          "global_metrics.transaction_status": "TransactionInProgress",
          "global_metrics.transaction_id": 7,
        },
      }),
    says: [/^(?!.*none came late)/s],
  },
  {
    rule: "input/late-rows-unseen",
    when: "rows were heard to come late, of which more is told",
    evidence: () => alone(heard("page_views", 85)),
  },
];
