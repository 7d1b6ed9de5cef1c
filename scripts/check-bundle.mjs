// Holds what every session pays for to its budgets, which no machine changes: the size of the bundle, the modules and
// bytes that are loaded before the first answer, and the tokens of what clients are told before they call anything; and
// the page of pictures to the bytes that hosts take.
// With --write, scripts/loaded-at-start.txt lists the modules as they are.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { ANALYSIS, bundle, SERVER } from "./bundle.mjs";
import { bundlePage, MOST_PAGE_BYTES } from "./page.mjs";

const LAZY = ["undici", "yauzl", "cliui"];
const ENTRIES = [
  { ...SERVER, asleep: [...LAZY, "zod", "@modelcontextprotocol/sdk"] },
  { ...ANALYSIS, asleep: [...LAZY, "@modelcontextprotocol/sdk"] },
];
const MAX_BYTES = 3_150_000;

/** As they were when they were last looked at; what goes a little beyond passes, what goes further is to be seen. */
const START_BYTES = 64_100;
/** What every session of every client pays; a new tool has to make room. */
const MAX_DEFINITION_TOKENS = 4_000;
const TOLERATED = 1.03;

const listed = fileURLToPath(new URL("loaded-at-start.txt", import.meta.url));

const { metafile } = await bundle();
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
const entries = ENTRIES.map((entry) => ({ ...entry, eager: eagerModules(entry.in) }));
const [{ eager: modules }] = entries;
const startBytes = bytesAtStart(`dist/${SERVER.out}.js`);
const tokens = definitionTokens();
const pageBytes = Buffer.byteLength((await bundlePage()).html);
const modulesText = `${[...modules].sort().join("\n")}\n`;
if (process.argv.includes("--write")) writeFileSync(listed, modulesText);

const problems = [
  ...(bytes <= MAX_BYTES ? [] : [`${bytes} bytes, more than ${MAX_BYTES}`]),
  ...(pageBytes <= MOST_PAGE_BYTES
    ? []
    : [`the page of pictures has ${pageBytes} bytes, more than ${MOST_PAGE_BYTES}`]),
  ...entries.flatMap(({ out, eager, asleep }) =>
    asleep
      .filter((name) => packagesOf(eager).has(name))
      .map((name) => `${name} is loaded at the start of ${out}`),
  ),
  ...beyond("bytes loaded at start", startBytes, START_BYTES),
  ...(tokens <= MAX_DEFINITION_TOKENS
    ? []
    : [`${tokens} tokens of instructions and tools/list, more than ${MAX_DEFINITION_TOKENS}`]),
  ...(existsSync(listed) && readFileSync(listed, "utf8") === modulesText
    ? []
    : [
        "other modules than those of scripts/loaded-at-start.txt are loaded at start; `node scripts/check-bundle.mjs --write`, and see what they are",
      ]),
];
console.log(
  `bundle: ${bytes} bytes; loaded at start: ${modules.size} modules, ${startBytes} bytes; ${tokens} tokens; pictures: ${pageBytes} bytes`,
);
for (const problem of problems) console.error(`bundle: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

function beyond(what, now, budget) {
  return now <= budget * TOLERATED ? [] : [`${now} ${what}, more than ${budget} and 3 %`];
}

/** The modules that an entry reaches through static imports alone, Node's own among them. */
function eagerModules(entry) {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { path, kind } of metafile.inputs[file]?.imports ?? [])
      if (kind !== "dynamic-import") seen.add(path);
  }
  return seen;
}

/** The bytes of a file of the bundle and of all that it imports statically. */
function bytesAtStart(entry) {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { path, kind, external } of metafile.outputs[file].imports) {
      if (!external && kind === "import-statement") seen.add(path);
    }
  }
  return [...seen].reduce((sum, file) => sum + metafile.outputs[file].bytes, 0);
}

/** What a client is told by default, in tokens of o200k. */
function definitionTokens() {
  const source = (path) => readFileSync(new URL(`../src/mcp/${path}`, import.meta.url), "utf8");
  const [, instructions] = /= `([\s\S]*)`;/.exec(source("instructions.ts"));
  const { tools } = JSON.parse(source("early/made.json"));
  const byDefault = tools.filter(({ toolset }) => toolset === "debug").map(({ listed: tool }) => tool);
  return countTokens(instructions) + countTokens(JSON.stringify({ tools: byDefault }));
}

function packagesOf(files) {
  const packages = new Set();
  for (const file of files) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    if (name !== undefined) packages.add(name);
  }
  return packages;
}
