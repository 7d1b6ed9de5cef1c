import { expect, test } from "vitest";
import { panicAdvice } from "../../src/diagnosis/failure-advice.ts";

const NO_NUMBER = "line 116 column 52: Error converting 'G9' to INTEGER: invalid digit found in string";

test.each([
  ["seat > 20", /though no CAST is written: compare it with a text/],
  ["CAST(seat AS INT) > 20", /A CAST meets a value/],
  ["seat::INT + 1", /A CAST meets a value/],
  // Of a column alone it is not told what is done with it.
  ["seat", /A CAST meets a value/],
])("a text that is no number is told as where it was taken for one: %s", (code, advice) => {
  expect(String(panicAdvice({ cause: NO_NUMBER }, [{ code, line: 116, column: 52 }]))).toMatch(advice);
});

test.each([
  [
    "Cannot represent 24037.139 as DECIMAL(6, 2): precision of DECIMAL type too small to represent value",
    /give that more/,
  ],
  ["Error converting 1e9 to DECIMAL(6, 2): Value out of range", /give that more/],
  ["Error converting 'n/a' to DECIMAL(6, 2): Syntax error in numeric value", /A CAST meets a value/],
  [
    "Error converting 2188486605 to INTEGER: out of range integral type conversion attempted",
    /larger than its type/,
  ],
])("a DECIMAL is to have more digits where a value has: %s", (cause, advice) => {
  expect(String(panicAdvice({ cause }, []))).toMatch(advice);
});
