import { demangleRustLegacy } from "./rust-legacy.ts";
import { demangleRustV0 } from "./rust-v0.ts";

/** ThinLTO's suffix: which module the function was promoted from says nothing to a reader. */
const PROMOTED = /\.llvm\.[0-9A-F@]+$/;

/** What compilers append to a part or copy of a function, as in `.cold` and `.part.0`. */
const SUFFIX = /^(?:\.[!-~]*)?$/;

/**
 * The name as a person writes it, where it is still mangled; any other name as it is.
 *
 * Rust's mangled names become what `rustc-demangle` prints with `{:#}`: without hash and without the
 * disambiguators of crates.
 *
 *     _ZN4core3ptr13drop_in_place17h0123456789abcdefE    core::ptr::drop_in_place
 *     _RNvMs_NtCs1234_3std2rtNtB5_4Once4call             <std::rt::Once>::call
 *
 * C++ names stay as they are. At most 65,536 characters, or the name itself.
 */
export function readableName(name: string): string {
  const symbol = /^__?(?:ZN|R)/.exec(name)?.[0];
  if (symbol === undefined) return name;
  const mangled = name.slice(symbol.length).replace(PROMOTED, "");
  const demangled = symbol.endsWith("R") ? demangleRustV0(mangled) : demangleRustLegacy(mangled);
  if (demangled === undefined || !SUFFIX.test(demangled.rest)) return name;
  return demangled.path + demangled.rest;
}
