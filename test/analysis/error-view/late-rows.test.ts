import { expect, test } from "vitest";
import { lateRowsHeard } from "../../../src/analysis/error-view/late-rows.ts";
import { chunksOf, lateRow } from "../../support/error-view.ts";

type Chunks = Parameters<typeof chunksOf>;

const factsOf = (...of: Chunks) => lateRowsHeard({ chunks: chunksOf(...of), ms: 10_000.4, isCut: false });

test("late rows are counted by table or view, with the first three as they are written", () => {
  const many = Array.from({ length: 5 }, (_, i) => lateRow("Ev", `(${i}, None)`));
  expect(factsOf([[lateRow("v", "(7)")], [], many])).toEqual({
    late: [
      { relation: "v", rows: 1, examples: ["(7)"] },
      { relation: "Ev", rows: 5, examples: ["(0, None)", "(1, None)", "(2, None)"] },
    ],
    ms: 10_000,
    is_cut: false,
    is_least: false,
  });
});

test("an error of another kind is no late row", () => {
  expect(factsOf([[lateRow("ev", "(7)", "Overflow")]]).late).toEqual([]);
});

test("by the numbers of the chunks it is known whether Feldera let some go", () => {
  const row = [lateRow("ev", "(7)")];
  expect(factsOf([]).is_least).toBe(false);
  expect(factsOf([row, [], row]).is_least).toBe(false);
  expect(factsOf([row, row], 1).is_least).toBe(true);
});

test("values that are long are cut between two words, and one without any is not shown", () => {
  const rows = [lateRow("ev", "word ".repeat(200)), lateRow("ev", "x".repeat(501))];
  const [long, single] = factsOf([rows]).late[0]?.examples ?? [];
  expect(long).toMatch(/^(?:word )+…$/);
  expect(long?.length).toBeLessThanOrEqual(501);
  expect(single).toBe("…");
});
