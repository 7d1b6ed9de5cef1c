import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameId } from "../../../src/analysis/names/name-id.ts";
import { type ShownName, shortRustName, shownNames } from "../../../src/text/functions/rust-name.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "../../analysis/pprof/heap-profiles.ts";
import { atLeastOne } from "../../support/at-least-one.ts";

function shownName(name: string): ShownName | undefined {
  return shownNames([name])[0];
}

/** With ids only where two names look the same without them. */
function distinctShortNames(names: readonly string[]): string[] {
  const shown = new Map(shownNames(names).map((one, index) => [names[index] ?? "", one]));
  const shorts = [...shown.values()].map(({ short }) => short);
  return names.map((name) => {
    const { short = "", id } = shown.get(name) ?? {};
    const isAlone = shorts.filter((other) => other === short).length === 1;
    return id === undefined || isAlone ? short : `${short} [${id}]`;
  });
}

describe("shortRustName", () => {
  test.each([
    ["malloc", "malloc"],
    ["dbsp::trace::spine_async::MergeWorkers<B>::merge_step", "MergeWorkers<B>::merge_step"],
    ["tokio::sync::broadcast::channel", "broadcast::channel"],
    ["main::main", "main::main"],
  ])("keeps the type or module and the function: %s", (name, short) => {
    expect(shortRustName(name)).toBe(short);
  });

  test("keeps all closures of a function", () => {
    expect(shortRustName("a::b::Runtime::run::{{closure}}::{{closure}}")).toBe(
      "Runtime::run::{{closure}}::{{closure}}",
    );
    expect(shortRustName("a::b::Runtime::run::{closure#0}")).toBe("Runtime::run::{closure#0}");
    expect(shortRustName("core::ops::function::FnOnce::call_once{{vtable.shim}}")).toBe(
      "FnOnce::call_once{{vtable.shim}}",
    );
  });

  test("keeps type and trait of a trait's method, and the type of an impl", () => {
    expect(shortRustName("<alloc::vec::Vec<T,A> as core::clone::Clone>::clone")).toBe(
      "<Vec<T,A> as Clone>::clone",
    );
    expect(shortRustName("<alloc::raw_vec::RawVecInner>::try_allocate_in")).toBe(
      "<RawVecInner>::try_allocate_in",
    );
    expect(shortRustName("dbsp::operator::join::<impl dbsp::circuit::Stream<C,I1>>::dyn_join")).toBe(
      "<impl Stream<C,I1>>::dyn_join",
    );
    expect(shortRustName("<T as alloc::slice::<impl [T]>::to_vec_in::ConvertVec>::to_vec")).toBe(
      "<T as <impl [T]>::ConvertVec>::to_vec",
    );
    expect(shortRustName("<<a::b::Row as c::Serde<d::X>>::read::Visitor as e::Visitor>::visit_map")).toBe(
      "<<Row as Serde<…>>::Visitor as Visitor>::visit_map",
    );
  });

  test("keeps generic arguments one level deep", () => {
    expect(shortRustName("a::Map<b::K<c::X>,d::V>::get")).toBe("Map<K<…>,V>::get");
    expect(shortRustName("core::ptr::drop_in_place::<alloc::vec::Vec<u8>>")).toBe(
      "ptr::drop_in_place::<Vec<…>>",
    );
  });

  test("takes the > of an arrow for text", () => {
    expect(shortRustName("<dyn core::ops::Fn(a::X) -> b::Y as c::Call>::call")).toBe(
      "<dyn Fn(X) -> Y as Call>::call",
    );
    expect(shortRustName("<dyn a::Trait+Type = b::T>::f")).toBe("<dyn Trait+Type = T>::f");
  });

  test("leaves out arguments, then the middle, of what is still long", () => {
    const types = Array.from({ length: 40 }, (_, index) => `column_${index}`).join(",");
    expect(shortRustName(`feldera::Tup40<${types}>::clone`)).toBe("Tup40<…>::clone");
    const long = shortRustName(`x::${"a".repeat(500)}_the_end`);
    expect(long).toHaveLength(120);
    expect(long).toMatch(/^x::a+…a+_the_end$/);
  });

  test("tells apart most functions of the recorded profiles", async () => {
    const profiles = await Promise.all(RECORDED_HEAP_PROFILES.map(heapProfile));
    const names = new Set(profiles.flatMap(({ graph }) => graph.functions.map(({ name }) => name)));
    const short = new Set([...names].map(shortRustName));
    expect(short.size).toBeGreaterThan(names.size * 0.95);
  });

  test("no name makes it long or fail", () => {
    fc.assert(
      fc.property(rustLikeName, (name) => {
        expect(shortRustName(name).length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 500 },
    );
    for (const name of HOSTILE_NAMES) {
      const short = shortRustName(name);
      expect(short.length).toBeLessThanOrEqual(120);
      expect(Buffer.from(short).toString()).toBe(short);
    }
  });
});

describe("distinctShortNames", () => {
  test("names that differ in their short form keep it", () => {
    expect(distinctShortNames(["a::b::Vec<T>::push", "malloc", "a::b::Vec<T>::pop"])).toEqual([
      "Vec<T>::push",
      "malloc",
      "Vec<T>::pop",
    ]);
  });

  test("names in different modules show as many of them as tell them apart", () => {
    expect(
      distinctShortNames([
        "tokio::runtime::Runtime::block_on",
        "actix_rt::runtime::Runtime::block_on",
        "tokio::sync::Runtime::block_on",
      ]),
    ).toEqual([
      "tokio::runtime::Runtime::block_on",
      "actix_rt::runtime::Runtime::block_on",
      "sync::Runtime::block_on",
    ]);
  });

  test("names with different arguments show them deeper", () => {
    expect(
      distinctShortNames([
        "core::ptr::drop_in_place<alloc::vec::Vec<u8>>",
        "core::ptr::drop_in_place<alloc::vec::Vec<alloc::string::String>>",
        "core::ptr::drop_in_place<alloc::vec::Vec<alloc::vec::Vec<u8>>>",
        "core::ptr::drop_in_place<alloc::vec::Vec<alloc::vec::Vec<i8>>>",
      ]),
    ).toEqual([
      "ptr::drop_in_place<Vec<u8>>",
      "ptr::drop_in_place<Vec<String>>",
      "ptr::drop_in_place<Vec<Vec<u8>>>",
      "ptr::drop_in_place<Vec<Vec<i8>>>",
    ]);
  });

  test("types of one name in different modules show these", () => {
    expect(distinctShortNames(["<a::Map<F> as x::Future>::poll", "<b::Map<F> as x::Future>::poll"])).toEqual([
      "<a::Map<F> as x::Future>::poll",
      "<b::Map<F> as x::Future>::poll",
    ]);
  });

  test("names whose difference is too deep to show get their ids", () => {
    const [one, other] = [
      `f::g<${"X<".repeat(200)}u8${">".repeat(201)}`,
      `f::g<${"X<".repeat(200)}i8${">".repeat(201)}`,
    ];
    expect(distinctShortNames([one, other, one])).toEqual([
      `f::g<X<…>> [${nameId(one)}]`,
      `f::g<X<…>> [${nameId(other)}]`,
      `f::g<X<…>> [${nameId(one)}]`,
    ]);
  });

  test("names that share even an id are numbered", () => {
    const [one, other] = twoLongNamesWithOneId();
    expect(nameId(one)).toBe(nameId(other));
    expect(shortRustName(one)).toBe(shortRustName(other));
    expect(shownNames([one, other])).toEqual([
      { short: "f::g<X>", id: nameId(one) },
      { short: "f::g<X> #1", id: nameId(one) },
    ]);
  });

  test("tells apart all functions of the recorded profiles without an id", async () => {
    const profiles = await Promise.all(RECORDED_HEAP_PROFILES.map(heapProfile));
    const names = [...new Set(profiles.flatMap(({ graph }) => graph.functions.map(({ name }) => name)))];
    const shown = distinctShortNames(names);
    expect(new Set(shown).size).toBe(names.length);
    expect(atLeastOne(shown).filter((each) => / \[f[0-9a-f]{7}\]$/.test(each))).toEqual([]);
    expect(shown.filter((each, index) => each !== shortRustName(names[index] ?? "")).length).toBeLessThan(40);
  });

  test("different names look different, equal ones the same, and none is long", () => {
    fc.assert(
      fc.property(fc.array(rustLikeName, { maxLength: 30 }), (names) => {
        for (const shown of [
          distinctShortNames(names),
          shownNames(names).map(({ short, id }) => `${short} ${id}`),
        ]) {
          expect(shown).toHaveLength(names.length);
          expect(new Set(shown).size).toBe(new Set(names).size);
          expect(new Set(names.map((name, index) => `${name}\0${shown[index]}`)).size).toBe(
            new Set(names).size,
          );
          for (const each of shown) expect(each.length).toBeLessThanOrEqual(140);
        }
      }),
      { numRuns: 500 },
    );
    expect(new Set(distinctShortNames(HOSTILE_NAMES)).size).toBe(HOSTILE_NAMES.length);
  });
});

describe("shownName", () => {
  test("has an id where the short form leaves out arguments or the middle, and none where only modules", () => {
    expect(shownName("malloc")).toEqual({ short: "malloc" });
    expect(shownName("tokio::sync::broadcast::channel")).toEqual({ short: "broadcast::channel" });
    const name = "core::ptr::drop_in_place<alloc::vec::Vec<u8>>";
    expect(shownName(name)).toEqual({ short: "ptr::drop_in_place<Vec<…>>", id: nameId(name) });
    const long = "x".repeat(121);
    expect(shownName(long)?.id).toBe(nameId(long));
    expect(shownName("a::b::c…")).toEqual({ short: "b::c…" });
  });

  test("beside other names there is an id also where names look alike", () => {
    const [one, other] = [`f::g<${"x::".repeat(60)}X>`, `f::g<${"x::".repeat(61)}X>`];
    expect(shownName(one)).toEqual({ short: "f::g<X>" });
    expect(shownNames([one, other, "a::Vec<T>::pop"])).toEqual([
      { short: "f::g<X>", id: nameId(one) },
      { short: "f::g<X>", id: nameId(other) },
      { short: "Vec<T>::pop" },
    ]);
  });
});

const rustLikeName = fc
  .array(
    fc.constantFrom(
      "<",
      ">",
      "::",
      " as ",
      "a",
      "b",
      "{{closure}}",
      "->",
      "(",
      ")",
      "impl ",
      ",",
      "𐐷",
      "&",
      "=>",
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(""));

const HOSTILE_NAMES = ["<", ">", "a::", "<a::", "::<", "{", "{{closure}}::", "<a as ", "𐐷", "->", "=>"].map(
  (piece) => piece.repeat(100_000 / piece.length),
);

/** Names that differ where no form of 120 characters shows it. */
function twoLongNamesWithOneId(): readonly [string, string] {
  const names = new Map<string, string>();
  for (let index = 0; ; index++) {
    const module = index.toString(2).padStart(20, "0").replaceAll("0", "x::").replaceAll("1", "y::");
    const name = `f::g<${"x::".repeat(40)}${module}${"x::".repeat(40)}X>`;
    const earlier = names.get(nameId(name));
    if (earlier !== undefined) return [earlier, name];
    names.set(nameId(name), name);
  }
}
