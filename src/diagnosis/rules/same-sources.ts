import * as z from "zod";
import { SameSource } from "../../analysis/pipeline/same-sources.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { equalRows } from "./equal-rows.ts";
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

/** A source that has brought much, without an error. */
interface Brought {
  readonly name: string;
  readonly table: string;
  readonly records: number;
  readonly bytes: number;
  /** Whether it has come to its end, and all of it is read. */
  readonly isWhole: boolean;
}

/**
 * Of each table, the sources that have as many rows and bytes as one that is at its end, as one that is followed has
 * once it has read all, or about as many on their way.
 */
export function alikeInputs(evidence: Evidence): { table: string; alike: Brought[]; areSame: boolean }[] {
  const brought = inputs(evidence).flatMap((one): Brought[] => {
    const { name, relation, waiting_records, end_of_input, parse_loss } = one;
    const table = nameOfStream(relation);
    const [records, bytes] = [Number(one.records ?? 0), Number(one.bytes ?? 0)];
    const isWhole = end_of_input === true && waiting_records === 0;
    if (table === undefined || parse_loss !== undefined || bytes === 0) return [];
    return records < THRESHOLDS.rowsForNothing ? [] : [{ name, table, records, bytes, isWhole }];
  });
  return brought.flatMap((first, at) => {
    const isAlike = (other: Brought) => other.table === first.table && areAlike(first, other);
    if (brought.slice(0, at).some(isAlike)) return [];
    const alike = brought.filter((one) => one === first || isAlike(one));
    return alike.length < 2
      ? []
      : [{ table: first.table, alike, areSame: alike.some(({ isWhole }) => isWhole) }];
  });
}

function areAlike(one: Brought, other: Brought): boolean {
  if (one.isWhole || other.isWhole) return one.records === other.records && one.bytes === other.bytes;
  const isNear = (a: number, b: number) => Math.abs(a - b) <= Math.max(a, b) * THRESHOLDS.alikeShare;
  return isNear(one.records, other.records) && isNear(one.bytes / one.records, other.bytes / other.records);
}

/** Rows of one length, behind a header or not, come to as many bytes by their number alone. */
function areOfOneLength({ records, bytes }: Brought): boolean {
  return bytes % records < THRESHOLDS.headerBytes;
}

/** Two files of one content differ in their names alone: equal rows that merge where they meet show it. */
const copies = defineRule({
  id: "input/copies",
  severity: "info",
  parts: ["stats", "circuit_profile"],
  looksFor: words`sources of one table that bring the same under another name`,
  thresholds: ["rowsForNothing", "mergedShare", "alikeShare", "headerBytes"],
  about: z.object({
    table: z.string(),
    connectors: z.array(z.string()),
    /** Of the first of them; the others have as many, or about as many where none has come to its end. */
    records: z.number(),
    bytes: z.number(),
    are_same: z.boolean(),
    /** Whether rows of several lengths come to that, which is no chance. */
    of_many_lengths: z.boolean(),
    /** Of all that came for the table, and how many are left where equal ones of a batch have merged. */
    read: z.number(),
    left: z.number().optional(),
    merged: z.boolean(),
  }),
  find(evidence) {
    const { pipeline, circuit_profile } = evidence;
    const told = new Set(pipeline?.same_sources?.flatMap(({ connectors }) => connectors));
    // Of what is NULL in all columns none differs, whatever its sources hold.
    const equal = equalRows(evidence).map(({ table }) => table);
    return alikeInputs(evidence).flatMap(({ table: name, alike, areSame }) => {
      const table = circuit_profile?.tables?.find((one) => one.name === name);
      if (alike.some((one) => told.has(one.name)) || table?.has_key === true || equal.includes(name))
        return [];
      const all = inputs(evidence).filter(({ relation }) => nameOfStream(relation) === name);
      // What waits at an input has not come to the circuit yet.
      const read = all.reduce(
        (sum, { records, waiting_records }) => sum + Number(records ?? 0) - Number(waiting_records ?? 0),
        0,
      );
      const left = table?.rows;
      const merged = left !== undefined && left < read * (1 - THRESHOLDS.mergedShare);
      const [first] = alike;
      // Two sources of one pace have as many rows on their way: what merges tells whether those are the same.
      if (first === undefined || (!areSame && !merged)) return [];
      const connectors = alike.map((one) => one.name);
      const { records, bytes } = first;
      const of_many_lengths = areSame && !areOfOneLength(first);
      return [
        {
          about: {
            table: name,
            connectors,
            records,
            bytes,
            are_same: areSame,
            of_many_lengths,
            read,
            merged,
            ...(left !== undefined && { left }),
          },
          ...((merged || (of_many_lengths && table !== undefined)) && { severity: "warning" as const }),
          signs: alike.map((one) => ({
            part: "stats" as const,
            field: `inputs.${one.name}.metrics.total_bytes`,
            value: { count: one.bytes, unit: "bytes" },
          })),
        },
      ];
    });
  },
  what: ({ table, connectors, records, bytes, are_same, read, left, merged }) =>
    words`${nameList(connectors)} have brought ${are_same ? undefined : words`about `}as many rows and bytes each into table ${table} (${grouped(records)} rows, ${grouped(bytes)} bytes)${merged && left !== undefined ? words`, and of ${grouped(read)} rows that came for it ${grouped(left)} are left where equal ones have met` : left === undefined ? words`; whether they hold the same is not known` : undefined}`,
  brief: ({ table, connectors }) =>
    words`${nameList(connectors)} seem to bring the same rows into table ${table}`,
  cause: ({ merged, of_many_lengths }) =>
    merged || of_many_lengths
      ? words`${merged ? words`One is a copy of the other, or has most rows of it` : words`One is a copy of the other, most likely: rows of several lengths come to the same bytes by chance once in hundreds`}: without a primary key each row counts as often as it comes. Compare what they read, take out all but one, and start from scratch`
      : words`If one is a copy of the other, each row counts as often as it comes, where the table has no primary key; else nothing is wrong`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "input", words`for what it reads`),
});

export const SAME_SOURCE_RULES = [readTwice, copies];
