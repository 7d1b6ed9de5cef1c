// Fails where something that stands in one place stands in another as well: the names of settings that Feldera
// renamed, which the reader of settings alone may know, since they differ from version to version; and sentences.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importSource } from "./import-source.mjs";

const SOURCE = "src";
const READER = join(SOURCE, "feldera", "settings");

/** Names that other things have as well. */
const COMMON = new Set(["timeout", "max_size", "max_bytes", "buffer_size"]);

const tables = await importSource(`export * from "./${READER}/spellings.ts";`);
const spellings = [
  tables.RUNTIME_SIZES,
  tables.RUNTIME_DURATIONS,
  tables.CONNECTOR_SIZES,
  tables.CONNECTOR_DURATIONS,
].flatMap((table) => Object.values(table));
const names = new Set(spellings.flatMap(({ name, formerName }) => [name, formerName]));
const exact = [...names].filter((name) => !COMMON.has(name)).join("|");
const pattern = new RegExp(`(?<!\\w)(?:${exact})(?!\\w)`, "g");

const files = readdirSync(SOURCE, { recursive: true })
  .map((file) => join(SOURCE, file))
  .filter((file) => file.endsWith(".ts") && !file.startsWith(READER));
const twins = files.flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => [...line.matchAll(pattern)].map(([name]) => `${file}:${i + 1}: ${name}`)),
);
if (files.length === 0 || names.size === 0) throw new Error("nothing was looked at");
if (twins.length > 0) {
  console.error(`Settings are named by ${READER} alone; words take the name from its reading:`);
  for (const twin of twins) console.error(`  ${twin}`);
  process.exit(1);
}

/** A shorter text may be the same by chance. */
const SENTENCE_CHARS = 40;

const sentences = new Map();
for (const file of readdirSync(SOURCE, { recursive: true })) {
  if (!file.endsWith(".ts")) continue;
  const code = readFileSync(join(SOURCE, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
  const texts = [
    ...[...code.matchAll(/words`((?:[^`\\$]|\\.|\$(?!\{)|\$\{[^`{}]*\})*)`/g)].flatMap(([, text]) =>
      text.split(/\$\{[^}]*\}/),
    ),
    ...[...code.matchAll(/"((?:[^"\\\n]|\\.)* (?:[^"\\\n]|\\.)*)"/g)].map(([, text]) => text),
  ];
  for (const text of texts.map((one) => one.trim()).filter((one) => one.length >= SENTENCE_CHARS)) {
    sentences.set(text, [...(sentences.get(text) ?? []), file]);
  }
}
if (sentences.size === 0) throw new Error("no sentence was found");
const twice = [...sentences].filter(([, places]) => places.length > 1);
if (twice.length > 0) {
  console.error("A sentence stands in one place:");
  for (const [text, places] of twice) console.error(`  ${places.join(", ")}: ${text}`);
  process.exit(1);
}
