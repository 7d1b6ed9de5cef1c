import { describe, expect, test } from "vitest";
import { InvalidPattern } from "../../../../src/analysis/invalid-pattern.ts";
import { UnknownSampleType } from "../../../../src/analysis/pprof/format/sample-type.ts";
import { topFacts } from "../../../../src/analysis/pprof/report/top.ts";
import { SitesFacts, type SitesOptions, sitesFacts } from "../../../../src/analysis/pprof/sites/sites.ts";
import { atLeastOne } from "../../../support/at-least-one.ts";
import { heapProfileOf } from "../folded.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "../heap-profiles.ts";

const ALL = { sort: "flat", limit: 1_000_000 } as const;
const MALLOC = "alloc::alloc::alloc < malloc < _rjem_je_malloc_default < prof_backtrace_impl";

describe("sitesFacts charges memory to the first frame of the program", () => {
  test("passing over the allocator, containers, executors and the standard library", () => {
    const profile = heapProfileOf([
      {
        stack: `clone3 < std::rt < app::main < app::load < alloc::vec::Vec<T>::push < ${MALLOC}`,
        weight: 100,
      },
      { stack: `app::main < app::load < hashbrown::map::HashMap<K,V>::insert < ${MALLOC}`, weight: 20 },
      { stack: `app::main < app::wait < tokio::runtime::task::new_task < ${MALLOC}`, weight: 3 },
      { stack: `app::main < ${MALLOC}`, weight: 1 },
    ]);
    const facts = sitesFacts(profile, ALL);
    expect(facts.rows.map(({ name, flat, cum, stacks }) => [name, flat, cum, stacks])).toEqual([
      ["app::load", 120, 120, 2],
      ["app::wait", 3, 3, 1],
      ["app::main", 1, 124, 1],
    ]);
    expect(facts).toMatchObject({ total: 124, sampling: { everyBytesAtMost: 1 }, rowsInAll: 3, notShown: 0 });
    expect(facts.rows[0]?.flatShare).toBeCloseTo(120 / 124);
  });

  test("setting apart the profiler's own memory and stacks without a frame of the program", () => {
    const profile = heapProfileOf([
      {
        stack: `app::main < app::dump < jemalloc_pprof::dump_pprof < gimli::read::Unit::new < ${MALLOC}`,
        weight: 50,
      },
      { stack: `clone3 < std::thread::start < ${MALLOC}`, weight: 7 },
      { stack: "", weight: 2 },
      { stack: `app::main < ${MALLOC}`, weight: 41 },
    ]);
    const facts = sitesFacts(profile, ALL);
    expect(facts.profiler).toEqual({ weight: 50, share: 0.5, stacks: 1 });
    expect(facts.unsited).toEqual({ weight: 9, share: 0.09, stacks: 2 });
    expect(facts.rows).toMatchObject([{ name: "app::main", flat: 41, cum: 41 }]);
  });

  test("following the callers as long as one holds three quarters, then each part", () => {
    const profile = heapProfileOf([
      {
        stack: `app::main < app::merge < app::Builder::new < app::reserve < app::grow < ${MALLOC}`,
        weight: 60,
      },
      {
        stack: `app::main < app::merge < app::Builder::copy < app::reserve < app::grow < ${MALLOC}`,
        weight: 30,
      },
      { stack: `app::main < app::read < app::grow < ${MALLOC}`, weight: 10 },
    ]);
    const [row] = sitesFacts(profile, ALL).rows;
    expect(row).toMatchObject({
      name: "app::grow",
      flat: 100,
      callPaths: [
        {
          subsystem: "other",
          weight: 100,
          callers: [{ name: "app::reserve", weight: 90 }],
          branches: [
            [
              { name: "app::Builder::new", weight: 60 },
              { name: "app::merge", weight: 60 },
              { name: "app::main", weight: 60 },
            ],
            [
              { name: "app::Builder::copy", weight: 30 },
              { name: "app::merge", weight: 30 },
              { name: "app::main", weight: 30 },
            ],
          ],
        },
      ],
    });
  });

  test("following eight of many callers, and counting them all", () => {
    const weights = [3, 9, 4, 7, 12, 6, 5, 10, 8, 11];
    const profile = heapProfileOf(
      weights.map((weight) => ({
        stack: `app::main < app::caller_${weight} < app::grow < ${MALLOC}`,
        weight,
      })),
    );
    const [way] = sitesFacts(profile, ALL).rows[0]?.callPaths ?? [];
    expect(way?.branches.map(([first]) => first?.weight)).toEqual([12, 11, 10, 9, 8, 7, 6, 5]);
    expect(way?.branchesInAll).toBe(10);
  });

  test("passing over recursion and plumbing among the callers", () => {
    const profile = heapProfileOf([
      {
        stack: `app::main < std::thread::local::LocalKey<T>::with < app::visit < core::ops::function::FnOnce::call_once < app::visit < app::visit < ${MALLOC}`,
        weight: 5,
      },
    ]);
    const [row] = sitesFacts(profile, ALL).rows;
    expect(row).toMatchObject({
      name: "app::visit",
      cum: 5,
      callPaths: [{ callers: [{ name: "app::main", weight: 5 }], branches: [], branchesInAll: 0 }],
    });
  });

  test("telling whose memory it is, each part of Feldera by itself, and the way up to that alone", () => {
    const realloc = "dbsp::dynamic::lean_vec::RawVec::realloc";
    const builder = "dbsp::trace::ord::vec::wset_batch::VecWSetBuilder<K,R>::push";
    const run =
      "dbsp::trace::spine_async::MergeWorkers<B>::run < dbsp::trace::spine_async::MergeWorkers<B>::merge_step";
    const step =
      "dbsp::circuit::circuit_builder::CircuitHandle::step < dbsp::circuit::circuit_builder::UnaryNode<C>::eval";
    const profile = heapProfileOf([
      {
        stack: `${run} < dbsp::trace::Builder::with_capacity < ${builder} < ${realloc} < ${MALLOC}`,
        weight: 70,
      },
      {
        stack: `${step} < dbsp::operator::dynamic::join::JoinTrace<I>::eval < ${realloc} < ${MALLOC}`,
        weight: 30,
      },
    ]);
    const { rows, subsystems } = sitesFacts(profile, ALL);
    expect(rows).toMatchObject([
      {
        name: realloc,
        flat: 100,
        callPaths: [
          {
            subsystem: "merger",
            part: { name: "wset" },
            weight: 70,
            callers: [{ name: builder }, { name: "dbsp::trace::spine_async::MergeWorkers<B>::merge_step" }],
          },
          {
            subsystem: "operators",
            part: { name: "join" },
            weight: 30,
            callers: [
              { name: "dbsp::operator::dynamic::join::JoinTrace<I>::eval" },
              { name: "dbsp::circuit::circuit_builder::UnaryNode<C>::eval" },
            ],
          },
        ],
      },
    ]);
    expect(subsystems).toEqual([
      {
        subsystem: "merger",
        weight: 70,
        share: 0.7,
        stacks: 1,
        parts: [{ part: { name: "wset" }, weight: 70, share: 0.7, stacks: 1, notShown: 0 }],
      },
      {
        subsystem: "operators",
        weight: 30,
        share: 0.3,
        stacks: 1,
        parts: [{ part: { name: "join" }, weight: 30, share: 0.3, stacks: 1, notShown: 0 }],
      },
    ]);
  });

  test("ranking by cum with the parts of Feldera that all that passes through is for", () => {
    const node = "dbsp::circuit::circuit_builder::UnaryNode<C>::eval";
    const profile = heapProfileOf([
      { stack: `app::main < app::step < ${node} < app::join < ${MALLOC}`, weight: 30 },
      { stack: `app::main < app::step < app::sort < ${MALLOC}`, weight: 20 },
    ]);
    const { rows } = sitesFacts(profile, { sort: "cum", limit: 3 });
    const callPaths = [
      { subsystem: "operators", weight: 30, callers: [] },
      { subsystem: "other", weight: 20 },
    ];
    expect(rows).toMatchObject([
      { name: "app::main", flat: 0, cum: 50, callPaths },
      { name: "app::step", flat: 0, cum: 50, callPaths },
      {
        name: "app::join",
        flat: 30,
        cum: 30,
        callPaths: [{ subsystem: "operators", callers: [{ name: node }] }],
      },
    ]);
  });

  test("by SQL operator, with the share that has a place", () => {
    const crate = (digit: string) => `feldera_pipe_operator_${digit.repeat(16)}`;
    const profile = heapProfileOf([
      { stack: `app::main < ${crate("a")}::eval < serde_json::de::read < ${MALLOC}`, weight: 50 },
      { stack: `app::main < ${crate("b")}::eval < ${MALLOC}`, weight: 30 },
      { stack: `app::main < c_function < ${MALLOC}`, weight: 20 },
    ]);
    const place = {
      handle: "s1.map",
      rule: "exact" as const,
      operator: "s1",
      operation: "map",
      positions: [],
      distance: 0,
    };
    const facts = sitesFacts(profile, { ...ALL, places: { [crate("a").slice(-16)]: place } });
    expect(facts.operators).toEqual([
      { hash: "a".repeat(16), weight: 50, share: 0.5, stacks: 1, place },
      { hash: "b".repeat(16), weight: 30, share: 0.3, stacks: 1 },
    ]);
    expect(facts.placed).toEqual({ weight: 50, share: 0.5, stacks: 1 });
    expect(sitesFacts(profile, ALL)).not.toHaveProperty("placed");
  });

  test("saying what focus, ignore and the limit left out", () => {
    const profile = heapProfileOf([
      { stack: `app::a < ${MALLOC}`, weight: 60 },
      { stack: `app::b < ${MALLOC}`, weight: 30 },
      { stack: `app::c < ${MALLOC}`, weight: 10 },
    ]);
    expect(sitesFacts(profile, { sort: "flat", limit: 1, ignore: "app::a" })).toMatchObject({
      total: 100,
      leftOut: { weight: 60, share: 0.6, stacks: 1 },
      rows: [{ name: "app::b", flat: 30, flatShare: 0.3 }],
      rowsInAll: 2,
      notShown: 10,
    });
    expect(sitesFacts(profile, { ...ALL, focus: "nothing" })).toMatchObject({
      leftOut: { weight: 100 },
      rows: [],
      rowsInAll: 0,
    });
  });

  test("refusing patterns and sample types that do not exist", () => {
    const profile = heapProfileOf([{ stack: "app::a", weight: 1 }]);
    expect(() => sitesFacts(profile, { ...ALL, focus: "(" })).toThrow(InvalidPattern);
    expect(() => sitesFacts(profile, { ...ALL, ignore: "(" })).toThrow(InvalidPattern);
    expect(() => sitesFacts(profile, { ...ALL, sample_type: "cpu" })).toThrow(UnknownSampleType);
  });
});

