import * as z from "zod";
import { LINE_BY_LINE } from "../../feldera/settings/framing.ts";
import { bytes, plural } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { inputs } from "./input.ts";

/** The rule whose findings leave open whether every line became a row. */
export const LONG_ROWS = "input/long-rows";

/** A setting that makes each line a row. */
export function setTo({ name, value }: (typeof LINE_BY_LINE)[keyof typeof LINE_BY_LINE]): Words {
  return words`${name} to ${value}`;
}

/** Rows of CSV that are longer than rows are, of a source that came to its end. */
function longRows(evidence: Evidence, limit: number) {
  return inputs(evidence).flatMap(({ name, records, bytes: read, framing, end_of_input }) => {
    if (records === undefined || read === undefined) return [];
    const rows = Number(records);
    const row_bytes = Number(read) / Math.max(1, rows);
    if (framing?.quotes !== true || end_of_input !== true || row_bytes < limit) return [];
    return [
      {
        about: { name, rows, row_bytes: Math.round(row_bytes), bytes: Number(read) },
        signs: [
          { part: "stats" as const, field: `inputs.${name}.metrics.total_records`, value: { count: rows } },
          {
            part: "stats" as const,
            field: "bytes for each row",
            value: { bytes: Math.round(row_bytes) },
            threshold: { bytes: limit },
          },
        ],
      },
    ];
  });
}

const LongRows = z.object({ name: z.string(), rows: z.number(), row_bytes: z.number(), bytes: z.number() });

function longRowsWords({ name, rows, row_bytes, bytes: read }: z.infer<typeof LongRows>): Words {
  return words`${name} made only ${plural(rows, words`row`, words`rows`)} of ${bytes(read)}, ${bytes(row_bytes)} each, and met no error`;
}

const AGAINST_JOINED = words`In CSV a quoted field may hold line breaks. Set ${setTo(LINE_BY_LINE.csv)} in its format's config where no field is quoted, or correct the quote; if its rows are as long as that, nothing is wrong`;

/** A quote that nobody closes makes one row of a whole file, without an error. */
const joinedLines = defineRule({
  id: "input/lines-joined",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`lines that became one row, without an error`,
  thresholds: ["rowBytes"],
  about: LongRows,
  find: (evidence) => longRows(evidence, THRESHOLDS.rowBytes),
  what: (about) =>
    words`${longRowsWords(about)}: lines that follow a quote which is not closed have most likely become part of one field, and their rows are lost`,
  brief: ({ name }) => words`lines of ${name} have most likely become one row`,
  cause: () => AGAINST_JOINED,
  next: () => [],
});

/** Neither as short as rows are, nor as long as only lines that became one. */
const perhapsJoined = defineRule({
  id: LONG_ROWS,
  severity: "info",
  parts: ["stats", "pipeline"],
  looksFor: words`rows so long that lines may have become one`,
  thresholds: ["longRowBytes"],
  about: LongRows,
  find: (evidence) =>
    longRows(evidence, THRESHOLDS.longRowBytes).filter(({ about }) => about.row_bytes < THRESHOLDS.rowBytes),
  what: (about) =>
    words`${longRowsWords(about)}: that is much for a row, and lines that follow a quote which is not closed would become part of one field, and their rows be lost`,
  cause: () => AGAINST_JOINED,
  next: () => [],
});

export const JOINED_LINES_RULES = [joinedLines, perhapsJoined];
