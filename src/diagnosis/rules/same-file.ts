import * as z from "zod";
import { nameList, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { connectorCall } from "./input.ts";

/** A file's connector begins it anew, and writes on from where it is itself. */
const oneFile = defineRule({
  id: "output/same-file",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`outputs that write one file`,
  about: z.object({ connectors: z.array(z.string()), loses_rows: z.literal(true) }),
  find({ pipeline }) {
    const files = new Map<string, string[]>();
    for (const { name, direction, transport, transport_config } of pipeline?.connectors ?? []) {
      if (direction !== "output" || transport !== "file_output") continue;
      const file = JSON.stringify(transport_config ?? null);
      // A device has no place to write over.
      if (transport_config === undefined || file.includes('"/dev/')) continue;
      files.set(file, [...(files.get(file) ?? []), name]);
    }
    return [...files.values()]
      .filter((connectors) => connectors.length > 1)
      .map((connectors) => ({
        about: { connectors, loses_rows: true as const },
        signs: connectors.map((name) => ({
          part: "pipeline" as const,
          field: `program_info.output_connectors.${name}.transport`,
          value: { text: "file_output" },
        })),
      }));
  },
  what: ({ connectors }) =>
    words`${nameList(connectors)} write the same file, each over what the ${connectors.length === 2 ? words`other` : words`others`} wrote`,
  brief: ({ connectors }) => words`${nameList(connectors)} write the same file, over each other`,
  cause: () =>
    words`A file's connector begins it anew and writes on from its own place, so that rows of the others are overwritten or cut: give each a file of its own, and start again`,
  next: ({ connectors: [first] }) =>
    first === undefined ? [] : connectorCall(first, "output", words`for what it writes`),
});

export const SAME_FILE_RULES = [oneFile];
