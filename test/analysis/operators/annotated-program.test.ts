import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CIRCUIT_METRICS, metricOf } from "../../../src/analysis/circuit/rankings.ts";
import { annotatedProgram } from "../../../src/analysis/operators/ledger/annotated-program.ts";
import { costedOperators } from "../../../src/analysis/operators/ledger/costed-operators.ts";
import { LEDGER_METRICS } from "../../../src/analysis/operators/ledger/costs.ts";
import { MEASURES } from "../../../src/analysis/operators/ledger/measures.ts";
import { statementLines } from "../../../src/analysis/operators/ledger/statements.ts";
import { programOperators } from "../../../src/analysis/operators/program-operators.ts";
import { recordedPrograms } from "./recorded-programs.ts";

const METRICS = new Set([...LEDGER_METRICS, ...CIRCUIT_METRICS].map(metricOf));

describe("the statements of a program", () => {
  test("end at semicolons that are in no string, name or comment", () => {
    const program =
      "CREATE TABLE t (x INT) WITH ('a;b' = '');\n-- a; b\n\nCREATE VIEW \"v;\" AS\n/* ;\n */ SELECT 1;";
    expect(statementLines(program)).toEqual([
      { from: 1, to: 1 },
      { from: 4, to: 6 },
    ]);
  });

  test("that share a line are told apart by where the first ends", () => {
    expect(statementLines("SELECT 1; SELECT\n2; SELECT 3;")).toEqual([
      { from: 1, to: 1 },
      { from: 2, to: 2 },
    ]);
  });

  test("follow one another within the program, whatever it is", () => {
    const piece = fc.constantFrom("a", ";", "\n", "'", '"', "--", "/*", "*/", " ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const program = pieces.join("");
        let last = 0;
        for (const { from, to } of statementLines(program)) {
          expect(from).toBeGreaterThan(last);
          expect(to).toBeGreaterThanOrEqual(from);
          last = to;
        }
        expect(last).toBeLessThanOrEqual(program.split("\n").length);
      }),
    );
  });
});

describe.each(recordedPrograms(METRICS))("the annotated program of $name", ({ circuit, places, code }) => {
  const program = programOperators({ circuit: circuit.operators, places });
  const operators = costedOperators({ profile: circuit, program });

  test.each([1, 5, 1000])("charges every cost once, with %i lines shown", (limit) => {
    const told = annotatedProgram(code, operators, { by: "time", limit, none: {} });
    for (const measure of MEASURES) {
      const all = [...told.rows, told.elsewhere].reduce((sum, { costs }) => sum + (costs[measure] ?? 0), 0);
      expect(all).toBeCloseTo(told.totals[measure] ?? 0, 6);
    }
    const charged = told.rows.reduce(
      (sum, row) => sum + (row.kind === "fold" ? row.operators : row.operators.length),
      told.elsewhere.operators,
    );
    expect(charged).toBe(program.list.length);
  });

  test("goes through the lines in their order, and shows statements as they are written", () => {
    const told = annotatedProgram(code, operators, { by: "time", limit: 5, none: {} });
    const lines = code.split("\n");
    let last = 0;
    for (const row of told.rows) {
      const [from, to] = row.kind === "fold" ? [row.from_line, row.to_line] : [row.line, row.line];
      expect(from).toBeGreaterThan(last);
      last = to;
      if (row.kind === "fold") continue;
      const statement = told.statements[row.statement ?? -1];
      expect(statement?.code.split("\n")[row.line - (statement?.from_line ?? 0)]).toBe(lines[row.line - 1]);
    }
    expect(last).toBeLessThanOrEqual(lines.length);
  });
});
