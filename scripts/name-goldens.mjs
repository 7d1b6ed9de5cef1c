/**
 * Makes test/goldens/names/rust-symbols.tsv: the symbols of a small Rust program in both manglings of Rust, and
 * each as the crate rustc-demangle prints it with {:#}. Every fourth symbol of the standard library is kept, and
 * all of the program itself.
 * Run by hand, with rustc, cargo, nm and network: node scripts/name-goldens.mjs
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CRATE_VERSION = "0.1.28";
const CRATE = "sample";
const MAX_SYMBOL_CHARS = 400;

const goldens = fileURLToPath(new URL("../test/goldens/names", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "name-goldens-"));

function run(command, args, options) {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26, ...options });
}

function symbolsOf(mangling) {
  const options = ["--edition=2021", `--crate-name=${CRATE}`, `-Csymbol-mangling-version=${mangling}`];
  run("rustc", [...options, "-Zunstable-options", "-o", mangling, join(goldens, "symbols.rs")], {
    env: { ...process.env, RUSTC_BOOTSTRAP: "1" },
  });
  const names = run("nm", ["--format=posix", mangling])
    .split("\n")
    .map((line) => line.split(" ")[0]);
  const symbols = [...new Set(names)].filter(
    (name) => /^_(ZN|R)/.test(name) && name.length <= MAX_SYMBOL_CHARS,
  );
  return symbols.filter((name, index) => name.includes(`${CRATE.length}${CRATE}`) || index % 4 === 0);
}

function buildDemangler() {
  mkdirSync(join(folder, "src"));
  writeFileSync(
    join(folder, "Cargo.toml"),
    `[package]\nname = "demangler"\nversion = "0.0.0"\nedition = "2021"\n
[dependencies]\nrustc-demangle = "=${CRATE_VERSION}"\n`,
  );
  writeFileSync(
    join(folder, "src", "main.rs"),
    `fn main() {
    for line in std::io::stdin().lines().map(Result::unwrap) {
        println!("{line}\\t{:#}", rustc_demangle::demangle(&line));
    }
}\n`,
  );
  run("cargo", ["build", "--quiet"]);
}

try {
  buildDemangler();
  const symbols = new Set([...symbolsOf("v0"), ...symbolsOf("legacy")]);
  const table = run(join("target", "debug", "demangler"), [], { input: `${[...symbols].join("\n")}\n` });
  writeFileSync(join(goldens, "rust-symbols.tsv"), table);
} finally {
  rmSync(folder, { recursive: true });
}
