import * as z from "zod";
import { SameSource } from "../../analysis/pipeline/same-sources.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall, inputs } from "./input.ts";

/** Each reads all there is, so that every row comes once for each of them: sums and counts are too high. */
const readTwice = defineRule({
  id: "input/read-twice",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`connectors of one table that read the same`,
  about: SameSource,
  find: ({ pipeline }) =>
    (pipeline?.same_sources ?? []).map((about) => ({
      about,
      ...(about.has_key && { severity: "info" as const }),
      signs: about.connectors.map((name) => ({
        part: "pipeline" as const,
        field: `program_info.input_connectors.${name}.transport`,
        value: { text: about.transport },
      })),
    })),
  what: ({ table, connectors, transport }) =>
    words`${nameList(connectors)} read the same (${transport}, from one place) into table ${table}, so that every row of it comes ${connectors.length === 2 ? words`twice` : words`${connectors.length} times`}`,
  brief: ({ table, connectors }) => words`${nameList(connectors)} read the same into table ${table}`,
  cause: ({ has_key }) =>
    has_key
      ? words`The table has a primary key, by which a row that comes again takes its own place: it costs time, and no result is wrong. Take out all but one of them`
      : words`The table has no primary key, so that each row counts as often as it comes: take out all but one of them, and start from scratch`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "input", words`for what it reads`),
});

/** Of each table, the sources that have come to their end with as many rows and bytes as another. */
function alikeInputs(evidence: Evidence) {
  const groups = new Map<string, { table: string; connectors: string[]; records: number; bytes: number }>();
  for (const { name, relation, records, bytes, waiting_records, end_of_input, parse_loss } of inputs(
    evidence,
  )) {
    const table = nameOfStream(relation);
    const isWhole = end_of_input === true && waiting_records === 0 && parse_loss === undefined;
    if (table === undefined || !isWhole || Number(records ?? 0) < THRESHOLDS.rowsForNothing) continue;
    const key = JSON.stringify([table, String(records), String(bytes)]);
    const group = groups.get(key);
    if (group !== undefined) group.connectors.push(name);
    else
      groups.set(key, {
        table,
        connectors: [name],
        records: Number(records ?? 0),
        bytes: Number(bytes ?? 0),
      });
  }
  return [...groups.values()].filter(({ connectors, bytes }) => connectors.length > 1 && bytes > 0);
}

/** Two files of one content differ in their names alone: equal rows that merge where they meet show it. */
const copies = defineRule({
  id: "input/copies",
  severity: "info",
  parts: ["stats"],
  looksFor: words`sources of one table that bring the same under another name`,
  thresholds: ["rowsForNothing", "mergedShare"],
  about: z.object({
    table: z.string(),
    connectors: z.array(z.string()),
    /** Of each. */
    records: z.number(),
    bytes: z.number(),
    /** Of all that came for the table, and how many are left where equal ones of a batch have merged. */
    read: z.number(),
    left: z.number().optional(),
    merged: z.boolean(),
  }),
  find(evidence) {
    const { pipeline, circuit_profile } = evidence;
    const told = new Set(pipeline?.same_sources?.flatMap(({ connectors }) => connectors));
    return alikeInputs(evidence).flatMap((one) => {
      const table = circuit_profile?.tables?.find(({ name }) => name === one.table);
      if (one.connectors.some((name) => told.has(name)) || table?.has_key === true) return [];
      const all = inputs(evidence).filter(({ relation }) => nameOfStream(relation) === one.table);
      const read = all.reduce((sum, { records }) => sum + Number(records ?? 0), 0);
      const left = table?.rows;
      const merged = left !== undefined && left < read * (1 - THRESHOLDS.mergedShare);
      return [
        {
          about: { ...one, read, merged, ...(left !== undefined && { left }) },
          ...(merged && { severity: "warning" as const }),
          signs: one.connectors.map((name) => ({
            part: "stats" as const,
            field: `inputs.${name}.metrics.total_bytes`,
            value: { count: one.bytes, unit: "bytes" },
          })),
        },
      ];
    });
  },
  what: ({ table, connectors, records, bytes, read, left, merged }) =>
    words`${nameList(connectors)} have brought as many rows and bytes each into table ${table} (${grouped(records)} rows, ${grouped(bytes)} bytes)${merged && left !== undefined ? words`, and of ${grouped(read)} rows that came for it ${grouped(left)} are left where equal ones have met` : left === undefined ? words`; whether they hold the same is not known` : undefined}`,
  brief: ({ table, connectors }) =>
    words`${nameList(connectors)} seem to bring the same rows into table ${table}`,
  cause: ({ merged }) =>
    merged
      ? words`One is a copy of the other, or has most rows of it: without a primary key each row counts as often as it comes. Compare what they read, take out all but one, and start from scratch`
      : words`If one is a copy of the other, each row counts as often as it comes, where the table has no primary key; else nothing is wrong`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "input", words`for what it reads`),
});

export const SAME_SOURCE_RULES = [readTwice, copies];
