import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readableName } from "../../../src/analysis/names/demangle.ts";
import { heapProfile, RECORDED_HEAP_PROFILES } from "../pprof/heap-profiles.ts";

/** Symbols that rustc wrote, and what rustc-demangle makes of them: see scripts/name-goldens.mjs. */
const COMPILED = readFileSync(new URL("../../goldens/names/rust-symbols.tsv", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t"))
  .map(([symbol = "", name = ""]) => ({ symbol, name }));

describe("readableName", () => {
  test("reads the symbols of a compiled program as rustc-demangle does", () => {
    expect(COMPILED.filter(({ symbol }) => symbol.startsWith("_R")).length).toBeGreaterThan(300);
    expect(COMPILED.filter(({ symbol }) => symbol.startsWith("_ZN")).length).toBeGreaterThan(50);
    expect(COMPILED.map(({ symbol }) => readableName(symbol))).toEqual(COMPILED.map(({ name }) => name));
  });

  test("reads every symbol of the recorded heap profiles as Feldera does", () => {
    const profiles = RECORDED_HEAP_PROFILES.map(heapProfile);
    const functions = profiles.flatMap(({ graph }) => [...graph.functions]);
    const demangled = functions.filter(({ name, systemName }) => name !== systemName);
    expect(demangled.length).toBeGreaterThan(1700);
    expect(demangled.map(({ systemName }) => readableName(systemName))).toEqual(
      demangled.map(({ name }) => name),
    );
    expect(functions.map(({ name }) => readableName(name))).toEqual(functions.map(({ name }) => name));
  });

  test.each([
    ["_ZN4core3ptr13drop_in_place17h0123456789abcdefE", "core::ptr::drop_in_place"],
    [
      "_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE",
      "<Test + 'static as foo::Bar<Test>>::bar",
    ],
    ["_ZN8$RF$testing17h0123456789abcdefE", "_ZN8$RF$testing17h0123456789abcdefE"],
    ["_ZN4$RF$17h0123456789abcdefE", "&"],
    ["_ZN13_$C$$LP$$RP$a17h0123456789abcdefE", ",()a"],
    ["_ZN8foo$XX$b17h0123456789abcdefE", "foo$XX$b"],
    ["_ZN9a$u0007$b17h0123456789abcdefE", "a$u0007$b"],
    ["_ZN12a$u110000$b.17h0123456789abcdefE", "a$u110000$b."],
    ["__ZN3foo17h0123456789abcdefE", "foo"],
  ])("legacy: %s", (symbol, name) => {
    expect(readableName(symbol)).toBe(name);
  });

  test.each([
    ["_RNvC7mycrate3foo", "mycrate::foo"],
    ["_RNvCs1234_7mycrate3foo", "mycrate::foo"],
    ["__RNvC7mycrate3foo", "mycrate::foo"],
    ["_RNCNvC1a1b0", "a::b::{closure#0}"],
    ["_RNCNvC1a1bs_0", "a::b::{closure#1}"],
    ["_RNSNvC1a1bs0_6vtable", "a::b::{shim:vtable#2}"],
    ["_RMC1aNtC1a1T", "<a::T>"],
    ["_RNvMs_C1aNtB4_1T3new", "<a::T>::new"],
    ["_RNvXC1aNtC1a1TNtC4core5Clone5clone", "<a::T as core::Clone>::clone"],
    ["_RNvYNtC1a1TNtC4core5Clone5clone", "<a::T as core::Clone>::clone"],
    ["_RINvC1a1fhlE", "a::f::<u8, i32>"],
    ["_RINvC1a1fINtC5alloc3VechEE", "a::f::<alloc::Vec<u8>>"],
    ["_RINvC1a1fTEThEE", "a::f::<(), (u8,)>"],
    ["_RINvC1a1fRShQShPhOhAhj3_E", "a::f::<&[u8], &mut [u8], *const u8, *mut u8, [u8; 3]>"],
    ["_RINvC1a1fFG_RL0_hEuE", "a::f::<for<'a> fn(&'a u8)>"],
    ["_RINvC1a1fFUKChvEzE", 'a::f::<unsafe extern "C" fn(u8, ...) -> !>'],
    ["_RINvC1a1fDINtC1a1Fp1AhNtC1a4SendEL_E", undefined],
    ["_RINvC1a1fDINtC1a1FhEp1AlNtC1a4SendEL_E", "a::f::<dyn a::F<u8, A = i32> + a::Send>"],
    ["_RINvC1a1fKj7b_Kb1_Kc41_Kp_E", undefined],
    ["_RINvC1a1fKj7b_Kan5_Kb1_Kc41_KpE", "a::f::<123, -5, true, 'A', _>"],
    ["_RINvC1a1fKRe616222_KVNtC1a1ST1hh1_EE", undefined],
    ["_RINvC1a1fKRe616222_KVNtC1a1STh1_EE", 'a::f::<"ab\\"", {a::S(1)}>'],
    ["_RINvC1a1fhEC1b", "a::f::<u8>"],
    ["_RNvC1au8gdel_5qa", "a::gödel"],
    ["_RNvC1au3a__", "a::punycode{a__}"],
  ])("version 0: %s", (symbol, name) => {
    expect(readableName(symbol)).toBe(name ?? symbol);
  });

  test("leaves out what ThinLTO appends, and keeps the suffix of a part of a function", () => {
    expect(readableName("_ZN3foo17h0123456789abcdefE.llvm.9D1C9369")).toBe("foo");
    expect(readableName("_RNvC1a1b.llvm.1234@@16")).toBe("a::b");
    expect(readableName("_RNvC1a1b.cold.1")).toBe("a::b.cold.1");
    expect(readableName("_RNvC1a1b and more")).toBe("_RNvC1a1b and more");
  });

  test.each([
    "malloc",
    "dbsp::trace::Spine<B>::insert",
    "_start",
    "_R",
    "_ZN",
    "_ZNSt6vectorIiSaIiEE9push_backERKi",
    "_ZN10__cxxabiv119__terminate_handlerE",
    "_ZN3foo17h0123456789abcdef",
    "_RNvC1a",
    "_RNvC9a1b",
    "_RB_",
    "_RNvB_1a",
    "_RNvB2_1a",
    "_RINvC1a1fKc110000_E",
    "_RINvC1a1fKRe6_E",
    "_RINvC1a1fKReff_E",
    "_RINvC1a1fRL0_hE",
  ])("leaves %s as it is", (name) => {
    expect(readableName(name)).toBe(name);
  });

  test("leaves a symbol whose references say exponentially more than its length", () => {
    expect(readableName(doublings(2))).toBe(
      "a::f::<(u8,), ((u8,), (u8,)), (((u8,), (u8,)), ((u8,), (u8,)))>",
    );
    const symbol = doublings(60);
    expect(readableName(symbol)).toBe(symbol);
  });

  test("leaves a symbol that nests deeper than any real one, or is endless", () => {
    expect(readableName(`_RINvC1a1f${"S".repeat(400)}hE`)).toBe(
      `a::f::<${"[".repeat(400)}u8${"]".repeat(400)}>`,
    );
    const hostile = [
      "S",
      "R",
      "T",
      "N",
      "I",
      "M",
      "FK",
      "D",
      "NvC1a",
      "G_",
      "A",
      "B_",
      "u",
      "0",
      "KReff",
      "L_",
    ];
    for (const part of hostile) {
      for (const start of ["_R", "_RINvC1a1f", "_RNvMC1a", "_ZN"]) {
        const symbol = start + part.repeat(100_000 / part.length);
        expect(readableName(symbol)).toBe(symbol);
      }
    }
  });

  test("no name makes it fail or long", () => {
    const symbols = fc.constantFrom(...COMPILED.map(({ symbol }) => symbol));
    const piece = fc.constantFrom(..."_NvCMXYIBsuEKTRLDFGSAph0129aT.$".split(""), "1a", "B2_", "17h");
    const damaged = fc
      .tuple(symbols, fc.nat(400), fc.nat(20), fc.string({ unit: piece, maxLength: 12 }))
      .map(([symbol, at, cut, insert]) => symbol.slice(0, at) + insert + symbol.slice(at + cut));
    fc.assert(
      fc.property(damaged, (symbol) => {
        expect(readableName(symbol).length).toBeLessThanOrEqual(65_536);
      }),
      { numRuns: 3000, seed: 5 },
    );
  });
});

/** `a::f::<(u8,), ((u8,), (u8,)), …>`, where each tuple refers twice to the one before. */
function doublings(count: number): string {
  let symbol = "INvC1a1f";
  let last = symbol.length;
  symbol += "ThE";
  for (let index = 0; index < count; index++) {
    const reference = `B${base62(last)}`;
    last = symbol.length;
    symbol += `T${reference}${reference}E`;
  }
  return `_R${symbol}E`;
}

function base62(value: number): string {
  const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  let text = "_";
  for (let rest = value - 1; rest > 0 || text === "_"; rest = Math.floor(rest / 62)) {
    text = digits.charAt(rest % 62) + text;
  }
  return text;
}