describe.each([...RECORDED_HEAP_PROFILES, "generated/cpu.pb.gz", "generated/difference.pb.gz"])(
  "in %s",
  (file) => {
    const options: readonly SitesOptions[] = [
      ALL,
      { sort: "cum", limit: 1_000_000 },
      { ...ALL, focus: "dbsp::trace|app::s|re" },
      { ...ALL, ignore: "serde_json|tokio|sort|alloc" },
      { ...ALL, limit: 3, focus: "dbsp|app", ignore: "spine" },
    ];

    test("sites, the profiler, what has no site and what was left out add up to the total", () => {
      const profile = heapProfile(file);
      for (const option of options) {
        const facts = SitesFacts.parse(sitesFacts(profile, option));
        const sites = facts.rows.reduce((sum, { flat }) => sum + flat, facts.notShown);
        const others = facts.profiler.weight + facts.unsited.weight + facts.leftOut.weight;
        expect(sites + others).toBe(facts.total);
        expect(facts.rows.length).toBe(Math.min(option.limit, facts.rowsInAll));
      }
    });

    test("parts of Feldera add up to the total, each to what is within it, and sites to their paths", () => {
      const profile = heapProfile(file);
      expect(sitesFacts(profile, ALL)).toMatchObject({
        subsystems: expect.arrayContaining([expect.anything()]),
        rows: expect.arrayContaining([expect.anything()]),
      });
      for (const option of options) {
        const { subsystems, leftOut, total, rows } = sitesFacts(profile, option);
        expect(subsystems.reduce((sum, { weight }) => sum + weight, leftOut.weight)).toBe(total);
        for (const { subsystem, parts, weight } of subsystems) {
          expect(parts.reduce((sum, part) => sum + part.weight, 0)).toBe(weight);
          if (option.sort === "cum") continue;
          const paths = rows.flatMap(({ callPaths }) => callPaths).filter((of) => of.subsystem === subsystem);
          const elsewhere = parts.reduce((sum, { notShown }) => sum + notShown, 0);
          expect(paths.reduce((sum, path) => sum + path.weight, elsewhere)).toBe(weight);
        }
        for (const { callPaths, flat, cum } of rows) {
          expect(callPaths.reduce((sum, path) => sum + path.weight, 0)).toBe(
            option.sort === "flat" ? flat : cum,
          );
        }
      }
    });

    // Of a difference the weights may be negative.
    const isDifference = file === "generated/difference.pb.gz";
    test.skipIf(isDifference)(
      "callers hold ever less of a path, and branches no more than what they split",
      () => {
        for (const path of atLeastOne(
          sitesFacts(heapProfile(file), ALL).rows.flatMap(({ callPaths }) => callPaths),
        )) {
          const weights = [path.weight, ...path.callers.map(({ weight }) => weight)];
          expect(weights).toEqual(weights.toSorted((left, right) => right - left));
          expect(weights.at(-1)).toBeGreaterThanOrEqual(path.weight * 0.75);
          const split = path.branches.reduce((sum, [first]) => sum + (first?.weight ?? 0), 0);
          expect(split).toBeLessThanOrEqual(weights.at(-1) ?? 0);
        }
      },
    );
  },
);

