import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rustPaths } from "../../../src/analysis/owners/rust-paths.ts";

const VISITOR =
  "<<feldera_pipe_operator_0123456789abcdef::row as feldera_types::Serde<core::C>>::read::Visitor<X> as serde_core::de::Visitor>::visit";

describe("rustPaths", () => {
  test.each([
    [
      "dbsp::trace::spine_async::Merge<B>::merge::{{closure}}",
      ["dbsp::trace::spine_async::Merge::merge::{{closure}}"],
    ],
    ["<dbsp::Spine<B> as dbsp::Trace>::insert", ["dbsp::Spine::insert", "dbsp::Trace::insert"]],
    ["<alloc::vec::Vec<T,A>>::push", ["alloc::vec::Vec::push"]],
    ["dbsp::mono::<impl dbsp::circuit::Stream<C,D>>::map", ["dbsp::mono::map"]],
    ["core::ptr::drop_in_place::<alloc::vec::Vec<u8>>", ["core::ptr::drop_in_place::"]],
    [
      "<&mut serde_json::de::Deserializer<R> as serde_core::de::Deserializer>::str",
      ["serde_json::de::Deserializer::str", "serde_core::de::Deserializer::str"],
    ],
    ["<dyn Fn(A) -> B as dbsp::Call>::call", ["Fn(A) -> B::call", "dbsp::Call::call"]],
    [
      VISITOR,
      [
        "feldera_pipe_operator_0123456789abcdef::row::read::Visitor::visit",
        "feldera_types::Serde::read::Visitor::visit",
        "serde_core::de::Visitor::visit",
      ],
    ],
    ["rd_kafka_thread_main", ["rd_kafka_thread_main"]],
    ["", [""]],
  ])("%s", (name, paths) => {
    expect(rustPaths(name)).toEqual(paths);
  });

  test("takes whatever there is, hostile names too", () => {
    for (const piece of ["<", "<a as ", "a::<", "a::", "->", "<<b>::c as ", "&mut "]) {
      expect(Array.isArray(rustPaths(piece.repeat(100_000)))).toBe(true);
    }
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("<", ">", "::", " as ", "a", "-", "&", "(", "impl "), { maxLength: 40 }),
        (pieces) => rustPaths(pieces.join("")).every((path) => typeof path === "string"),
      ),
    );
  });
});
