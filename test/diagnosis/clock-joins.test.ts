import { expect, test } from "vitest";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { CIRCUIT_CASES } from "./cases/circuit.ts";
import { evidenceOf } from "./evidence.ts";

const measured = CIRCUIT_CASES.find(({ when }) => when.startsWith("NOW() in a SELECT"))?.evidence();

/** The program of which the compiler warns that it calls NOW() on this line. */
function warnedOn(line: number): Evidence {
  const { pipeline } = evidenceOf("healthy", {
    pipeline: {
      "program_error.sql_compilation.messages": [
        {
          start_line_number: line,
          start_column: 27,
          end_line_number: line,
          end_column: 31,
          warning: true,
          error_type: "Inefficient pattern",
          message: "NOW() expression is used in a pattern that could require expensive computations",
          snippet: "",
        },
      ],
    },
  });
  return { ...measured, nowMs: measured?.nowMs ?? 0, ...(pipeline && { pipeline }) };
}

const found = (evidence: Evidence, rule: string) =>
  findingsOf(RULES, evidence).filter((one) => one.rule === rule);

test("what the compiler warns of a NOW() that costs much is evidence of the join with the clock, and no finding beside it", () => {
  expect(found(warnedOn(48), "program/compiler-warning")).toEqual([]);
  const [join] = found(warnedOn(48), "engine/exploding-join");
  expect(join?.signs).toContainEqual(expect.objectContaining({ value: { text: "Inefficient pattern" } }));
});

test("it is told where that is another NOW(), or the circuit was not read", () => {
  expect(found(warnedOn(12), "program/compiler-warning")).toHaveLength(1);
  const { circuit_profile: _, ...unread } = warnedOn(48);
  expect(found(unread, "program/compiler-warning")).toHaveLength(1);
});
