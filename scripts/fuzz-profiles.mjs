/**
 * Has the analyses read mutated profiles, each of which must give a value or a typed error, in time and without much
 * memory, and prints what came of them. The cases run in a process of their own, which is replaced if it hangs, dies
 * or grows too large.
 *
 * npm run fuzz:profiles -- --cases 100000 --seed 1
 * npm run fuzz:profiles -- --seed 1 --case 1234
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const MAX_CASE_MS = 5_000;
const MAX_RESIDENT_BYTES = 2 ** 30;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    case: { type: "string" },
  },
});
const seed = Number(values.seed);
const first = Number(values.case ?? 0);
const end = values.case === undefined ? Number(values.cases) : first + 1;

const counts = new Map();
const failures = [];
let longest = { ms: 0, number: first };
let peakBytes = 0;

const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-fuzz-"));
try {
  const program = join(folder, "fuzz.mjs");
  await bundleWorker(program);
  const began = performance.now();
  for (let next = first; next < end; ) next = await runFrom(program, next);
  print((performance.now() - began) / 1000);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length > 0 ? 1 : 0;

async function bundleWorker(outfile) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const recordings = pathToFileURL(join(root, "test/recordings/")).href;
  const entry = join(folder, "entry.ts");
  writeFileSync(
    entry,
    `import { runCases } from ${JSON.stringify(join(root, "test/fuzz/worker.ts"))};
     const [from, to] = process.argv.slice(2).map(Number);
     await runCases(new URL(${JSON.stringify(recordings)}), ${seed}, from, to);
     process.disconnect();`,
  );
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    nodePaths: [join(root, "node_modules")],
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
    logLevel: "warning",
  });
}

/** Runs cases in a new process until they end or one of them fails it; the number of the case to go on from. */
function runFrom(program, from) {
  return new Promise((resolve) => {
    const child = fork(program, [from, end]);
    let current = from;
    let timer;
    function fail(problem) {
      count("", "failure");
      failures.push({ number: current, problem });
      child.kill("SIGKILL");
    }
    child.on("message", (report) => {
      clearTimeout(timer);
      current = report.number;
      if (report.kind === "begins") {
        timer = setTimeout(() => fail(`took more than ${MAX_CASE_MS} ms`), MAX_CASE_MS);
        return;
      }
      count(report.format, report.outcome);
      if (report.outcome === "failure") failures.push({ number: current, problem: report.problem });
      if (report.ms > longest.ms) longest = report;
      peakBytes = Math.max(peakBytes, report.peakBytes);
      if (report.peakBytes > MAX_RESIDENT_BYTES) fail(`took ${report.peakBytes} bytes of memory`);
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (code !== 0 && signal !== "SIGKILL") {
        count("", "failure");
        failures.push({ number: current, problem: `the process ended with ${code ?? signal}` });
      }
      resolve(code === 0 ? end : current + 1);
    });
  });
}

function count(format, outcome) {
  const key = `${format} ${outcome}`.trim();
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function print(seconds) {
  const rows = [
    ["seed", seed],
    ["cases", end - first],
    ...[...counts].sort(([left], [right]) => (left < right ? -1 : 1)),
    ["failures", failures.length],
    ["longest case", `${longest.ms.toFixed(0)} ms (case ${longest.number})`],
    ["peak memory", `${(peakBytes / 2 ** 20).toFixed(0)} MiB`],
    ["in all", `${seconds.toFixed(0)} s`],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(30)}${value}`);
  for (const { number, problem } of failures.slice(0, 20)) {
    console.log(`\n--seed ${seed} --case ${number}\n${problem}`);
  }
}
