import * as z from "zod";
import { NoPartner } from "../../analysis/circuit/no-partner.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import { grouped } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { operatorName } from "../../text/sql/operator-name.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fedTables } from "./empty-views.ts";
import { areRowsTold } from "./held-views.ts";
import { inputs } from "./input.ts";
import { leftOutColumns } from "./left-out-columns.ts";
import { inputsInto, mayDelete } from "./lossy-filters.ts";
import { recordsWords, whichJoin } from "./where.ts";

/** The rule whose findings say what became of rows that no counter misses. */
export const REPLACED_ROWS = "input/rows-replaced";

/** Of each table with a primary key: what came for it, and what it holds at most. */
export const ReplacedRows = z.object({
  tables: z.array(
    z.object({
      table: z.string(),
      rows: z.number(),
      held: z.number(),
      /** Whether deletions may be among them, some of which name a key that is not there; absent where that is not known. */
      may_delete: z.boolean().optional(),
      /** Whether some of its text is read by position, as CSV is; absent where that is not known. */
      by_position: z.boolean().optional(),
      /** The columns of its key; absent where they are not known. */
      key: z.array(z.string()).optional(),
      /** The columns that an insertion sets to NULL where it leaves them out. */
      left_out: z.array(z.string()),
      /** A join with it by other columns, where about as large a part finds no row of it as was replaced. */
      missed_by: NoPartner.optional(),
    }),
  ),
});

/** The tables with a primary key most of whose rows took the place of one before, with the integral that shows it. */
export function replacedTables(signs: CircuitSigns | undefined) {
  return heldIn(signs).filter(({ rows, held }) => areMostGone(rows, rows - held));
}

/** What came for each table with a primary key, and what of it is held at most. */
function heldIn(signs: CircuitSigns | undefined) {
  return (signs?.integrals ?? []).flatMap(({ id, holds, tables: [table], merged_records: held }) => {
    const rows = signs?.tables?.find(({ name }) => name === table)?.rows;
    if (holds !== "table" || table === undefined || rows === undefined) return [];
    return [{ id, table, rows, held }];
  });
}

/** Those, and the tables of which a part did whose sources only insert: what they lack by now, nobody deleted. */
function missedIn(evidence: Evidence) {
  const isMissed = ({ table, rows, held }: ReturnType<typeof heldIn>[number]) =>
    areMostGone(rows, rows - held) ||
    (rows >= THRESHOLDS.fewReplacedRows &&
      rows - held >= THRESHOLDS.insertsReplacedShare * rows &&
      mayDelete(table, evidence) === false);
  return heldIn(evidence.circuit_profile).filter(isMissed);
}

function areMostGone(rows: number, gone: number): boolean {
  return (
    (rows >= THRESHOLDS.replacedRows && gone >= THRESHOLDS.replacedShare * rows) ||
    (rows >= THRESHOLDS.fewReplacedRows && gone >= THRESHOLDS.fewReplacedShare * rows)
  );
}

/** With a primary key the last row of each key stays: a key that is no key makes rows vanish without an error. */
const replaced = defineRule({
  id: REPLACED_ROWS,
  severity: "info",
  parts: ["circuit_profile", "stats", "pipeline"],
  looksFor: words`rows that others with the same primary key replaced`,
  ofSetup: true,
  thresholds: [
    "replacedRows",
    "replacedShare",
    "fewReplacedRows",
    "fewReplacedShare",
    "insertsReplacedShare",
  ],
  about: ReplacedRows,
  find(evidence) {
    const replaced = missedIn(evidence);
    if (replaced.length === 0) return [];
    const tables = replaced.map(({ id: _, ...one }): Replaced => {
      const by_position = isByPosition(one.table, evidence);
      const may_delete = mayDelete(one.table, evidence);
      const key = evidence.circuit_profile?.tables?.find(({ name }) => name === one.table)?.key;
      const missed_by = missedBy(one, evidence);
      return {
        ...one,
        left_out: leftOutColumns(one.table, evidence),
        ...(key && { key }),
        ...(missed_by && { missed_by }),
        ...(may_delete !== undefined && { may_delete }),
        ...(by_position !== undefined && { by_position }),
      };
    });
    return [
      {
        about: { tables },
        ...(tables.some(({ missed_by }) => missed_by) && { severity: "warning" as const }),
        signs: replaced.flatMap(({ id, table, rows, held }) => [
          {
            part: "circuit_profile" as const,
            field: `${id}.state_records_count - 2 * ${id}.negative_weight_count`,
            value: { count: held, unit: "records" },
          },
          {
            part: "circuit_profile" as const,
            field: `what came for ${table}`,
            value: { count: rows, unit: "rows" },
          },
        ]),
      },
    ];
  },
  // How many, the verdict tells.
  brief: ({ tables }) =>
    missedWords(tables, true) ??
    words`if rows of ${nameList(tables.map(({ table }) => table))} are missing, the primary key does not tell them apart${tables.some(({ by_position }) => by_position) ? words`, or the fields of CSV are in another order than the columns` : undefined}`,
  what: ({ tables }) => {
    const missed = missedWords(tables);
    return words`${missed && words`${missed}: `}${tables.every(({ rows, held }) => areMostGone(rows, rows - held)) ? words`most` : words`many`} rows of ${nameList(tables.map(({ table }) => table))} took the place of one before with the same primary key${byDeletions(tables, words`, or are deletions and what those took away`)}`;
  },
  cause: ({ tables }) =>
    words`That is how a primary key works. If rows are missing, the columns of the key${keyWords(tables)} do not tell them apart${orderWords(tables)}${wholeWords(tables)}`,
  next: () => [],
});

