import * as z from "zod";
import type { SqlDiagnostic } from "../../analysis/pipeline/compile-errors.ts";
import { plural } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { clockLines, OF_NOW } from "./clock-joins.ts";
import { MESSAGES_CALL } from "./program.ts";

const STOPS = words`The first row that it is computed for ends the pipeline, or gets NULL (SAFE_CAST): correct it`;
const CRASHES = words`A NULL there ends the pipeline: leave such rows out before, by IS NOT NULL`;
const OF_NULL = words`It gives NULL for every row, and no condition is true of NULL: correct it`;
const WITHOUT = words`The program goes on without it: correct the name, and compile again`;

interface Kind {
  readonly error_type: RegExp;
  /** Where one type has several meanings, or says one thing in several messages. */
  readonly message?: RegExp;
  readonly severity: "info" | "warning";
  readonly means: Words;
}

/** What the compiler passes over, and what comes of it; it warns of more, which is no cause of trouble. */
const KINDS: readonly Kind[] = [
  {
    error_type: /^Fields reordered$/,
    message: /^The input collections/,
    severity: "warning",
    means: words`They are put together by their place and not by their names, so that values stand in the wrong columns: write them in the same order`,
  },
  { error_type: /^(?:No such view|Unknown setting)$/, severity: "warning", means: WITHOUT },
  {
    error_type: /^Statement ignored$/,
    severity: "info",
    means: words`No row comes of it: send rows by HTTP, or declare a connector`,
  },
  {
    error_type: /^(?:Not a |Invalid DECIMAL$|Suspicious argument$)/,
    message: /cannot be interpreted|^cannot represent/,
    severity: "info",
    means: STOPS,
  },
  { error_type: /^Division by zero$/, severity: "info", means: STOPS },
  {
    error_type: /^(?:Nullable argument|TUMBLE applied to nullable value)$/,
    severity: "info",
    means: CRASHES,
  },
  { error_type: /^Suspicious argument$/, message: /format|swapped/i, severity: "info", means: OF_NULL },
  {
    error_type: /^unnecessary function call$/,
    message: /always returns NULL/,
    severity: "info",
    means: OF_NULL,
  },
  {
    error_type: OF_NOW,
    severity: "info",
    means: words`Each tick of the clock computes it anew for what it has. Compare a column with NOW() in WHERE, and nothing else`,
  },
  {
    error_type: /^Materialized property not used$/,
    severity: "info",
    means: words`No query can read the view: write CREATE MATERIALIZED VIEW`,
  },
  {
    error_type: /^Underspecified aggregate$/,
    severity: "info",
    means: words`Which row comes first is left open: give it an ORDER BY`,
  },
];

const TOLD = 3;

const Warned = z.object({ message: z.string(), line: z.int().optional() });

function isOf({ error_type, message }: Kind, of: SqlDiagnostic): boolean {
  return of.severity === "warning" && error_type.test(of.error_type) && (message?.test(of.message) ?? true);
}

/** What compiles with a warning runs: the compiler alone knows what it passed over. */
const compilerWarning = defineRule({
  id: "program/compiler-warning",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`warnings of the compiler that its program does other than it says`,
  about: z.object({ warnings: z.array(Warned), kind: z.int() }),
  find: (evidence) =>
    KINDS.flatMap((kind, at) => {
      const told = kind.error_type === OF_NOW ? clockLines(evidence) : new Set();
      const all = (evidence.pipeline?.compile_errors?.sql ?? []).filter(
        (one) => isOf(kind, one) && !told.has(one.line),
      );
      if (all.length === 0) return [];
      const warnings = all.map(({ message, line }) => ({
        message: gist((message.trim().split("\n", 1)[0] ?? "").replace(/\s+/g, " ")),
        // Where it knows no place it writes 0.
        ...(line !== undefined && line > 0 && { line }),
      }));
      return [
        {
          about: { warnings, kind: at },
          severity: kind.severity,
          signs: [
            {
              part: "pipeline" as const,
              field: "program_error.sql_compilation.messages",
              value: { text: all[0]?.error_type ?? "" },
            },
          ],
        },
      ];
    }),
  what({ warnings }) {
    const told = warnings.slice(0, TOLD).map(warnedWords);
    const more = warnings.length - told.length;
    return words`the compiler warns: ${joined(told, words`; `)}${more > 0 ? words`; and ${plural(more, words`more`, words`more`)}` : undefined}`;
  },
  cause: ({ kind }) => KINDS[kind]?.means ?? words``,
  next: () => [MESSAGES_CALL],
});

function warnedWords({ message, line }: z.infer<typeof Warned>): Words {
  return words`${message}${line === undefined ? undefined : words` (line ${line})`}`;
}

export const COMPILER_WARNING_RULES = [compilerWarning];
