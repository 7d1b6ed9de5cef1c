import type { FunctionInfo } from "../callgraph/model.ts";

/**
 * Whether a function's name has no path: all that debug information with line tables alone gives of a Rust function,
 * and all that there is of a C function.
 */
export function isBareName(name: string): boolean {
  return name !== "" && !/^[\w$]+::|^</.test(name);
}

/** Whether a function is one of Rust's whose crate and module its name does not tell. */
export function isBareRust({ name, file }: FunctionInfo): boolean {
  return isBareName(name) && file.endsWith(".rs");
}

const STANDARD_LIBRARY =
  /\/(?:rustc\/[0-9a-f]+|rustlib\/src\/rust)\/library\/(?<crate>alloc|core|std)\/src\/(?<module>.+)\.rs$/;
/** As cargo unpacks a crate of a registry, and Rust its own dependencies: `…/hashbrown-0.15.2/src/raw/mod.rs`. */
const CRATE_SOURCE = /(?:^|\/)(?<crate>[A-Za-z][\w-]*?)-\d+\.\d+\.\d+[^/]*\/(?:src\/)?(?<module>.+)\.rs$/;

/**
 * The path that a bare Rust name would have by its file, as far as libraries lay theirs out: of `grow_one` in
 * `library/alloc/src/raw_vec/mod.rs` it is `alloc::raw_vec::grow_one`. Undefined for files of the program.
 */
export function pathByFile({ name, file }: FunctionInfo): string | undefined {
  const { crate, module } = (STANDARD_LIBRARY.exec(file) ?? CRATE_SOURCE.exec(file))?.groups ?? {};
  if (crate === undefined || module === undefined) return undefined;
  const modules = module.split("/").filter((part) => part !== "mod" && part !== "lib");
  return [crate.replaceAll("-", "_"), ...modules, name].join("::");
}