type Replaced = z.infer<typeof ReplacedRows>["tables"][number];

/** The inner join by other columns than its key of whose records about as large a part finds none. */
function missedBy({ table, rows, held }: Pick<Replaced, "table" | "rows" | "held">, evidence: Evidence) {
  const gone = 1 - held / rows;
  // Of few keys that are updated often nearly all is gone, and nearly all that join them find none, for no one reason.
  if (gone > 1 - THRESHOLDS.noPartnerShare) return undefined;
  const isMissing = ({ outer, is_unique, partners, records_in, records_out }: NoPartner) =>
    outer === undefined &&
    !is_unique &&
    partners.includes(table) &&
    records_in - records_out >= THRESHOLDS.rowsLeftOut &&
    Math.abs(1 - records_out / records_in - gone) <= THRESHOLDS.noPartnerShare;
  return (evidence.circuit_profile?.no_partners ?? []).find(isMissing);
}

/** "42,760 of 62,600 records find no row of samples in the join in view reported on line 64 ("r.sample_id = s.sample_id")". */
function missedWords(tables: readonly Replaced[], isBrief = false): Words | undefined {
  const missed = tables.find(({ missed_by }) => missed_by !== undefined);
  if (missed?.missed_by === undefined) return undefined;
  const { place, condition, owners, records_in, records_out } = missed.missed_by;
  const lost = words`${grouped(records_in - records_out)} of ${grouped(records_in)} ${recordsWords(owners)}`;
  return words`${lost} find no row of ${nameList([missed.table])} in ${isBrief ? operatorName(place.handle) : operatorWords(place, place.operator)}${whichJoin(condition)}`;
}

/** " (order_id)", of the only table. */
function keyWords(tables: readonly Replaced[]): Words | undefined {
  const [only, ...others] = tables;
  return others.length > 0 || only?.key === undefined ? undefined : words` (${nameList(only.key)})`;
}

/** Other formats name their fields, and what is declared without one has no text. */
function isByPosition(table: string, { stats }: Evidence): boolean | undefined {
  const sources = inputsInto([table], stats);
  if (sources.some(({ framing }) => framing?.format === "csv")) return true;
  const areKnown = sources.every(({ framing, declared }) => framing !== undefined || declared === true);
  return areKnown && sources.length > 0 ? false : undefined;
}

/** Added to what was replaced. */
function byDeletions(tables: z.infer<typeof ReplacedRows>["tables"], deleted: Words): Words | undefined {
  const known = tables.map(({ may_delete }) => may_delete);
  if (known.includes(true)) return deleted;
  return known.includes(undefined) ? words` (whether deletions are among them is not known)` : undefined;
}

function orderWords(tables: z.infer<typeof ReplacedRows>["tables"]): Words | undefined {
  const known = tables.map(({ by_position }) => by_position);
  if (known.includes(true)) return words`, or the fields of the CSV are in another order than the columns`;
  return known.includes(undefined)
    ? words`; whether its text is CSV, whose fields may be in another order than the columns, is not known`
    : undefined;
}

