import { expect, test } from "vitest";
import { pipelineOfProgram } from "../support/compiled-program.ts";
import { evidenceOf } from "./evidence.ts";
import { judged } from "./judged.ts";

const UNCOUNTED = /; whether rows find one in the ASOF JOIN of view \w+, or get NULL, is not counted/;

function losesRowsOf(program: string, operation: RegExp): string {
  const { circuit_profile } = pipelineOfProgram(program, operation);
  return judged("loses_rows", { ...evidenceOf("healthy"), ...(circuit_profile && { circuit_profile }) });
}

test("whether rows find one in an ASOF JOIN is told as what nobody counts", () => {
  expect(losesRowsOf("asof_late", /asof/)).toMatch(UNCOUNTED);
});

test("of another join that is not said", () => {
  expect(losesRowsOf("join_late", /join/)).not.toContain("ASOF");
});
