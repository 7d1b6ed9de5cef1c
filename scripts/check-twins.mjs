// Fails where something that stands in one place stands in another as well. So far: the names of settings that
// Feldera renamed, which the reader of settings alone may know, since they differ from version to version.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const SOURCE = "src";
const READER = join(SOURCE, "feldera", "settings");

/** Names that other things have as well. */
const COMMON = new Set(["timeout", "max_size", "max_bytes", "buffer_size"]);

const { outputFiles } = await build({
  entryPoints: [join(READER, "spellings.ts")],
  bundle: true,
  format: "esm",
  write: false,
});
const tables = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
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
