import { expect, test } from "vitest";
import { operationWord } from "../../../src/analysis/operators/operation-words.ts";

test.each([
  ["join_index_balanced", undefined, "join"],
  ["aggregate", "MAX(amount)", "max"],
  ["aggregate", undefined, "aggregate"],
  ["lag_custom_order", undefined, "lag"],
  ["differentiate", undefined, "differentiate"],
])("the operation %s of %s is called %s", (operation, code, word) => {
  expect(operationWord(operation, code)).toBe(word);
});

test.each(["inspect q7Zx-1 said the row", "", "x".repeat(62)])(
  "of what is no name of an operation nothing is kept: %j",
  (operation) => {
    expect(operationWord(operation, undefined)).toBe("operator");
  },
);
