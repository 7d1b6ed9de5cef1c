import { evidenceOf, recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** What Feldera's compiler writes of a connector with such a field, at its place in the program. */
const unknown = (field: string, line: number, column: number) => ({
  start_line_number: line,
  start_column: column,
  end_line_number: line,
  end_column: column,
  warning: true,
  error_type: "Invalid configuration",
  message: `unknown field "${field}"`,
  snippet: "",
});

/** A file whose newest error is of this line, in a program of which the compiler said this; line 11 is its table's. */
const visits = (line: string, messages: readonly unknown[], name = "visits", stream = name) =>
  evidenceOf("csv_one_bad", {
    pipeline: {
      "program_error.sql_compilation.messages": messages,
      "program_info.schema.inputs.1.name": name,
    },
    stats: {
      "inputs.1.config.stream": stream,
      "inputs.1.metrics.num_parse_errors": 1,
      "inputs.1.parse_errors": [
        {
          index: 1,
          message: `Parse error (event #1): failed to deserialize CSV record: error parsing field 'visit_id': field 0: invalid digit found in string\nInvalid fragment: '${line}\n'`,
        },
      ],
    },
  });

const DIVIDED = "1;2;2026-01-31 12:00:00;7;";

export const UNKNOWN_SETTING_CASES: readonly RuleCase[] = [
  {
    rule: "settings/unknown",
    when: "a connector has a field that it does not know, and loses no row by it",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "program_error.sql_compilation.messages": [unknown("folow", 4, 12)] },
      }),
    severity: "warning",
    says: [
      /warns of folow of entries \(line 4\): Feldera knows no such setting/,
      /It is misspelt, or stands/,
    ],
  },
  {
    rule: "settings/unknown",
    when: "the program does not compile, as what must be there is misspelt",
    evidence: () =>
      recordOf("broken_sql", {
        "program_error.sql_compilation.messages": [
          {
            ...unknown("url", 4, 12),
            warning: false,
            error_type: "Compilation error",
            message: "missing field `path`",
          },
          unknown("url", 4, 12),
        ],
      }),
    says: [/Feldera knows no such setting$/m],
  },
  {
    rule: "settings/unknown",
    when: "its place is not told",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: {
          "program_error.sql_compilation.messages": [
            { ...unknown("folow", 4, 12), start_line_number: null, start_column: null },
          ],
        },
      }),
    says: [/warns of folow: Feldera knows no such setting/],
  },
  {
    rule: "settings/unknown",
    when: "rows are divided otherwise than its default, and delimeter should say so",
    evidence: () => visits(DIVIDED, [unknown("delimeter", 11, 90)]),
    severity: "error",
    says: [/delimeter of visits \(line 11\)/, /rows do not parse as its default says otherwise/],
  },
  {
    rule: "settings/unknown",
    when: "so it is of a table whose name stands in quotes",
    evidence: () => visits(DIVIDED, [unknown("delimeter", 11, 90)], "Visits", '"Visits"'),
    severity: "error",
    says: [/delimeter of Visits \(line 11\)/],
  },
  {
    rule: "settings/unknown",
    when: "a row does not parse for its value, which no setting mends",
    evidence: () => visits("x,2,2026-01-31 12:00:00,7,", [unknown("delimeter", 11, 90)]),
    severity: "warning",
    says: [/delimeter of visits/, /part of the connector's configuration: correct/],
  },
  {
    rule: "settings/unknown",
    when: "the rows that do not parse are another table's",
    evidence: () => visits(DIVIDED, [unknown("delimeter", 5, 12)]),
    severity: "warning",
    says: [/delimeter of readings \(line 5\)/],
  },
  {
    rule: "settings/unknown",
    when: "the compiler warns of a column that is not used",
    evidence: () => evidenceOf("healthy"),
  },
  {
    rule: "settings/unknown",
    when: "rows are divided otherwise than its format says, and no setting is unknown",
    evidence: () => visits(DIVIDED, []),
  },
];
