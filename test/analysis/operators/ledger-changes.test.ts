import { describe, expect, test } from "vitest";
import { readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { CIRCUIT_METRICS, metricOf } from "../../../src/analysis/circuit/rankings.ts";
import { annotatedProgram } from "../../../src/analysis/operators/ledger/annotated-program.ts";
import { costedOperators } from "../../../src/analysis/operators/ledger/costed-operators.ts";
import { LEDGER_METRICS } from "../../../src/analysis/operators/ledger/costs.ts";
import { growthOf } from "../../../src/analysis/operators/ledger/growth.ts";
import { ledgerChanges } from "../../../src/analysis/operators/ledger/ledger-changes.ts";
import { programOperators } from "../../../src/analysis/operators/program-operators.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { recording } from "../../support/responses.ts";
import { MAX_DEPTH } from "../circuit/recorded.ts";

const METRICS = new Set([...LEDGER_METRICS, ...CIRCUIT_METRICS].map(metricOf));

/** The recorded join, with its documents changed as texts. */
function partsWith(change: (text: string) => string) {
  const textOf = (name: string) => change(recording(`worlds/skewed_join/${name}`).body.toString());
  const bytes = new TextEncoder().encode(textOf("circuit_json_profile"));
  const profile = readCircuitProfile(bytes, { maxDepth: MAX_DEPTH, metrics: METRICS });
  const graph = DataflowGraph.parse(JSON.parse(textOf("dataflow_graph")));
  const record = Pipeline.parse(JSON.parse(textOf("pipeline")));
  const places = sqlPlaces(sqlSources(graph, record));
  return { profile, places, program: programOperators({ circuit: profile.operators, places }) };
}

const same = (text: string) => text;
/** As a version of the program that hashes otherwise. */
const otherIds = (text: string) =>
  text.replace(/\b[0-9a-f]{64}/g, (id) =>
    [...id].map((digit) => (15 - Number(`0x${digit}`)).toString(16)).join(""),
  );
/** Each count of records in state that is not small has a digit more. */
const moreState = (text: string) =>
  text.replace(/("metric_id":"state_records_count","value":\{"type":"count","value":\d{3,})/g, "$17");
const state = { by: "state", group: "operator", limit: 100 } as const;

describe("growth of state", () => {
  const operatorsOf = (change: (text: string) => string) => costedOperators(partsWith(change));

  test("is what two circuit profiles differ by, for each operator", () => {
    const [before, after] = [operatorsOf(same), operatorsOf(moreState)];
    const { ofOperator, gone } = growthOf(before, after);
    expect(gone).toEqual({});
    for (const [at, { owner, costs }] of after.entries()) {
      const was = before[at]?.costs.state_records ?? 0;
      expect(ofOperator.get(owner)?.state_records ?? 0).toBe((costs.state_records ?? 0) - was);
    }
    const lines = annotatedProgram("-- none of it", after, {
      by: "state",
      limit: 1,
      none: {},
      growth: { ofOperator, gone: { state_records: -5 } },
    });
    const grown = [...ofOperator.values()].reduce((sum, one) => sum + (one.state_records ?? 0), 0);
    expect(lines.elsewhere.growth?.state_records).toBe(grown - 5);
  });

  test("of what is gone is all that it had, and of what is new all that it has", () => {
    const [before, after] = [operatorsOf(same), operatorsOf(same)];
    const state = before.reduce((sum, { costs }) => sum + (costs.state_records ?? 0), 0);
    expect(growthOf(before, []).gone.state_records).toBe(-state);
    const grown = [...growthOf([], after).ofOperator.values()];
    expect(grown.reduce((sum, one) => sum + (one.state_records ?? 0), 0)).toBe(state);
  });
});

describe("two ledgers", () => {
  test("of one moment do not differ", () => {
    const changes = ledgerChanges(partsWith(same), partsWith(same), state);
    expect(changes).toMatchObject({ rows: [], rows_in_all: 0, matched: { id: 11, sql: 0, new: 0, gone: 0 } });
    expect(changes.total.after).toBe(changes.total.before);
  });

  test("of a program whose ids are others are compared by the SQL", () => {
    const { rows, matched } = ledgerChanges(partsWith(same), partsWith(otherIds), state);
    expect(matched).toEqual({ id: 0, sql: 11, new: 0, gone: 0 });
    expect(rows).toEqual([]);
  });

  test("tell an operator that is new and one that is gone", () => {
    const renamed = (text: string) => otherIds(text).replaceAll("customer_spend", "spend_customer");
    const { rows, matched } = ledgerChanges(partsWith(same), partsWith(renamed), state);
    expect(matched).toEqual({ id: 0, sql: 7, new: 4, gone: 4 });
    expect(rows.map(({ handle, matched, change }) => [handle, matched, Math.sign(change)])).toEqual([
      ["customer_spend.sum@11", "gone", -1],
      ["spend_customer.sum@11", "new", 1],
      ["customer_spend.view@11", "gone", -1],
      ["spend_customer.view@11", "new", 1],
    ]);
  });

  test("tell views and expressions as they tell operators, each change once", () => {
    const [before, after] = [partsWith(same), partsWith(moreState)];
    const byOperator = ledgerChanges(before, after, state);
    expect(byOperator.rows.length).toBeGreaterThan(1);
    for (const group of ["view", "expression"] as const) {
      const { rows, total, matched } = ledgerChanges(before, after, { ...state, group });
      expect(total).toEqual(byOperator.total);
      expect(matched).toEqual(byOperator.matched);
      const change = rows.reduce((sum, row) => sum + row.change, 0);
      expect(change).toBe(total.after - total.before);
      expect(rows.length).toBeLessThanOrEqual(byOperator.rows.length);
    }
  });

  test("of a view that was renamed tell the old one as gone and the new one as new", () => {
    const renamed = (text: string) => otherIds(text).replaceAll("customer_spend", "spend_customer");
    const { rows } = ledgerChanges(partsWith(same), partsWith(renamed), { ...state, group: "view" });
    expect(rows.map(({ place, matched, operators }) => [place?.relation?.name, matched, operators])).toEqual([
      ["customer_spend", "gone", 4],
      ["spend_customer", "new", 4],
    ]);
  });

  test("compare sums since the start by the second that the circuit was at work", () => {
    const changes = ledgerChanges(partsWith(same), partsWith(same), {
      by: "time",
      group: "operator",
      limit: 1,
    });
    expect(changes.unit).toBe("per second");
    expect(changes.before_s).toBeGreaterThan(60);
    expect(changes.total.before).toBeLessThan(4);
  });
});
