import { readdirSync, readFileSync } from "node:fs";
import { encode as cl100k } from "gpt-tokenizer/encoding/cl100k_base";
import { encode as o200k } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { estimateTokens } from "../../../src/text/page/tokens.ts";

/** The more of what two tokenizers count. */
function counted(text: string): number {
  return Math.max(o200k(text).length, cl100k(text).length);
}

/** Bytes without a pattern, the same in every run. */
const bytes = Buffer.from(Uint32Array.from({ length: 800 }, (_, i) => Math.imul(i + 1, 2654435761)).buffer);

const uuids = Array.from({ length: 50 }, (_, i) => {
  const hex = bytes.toString("hex", i * 16, i * 16 + 16);
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
});

const KINDS = {
  "a sentence": "The pipeline crashed because storage I/O failed: write failed: no storage space. ".repeat(5),
  UUIDs: uuids.join("\n"),
  hexadecimal: bytes.toString("hex"),
  base64: bytes.toString("base64"),
  numbers: Array.from({ length: 200 }, (_, i) => Math.imul(i, 7919)).join(" "),
  "Rust symbols":
    "<dbsp::circuit::circuit_builder::UnaryNode<C,I,O,Op> as dbsp::circuit::circuit_builder::Node>::eval::{{closure}}\n".repeat(
      20,
    ),
  "mangled symbols": "_ZN4dbsp5trace3ord4file20indexed_wset_batch17h0a1b2c3d4e5f6a7bE\n".repeat(20),
  "a table": `${"07:43:30.916  Stopped/-, error          resources Stopped".padEnd(90)}x\n`.repeat(30),
  JSON: JSON.stringify({ plan: [{ rate: 2000, fields: { id: { range: [1, 200001], e: 1 } } }] }, null, 2),
  Chinese: "流水线已停止，因为工作线程崩溃了。".repeat(20),
  "rare characters": "𠀀𠀁龘ꀀꁁ".repeat(20),
  emoji: "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🫠🪿".repeat(20),
  Amharic: "ሰላም ለዓለም ".repeat(20),
  Cyrillic: "Конвейер остановлен ".repeat(20),
  "white space": "a \t\n  \t b\n\n\n".repeat(30),
};

describe("the estimate of tokens", () => {
  test.each(Object.entries(KINDS))("is not below what tokenizers count for %s", (_, text) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(counted(text));
  });

  const recordings = new URL("../../recordings/", import.meta.url);
  const texts = readdirSync(recordings)
    .filter((name) => name.endsWith(".body"))
    .map((name) => [name, readFileSync(new URL(name, recordings))] as const)
    .filter(([, body]) => body.length > 0 && !body.includes(0))
    .map(([name, body]) => [name, body.toString("latin1").slice(0, 20_000)] as const);

  test("is not below what tokenizers count for any recorded body", () => {
    expect(texts.length).toBeGreaterThan(100);
    const below = texts.filter(([, text]) => estimateTokens(text) < counted(text));
    expect(below.map(([name]) => name)).toEqual([]);
  });

  test("stays within two and a half times the count for recorded JSON and logs of 1 kB and more", () => {
    const wide = texts.filter(
      ([, text]) => text.length > 1_000 && estimateTokens(text) > 2.5 * counted(text),
    );
    expect(wide.map(([name]) => name)).toEqual([]);
  });

  test("of nothing is nothing, and of a long text in proportion", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens("a".repeat(1_000_000))).toBe(325_000);
  });
});