/** Of so many columns it is told that they may have become NULL. */
const LEFT_OUT = 3;

/** "ward_code, insurer", "a, b, c and 4 more columns". */
function columnsWords(columns: readonly string[]): Words {
  const more = columns.length - LEFT_OUT;
  return words`${nameList(columns.slice(0, LEFT_OUT))}${more > 0 ? words` and ${more} more columns` : undefined}`;
}

function wholeWords(tables: readonly Replaced[]): Words | undefined {
  const some = tables.find(({ left_out }) => left_out.length > 0);
  return (
    some &&
    words`. If values are missing: a row that is inserted takes the place of the whole row before, and what its JSON leaves out (${columnsWords(some.left_out)} may be NULL) is NULL then; update_format insert_delete has {"update": …}, which keeps what it does not name`
  );
}

/** ", and what a row of patients left out of ward_code, insurer is NULL", of the first that may have. */
function leftOutWords(tables: readonly Replaced[]): Words | undefined {
  const some = tables.find(({ left_out }) => left_out.length > 0);
  return (
    some &&
    words`, and what a row of ${nameList([some.table])} left out of ${columnsWords(some.left_out)} is NULL`
  );
}

/** Where both figures are from is said: statistics, of another moment, may have read fewer rows. */
export function replacedWords({ tables }: z.infer<typeof ReplacedRows>): Words {
  const held = tables.map((one, i) => {
    const all = words`${one.table} holds at most ${grouped(one.held)} of ${grouped(one.rows)}`;
    const by = one.key && words` (PRIMARY KEY ${nameList(one.key)})`;
    return words`${all}${i === 0 ? words` that came` : undefined}${by}`;
  });
  const missed = missedWords(tables);
  const how = byDeletions(tables, words`, were deleted, or deleted what is not there`);
  return words`by primary key later rows replaced earlier ones${how}: by the circuit profile ${joined(held, words`, `)}${missed && words`, and ${missed}`}${leftOutWords(tables)}`;
}

/** The first table of which most rows are gone: what holds the newest state of few things, and a key that is none. */
export function meantWords({ tables }: z.infer<typeof ReplacedRows>): Words | undefined {
  const found = tables.find(({ rows, held }) => areMostGone(rows, rows - held));
  return (
    found &&
    words`${found.table} is meant to hold at most ${grouped(found.held)} of ${grouped(found.rows)} rows by its primary key`
  );
}

/** The rule whose findings say that deletions took all rows away. */
export const DELETED_ROWS = "input/rows-deleted";

export const DeletedRows = z.object({ table: z.string(), rows: z.number() });

/** Without a primary key a deletion is a row of weight -1, whether or not an equal one is there. */
const deleted = defineRule({
  id: DELETED_ROWS,
  severity: "info",
  parts: ["circuit_profile", "stats"],
  looksFor: words`tables whose rows were all deleted again`,
  thresholds: ["replacedRows"],
  about: DeletedRows,
  find(evidence) {
    if (!areRowsTold(evidence)) return [];
    const fed = fedTables(inputs(evidence));
    return (evidence.circuit_profile?.tables ?? []).flatMap(({ name: table, left }) => {
      const rows = fed.get(table) ?? 0;
      if (left !== 0 || rows < THRESHOLDS.replacedRows) return [];
      return [
        {
          about: { table, rows },
          signs: [
            {
              part: "circuit_profile" as const,
              field: `rows of ${table} less those that take one back`,
              value: { count: 0 },
            },
            {
              part: "stats" as const,
              field: `records read for ${table}`,
              value: { count: rows, unit: "records" },
            },
          ],
        },
      ];
    });
  },
  what: (about) =>
    words`${deletedWords(about)}: none is left, unless the deletions name rows that are not there`,
  cause: ({ table }) =>
    words`If rows are missing, look at what the source deletes. A deletion takes away a row that is equal in every column; one that differs anywhere leaves the row, and counts as one row less beside it. Give ${table} a primary key to delete by that alone`,
});

/** "as many rows were deleted from table t as were inserted (40,000 changes came for it)". */
export function deletedWords({ table, rows }: z.infer<typeof DeletedRows>): Words {
  return words`as many rows were deleted from table ${table} as were inserted (${grouped(rows)} changes came for it)`;
}

export const REPLACED_RULES = [replaced, deleted];
