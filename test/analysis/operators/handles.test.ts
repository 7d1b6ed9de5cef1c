import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodesNamed } from "../../../src/analysis/firefox/operators/named-nodes.ts";
import { type HandleParts, handlesOf } from "../../../src/analysis/operators/handles.ts";
import { programOperators } from "../../../src/analysis/operators/program-operators.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { recordedPrograms } from "./recorded-programs.ts";

const view = (name: string) => ({ kind: "view", name }) as const;

const parts = (name: string, more: Partial<HandleParts> = {}): HandleParts => ({
  name,
  operation: "join",
  relation: view("v"),
  at: { line: 3, column: 7 },
  ...more,
});

/** A handle without the function of an aggregate. */
const endOf = (handle: string) => handle.replace(/\.\w+@/, ".@");

describe.each(recordedPrograms(new Set()))("the handles of $name", ({ circuit, sources }) => {
  const { programCode: _, ...withoutText } = sources;
  const [read, unread] = [sources, withoutText].map((given) =>
    programOperators({ circuit: circuit.operators, places: sqlPlaces(given) }),
  );

  test("are those of the same operators where the program's text was not read", () => {
    for (const { handle, persistentId } of unread?.list ?? []) {
      expect([handle, read?.ofHandle(handle)?.persistentId]).toEqual([handle, persistentId]);
    }
  });

  test("lead there to the same operators, or to none where only the text tells two apart", () => {
    for (const { handle, persistentId, place } of read?.list ?? []) {
      const found = unread?.ofHandle(handle)?.persistentId;
      const isTold = place?.plain_handle === undefined || endOf(place.plain_handle) === endOf(handle);
      expect([handle, found]).toEqual([handle, isTold ? persistentId : undefined]);
    }
  });

  test("are printed by the CPU's tool as it takes them", () => {
    for (const { handle, place, nodes } of read?.list ?? []) {
      const ofNodes = Object.fromEntries(
        (read?.list ?? []).flatMap((one) =>
          one.nodes.flatMap(({ operator }) => (one.place ? [[operator.id, { place: one.place }]] : [])),
        ),
      );
      for (const name of [handle, place?.plain_handle ?? handle]) {
        const isOf = nodesNamed(name, { ofCrates: {}, ofNodes });
        const meant = Object.keys(ofNodes).filter(isOf);
        expect([name, meant]).toEqual([name, nodes.map(({ operator }) => operator.id)]);
      }
    }
  });
});

describe("a handle", () => {
  test("is the relation, the operation in a word of SQL and the line", () => {
    expect(handlesOf([parts("s1"), parts("s2", { operation: "map" })])).toEqual(["v.join@3", "v.select@3"]);
  });

  test("of an aggregate has its function, where the program's text is there", () => {
    const operation = "aggregate_linear_postprocess";
    expect(handlesOf([parts("s1", { operation, code: "SUM(amount)" }), parts("s2", { operation })])).toEqual([
      "v.sum@3",
      "v.aggregate@3",
    ]);
  });

  test("has the column where that tells equal ones apart, and else a number in the compiler's order", () => {
    const at = { line: 3, column: 20 };
    expect(handlesOf([parts("s1"), parts("s2", { at })])).toEqual(["v.join@3:7", "v.join@3:20"]);
    expect(handlesOf([parts("s10"), parts("s9")])).toEqual(["v.join@3#2", "v.join@3#1"]);
  });

  test("writes a name as SQL does, and without what does not print", () => {
    const handles = handlesOf([
      parts("s1", { relation: view('Big "Orders"') }),
      parts("s2", { relation: view("a\u202e\nb\u0007") }),
      parts("s3", { relation: undefined }),
      parts("s4", { relation: undefined, at: undefined }),
    ]);
    expect(handles).toEqual(['"Big ""Orders""".join@3', "ab.join@3", "join@3", "s4.join"]);
  });

  test("is unlike every other of the program, whatever the names are", () => {
    const relation = fc.option(
      fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("v", "w.join@3", "v#1")).map(view),
      { nil: undefined },
    );
    const at = fc.option(fc.record({ line: fc.nat(2), column: fc.nat(2) }), { nil: undefined });
    const operation = fc.constantFrom("join", "map", "map_index", "aggregate", "");
    fc.assert(
      fc.property(fc.array(fc.record({ relation, at, operation }), { maxLength: 30 }), (all) => {
        const handles = handlesOf(all.map((one, i) => ({ ...one, name: `s${i}` })));
        expect(new Set(handles).size).toBe(all.length);
        expect(handles.every((handle) => !/\p{C}/u.test(handle))).toBe(true);
      }),
    );
  });
});
