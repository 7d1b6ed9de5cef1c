import * as z from "zod";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall, inputs } from "./input.ts";
import { holdsOutputs } from "./transaction.ts";

export const EQUAL_ROWS = "input/equal-rows";

export const EqualRows = z.object({
  table: z.string(),
  /** Those of its sources that read JSON, and how they take it, where that is known. */
  connectors: z.array(z.string()),
  update_format: z.string().optional(),
  /** What has been read for it, and what of that is left where equal rows of a batch are one. */
  read: z.number(),
  left: z.number(),
});

type EqualRows = z.infer<typeof EqualRows>;

/** The tables all of whose rows of a batch are the same, and may be NULL in all columns, as they come of JSON. */
export function equalRows(evidence: Evidence): EqualRows[] {
  const { stats, circuit_profile } = evidence;
  // What a transaction holds back is not counted yet, and what was there before came to no counter of the circuit.
  if (stats?.resumed !== false || holdsOutputs(stats)) return [];
  return (circuit_profile?.tables ?? []).flatMap((table) => {
    const { name, rows = 0, left: different = 0, may_be_null } = table;
    const sources = inputs(evidence).filter(({ relation }) => nameOfStream(relation) === name);
    const ofJson = sources.filter(({ framing }) => framing?.format === "json");
    const read = sources.reduce(
      (sum, { records, waiting_records }) => sum + Number(records ?? 0) - Number(waiting_records ?? 0),
      0,
    );
    const left = leftOf(table);
    if (left === undefined || left === 0 || may_be_null !== true || ofJson.length === 0) return [];
    if (different > THRESHOLDS.differentRows || read < THRESHOLDS.rowsForNothing) return [];
    if (Math.max(rows, left) > read * THRESHOLDS.differentShare) return [];
    const [update_format, other] = new Set(ofJson.map(({ framing }) => framing?.update_format));
    const connectors = ofJson.map((one) => one.name);
    const isOfOne = update_format !== undefined && other === undefined;
    return [{ table: name, connectors, ...(isOfOne && { update_format }), read, left }];
  });
}

/** How many rows of a table are left where no batch had two that differ; undefined where one had, or it is not known. */
function leftOf({ rows, merged, has_waterline }: TableFacts): number | undefined {
  if (merged === undefined || merged.at_once > 1) return undefined;
  // Rows that were late are gone where they are counted again.
  return has_waterline ? rows : merged.rows;
}

/** A field without a column is left out, and a column without a field is NULL, neither with an error. */
const equal = defineRule({
  id: EQUAL_ROWS,
  severity: "warning",
  parts: ["circuit_profile", "stats"],
  needsGraph: true,
  looksFor: words`rows that are all the same`,
  thresholds: ["rowsForNothing", "differentShare", "differentRows"],
  about: EqualRows,
  find: (evidence) =>
    equalRows(evidence).map((about) => ({
      about,
      signs: [
        {
          part: "stats" as const,
          field: `records read for ${about.table}`,
          value: { count: about.read, unit: "records" },
        },
        {
          part: "circuit_profile" as const,
          field: `those that an equal one of their batch has merged with`,
          value: { count: about.read - about.left, unit: "records" },
          threshold: { count: Math.round(about.read * (1 - THRESHOLDS.differentShare)), unit: "records" },
        },
      ],
    })),
  what: equalWords,
  brief: ({ table }) => words`all rows of ${nameList([table])} are the same, as where each column is NULL`,
  cause: ({ connectors, update_format }) =>
    words`Where no field of JSON has the name of a column, each is NULL, without an error. ${nameList(connectors)} ${connectors.length === 1 ? words`reads` : words`read`} ${update_format === undefined ? words`its rows` : words`with update_format ${update_format}`}: ${ofWhatWords(update_format)}. Compare a line of it with the columns, and declare NOT NULL what each row has; if its rows are really equal${update_format === "raw" ? undefined : words`, or deleted in the batch that inserts them`}, nothing is wrong`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "input", words`for what it reads`),
});

/** What comes of another format than the one it is read with is no row; most that are not raw make errors then. */
function ofWhatWords(update_format: string | undefined): Words {
  const otherwise = words`fields within another object, or fields that are named otherwise are read so`;
  return update_format === "raw" || update_format === undefined
    ? words`rows of another one (an envelope such as {"insert": …} of insert_delete, change events of Debezium), ${otherwise}`
    : otherwise;
}

/** "of 62,000 rows of results 107 are left where equal ones of a batch are one: all of a batch are the same, as where each column is NULL (analyser_file, JSON with update_format raw)". */
export function equalWords({ table, connectors, update_format, read, left }: EqualRows): Words {
  const as = update_format === undefined ? undefined : words` with update_format ${update_format}`;
  return words`of ${grouped(read)} rows of ${nameList([table])} ${grouped(left)} are left where equal ones of a batch are one: all of a batch are the same, as where each column is NULL (${nameList(connectors)}, JSON${as})`;
}

export const EQUAL_ROWS_RULES = [equal];
