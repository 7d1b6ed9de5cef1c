import { describe, expect, test } from "vitest";
import {
  classOf,
  type FrameClass,
  isProfilerFrame,
} from "../../../../src/analysis/pprof/sites/frame-class.ts";

function frame(name: string, { file = "", object = "/opt/app" } = {}) {
  return { name, systemName: name, file, object };
}

const CLASSES: readonly (readonly [FrameClass, string])[] = [
  ["allocator", "prof_backtrace_impl"],
  ["allocator", "_rjem_je_malloc_default"],
  ["allocator", "mallocx"],
  ["allocator", "do_rallocx"],
  ["allocator", "calloc"],
  ["allocator", "__rustc::__rust_alloc_zeroed"],
  ["allocator", "__rust_realloc"],
  ["allocator", "<tikv_jemallocator::Jemalloc as core::alloc::global::GlobalAlloc>::alloc"],
  ["allocator", "alloc::alloc::Global::alloc_impl_runtime"],
  ["allocator", "<alloc::alloc::Global as core::alloc::Allocator>::grow"],
  ["allocator", "operator new(unsigned long)"],
  ["allocator", "_Znwm"],
  ["library", "<alloc::raw_vec::RawVecInner>::try_allocate_in"],
  ["library", "alloc::raw_vec::RawVecInner<A>::with_capacity_in"],
  ["library", "<T as alloc::slice::<impl [T]>::to_vec_in::ConvertVec>::to_vec"],
  ["library", "<[T]>::to_vec"],
  ["library", "<u8 as alloc::vec::spec_from_elem::SpecFromElem>::from_elem"],
  ["library", "<alloc::boxed::Box<F,A> as core::ops::function::FnOnce<Args>>::call_once"],
  ["library", "core::ops::function::FnOnce::call_once{{vtable.shim}}"],
  ["library", "std::thread::local::LocalKey<T>::with"],
  ["library", "hashbrown::raw::inner::RawTableInner::prepare_resize"],
  ["library", "<T as dyn_clone::DynClone>::__clone_box"],
  ["library", "arcstr::arc_str::ThinInner::try_allocate"],
  ["library", "std::vector<int, std::allocator<int> >::push_back(int const&)"],
  ["library", "_ZNSt6vectorIiSaIiEE9push_backERKi"],
  ["library", "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$8grow_one17h0123456789abcdefE"],
  ["runtime", "tokio::runtime::task::harness::Harness<T,S>::poll"],
  ["runtime", "<tokio::task::local::RunUntil<T> as core::future::future::Future>::poll"],
  ["runtime", "<&mut dyn erased_serde::de::Visitor as serde_core::de::Visitor>::visit_map"],
  ["runtime", "__rust_try"],
  ["runtime", "clone3"],
  ["runtime", ""],
  ["program", "dbsp::dynamic::lean_vec::RawVec::realloc"],
  ["program", "<dbsp::dynamic::lean_vec::LeanVec<T> as core::clone::Clone>::clone"],
  ["program", "dbsp::mono::<impl dbsp::circuit::Stream<alloc::vec::Vec<T>>>::map"],
  ["program", "<core::option::Option<T> as feldera_types::serde_with_context::Deserialize>::deserialize"],
  ["program", "<&serde_json::raw::RawValue as dbsp_adapters::format::UpdateFormat>::apply"],
  [
    "program",
    "<<feldera_pipe::row as feldera_types::Serde<core::C>>::read::Visitor as serde_core::de::Visitor>::visit",
  ],
  [
    "program",
    "<<core::option::Option<T> as feldera_types::Serde<C>>::read::Visitor as serde_core::de::Visitor>::visit",
  ],
  ["program", "<dyn feldera_storage::StorageBackend>::read_json"],
  ["program", "<(A,B) as dbsp::operator::Tuple>::eval"],
  ["program", "<dyn Fn(core::A) -> core::B as dbsp::Call>::call"],
  ["program", "tokio::sync::broadcast::channel"],
  ["program", "rocksdb_open"],
  ["program", "allocator_of_my_own::new"],
  ["program", "mallocator::new"],
];

describe("classOf", () => {
  test.each(CLASSES)("%s: %s", (expected, name) => {
    expect(classOf(frame(name))).toBe(expected);
  });

  test("takes everything in the operating system's libraries for what its caller asked for", () => {
    expect(classOf(frame("fopen", { object: "/lib/x86_64-linux-gnu/libc.so.6" }))).toBe("runtime");
    expect(classOf(frame("_dl_map_object", { object: "/lib64/ld-linux-x86-64.so.2" }))).toBe("runtime");
    expect(classOf(frame("parse", { object: "/opt/libconfig.so.9" }))).toBe("program");
  });

  test("goes by the file where debug information has names without paths", () => {
    const file = "/rustc/0123456789abcdef/library/alloc/src/raw_vec/mod.rs";
    expect(classOf(frame("grow_one<u8, alloc::Global>", { file }))).toBe("library");
    expect(classOf(frame("merge_step", { file: "/src/dbsp/trace.rs" }))).toBe("program");
    expect(classOf(frame("dbsp::trace::merge", { file }))).toBe("program");
  });

  test("takes hostile names in little time", () => {
    for (const piece of ["<", "<a as ", "a::", "&mut ", "'a "]) {
      expect(["program", "library", "runtime"]).toContain(
        classOf(frame(piece.repeat(1_000_000 / piece.length))),
      );
    }
  });
});

describe("isProfilerFrame", () => {
  test.each([
    "jemalloc_pprof::JemallocProfCtl::dump_pprof",
    "pprof_util::StackProfile::to_pprof",
    "backtrace::symbolize::gimli::Cache::with_global",
    "gimli::read::abbrev::Abbreviations::parse",
    "<addr2line::Context<R> as core::ops::Drop>::drop",
    "push<gimli::read::Attribute, alloc::Global>",
  ])("%s", (name) => {
    expect(isProfilerFrame(frame(name))).toBe(true);
  });

  test("does not take the program's profiling code for it", () => {
    expect(isProfilerFrame(frame("dbsp::profile::cpu::CPUProfilerInner::scheduler_event"))).toBe(false);
    expect(isProfilerFrame(frame("feldera_samply::Annotations::apply"))).toBe(false);
  });
});