describe("in Feldera's heap profiles", () => {
  test.each(RECORDED_HEAP_PROFILES)(
    "%s, no site is the allocator's, a container's or the profiler's",
    (file) => {
      const { rows, unsited } = sitesFacts(heapProfile(file), ALL);
      const plumbing =
        /^<*[&*]?(alloc|core|std|hashbrown|tikv_jemalloc|arcstr|tokio::(runtime|task)|__rust|gimli|backtrace)|malloc|realloc$|_rjem|prof_/;
      const own = new Set(["dbsp::dynamic::lean_vec::RawVec::realloc"]);
      const names = rows.map(({ name }) => name).filter((name) => !own.has(name));
      expect(atLeastOne(names).filter((name) => plumbing.test(name) && !/feldera/.test(name))).toEqual([]);
      expect(unsited.weight).toBe(0);
    },
  );

  test("a first profile has nothing of the profiler, a later one has", () => {
    const first = sitesFacts(heapProfile("heap_profile_1.body"), ALL);
    const later = sitesFacts(heapProfile("heap_profile_2.body"), ALL);
    expect(first.profiler).toEqual({ weight: 0, share: 0, stacks: 0 });
    expect(later.profiler.share).toBeCloseTo(0.117, 3);
  });

  test("cum is pprof's where nothing is set apart", () => {
    const profile = heapProfile("heap_profile_1.body");
    const cum = new Map(
      topFacts(profile, { sort: "cum" }).rows.map((row): [string, number] => [row.name, row.cum]),
    );
    for (const row of atLeastOne(sitesFacts(profile, ALL).rows)) expect(row.cum).toBe(cum.get(row.name));
  });

  test.each(RECORDED_HEAP_PROFILES)("%s, less than a twentieth is of no known part of Feldera", (file) => {
    const { subsystems } = sitesFacts(heapProfile(file), ALL);
    const unknown = subsystems.filter(({ subsystem }) => subsystem === "other" || subsystem === "runtime");
    expect(unknown.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(0.05);
  });
});
