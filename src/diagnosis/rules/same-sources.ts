import { SameSource } from "../../analysis/pipeline/same-sources.ts";
import { nameList, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { connectorCall } from "./input.ts";

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
    words`${nameList(connectors)} read the same (${transport}, with the same configuration) into table ${table}, so that every row of it comes ${connectors.length === 2 ? words`twice` : words`${connectors.length} times`}`,
  brief: ({ table, connectors }) => words`${nameList(connectors)} read the same into table ${table}`,
  cause: ({ has_key }) =>
    has_key
      ? words`The table has a primary key, by which a row that comes again takes its own place: it costs time, and no result is wrong. Take out all but one of them`
      : words`The table has no primary key, so that each row counts as often as it comes: take out all but one of them, and start from scratch`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "input", words`for what it reads`),
});

export const SAME_SOURCE_RULES = [readTwice];
