import * as z from "zod";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall, inputs } from "./input.ts";

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

/** The tables of which nearly all rows of a batch are the same, and may be NULL in all columns, as they come of JSON. */
export function equalRows(evidence: Evidence): EqualRows[] {
  return (evidence.circuit_profile?.tables ?? []).flatMap(({ name, rows, left: different, may_be_null }) => {
    const sources = inputs(evidence).filter(({ relation }) => nameOfStream(relation) === name);
    const ofJson = sources.filter(({ framing }) => framing?.format === "json");
    const read = sources.reduce(
      (sum, { records, waiting_records }) => sum + Number(records ?? 0) - Number(waiting_records ?? 0),
      0,
    );
    const isOfOne = different === undefined || different <= THRESHOLDS.differentRows;
    if (rows === undefined || may_be_null !== true || ofJson.length === 0 || !isOfOne) return [];
    if (read < THRESHOLDS.rowsForNothing || rows > read * THRESHOLDS.differentShare) return [];
    const [update_format] = ofJson.flatMap(({ framing }) => framing?.update_format ?? []);
    const connectors = ofJson.map((one) => one.name);
    return [{ table: name, connectors, ...(update_format && { update_format }), read, left: rows }];
  });
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
  brief: ({ table }) =>
    words`nearly all rows of ${nameList([table])} are the same, as where each column is NULL`,
  cause: ({ connectors, update_format }) =>
    words`Where no field of JSON has the name of a column, each is NULL, without an error. ${nameList(connectors)} reads ${update_format === undefined ? words`its rows` : words`with update_format ${update_format}`}: rows of another one (an envelope such as {"insert": …} of insert_delete, change events of Debezium), fields within another object, or fields that are named otherwise are read so. Compare a line of it with the columns, and declare NOT NULL what each row has; if its rows are really equal, nothing is wrong`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "input", words`for what it reads`),
});

/** "of 62,000 rows of results 222 are left where equal ones of a batch are one: nearly all are the same, as where each column is NULL (analyser_file, JSON with update_format raw)". */
export function equalWords({ table, connectors, update_format, read, left }: EqualRows): Words {
  const as = update_format === undefined ? undefined : words` with update_format ${update_format}`;
  return words`of ${grouped(read)} rows of ${nameList([table])} ${grouped(left)} are left where equal ones of a batch are one: nearly all are the same, as where each column is NULL (${nameList(connectors)}, JSON${as})`;
}

export const EQUAL_ROWS_RULES = [equal];
