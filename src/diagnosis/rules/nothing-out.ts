import * as z from "zod";
import { DeadEnd } from "../../analysis/circuit/dead-ends.ts";
import { nameInPath } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fedTables } from "./empty-views.ts";
import { areRowsTold } from "./held-views.ts";
import { inputs } from "./input.ts";

export const NOTHING_OUT = "view/nothing-out";

export const NothingOut = z.object({
  view: z.string(),
  output: z.string(),
  rows: z.number(),
  /** Where its rows come to an end; absent where the circuit was not read, or does not tell. */
  dead_end: DeadEnd.optional(),
  is_circuit_read: z.boolean(),
});

/** Views that have an output which sent nothing, though the tables that they need have many rows. */
function emptyOutputs(evidence: Evidence) {
  const { stats, needed_tables = [] } = evidence;
  if (!areRowsTold(evidence)) return [];
  const fed = fedTables(inputs(evidence));
  const outputs = (stats?.connectors ?? []).filter(
    ({ direction, troubles, records, waiting_records, buffered_records, processed_input_records, gathers }) =>
      direction === "output" &&
      Number(processed_input_records ?? 0) >= THRESHOLDS.rowsForNothing &&
      troubles.length === 0 &&
      records === 0 &&
      waiting_records === 0 &&
      gathers === undefined &&
      (buffered_records ?? 0) <= 0,
  );
  return outputs.flatMap(({ name, relation }) => {
    const view = relation === undefined ? undefined : nameInPath(relation);
    const tables = needed_tables.find((one) => one.view === view)?.tables ?? [];
    const rows = Math.min(...tables.map((table) => fed.get(table) ?? 0));
    if (view === undefined || tables.length === 0 || rows < THRESHOLDS.rowsForNothing) return [];
    return [{ view, output: name, rows }];
  });
}

/** A condition, a window or a join that nothing passes makes no error. */
const nothingOut = defineRule({
  id: NOTHING_OUT,
  severity: "info",
  parts: ["stats"],
  needsGraph: true,
  looksFor: words`views that give out nothing of all that comes`,
  thresholds: ["rowsForNothing"],
  about: NothingOut,
  find(evidence) {
    // What a transaction holds comes out once it is committed.
    if (evidence.stats?.transaction?.status === "TransactionInProgress") return [];
    const { circuit_profile } = evidence;
    return emptyOutputs(evidence).map((empty) => {
      const ends = circuit_profile?.dead_ends?.filter(({ views }) => views.includes(empty.view)) ?? [];
      const [dead_end] = ends.toSorted((one, other) => other.records_in - one.records_in);
      return {
        about: {
          ...empty,
          is_circuit_read: circuit_profile !== undefined,
          ...(dead_end && { dead_end }),
        },
        // A view that only a condition leaves empty, of alarms or of errors, is as it should be.
        ...(dead_end !== undefined && dead_end.kind !== "filter" && { severity: "warning" as const }),
        signs: [
          {
            part: "stats" as const,
            field: `outputs.${empty.output}.metrics.transmitted_records`,
            value: { count: 0, unit: "records" },
          },
          ...(dead_end === undefined
            ? []
            : [
                {
                  part: "circuit_profile" as const,
                  field: "records that came to the operator, of which none came out",
                  value: { count: dead_end.records_in, unit: "records" },
                },
              ]),
        ],
      };
    });
  },
  what: ({ view, rows, dead_end }) =>
    words`view ${view} has given out nothing, though ${grouped(rows)} rows have come for each table that it needs${dead_end && words`: none passes ${operatorWords(dead_end.place, dead_end.place.operator)}`}`,
  cause: ({ dead_end, is_circuit_read }) =>
    dead_end === undefined
      ? is_circuit_read
        ? words`Where its rows come to an end the circuit does not tell. If it is a view of what is rare, nothing is wrong`
        : words`Where its rows come to an end is not known without the circuit profile: a condition that no row meets, keys that do not match, or times that lie elsewhere. If it is a view of what is rare, nothing is wrong`
      : CAUSES[dead_end.kind],
  next: ({ is_circuit_read }) =>
    is_circuit_read
      ? []
      : [
          {
            tool: "diagnose_pipeline",
            args: { depth: "deep" },
            why: words`to see where its rows come to an end`,
          },
        ],
});

const CAUSES: Readonly<Record<DeadEnd["kind"], Words>> = {
  window: words`Its bounds move with the time, and the times of the rows lie outside of them: rows that come too late, times of another zone than UTC, or of another unit (seconds for milliseconds)`,
  join: words`No row of one side has the key of a row of the other: keys that are written otherwise (case, blanks, zeros in front, another type), or rows of different times`,
  filter: words`No row meets its condition. If it is a view of what is rare, nothing is wrong; else compare the condition with the rows themselves`,
};

/** "recent has given out nothing". */
export function nothingOutWords({ view }: z.infer<typeof NothingOut>): Words {
  return words`view ${view} has given out nothing`;
}

export const NOTHING_OUT_RULES = [nothingOut];
