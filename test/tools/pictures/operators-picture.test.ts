import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Ledger } from "../../../src/analysis/operators/ledger/ledger-schema.ts";
import { json } from "../../support/responses.ts";
import { picturedWorld, sumOf } from "./pictured-world.ts";

const WORLDS = ["skewed_join", "recursive", "injection", "quoted_names"];
const PICTURES = ["program", "dataflow"] as const;
const Told = z.looseObject({ ledger: Ledger });

/** The facts of answers have six digits. */
function expectEqual(figure: number | null | undefined, told: number | undefined, what: string): void {
  const digits = 5 - Math.ceil(Math.log10(Math.abs(told ?? 0) + 1));
  expect(figure ?? 0, what).toBeCloseTo(told ?? 0, digits);
}

describe.each(WORLDS)("of %s", (world) => {
  test.each(PICTURES)("%s has the figures of summarize_operators, of each operator", async (picture) => {
    const asked = await picturedWorld(world);
    const facts = await asked.picture({ picture });
    const { ledger } = await asked.facts("summarize_operators", Told, { limit: 500 });
    expect(facts.places.map(({ handle }) => handle).sort()).toEqual(
      ledger.rows.map((row) => row.handle).sort(),
    );
    expect(facts.workers).toBe(ledger.workers);
    for (const row of ledger.rows) {
      const at = facts.places.findIndex(({ handle }) => handle === row.handle);
      for (const measure of facts.measures) {
        const what = `${measure} of ${row.handle}`;
        expectEqual(facts.costs[measure]?.[at], row.costs[measure], what);
        expectEqual(facts.shares[measure]?.[at], row.shares[measure], `share of ${what}`);
      }
      expect(facts.records_in[at] ?? undefined).toBe(row.records_in);
      expect(facts.records_out[at] ?? undefined).toBe(row.records_out);
      expect(facts.busiest_worker[at] ?? undefined).toBe(row.busiest?.worker);
    }
    for (const measure of facts.measures) {
      expectEqual(facts.totals[measure], ledger.totals[measure], measure);
      const none = sumOf(facts.none.map(({ costs }) => costs[measure] ?? 0));
      expectEqual(sumOf(facts.costs[measure]) + none, ledger.totals[measure], `all of ${measure}`);
    }
  });

  test("each operator of the program is charged to one line, and lines and the rest come to all", async () => {
    const { picture } = await picturedWorld(world);
    const { charged, elsewhere, lines, places, measures, totals } = await picture({ picture: "program" });
    const all = [...charged.operators.flat(), ...elsewhere.operators].sort((a, b) => a - b);
    expect(all).toEqual([...places.keys()]);
    for (const [at, line] of charged.line.entries()) {
      expect(lines[line - 1]).toBeDefined();
      for (const operator of charged.operators[at] ?? []) expect(places[operator]?.line).toBe(line);
      const isHot = measures.some((measure) => (charged.shares[measure]?.[at] ?? 0) >= 0.05);
      expect(charged.is_hot[at]).toBe(isHot ? 1 : 0);
    }
    for (const measure of measures) {
      const sum = sumOf(charged.costs[measure]) + (elsewhere.costs[measure] ?? 0);
      expect(sum, measure).toBeCloseTo(totals[measure] ?? 0, 3);
    }
  });

  test("each operator of the dataflow is in its table's or view's box, and edges lead between operators", async () => {
    const { picture } = await picturedWorld(world);
    const { relations, relation, places, costs, edges, relation_edges } = await picture({
      picture: "dataflow",
    });
    for (const [at, place] of places.entries()) {
      const box = relations[relation[at] ?? -1];
      expect(box && { kind: box.kind, name: box.name }).toEqual(place.relation);
    }
    for (const [at, box] of relations.entries()) {
      const members = [...places.keys()].filter((operator) => relation[operator] === at);
      expect(box.operators).toBe(members.length);
      const sum = sumOf(members.map((operator) => costs.runtime_s?.[operator] ?? 0));
      expect(box.costs.runtime_s ?? 0).toBeCloseTo(sum, 6);
    }
    const pairs = edges.from.map((from, at) => [from, edges.to[at] ?? -1]);
    expect(new Set(pairs.map(String)).size).toBe(pairs.length);
    for (const [from = -1, to = -1] of pairs) {
      expect([from !== to, places[from] !== undefined, places[to] !== undefined]).toEqual([true, true, true]);
    }
    const between = pairs
      .map((pair) => pair.map((operator) => relation[operator] ?? -1))
      .filter(([from = -1, to = -1]) => from !== to && from >= 0 && to >= 0);
    const told = relation_edges.from.map((from, at) => [from, relation_edges.to[at]]);
    expect(told.map(String).sort()).toEqual([...new Set(between.map(String))].sort());
  });
});

test("The dataflow of a join leads from both tables over the join to its view, and on to what reads that", async () => {
  const { picture } = await picturedWorld("skewed_join");
  const { places, edges } = await picture({ picture: "dataflow" });
  const name = (at = -1) => places[at]?.handle;
  expect(edges.from.map((from, at) => `${name(from)} > ${name(edges.to[at])}`)).toEqual(
    expect.arrayContaining([
      "orders.table@5 > enriched.key@10",
      "enriched.key@10 > enriched.join@9",
      "customers.table@2 > enriched.join@9",
      "enriched.join@9 > enriched.view@8",
    ]),
  );
});

test("A baseline's figures stand beside those of now, operator for operator", async () => {
  const asked = await picturedWorld("skewed_join");
  const Kept = z.looseObject({ profiles: z.looseObject({ circuit_profile_id: z.string() }) });
  const { profiles } = await asked.facts("summarize_operators", Kept);
  const baseline = profiles.circuit_profile_id;
  const { costs, costs_before, measures } = await asked.picture({ picture: "program", baseline });
  for (const measure of measures) expect(costs_before?.[measure]).toEqual(costs[measure]);
});

describe("what cannot be read is told", () => {
  const unavailable = json(503, { message: "not now", error_code: "Unavailable", details: {} });

  test.each(PICTURES)("in %s, of profiles that nobody has fetched", async (picture) => {
    const { missing } = await (await picturedWorld("healthy")).picture({ picture });
    expect(missing).toEqual([
      { what: "CPU", why: "No profile is at hand: look at one first." },
      { what: "Heap", why: "No profile is at hand: look at one first." },
    ]);
  });

  test("where operators are from in the SQL", async () => {
    const { feldera, at, picture } = await picturedWorld("healthy");
    feldera.tamper("GET", `${at}/dataflow_graph`, () => unavailable);
    feldera.tamper("GET", at, () => unavailable);
    const { missing, places, relations } = await picture({ picture: "dataflow" });
    expect(missing.map(({ what }) => what)).toContain("Where operators are from in the SQL");
    expect(missing.find(({ what }) => what.startsWith("Where"))?.why).toMatch(/^503 .*\.$/);
    expect(places.length).toBeGreaterThan(0);
    expect(relations).toEqual([]);
  });

  test("a program without its text is refused, and the dataflow is named", async () => {
    const { feldera, at, answer } = await picturedWorld("healthy");
    feldera.tamper("GET", at, () => unavailable);
    const { isError, text } = await answer({ picture: "program" });
    expect(isError).toBe(true);
    expect(text).toMatch(/^The program's text was not read: 503 /);
    expect(text).toContain("The picture dataflow does without it.");
  });
});
