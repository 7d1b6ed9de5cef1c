import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameId, namesWithId } from "../../../src/analysis/names/name-id.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "../pprof/heap-profiles.ts";

describe("nameId", () => {
  test("is the same in every call and every version, because it is quoted in conversations", () => {
    expect(nameId("")).toBe("fab3e7c0");
    expect(nameId("malloc")).toBe("f76da283");
    expect(nameId("dbsp::trace::spine_async::MergeWorkers<B>::run::{{closure}}")).toBe("fb9939ef");
  });

  test("is an f and seven hexadecimal digits, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
        expect(nameId(name)).toMatch(/^f[0-9a-f]{7}$/);
      }),
      { seed: 3 },
    );
  });

  test("is different for each function of the recorded profiles", async () => {
    const profiles = await Promise.all(RECORDED_HEAP_PROFILES.map(heapProfile));
    const names = new Set(profiles.flatMap(({ graph }) => graph.functions.map(({ name }) => name)));
    expect(new Set([...names].map(nameId)).size).toBe(names.size);
  });

  test("spreads names that differ in one character as evenly as chance does", () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `dbsp::f${index}`);
    const ids = new Set(names.map(nameId));
    // 6.7 pairs are expected, and more than 20 come with a chance of 1 in 100,000.
    expect(names.length - ids.size).toBeLessThan(20);
    for (const digit of "0123456789abcdef") {
      const share = names.filter((name) => nameId(name)[1] === digit).length / names.length;
      expect(share).toBeCloseTo(1 / 16, 2);
    }
  });
});

describe("namesWithId", () => {
  test("finds a name by its id, once", () => {
    expect(namesWithId(["a::b", "malloc", "c", "malloc"], nameId("malloc"))).toEqual(["malloc"]);
    expect(namesWithId(["a::b"], nameId("malloc"))).toEqual([]);
    expect(namesWithId(["a::b"], "a::b")).toEqual([]);
  });

  test("finds all names that share an id", () => {
    const [one, other] = twoNamesWithOneId();
    expect(nameId(one)).toBe(nameId(other));
    expect(namesWithId([other, "malloc", one], nameId(one))).toEqual([other, one]);
  });
});

function twoNamesWithOneId(): readonly [string, string] {
  const names = new Map<string, string>();
  for (let index = 0; ; index++) {
    const name = `dbsp::f${index}`;
    const earlier = names.get(nameId(name));
    if (earlier !== undefined) return [earlier, name];
    names.set(nameId(name), name);
  }
}
