/**
 * Runs what the server's safety is claimed by, in the long form, and prints one table of it. With --write the table is
 * also put into SECURITY.md. With --short the short form is run, as CI does.
 *
 * npm run test:trust
 * npm run test:trust -- --write
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const BEGIN = "<!-- trust table: begin (npm run test:trust -- --write) -->";
const END = "<!-- trust table: end -->";
const PROFILE_CASES = 20_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const security = join(root, "SECURITY.md");
const { values } = parseArgs({
  options: { write: { type: "boolean", default: false }, short: { type: "boolean", default: false } },
});

const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-trust-"));
const reportFile = join(folder, "report.jsonl");
const { TRUST_LONG: _long, ...inherited } = process.env;
const env = { ...inherited, TRUST_REPORT: reportFile, ...(!values.short && { TRUST_LONG: "1" }) };

run("node", ["scripts/build.mjs"]);
const passed = run("npx", [
  "vitest",
  "run",
  "test/trust",
  "--project",
  "feldera-0.337-apart",
  "--no-file-parallelism",
]);
const rows = [...reported(), ...(values.short ? [] : profiles())];
rmSync(folder, { recursive: true });

const table = tableOf(rows);
console.log(`\n${table}`);
if (values.write) write(table);
process.exitCode = passed && rows.every(({ failed }) => failed === 0) ? 0 : 1;

function run(command, args) {
  return spawnSync(command, args, { cwd: root, env, stdio: "inherit" }).status === 0;
}

function reported() {
  if (!existsSync(reportFile)) return [];
  return readFileSync(reportFile, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** The decoders of profiles have a fuzzer of their own, which prints its figures one to a line. */
function profiles() {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (scripts["fuzz:profiles"] === undefined) return [];
  const { stdout } = spawnSync(
    "npm",
    ["run", "-s", "fuzz:profiles", "--", "--cases", String(PROFILE_CASES)],
    {
      cwd: root,
      env,
      encoding: "utf8",
    },
  );
  const figure = (name) => {
    const [, digits] = new RegExp(`^${name} +(\\d+)`, "m").exec(stdout) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const mib = figure("peak memory");
  return [
    {
      what: "fuzzed: pprof and Firefox profiles",
      cases: figure("cases") ?? 0,
      failed: figure("failures") ?? 1,
      ...(mib !== undefined && { peakBytes: mib * 2 ** 20 }),
      longestMs: figure("longest case"),
    },
  ];
}

function tableOf(rows) {
  const cells = [
    ["tried", "cases", "failed", "peak memory", "longest"],
    ...rows
      .toSorted((a, b) => a.what.localeCompare(b.what))
      .map(({ what, cases, failed, peakBytes, longestMs }) => [
        what,
        cases.toLocaleString("en"),
        String(failed),
        peakBytes === undefined ? "" : `${Math.round(peakBytes / 2 ** 20).toLocaleString("en")} MiB`,
        longestMs === undefined ? "" : duration(longestMs),
      ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n");
}

function duration(ms) {
  return ms < 10_000
    ? `${Math.round(ms).toLocaleString("en")} ms`
    : `${Math.round(ms / 1000).toLocaleString("en")} s`;
}

function write(table) {
  const text = existsSync(security) ? readFileSync(security, "utf8") : "";
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) {
    console.error(`SECURITY.md has no place for the table: ${BEGIN} and ${END}, each on a line of its own`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(security, `${text.slice(0, before + BEGIN.length)}\n\n${table}\n\n${text.slice(after)}`);
}
