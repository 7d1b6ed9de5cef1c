import { describe, expect, test } from "vitest";
import { InvalidPattern } from "../../../../src/analysis/invalid-pattern.ts";
import { IncompatibleProfiles } from "../../../../src/analysis/pprof/compare/incompatible-profiles.ts";
import {
  SitesDifferenceFacts,
  sitesDifference,
} from "../../../../src/analysis/pprof/sites/sites-difference.ts";
import { heapProfileOf } from "../folded.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "../heap-profiles.ts";

const ALL = { limit: 1_000_000 };
const MALLOC = "malloc < _rjem_je_malloc_default < prof_backtrace_impl";
const MIB = 2 ** 20;
const MERGE = "dbsp::trace::spine_async::MergeWorkers<B>::merge_step < dbsp::lean_vec::grow";
const HASH = "0123456789abcdef";

describe("the difference of two profiles", () => {
  test("tells what grew, shrank, came and went, the largest change first", () => {
    const base = heapProfileOf([
      { stack: `app::step < app::load < ${MALLOC}`, weight: 100 * MIB },
      { stack: `${MERGE} < ${MALLOC}`, weight: 50 * MIB },
      { stack: `app::old < ${MALLOC}`, weight: 20 * MIB },
      { stack: `app::same < ${MALLOC}`, weight: 30 * MIB },
    ]);
    const now = heapProfileOf([
      { stack: `app::step < app::load < ${MALLOC}`, weight: 40 * MIB },
      { stack: `${MERGE} < ${MALLOC}`, weight: 150 * MIB },
      { stack: `app::fresh < ${MALLOC}`, weight: 9 * MIB },
      { stack: `app::same < ${MALLOC}`, weight: 30 * MIB },
    ]);
    const facts = SitesDifferenceFacts.parse(sitesDifference(now, base, ALL));
    expect(
      facts.rows.map(({ name, subsystem, direction, before, after, change }) => [
        name,
        subsystem,
        direction,
        before / MIB,
        after / MIB,
        change / MIB,
      ]),
    ).toEqual([
      ["dbsp::lean_vec::grow", "merger", "grew", 50, 150, 100],
      ["app::load", "other", "shrank", 100, 40, -60],
      ["app::old", "other", "gone", 20, 0, -20],
      ["app::fresh", "other", "new", 0, 9, 9],
    ]);
    expect(facts.whole).toMatchObject({ before: 200 * MIB, after: 229 * MIB, change: 29 * MIB });
    expect(facts.subsystems).toMatchObject([
      { subsystem: "merger", change: 100 * MIB },
      { subsystem: "other", before: 150 * MIB, after: 79 * MIB, change: -71 * MIB },
    ]);
  });

  test("marks what sampling alone may bring about", () => {
    const at = (small: number, large: number) =>
      heapProfileOf([
        { stack: `app::small < ${MALLOC}`, weight: small },
        { stack: `app::large < ${MALLOC}`, weight: large },
      ]);
    const facts = sitesDifference(at(2 * MIB, 16 * MIB), at(0.5 * MIB, 2 * MIB), ALL);
    // By hand: the square root of 2.5 MiB times 0.5 MiB is 1.118 MiB, that of 18 MiB times 0.5 MiB is 3 MiB.
    expect(facts.rows).toMatchObject([
      { name: "app::large", change: 14 * MIB, noise: { isWithin: false } },
      { name: "app::small", change: 1.5 * MIB, noise: { isWithin: true } },
    ]);
    const deviations = facts.rows.map(({ noise }) => (noise?.deviation ?? 0) / MIB);
    expect(deviations[0]).toBeCloseTo(3, 9);
    expect(deviations[1]).toBeCloseTo(1.118, 3);
  });

  test("says nothing of noise where the samples are not jemalloc's", () => {
    const base = heapProfileOf([{ stack: "app::a", weight: 1 }]);
    const now = heapProfileOf([{ stack: "app::a", weight: 2 }]);
    const [row] = sitesDifference(now, base, ALL).rows;
    expect(row).toEqual({
      name: "app::a",
      subsystem: "other",
      direction: "grew",
      before: 1,
      after: 2,
      change: 1,
    });
  });

  test("keeps the profiler's own memory and what focus leaves out apart", () => {
    const dump = `app::dump < jemalloc_pprof::JemallocProfCtl::dump_pprof < gimli::read::Unit::new < ${MALLOC}`;
    const base = heapProfileOf([
      { stack: `app::a < ${MALLOC}`, weight: 10 },
      { stack: `app::b < ${MALLOC}`, weight: 4 },
    ]);
    const now = heapProfileOf([
      { stack: `app::a < ${MALLOC}`, weight: 13 },
      { stack: `app::b < ${MALLOC}`, weight: 9 },
      { stack: dump, weight: 1000 },
    ]);
    const facts = sitesDifference(now, base, { ...ALL, ignore: "app::b" });
    expect(facts.profiler).toMatchObject({ before: 0, after: 1000, change: 1000 });
    expect(facts.leftOut).toMatchObject({ before: 4, after: 9 });
    expect(facts.whole).toMatchObject({ before: 10, after: 13, change: 3 });
    expect(facts.rows.map(({ name }) => name)).toEqual(["app::a"]);
    expect(facts.subsystems.map(({ subsystem }) => subsystem)).toEqual(["other"]);
  });

  test("is told by SQL operator, with its place where that is known", () => {
    const stack = `app::main < feldera_pipe_operator_${HASH}::create_operator_${HASH} < ${MALLOC}`;
    const place = {
      handle: "s1.map",
      rule: "exact" as const,
      operator: "s1",
      operation: "map",
      positions: [],
      distance: 0,
    };
    const facts = sitesDifference(
      heapProfileOf([{ stack, weight: 7 }]),
      heapProfileOf([{ stack, weight: 2 }]),
      { ...ALL, places: { [HASH]: place } },
    );
    expect(facts.operators).toMatchObject([{ hash: HASH, before: 2, after: 7, change: 5, place }]);
  });

  test("sums up the rows below the limit", () => {
    const base = heapProfileOf([{ stack: "app::a", weight: 10 }]);
    const now = heapProfileOf([
      { stack: "app::b", weight: 4 },
      { stack: "app::c", weight: 3 },
    ]);
    expect(sitesDifference(now, base, { limit: 1 })).toMatchObject({
      rows: [{ name: "app::a", direction: "gone", change: -10 }],
      rowsInAll: 3,
      notShown: 7,
    });
  });

  test("refuses what cannot be compared", () => {
    const heap = heapProfileOf([{ stack: "app::a", weight: 1 }]);
    const cpu = heapProfile("generated/cpu.pb.gz");
    expect(() => sitesDifference(heap, cpu, ALL)).toThrow(IncompatibleProfiles);
    expect(() => sitesDifference(heap, heap, { ...ALL, focus: "(" })).toThrow(InvalidPattern);
  });
});

