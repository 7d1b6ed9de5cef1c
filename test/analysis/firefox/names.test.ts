import { describe, expect, test } from "vitest";
import { isRuntimeGlue, isThreadEntry } from "../../../src/analysis/firefox/functions/runtime-glue.ts";
import { threadGroup } from "../../../src/analysis/firefox/threads/thread-groups.ts";

function isGlue(name: string, object = "/opt/pipeline"): boolean {
  return isRuntimeGlue({ name, systemName: name, file: "", object });
}

describe("runtime glue", () => {
  test.each([
    "core::ops::function::FnOnce::call_once{{vtable.shim}}",
    "<alloc::boxed::Box<C> as dbsp::trace::cursor::MergeCursor<K,V,T,R>>::key",
    "<usize as core::slice::index::SliceIndex<[T]>>::index",
    "<&mut F as core::future::future::Future>::poll",
    "<[T] as alloc::slice::Concat>::concat",
    "tokio::runtime::task::raw::poll",
    "dbsp::circuit::schedule::dynamic_scheduler::Inner::step::{{closure}}",
    "<dbsp::circuit::circuit_builder::Timed<T> as core::future::future::Future>::poll",
    "_rust_try",
  ])("is %s", (name) => {
    expect(isGlue(name)).toBe(true);
  });

  test.each([
    "dbsp::trace::spine_async::list_merger::ListMerger<C,B>::work",
    "<T as dbsp::dynamic::weight::Weight>::raw_add_assign",
    "<&serde_json::raw::RawValue as dbsp_adapters::format::json::input::UpdateFormat>::apply",
    "<dyn dbsp::dynamic::vec::Vector<T> as core::ops::index::Index<usize>>::index",
    "corelib::run",
    "malloc",
    "{closure#0}",
    "",
  ])("is not %j", (name) => {
    expect(isGlue(name)).toBe(false);
  });

  test.each(["/usr/lib/x86_64-linux-gnu/libc.so.6", "/lib/libfoo.so", "[vdso]", "[kernel.kallsyms]"])(
    "is everything in %s",
    (object) => {
      expect(isGlue("dbsp::trace::merge", object)).toBe(true);
    },
  );
});

test.each(["clone3", "_clone3", "start_thread", "_start", "_libc_start_main_impl"])(
  "%s is a thread's entry",
  (name) => {
    expect(isThreadEntry(name)).toBe(true);
  },
);

test.each(["restart_thread", "tokio::runtime::task::raw::poll", "clone_from", ""])(
  "%j is no thread's entry",
  (name) => {
    expect(isThreadEntry(name)).toBe(false);
  },
);

describe("threads", () => {
  test.each([
    ["dbsp-worker-12", "workers"],
    ["merger-0", "mergers"],
    ["feldera-tokio-3", "tokio"],
    ["tokio-rt-worker", "tokio"],
    ["tokio-runtime-w", "tokio"],
    ["actix-rt|system", "http"],
    ["actix-server ac", "http"],
    ["datagen", "connectors"],
    ["s3-input-tokio-", "connectors"],
    ["rdk:broker1", "connectors"],
    // Since 0.360.
    ["dbsp-commit-0", "checkpoints"],
    ["dbsp-commit-17", "checkpoints"],
    ["dbsp-commit", "other"],
    ["circuit-thread", "other"],
    ["dbsp-storage", "other"],
  ])("called %s are %s", (name, group) => {
    expect(threadGroup(name, [])).toBe(group);
  });

  test("of output connectors have the connector's name and are known by what they run", () => {
    const running = ["start_thread", "dbsp_adapters::controller::ControllerInner::output_thread_func"];
    expect(threadGroup("customer_totals", running)).toBe("connectors");
    expect(threadGroup("customer_totals", ["start_thread"])).toBe("other");
  });
});
