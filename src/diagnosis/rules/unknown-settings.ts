import * as z from "zod";
import type { ParseMismatch } from "../../analysis/stats/parse-mismatch-kinds.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { inputs } from "./input.ts";
import { MESSAGES_CALL } from "./program.ts";

const Setting = z.object({
  setting: z.string(),
  /** Absent where the program's tables and views do not tell where their connectors stand. */
  relation: z.string().optional(),
  line: z.int().optional(),
});

type Setting = z.infer<typeof Setting>;

/** The compiler's words for a field of a connector's configuration that the connector does not have. */
const UNKNOWN_FIELD = /^unknown field "(.+)"$/s;

function unknownSettings({ pipeline }: Evidence): Setting[] {
  return (pipeline?.compile_errors?.sql ?? []).flatMap(
    ({ severity, error_type, message, relation, line }) => {
      const setting = UNKNOWN_FIELD.exec(message)?.[1];
      if (severity !== "warning" || error_type !== "Invalid configuration" || setting === undefined)
        return [];
      return [{ setting, ...(relation !== undefined && { relation }), ...(line !== undefined && { line }) }];
    },
  );
}

/** What a setting of a connector's format says of its text. */
const OF_FORMAT: ReadonlySet<ParseMismatch["is"]> = new Set([
  "in arrays",
  "not in arrays",
  "update format",
  "header",
  "delimiter",
]);

/** Whether rows are lost as a setting would mend it, of a table that has one which is not in effect. */
function losesRowsOf(settings: readonly Setting[], evidence: Evidence): boolean {
  const tables = new Set(settings.map(({ relation }) => relation));
  const losing = inputs(evidence).filter(({ parse_loss }) => parse_loss !== undefined);
  return (
    losing.length > 0 &&
    losing.every(
      ({ relation, parse_loss }) =>
        relation !== undefined &&
        tables.has(nameOfStream(relation)) &&
        parse_loss?.mismatch !== undefined &&
        OF_FORMAT.has(parse_loss.mismatch.is),
    )
  );
}

/** A misspelt setting is passed over when the pipeline starts: only the compiler speaks of it, as of a warning. */
export const unknownSetting = defineRule({
  id: "settings/unknown",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`settings of connectors that Feldera does not know`,
  about: z.object({
    settings: z.array(Setting),
    loses_rows: z.boolean(),
    /** Whether the program does not compile, as where a setting that must be there is misspelt. */
    is_refused: z.boolean(),
  }),
  find(evidence) {
    const settings = unknownSettings(evidence);
    if (settings.length === 0) return [];
    const loses_rows = losesRowsOf(settings, evidence);
    return [
      {
        about: { settings, loses_rows, is_refused: evidence.pipeline?.state.program.status === "SqlError" },
        ...(loses_rows && { severity: "error" as const, explains: ["input/parse-errors"] }),
        signs: settings.map(({ setting }) => ({
          part: "pipeline" as const,
          field: "program_error.sql_compilation.messages",
          value: { text: `unknown field "${setting}"` },
        })),
      },
    ];
  },
  what: ({ settings, is_refused }) =>
    words`the compiler warns of ${joined(settings.map(settingWords), words` and `)}: Feldera knows no such setting${is_refused ? undefined : WITHOUT_IT}`,
  brief: ({ settings, is_refused }) =>
    words`Feldera knows no setting ${joined(settings.map(settingWords), words` and `)}${is_refused ? undefined : WITHOUT_IT}`,
  cause: ({ loses_rows }) =>
    words`It is misspelt, or stands in the wrong part of the connector's configuration${loses_rows ? words`, and rows do not parse as its default says otherwise` : undefined}: correct its name, and compile and start again`,
  next: () => [MESSAGES_CALL],
});

const WITHOUT_IT = words`, and goes on without it`;

function settingWords({ setting, relation, line }: Setting): Words {
  const of = relation === undefined ? undefined : words` of ${relation}`;
  return words`${setting}${of}${line === undefined ? undefined : words` (line ${line})`}`;
}
