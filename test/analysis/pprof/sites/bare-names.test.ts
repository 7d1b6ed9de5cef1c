import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodePprof } from "../../../../src/analysis/pprof/format/decode.ts";
import { sitesFacts } from "../../../../src/analysis/pprof/sites/sites.ts";
import { heapProfileOf } from "../folded.ts";
import { LIMITS } from "../heap-profiles.ts";

const ALL = { sort: "flat", limit: 1_000_000 } as const;
const STD = "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library";
const CRATES = "/home/.cargo/registry/src/index-of-crates-1949cf8c6b5b557f";

/** What stands between an allocation and its owner where names have no paths, from the leaf's side. */
const JEMALLOC = ["prof_backtrace_impl @ prof_sys.c", "malloc @ jemalloc.c"];
const ALLOCATOR = [
  `alloc @ ${CRATES}/tikv-jemallocator-0.6.0/src/lib.rs`,
  "__rust_alloc @ src/main.rs",
  `alloc_impl @ ${STD}/alloc/src/alloc.rs`,
  `exchange_malloc @ ${STD}/alloc/src/boxed.rs`,
];
const CONTAINERS = [
  `with_capacity<u8, alloc::alloc::Global> @ ${STD}/alloc/src/vec/mod.rs`,
  `grow_one @ ${STD}/alloc/src/raw_vec/mod.rs`,
  "push<app::Row, alloc::alloc::Global> @ src/main.rs",
  "reserve_rehash<u64> @ /rust/deps/hashbrown-0.16.1/src/raw/mod.rs",
  `insert_full @ ${CRATES}/indexmap-2.14.2/src/map/core.rs`,
  `{closure#0} @ ${CRATES}/tokio-1.54.1/src/runtime/context.rs`,
  `call_once @ ${STD}/core/src/ops/function.rs`,
];

function stackOf(fromLeaf: readonly string[]): string {
  return fromLeaf.toReversed().join(" < ");
}

function read(file: string) {
  const bytes = readFileSync(new URL(`../../../recordings/others/${file}`, import.meta.url));
  return sitesFacts(decodePprof(bytes, LIMITS), ALL);
}

describe("where names have no paths", () => {
  test("the site is the first function that is neither allocator nor container, whatever stands between", () => {
    const owner = fc.constantFrom(
      "hold_big @ src/main.rs",
      "arena_new @ src/arena.rs",
      "large_orders @ src/orders.rs",
    );
    const between = fc.tuple(
      fc.subarray(ALLOCATOR),
      fc.subarray(CONTAINERS),
      fc.array(fc.constantFrom(...CONTAINERS)),
    );
    fc.assert(
      fc.property(owner, between, (site, [allocator, containers, more]) => {
        const stack = stackOf([...JEMALLOC, ...allocator, ...containers, ...more, site, "main"]);
        const facts = sitesFacts(heapProfileOf([{ stack, weight: 100 }]), ALL);
        const [name, file] = site.split(" @ ");
        expect(facts.rows).toMatchObject([{ name, file, flat: 100 }]);
        expect(facts.subsystems).toMatchObject([{ subsystem: "untold", weight: 100 }]);
        expect(facts.bare).toMatchObject({ weight: 100, share: 1 });
      }),
      { numRuns: 100, seed: 14 },
    );
  });

  test("a function named as the allocation interface is passed over right above the allocator alone", () => {
    const profile = heapProfileOf([
      { stack: stackOf([...JEMALLOC, "alloc @ src/arena.rs", "fill @ src/arena.rs", "main"]), weight: 1 },
      {
        stack: stackOf([
          ...JEMALLOC,
          CONTAINERS[0] ?? "",
          "alloc @ src/arena.rs",
          "fill @ src/arena.rs",
          "main",
        ]),
        weight: 2,
      },
    ]);
    expect(sitesFacts(profile, ALL).rows.map(({ name, flat }) => [name, flat])).toEqual([
      ["alloc", 2],
      ["fill", 1],
    ]);
  });

  test("functions of one name in several files are several sites", () => {
    const profile = heapProfileOf([
      { stack: stackOf([...JEMALLOC, "load @ src/a.rs"]), weight: 3 },
      { stack: stackOf([...JEMALLOC, "load @ src/b.rs"]), weight: 2 },
    ]);
    expect(sitesFacts(profile, ALL).rows.map(({ file }) => file)).toEqual(["src/a.rs", "src/b.rs"]);
  });

  test("a C function is told by its name, as before", () => {
    const stack = stackOf([
      ...JEMALLOC,
      "rd_kafka_msg_new @ rdkafka_msg.c",
      "start_thread @ pthread_create.c",
    ]);
    const facts = sitesFacts(heapProfileOf([{ stack, weight: 5 }]), ALL);
    expect(facts.rows).toMatchObject([{ name: "rd_kafka_msg_new" }]);
    expect(facts.rows[0]).not.toHaveProperty("file");
    expect(facts.bare.weight).toBe(0);
  });

  test("names with paths are owners as ever", () => {
    const stack = stackOf([...JEMALLOC, "alloc::vec::Vec<T>::push", "app::load", "app::main"]);
    const facts = sitesFacts(heapProfileOf([{ stack, weight: 5 }]), ALL);
    expect(facts.rows).toMatchObject([{ name: "app::load" }]);
    expect(facts.subsystems).toMatchObject([{ subsystem: "other" }]);
  });
});

