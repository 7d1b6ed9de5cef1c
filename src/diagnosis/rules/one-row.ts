import * as z from "zod";
import { LINE_BY_LINE } from "../../feldera/settings/framing.ts";
import { bytes } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { inputs } from "./input.ts";

export const ONE_ROW = "input/one-row";

export const OneRow = z.object({ name: z.string(), bytes: z.number() });

const { name: SETTING, value: LINES } = LINE_BY_LINE.raw;

/** The format raw divides nothing unless it is told to: a file of lines becomes one row, and that is no error. */
const oneRow = defineRule({
  id: ONE_ROW,
  severity: "info",
  parts: ["stats", "pipeline"],
  looksFor: words`a whole file that became one row`,
  thresholds: ["longRowBytes"],
  about: OneRow,
  find: (evidence) =>
    inputs(evidence).flatMap(({ name, records, bytes: read, framing, end_of_input }) => {
      if (framing?.format !== "raw" || framing.mode !== undefined || end_of_input !== true) return [];
      if (records === undefined || Number(records) !== 1) return [];
      if (read === undefined || read < THRESHOLDS.longRowBytes) return [];
      const field = `inputs.${name}.metrics.total_records`;
      return [
        {
          about: { name, bytes: Number(read) },
          signs: [{ part: "stats" as const, field, value: { count: 1 } }],
        },
      ];
    }),
  what: (about) =>
    words`${oneRowWords(about)}: its format raw takes a file as a whole, unless ${SETTING} says otherwise, which is not set`,
  cause: () =>
    words`Set ${SETTING} to ${LINES} in its format's config if each line is to be a row, and read it again; if the file is one value, nothing is wrong`,
});

/** "projector_log.projector_file made one row of 48.3 KiB". */
function oneRowWords({ name, bytes: read }: z.infer<typeof OneRow>): Words {
  return words`${name} made one row of ${bytes(read)}`;
}

/** What a verdict says of it. */
export function oneRowBriefly(about: z.infer<typeof OneRow>): Words {
  return words`${oneRowWords(about)} (raw, without ${SETTING} ${LINES})`;
}

export const ONE_ROW_RULES = [oneRow];