describe.each(RECORDED_HEAP_PROFILES)("of %s", (file) => {
  test("with itself is empty", () => {
    const profile = heapProfile(file);
    const facts = sitesDifference(profile, profile, ALL);
    expect(facts).toMatchObject({ rows: [], subsystems: [], operators: [], rowsInAll: 0, notShown: 0 });
    expect([facts.whole.change, facts.profiler.change]).toEqual([0, 0]);
  });

  test("with another adds up: sites and parts of Feldera to the whole, that and what is apart to the totals", () => {
    const facts = sitesDifference(heapProfile(file), heapProfile("heap_profile_1.body"), ALL);
    const sum = (rows: readonly { change: number }[]) => rows.reduce((all, { change }) => all + change, 0);
    expect(sum(facts.rows)).toBe(facts.whole.change);
    expect(sum(facts.subsystems)).toBe(facts.whole.change);
    const changes = facts.whole.change + facts.profiler.change + facts.leftOut.change;
    expect(changes).toBe(facts.profile.total - facts.base.total);
  });
});

test("a later profile's own memory is not taken for growth", () => {
  const facts = sitesDifference(heapProfile("heap_profile_2.body"), heapProfile("heap_profile_1.body"), ALL);
  expect(Math.round(facts.profiler.after / MIB)).toBe(54);
  expect(facts.rows.some(({ name }) => /gimli|addr2line/.test(name ?? ""))).toBe(false);
  expect(facts.rows[0]).toMatchObject({
    name: "dbsp::dynamic::lean_vec::RawVec::realloc",
    subsystem: "merger",
  });
});
