// Writes the tables of docs/feldera-versions.md from the code's own facts: the endpoints, and what is read from which
// version on. With --check it only compares. What stands above the mark is written by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importSource } from "./import-source.mjs";

const target = fileURLToPath(new URL("../docs/feldera-versions.md", import.meta.url));
const MARK = "<!-- made by scripts/versions-doc.mjs -->\n";

const { VERSION_FACTS, ENDPOINTS } = await sources();
const facts = table(
  ["since", "of", "what is read", "what it tells", "of older ones"],
  VERSION_FACTS.map(({ since, of, reads, tells, before }) => [since, of, `\`${reads}\``, tells, before]),
);
const endpoints = table(
  ["since", "endpoint", "answered by"],
  Object.values(ENDPOINTS)
    .filter(({ since }) => since !== undefined)
    .toSorted((one, other) => minor(one.since) - minor(other.since))
    .map(({ since, method, path, answeredBy }) => [since, `\`${method} ${path}\``, answeredBy]),
);
const [head] = readFileSync(target, "utf8").split(MARK);
const document = `${head}${MARK}
## Fields, settings and names

${facts}
## Endpoints

Those whose first version is known; one that is older answers them with an empty 404.

${endpoints}`;

if (!process.argv.includes("--check")) writeFileSync(target, document);
else if (readFileSync(target, "utf8") !== document) {
  console.error("versions-doc: docs/feldera-versions.md is out of date; run `node scripts/versions-doc.mjs`");
  process.exitCode = 1;
}

function minor(version) {
  return Number(version.split(".")[1]);
}

function table(titles, rows) {
  const lines = [titles, titles.map(() => "---"), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`)
    .join("");
}

async function sources() {
  const contents = `
    export { VERSION_FACTS } from "./src/feldera/version-facts.ts";
    export { ENDPOINTS } from "./src/feldera/endpoints.ts";`;
  return importSource(contents);
}
