/** Checks rules of AGENTS.md that neither the linter nor the compiler can hold. */
import { readdirSync, readFileSync } from "node:fs";

const problems = [];

/** The methods of a page that write to it; an iterator's `next` takes no arguments. */
const WRITES_TO_PAGE = /\.(?:line|table|quotedTable|quote)\(|\.next\(\s*[^)\s]/;

for (const path of sourcesOf("src")) {
  if (path.startsWith("src/text/")) continue;
  for (const [index, line] of linesOf(path)) {
    if (WRITES_TO_PAGE.test(line)) problems.push(`${path}:${index + 1} writes to a page: only src/text does`);
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path}`);
}

function linesOf(path) {
  return readFileSync(path, "utf8").split("\n").entries();
}
