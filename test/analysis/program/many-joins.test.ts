import { expect, test } from "vitest";
import { manyJoins } from "../../../src/analysis/program/many-joins.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

const joins = (name: string) => {
  const { may = [], others } = manyJoins(placesOfProgram(name)) ?? {};
  return { may: may.map(({ handle }) => handle), others };
};

test("a join may have many rows on both sides of a key where neither side has a primary key of which that is all", () => {
  expect(joins("join")).toEqual({ may: ["v.join@6"], others: 0 });
  expect(joins("self_join")).toEqual({ may: ["v.join@2"], others: 0 });
});

test.each([
  ["one with a table by its primary key", "sum_of_join", 1],
  ["those of EXISTS, and one with an aggregate by its groups", "exists", 2],
  ["what an OVER is made of", "rolling", 0],
])("of %s none may", (_, name, others) => {
  expect(joins(name)).toEqual({ may: [], others });
});

test("of outer ones and ASOF none may, but for those of which it is not told what they compare", () => {
  expect(joins("outer_joins")).toEqual({
    may: ["strangers.left_join@16"],
    others: 5,
  });
});

test("an index that joins of several views share is of the view that each reads, and not of the first of those", () => {
  expect(joins("shared_index")).toEqual({ may: ["disturbed.join@8"], others: 3 });
});

test("where the schema was not read, no primary key is known", () => {
  expect(manyJoins({ ...placesOfProgram("sum_of_join"), primaryKeys: undefined })).toBeUndefined();
});
