import { expect, test } from "vitest";
import { frameName, framePath } from "../../../src/text/functions/frame-name.ts";

test.each([
  ["<dbsp::trace::VecBuilder<K,V> as dbsp::trace::Builder<B>>::done", "VecBuilder::done"],
  ["dbsp::trace::spine_async::MergeWorkers<B>::run::{{closure}}::{{closure}}", "MergeWorkers::run"],
  ["<core::option::Option<T> as feldera_types::Serde<C>>::read", "Serde::read"],
  ["feldera_pipe_operator_0123456789abcdef::create_operator_1::{{closure}}", "SQL operator 0123456789abcdef"],
  ["rd_kafka_thread_main", "rd_kafka_thread_main"],
  ["main", "main"],
  ["", ""],
])("%s is %s", (name, short) => {
  expect(frameName(name)).toBe(short);
});

test("a path has each frame once, and says how many of its middle it leaves out", () => {
  const names = ["a::b::c", "a::b::c::{{closure}}", "a::d::e", "a::f::g", "a::h::i", "a::j::k"];
  expect(framePath(names, 5)).toBe("b::c < d::e < f::g < h::i < j::k");
  expect(framePath(names, 3)).toBe("b::c < d::e < (2 more) < j::k");
  expect(framePath([], 3)).toBe("");
});
