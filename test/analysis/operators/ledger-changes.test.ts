import { describe, expect, test } from "vitest";
import { readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { CIRCUIT_METRICS, metricOf } from "../../../src/analysis/circuit/rankings.ts";
import { LEDGER_METRICS } from "../../../src/analysis/operators/ledger/costs.ts";
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
const state = { by: "state", limit: 100 } as const;

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

  test("compare sums since the start by the second that the circuit was at work", () => {
    const changes = ledgerChanges(partsWith(same), partsWith(same), { by: "time", limit: 1 });
    expect(changes.unit).toBe("per second");
    expect(changes.before_s).toBeGreaterThan(60);
    expect(changes.total.before).toBeLessThan(4);
  });
});
