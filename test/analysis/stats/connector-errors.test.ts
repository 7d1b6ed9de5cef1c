import { expect, test } from "vitest";
import { inputErrors, outputErrors } from "../../../src/analysis/stats/connector-errors.ts";
import { InputStats, OutputStats } from "../../../src/feldera/schemas/stats.ts";
import { recording } from "../../support/responses.ts";

test("the recorded 56 parse errors are one tag of two kinds, and none is lost", () => {
  const { body } = recording("parse_errors_connector_stats");
  const { groups, lists } = inputErrors(InputStats.parse(JSON.parse(body.toString())));
  expect(groups).toMatchObject([{ list: "parse", tag: "text_event_err", kept: 56 }]);
  expect(groups[0]?.kinds.map(({ count }) => count)).toEqual([50, 6]);
  expect(lists).toEqual([{ list: "parse", counted: 56, kept: 56 }]);
});

test("errors of two fields are two kinds; those of two values or rows are one", () => {
  const error = (field: string, value: string, row: string) => ({
    timestamp: `2026-11-21T00:00:0${row}Z`,
    message: `event #${row}: field '${field}': invalid string "${value}"\nInvalid fragment: 'row ${row} of ${value}'`,
  });
  const parse_errors = [error("a", "x", "1"), error("b", "x", "2"), error("a", "y", "3")];
  const [group] = inputErrors(InputStats.parse({ endpoint_name: "t.c", parse_errors })).groups;
  expect(group?.kinds.map(({ count, timestamp }) => [count, timestamp])).toEqual([
    [2, "2026-11-21T00:00:03Z"],
    [1, "2026-11-21T00:00:02Z"],
  ]);
});

test("refused statements of one cause are one kind, with few of their rows and the whole cause", () => {
  const refused = (id: number) => {
    const rows = JSON.stringify(Array.from({ length: 50 }, (_, i) => ({ id: id + i, note: null })));
    return {
      timestamp: `2026-11-29T18:54:0${id}Z`,
      tag: "pg_exec",
      message: `while executing insert statement for 50 record(s) (999 bytes), which start with: ${rows}: postgres error: permanent: SqlState: Some(SqlState(E23502)): db error: ERROR: null value in column "note"\nDETAIL: Failing row contains (${id}, 'x${id}').`,
    };
  };
  const [group] = outputErrors(
    OutputStats.parse({ endpoint_name: "v.c", transport_errors: [refused(1), refused(2)] }),
  ).groups;
  expect(group?.kinds).toHaveLength(1);
  expect(group?.kinds[0]?.message).toMatch(
    /^while executing insert statement for 50 record.s. .999 bytes., which start with: .{120} …: postgres error: .*null value in column "note"\nDETAIL: Failing row contains \(2/s,
  );
});
