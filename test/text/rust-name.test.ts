import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shortRustName } from "../../src/text/rust-name.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "../analysis/pprof/heap-profiles.ts";

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

  test("no name makes it slow, long or fail", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "::",
      " as ",
      "a",
      "{{closure}}",
      "->",
      "(",
      ")",
      "impl ",
      ",",
      "𐐷",
      "&",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(shortRustName(pieces.join("")).length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 500, seed: 11 },
    );
    for (const hostile of ["<", ">", "a::", "<a::", "::<", "{", "{{closure}}::", "<a as ", "𐐷"]) {
      const name = hostile.repeat(1_000_000 / hostile.length);
      const start = performance.now();
      const short = shortRustName(name);
      expect(performance.now() - start).toBeLessThan(3000);
      expect(short.length).toBeLessThanOrEqual(120);
      expect(Buffer.from(short).toString()).toBe(short);
    }
  });
});
