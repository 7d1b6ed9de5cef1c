import type { ConstantView } from "../../../src/analysis/circuit/constant-views.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** What Feldera's compiler writes of a program that it compiles all the same. */
const warned = (error_type: string, message: string, line = 12) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_error.sql_compilation.messages": [
        {
          start_line_number: line,
          start_column: 1,
          end_line_number: line,
          end_column: 9,
          warning: true,
          error_type,
          message,
          snippet: "",
        },
      ],
    },
  });

const NOT_DEPENDING = "View 'balances' does not depend on any input data";

/** A healthy pipeline whose one view is told to be a constant. */
const constant = (transmitted: number, constant_views?: ConstantView[]) => {
  const evidence = evidenceOf("healthy", {
    pipeline: {
      "program_error.sql_compilation.messages": [
        {
          start_line_number: 9,
          start_column: 1,
          warning: true,
          error_type: "View is constant",
          message: NOT_DEPENDING,
        },
      ],
    },
    stats: { "outputs.0.metrics.transmitted_records": transmitted },
  });
  const { circuit_profile, ...others } = evidence;
  if (circuit_profile === undefined) throw new Error("no circuit");
  return constant_views === undefined
    ? others
    : { ...others, circuit_profile: { ...circuit_profile, constant_views } };
};

/** What comes of each warning. */
const WARNINGS: readonly (readonly [
  error_type: string,
  message: string,
  severity: "warning" | "info",
  ...says: [RegExp, ...RegExp[]],
])[] = [
  [
    "Fields reordered",
    "The input collections of a 'UNION' operation have columns with the same names, but in a different order.  This may be a mistake.\nNote that UNION never reorders fields.",
    "warning",
    /the compiler warns: .*'UNION' .*\(line 12\)/,
    /values stand in the wrong columns/,
  ],
  [
    "No such view",
    "View 'v' used in LATENESS statement not found",
    "warning",
    /LATENESS/,
    /goes on without it/,
  ],
  ["Unknown setting", "Variable 'flod_joins' does not control any known settings", "warning", /flod_joins/],
  [
    "Statement ignored",
    "INSERT has no effect in a pipeline definition",
    "info",
    /INSERT/,
    /No row comes of it/,
  ],
  [
    "Not a number",
    " String 'abc' cannot be interpreted as a number",
    "info",
    /warns: "String 'abc'/,
    /ends the pipeline/,
  ],
  ["Suspicious argument", "String 'x' cannot be interpreted as a DATE", "info", /'x'/, /ends the pipeline/],
  ["Invalid DECIMAL", "cannot represent '1000' as DECIMAL(3, 1): precision", "info", /ends the pipeline/],
  ["Division by zero", " Division by constant zero value.", "info", /ends the pipeline/],
  [
    "Nullable argument",
    "Argument 0 is nullable, while 'f' expects a not nullable value",
    "info",
    /IS NOT NULL/,
  ],
  [
    "TUMBLE applied to nullable value",
    "TIMESTAMP used for TUMBLE function is nullable; this can cause runtime crashes.\nWe",
    "info",
    /warns: "TIMESTAMP used .* crashes\." \(line 12\)/,
    /IS NOT NULL/,
  ],
  ["Suspicious argument", "Are the two arguments swapped?", "info", /NULL for every row/],
  ["unnecessary function call", "ARRAY_MAX(x): always returns NULL", "info", /NULL for every row/],
  ["Inefficient pattern", "NOW() expression is used in a pattern\nSee", "info", /Each tick of the clock/],
  ["Materialized property not used", "The 'materialized' property", "info", /CREATE MATERIALIZED VIEW/],
  ["Underspecified aggregate", "FIRST_VALUE should be used with ORDER BY", "info", /ORDER BY/],
];

export const COMPILER_WARNING_CASES: readonly RuleCase[] = [
  ...WARNINGS.map(
    ([error_type, message, severity, ...says]): RuleCase => ({
      rule: "program/compiler-warning",
      when: `the compiler warns: ${error_type}: ${message}`,
      evidence: () => warned(error_type, message),
      severity,
      says,
    }),
  ),
  {
    rule: "program/compiler-warning",
    when: "it knows no line",
    evidence: () => warned("Statement ignored", "INSERT has no effect in a pipeline definition", 0),
    says: [/in a pipeline definition"$/m],
  },
  ...[
    ["Unused column", "Column 'herd' of table 'farms' is unused"],
    [
      "TIMESTAMP precision ignored",
      "TIMESTAMP precision is always TIMESTAMP(6); specified precision 0 is ignored",
    ],
    ["Suspicious argument", "Timezone expression should have type CHAR"],
  ].map(
    ([error_type = "", message = ""]): RuleCase => ({
      rule: "program/compiler-warning",
      when: `what it warns of is no trouble: ${message}`,
      evidence: () => warned(error_type, message),
    }),
  ),
  {
    rule: "view/constant",
    when: "the compiler has found that no row meets a view's condition",
    evidence: () =>
      constant(0, [
        { view: "balances", line: 9, condition: "n BETWEEN 6 AND 2" },
        { view: "large", line: 12, reads: "balances" },
        { view: "few", is_limited: true },
      ]),
    severity: "warning",
    says: [
      /view balances \(line 9\) has no row, whatever comes: WHERE "n BETWEEN 6 AND 2" and view large \(line 12\) has no row, whatever comes, since it reads view balances and view few has no row, whatever comes: LIMIT 0/,
      /a condition that nothing can meet/,
    ],
  },
  {
    rule: "view/constant",
    when: "the compiler warns of it, and its output has sent nothing",
    evidence: () => constant(0),
    severity: "warning",
    says: [/view balances \(line 9\) has no row, whatever comes$/m],
  },
  {
    rule: "view/constant",
    when: "a view of constants has sent its rows",
    evidence: () => constant(3),
  },
  {
    rule: "view/constant",
    when: "the circuit has counted the rows of a view of constants",
    evidence: () => constant(3, []),
  },
];
