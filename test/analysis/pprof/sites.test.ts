import { describe, expect, test } from "vitest";
import { InvalidPattern } from "../../../src/analysis/pattern.ts";
import { UnknownSampleType } from "../../../src/analysis/pprof/sample-type.ts";
import { SITES_FACTS, type SitesOptions, sitesFacts } from "../../../src/analysis/pprof/sites.ts";
import { topFacts } from "../../../src/analysis/pprof/top.ts";
import { heapProfileOf } from "./folded.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "./heap-profiles.ts";

const ALL = { sort: "flat", limit: 1_000_000 } as const;
const MALLOC = "alloc::alloc::alloc < malloc < _rjem_je_malloc_default < prof_backtrace_impl";

describe("sitesFacts charges memory to the first frame of the program", () => {
  test("passing over the allocator, containers, executors and the standard library", async () => {
    const profile = await heapProfileOf([
      {
        stack: `clone3 < std::rt < app::main < app::load < alloc::vec::Vec<T>::push < ${MALLOC}`,
        weight: 100,
      },
      { stack: `app::main < app::load < hashbrown::map::HashMap<K,V>::insert < ${MALLOC}`, weight: 20 },
      { stack: `app::main < app::wait < tokio::runtime::task::new_task < ${MALLOC}`, weight: 3 },
      { stack: `app::main < ${MALLOC}`, weight: 1 },
    ]);
    const facts = sitesFacts(profile, ALL);
    expect(facts.rows.map(({ name, flat, cum, samples }) => [name, flat, cum, samples])).toEqual([
      ["app::load", 120, 120, 2],
      ["app::wait", 3, 3, 1],
      ["app::main", 1, 124, 1],
    ]);
    expect(facts).toMatchObject({ total: 124, sampledByJemalloc: true, rowsInAll: 3, notShown: 0 });
    expect(facts.rows[0]?.flatShare).toBeCloseTo(120 / 124);
  });

  test("setting apart the profiler's own memory and stacks without a frame of the program", async () => {
    const profile = await heapProfileOf([
      {
        stack: `app::main < app::dump < jemalloc_pprof::dump_pprof < gimli::read::Unit::new < ${MALLOC}`,
        weight: 50,
      },
      { stack: `clone3 < std::thread::start < ${MALLOC}`, weight: 7 },
      { stack: "", weight: 2 },
      { stack: `app::main < ${MALLOC}`, weight: 41 },
    ]);
    const facts = sitesFacts(profile, ALL);
    expect(facts.profiler).toEqual({ weight: 50, share: 0.5, samples: 1 });
    expect(facts.unsited).toEqual({ weight: 9, share: 0.09, samples: 2 });
    expect(facts.rows).toMatchObject([{ name: "app::main", flat: 41, cum: 41 }]);
  });

  test("following the callers as long as one holds three quarters, then each part", async () => {
    const profile = await heapProfileOf([
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
    });
  });

  test("passing over recursion and plumbing among the callers", async () => {
    const profile = await heapProfileOf([
      {
        stack: `app::main < std::thread::local::LocalKey<T>::with < app::visit < core::ops::function::FnOnce::call_once < app::visit < app::visit < ${MALLOC}`,
        weight: 5,
      },
    ]);
    const [row] = sitesFacts(profile, ALL).rows;
    expect(row).toMatchObject({ name: "app::visit", cum: 5, callers: [{ name: "app::main", weight: 5 }] });
  });

  test("ranking by cum with the callers of all that passes through", async () => {
    const profile = await heapProfileOf([
      { stack: `app::main < app::step < app::join < ${MALLOC}`, weight: 30 },
      { stack: `app::main < app::step < app::sort < ${MALLOC}`, weight: 20 },
    ]);
    const { rows } = sitesFacts(profile, { sort: "cum", limit: 3 });
    expect(rows).toMatchObject([
      { name: "app::main", flat: 0, cum: 50, callers: [] },
      { name: "app::step", flat: 0, cum: 50, callers: [{ name: "app::main", weight: 50 }] },
      { name: "app::join", flat: 30, cum: 30 },
    ]);
  });

  test("saying what focus, ignore and the limit left out", async () => {
    const profile = await heapProfileOf([
      { stack: `app::a < ${MALLOC}`, weight: 60 },
      { stack: `app::b < ${MALLOC}`, weight: 30 },
      { stack: `app::c < ${MALLOC}`, weight: 10 },
    ]);
    expect(sitesFacts(profile, { sort: "flat", limit: 1, ignore: "app::a" })).toMatchObject({
      total: 100,
      leftOut: { weight: 60, share: 0.6, samples: 1 },
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

  test("refusing patterns and sample types that do not exist", async () => {
    const profile = await heapProfileOf([{ stack: "app::a", weight: 1 }]);
    expect(() => sitesFacts(profile, { ...ALL, focus: "(" })).toThrow(InvalidPattern);
    expect(() => sitesFacts(profile, { ...ALL, ignore: "(" })).toThrow(InvalidPattern);
    expect(() => sitesFacts(profile, { ...ALL, sampleType: "cpu" })).toThrow(UnknownSampleType);
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

    test("sites, the profiler, what has no site and what was left out add up to the total", async () => {
      const profile = await heapProfile(file);
      for (const option of options) {
        const facts = SITES_FACTS.parse(sitesFacts(profile, option));
        const sites = facts.rows.reduce((sum, { flat }) => sum + flat, facts.notShown);
        const others = facts.profiler.weight + facts.unsited.weight + facts.leftOut.weight;
        expect(sites + others).toBe(facts.total);
        expect(facts.rows.length).toBe(Math.min(option.limit, facts.rowsInAll));
      }
    });

    test("callers hold ever less of a row, and branches no more than what they split", async () => {
      for (const row of sitesFacts(await heapProfile(file), ALL).rows.filter(({ flat }) => flat > 0)) {
        const weights = [row.flat, ...row.callers.map(({ weight }) => weight)];
        if (file === "generated/difference.pb.gz") continue;
        expect(weights).toEqual(weights.toSorted((left, right) => right - left));
        expect(weights.at(-1)).toBeGreaterThanOrEqual(row.flat * 0.75);
        const split = row.branches.reduce((sum, [first]) => sum + (first?.weight ?? 0), 0);
        expect(split).toBeLessThanOrEqual(weights.at(-1) ?? 0);
      }
    });
  },
);

describe("in Feldera's heap profiles", () => {
  test.each(RECORDED_HEAP_PROFILES)(
    "%s, no site is the allocator's, a container's or the profiler's",
    async (file) => {
      const { rows, unsited } = sitesFacts(await heapProfile(file), ALL);
      const plumbing =
        /^<*[&*]?(alloc|core|std|hashbrown|tikv_jemalloc|arcstr|tokio::(runtime|task)|__rust|gimli|backtrace)|malloc|realloc$|_rjem|prof_/;
      const own = new Set(["dbsp::dynamic::lean_vec::RawVec::realloc"]);
      const names = rows.map(({ name }) => name).filter((name) => !own.has(name));
      expect(names.filter((name) => plumbing.test(name) && !/feldera/.test(name))).toEqual([]);
      expect(unsited.weight).toBe(0);
    },
  );

  test("a first profile has nothing of the profiler, a later one has", async () => {
    const first = sitesFacts(await heapProfile("heap_profile_1.body"), ALL);
    const later = sitesFacts(await heapProfile("heap_profile_2.body"), ALL);
    expect(first.profiler).toEqual({ weight: 0, share: 0, samples: 0 });
    expect(later.profiler.share).toBeCloseTo(0.117, 3);
  });

  test("cum is pprof's where nothing is set apart", async () => {
    const profile = await heapProfile("heap_profile_1.body");
    const cum = new Map(
      topFacts(profile, { sort: "cum" }).rows.map((row): [string, number] => [row.name, row.cum]),
    );
    for (const row of sitesFacts(profile, ALL).rows) expect(row.cum).toBe(cum.get(row.name));
  });

  test("the top rows say which part of Feldera holds the memory", async () => {
    const { rows } = sitesFacts(await heapProfile("opt_heap_profile_1.body"), { sort: "flat", limit: 3 });
    expect(
      rows.map(({ name, flat, samples, callers, branches }) => ({
        name,
        MiB: Math.round(flat / 2 ** 20),
        samples,
        callers: callers.map((caller) => caller.name),
        branches: branches.slice(0, 2).map(([first]) => first?.name),
      })),
    ).toMatchInlineSnapshot(`
      [
        {
          "MiB": 37,
          "branches": [
            "<dbsp::trace::ord::vec::indexed_wset_batch::VecIndexedWSetBuilder<K,V,R,O> as dbsp::trace::Builder<dbsp::trace::ord::vec::indexed_wset_batch::VecIndexedWSet<K,V,R,O>>>::with_capacity_in_location",
            "<dbsp::trace::ord::fallback::wset::FallbackWSetBuilder<K,R> as dbsp::trace::Builder<dbsp::trace::ord::fallback::wset::FallbackWSet<K,R>>>::for_merge",
          ],
          "callers": [],
          "name": "dbsp::dynamic::lean_vec::RawVec::realloc",
          "samples": 11,
        },
        {
          "MiB": 19,
          "branches": [
            "<<feldera_pipe_operator_e70c6b0a31fd250f::create_operator_e70c6b0a31fd250f::struct_94351c8a53ded701 as feldera_types::serde_with_context::deserialize::DeserializeWithContext<feldera_types::serde_with_context::serde_config::SqlSerdeConfig,feldera_sqllib::variant::Variant>>::deserialize_with_context_aux::RecordVisitor as serde_core::de::Visitor>::visit_map",
            "<<feldera_pipe_operator_acf1dafccae68c40::create_operator_acf1dafccae68c40::struct_c60471bf5da0f1e1 as feldera_types::serde_with_context::deserialize::DeserializeWithContext<feldera_types::serde_with_context::serde_config::SqlSerdeConfig,feldera_sqllib::variant::Variant>>::deserialize_with_context_aux::RecordVisitor as serde_core::de::Visitor>::visit_map",
          ],
          "callers": [
            "<feldera_sqllib::string::SqlString as feldera_types::serde_with_context::deserialize::DeserializeWithContext<C,AUX>>::deserialize_with_context",
            "<core::option::Option<T> as feldera_types::serde_with_context::deserialize::DeserializeWithContext<C,AUX>>::deserialize_with_context",
            "<core::option::Option<T> as feldera_types::serde_with_context::deserialize::ErasedDeserializeWithContext<AUX>>::erased_deserialize_with_context",
            "<feldera_types::serde_with_context::deserialize::ErasedDeserializationContext<AUX> as serde_core::de::DeserializeSeed>::deserialize",
          ],
          "name": "<&mut serde_json::de::Deserializer<R> as serde_core::de::Deserializer>::deserialize_str",
          "samples": 4,
        },
        {
          "MiB": 9,
          "branches": [],
          "callers": [
            "serde_json::value::ser::<impl serde_core::ser::Serialize for serde_json::value::Value>::serialize",
            "feldera_datagen::InputGenerator::worker_thread::{{closure}}",
          ],
          "name": "serde_json::ser::format_escaped_str",
          "samples": 2,
        },
      ]
    `);
  });
});
