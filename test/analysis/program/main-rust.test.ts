import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedInput } from "../../../src/analysis/malformed.ts";
import { readMainRust } from "../../../src/analysis/program/main-rust.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { type TarMember, tarOf } from "../../support/tar.ts";
import { generatedRust } from "../circuit/recorded.ts";

const MAIN = "crates/feldera_pipe_pipeline_0_main/src/main.rs";
const LIMIT = 1_000_000;

const CRATE = (digit: string) => digit.repeat(16);
const ID = (digit: string) => digit.repeat(64);

function packed(tar: Uint8Array): string {
  return gzipSync(tar).toString("base64");
}

function read(...members: readonly TarMember[]) {
  return readMainRust(packed(tarOf(members)), LIMIT);
}

function creation(names: string, crate: string, rest: string): string {
  return `        ${names}create_operator_${crate}(&circuit, ${rest}, &None, &sourceMap, &mut catalog, );\n`;
}

describe("the generated Rust", () => {
  test("ties each operator's crate to its node and its persistent id", () => {
    const content = [
      "use feldera_pipe_operator_ffffffffffffffff::*;\n",
      `            m.insert("${ID("1")}", 0, SourcePosition::new(85, 57));\n`,
      creation("let (s0, handle_s0) = ", CRATE("0"), `Some("${ID("0")}")`),
      creation("let (s3_0,s3_1,s3_2,) = ", CRATE("3"), `Some("${ID("3")}")`),
      creation("let s10 = ", CRATE("a"), `Some("${ID("a")}")`),
      creation("let s11 = ", CRATE("b"), "None"),
      creation("", CRATE("c"), `Some("${ID("c")}")`),
    ].join("");
    expect(read({ name: MAIN, content })).toEqual([
      { crate: CRATE("0"), node: "s0", persistentId: ID("0") },
      { crate: CRATE("3"), node: "s3", persistentId: ID("3") },
      { crate: CRATE("a"), node: "s10", persistentId: ID("a") },
      { crate: CRATE("b"), node: "s11" },
      { crate: CRATE("c"), persistentId: ID("c") },
    ]);
  });

  test("has the operators of a recursive region in the region's own crate", () => {
    const region = {
      name: `crates/feldera_pipe_operator_${CRATE("9")}/src/lib.rs`,
      content: `pub fn create_operator_${CRATE("9")}(circuit: &RootCircuit) -> (A,) {\n${creation("let s7 = ", CRATE("7"), "None")}}`,
    };
    const main = { name: MAIN, content: creation("let (s9_0,) = ", CRATE("9"), "None") };
    expect(read(region, main)).toEqual([
      { crate: CRATE("7"), node: "s7" },
      { crate: CRATE("9"), node: "s9" },
    ]);
  });

  test("of other files says nothing", () => {
    const content = creation("let s1 = ", CRATE("1"), "None");
    const other = { name: "crates/feldera_pipe_pipeline_0_globals/src/udf.rs", content };
    const folder = { name: MAIN, content: "", type: "5" };
    const main = { name: MAIN, content: creation("let s2 = ", CRATE("2"), "None") };
    expect(read(other, folder, main)).toEqual([{ crate: CRATE("2"), node: "s2" }]);
  });

  test.each([
    ["support_bundle", 36],
    ["runtime_panic_support_bundle", 5],
    ["stopped_support_bundle", 5],
    ["worlds/udf_panic/support_bundle_light", 5],
    ["worlds/skewed_join/support_bundle_light", 11],
  ])("of %s has its %i operators, each with its node and id", async (bundle, count) => {
    const operators = readMainRust((await generatedRust(bundle)) ?? "", LIMIT);
    expect(operators).toHaveLength(count);
    expect(operators.map(({ node }) => node)).toEqual(operators.map((_, i) => `s${i}`));
    expect(atLeastOne(operators).filter(({ persistentId }) => persistentId === undefined)).toEqual([]);
  });
});

describe("malformed generated Rust is told as such", () => {
  const main = { name: MAIN, content: creation("let s1 = ", CRATE("1"), "None") };
  const tar = tarOf([main]);

  test.each([
    ["no gzip", Buffer.from("fn main() {}").toString("base64"), /malformed gzip/],
    ["nothing", "", /malformed gzip/],
    ["cut within its gzip", packed(tar).slice(0, 80), /malformed gzip/],
    ["no tar", packed(Buffer.alloc(512, 1)), /checksum/],
    ["a tar of nothing", packed(Buffer.alloc(0)), /no crate of it creates an operator/],
    [
      "cut within a header",
      packed(tar.subarray(0, 300)),
      /at byte 0 of the tar: the tar ends within a header/,
    ],
    ["cut within a file", packed(tar.subarray(0, 520)), /the tar ends within a file/],
    ["a wrong checksum", packed(tarOf([{ ...main, checksum: "000001\0 " }])), /checksum/],
    ["a size past the end", packed(tarOf([{ ...main, size: "77777777777\0" }])), /ends within a file/],
    ["a size that is none", packed(tarOf([{ ...main, size: "-0000000001\0" }])), /not an octal number/],
    ["without main.rs", packed(tarOf([{ ...main, name: "main.rs" }])), /no crate of it creates an operator/],
    ["a main.rs that creates nothing", packed(tarOf([{ ...main, content: "fn main() {}" }])), /no crate/],
  ])("%s", (_, mainRust, problem) => {
    const reading = () => readMainRust(mainRust, LIMIT);
    expect(reading).toThrow(MalformedInput);
    expect(reading).toThrow(problem);
  });

  test("a bomb is inflated no further than the limit", () => {
    const bomb = packed(Buffer.alloc(20_000_000));
    expect(() => readMainRust(bomb, LIMIT)).toThrow(/inflates to more than 1000000 bytes/);
  });

  test("whatever byte is changed", () => {
    const change = fc.tuple(fc.nat(tar.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = Buffer.from(tar);
        for (const [at, byte] of changes) changed[at] = byte;
        try {
          for (const { crate } of readMainRust(packed(changed), LIMIT))
            expect(crate).toMatch(/^[0-9a-f]{16}$/);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedInput);
        }
      }),
      { numRuns: 500 },
    );
  });
});