describe("recorded", () => {
  test("of one sample whose every alloc is one function", () => {
    const { rows } = read("bare-alloc.pb.gz");
    expect(rows).toMatchObject([{ name: "hold_big", file: "src/main.rs", flat: 64 * 2 ** 20 }]);
  });

  test("of a program with line tables only", () => {
    const { rows, bare, unsymbolised, sampling } = read("rust-lines.pb.gz");
    expect(rows.map(({ name, stacks }) => [name, stacks])).toEqual([
      ["{async_block#0}", 8],
      ["push_rows", 2],
    ]);
    expect(rows.map(({ file }) => file)).toEqual(Array(2).fill("/home/build/src/main.rs"));
    expect(bare.share).toBe(1);
    expect(unsymbolised.weight).toBe(0);
    expect(sampling?.everyBytesAtMost).toBe(524296);
  });

  test("of the same program without symbols", () => {
    const { rows, unsited, unsymbolised, subsystems, sampling, total } = read("rust-stripped.pb.gz");
    expect(rows).toEqual([]);
    expect(unsymbolised.weight).toBe(total);
    expect(unsymbolised.weight).toBe(unsited.weight);
    expect(unsymbolised.objects).toMatchObject([{ share: 1 }]);
    expect(unsymbolised.objects[0]?.object).toMatch(/\/hold-stripped$/);
    expect(subsystems).toMatchObject([{ subsystem: "untold", share: 1 }]);
    expect(sampling).toBeDefined();
  });
});

describe("how often samples were taken", () => {
  test("is bounded by the lightest stack of jemalloc's", () => {
    expect(read("lg12.0.pb.gz").sampling).toEqual({ everyBytesAtMost: 4425 });
  });

  test("is what the profile records, as Go's does", () => {
    expect(read("go-heap.pb.gz").sampling).toEqual({ everyBytes: 524288 });
  });
});

describe("stacks and objects are two numbers", () => {
  test("of which jemalloc's profiles have one, and Go's both", () => {
    const counts = (file: string) => {
      const { stackCount, objectCount } = read(file);
      return { stackCount, objectCount };
    };
    expect(counts("lg12.0.pb.gz")).toEqual({ stackCount: 8 });
    expect(counts("go-heap.pb.gz")).toEqual({ stackCount: 5, objectCount: 1159 });
    expect(counts("rust-stripped.pb.gz")).toEqual({ stackCount: 11 });
  });
});

test("code without names is of the library that called the allocator", () => {
  const object = "/usr/lib/librdkafka.so.1";
  const profile = heapProfileOf([{ stack: "start_thread < ? < malloc", weight: 9 }], object);
  const functions = profile.graph.functions.map((info) =>
    info.name === "?" ? { ...info, name: "", unsymbolised: true as const } : info,
  );
  const { unsymbolised } = sitesFacts({ ...profile, graph: { ...profile.graph, functions } }, ALL);
  expect(unsymbolised).toEqual({
    weight: 9,
    share: 1,
    stacks: 1,
    objects: [{ object, weight: 9, share: 1, stacks: 1 }],
  });
});
