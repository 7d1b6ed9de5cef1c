/**
 * Measures what it costs to have this server and to ask it, each figure beside what it is compared with and within the
 * same run, and prints a table: what, measured, target, and whether it is met, or why not and what was tried. With
 * --write the table goes to docs/benchmarks.md. Needs Linux, Go or pprof, and npm, which installs the other servers and
 * newer Nodes into a temporary folder. Each part is a command of its own, too.
 *
 * npm run bench [-- --write]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { measureGrowth } from "./growth.mjs";
import { measureLarge } from "./large.mjs";
import { measureLogs } from "./logs.mjs";
import { measureMixed } from "./mixed.mjs";
import { machine, run } from "./part.mjs";
import { measureProfiles } from "./profiles.mjs";
import { measureCalls } from "./table/calls.mjs";
import { measureStart } from "./table/start.mjs";

const began = performance.now();
const parts = [
  measureStart,
  measureCalls,
  measureMixed,
  measureProfiles,
  measureLarge,
  measureLogs,
  measureGrowth,
];
const { rows, lines } = await run(parts);
const minutes = (performance.now() - began) / 60_000;
const cells = rows.map(({ what, measured, target, outcome }) => [what, measured, target, outcome]);
const table = [["what", "measured", "target", ""], Array(4).fill("---"), ...cells]
  .map((row) => `| ${row.join(" | ")} |`)
  .join("\n");
const met = rows.filter(({ isMet }) => isMet).length;
const summary = `${machine()}, ${new Date().toISOString().slice(0, 10)}; ${minutes.toFixed(0)} minutes. ${met} of ${rows.length} targets are met.`;
const text = `${summary}\n\n${table}\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n`;
console.log(`\n${text}`);
if (process.argv.includes("--write")) {
  const path = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));
  const [before, after] = readFileSync(path, "utf8").split(
    /(?<=<!-- table -->\n)[\s\S]*(?=<!-- end of the table -->)/,
  );
  writeFileSync(path, `${before}${text}${after}`);
}
