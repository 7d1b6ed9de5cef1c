import { describe, expect, test } from "vitest";
import { isBareName, isBareRust, pathByFile } from "../../../src/analysis/owners/file-path.ts";

function info(name: string, file: string) {
  return { name, systemName: name, file, object: "/opt/app" };
}

test("a bare name has no path", () => {
  expect(["alloc", "{closure#0}", "push<u8, alloc::alloc::Global>", "malloc"].map(isBareName)).toEqual(
    Array(4).fill(true),
  );
  expect(["", "alloc::alloc", "<T as core::A>::b", "<impl T>::b"].map(isBareName)).toEqual(
    Array(4).fill(false),
  );
});

test("and is of Rust if its file is", () => {
  expect(isBareRust(info("alloc", "src/main.rs"))).toBe(true);
  expect(isBareRust(info("malloc", "jemalloc.c"))).toBe(false);
  expect(isBareRust(info("malloc", ""))).toBe(false);
});

describe("the path of a bare name by its file", () => {
  test.each([
    ["grow_one", "/rustc/0123abc/library/alloc/src/raw_vec/mod.rs", "alloc::raw_vec::grow_one"],
    ["alloc_impl", "/rustc/0123abc/library/alloc/src/alloc.rs", "alloc::alloc::alloc_impl"],
    [
      "call_once",
      "/opt/rust/lib/rustlib/src/rust/library/core/src/ops/function.rs",
      "core::ops::function::call_once",
    ],
    [
      "alloc",
      "/home/.cargo/registry/src/index-0f/tikv-jemallocator-0.6.0/src/lib.rs",
      "tikv_jemallocator::alloc",
    ],
    [
      "poll",
      "/home/.cargo/registry/src/index-0f/tokio-1.54.1/src/runtime/task/raw.rs",
      "tokio::runtime::task::raw::poll",
    ],
    ["resize_inner", "/rust/deps/hashbrown-0.16.1/src/raw/mod.rs", "hashbrown::raw::resize_inner"],
    ["insert", "/opt/vendor/indexmap-2.14.2/src/map.rs", "indexmap::map::insert"],
  ])("%s in %s", (name, file, path) => {
    expect(pathByFile(info(name, file))).toBe(path);
  });

  test.each(["src/main.rs", "/home/me/my-app/src/alloc.rs", "/home/me/v1.2/src/lib.rs", ""])(
    "none in %j",
    (file) => {
      expect(pathByFile(info("hold", file))).toBeUndefined();
    },
  );
});
