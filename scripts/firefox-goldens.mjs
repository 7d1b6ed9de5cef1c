/**
 * Makes test/goldens/firefox from the recorded CPU profiles with the Firefox profiler's own command line.
 * Run by hand, with network: node scripts/firefox-goldens.mjs
 *
 * The tool and the Node that it needs are installed into a temporary folder outside the project, because the
 * `node` package would put itself before the machine's Node in every npm script.
 *
 * A golden holds, per thread that has samples, the CPU in ms as the tool counts it (without the first sample)
 * and [index of the name, self, total] in samples for every function. A name is what the tool prints, its
 * library!function with the library replaced by its index.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TOOL = "@firefox-devtools/profiler-cli";
const TOOL_VERSION = "0.10.0";
const RECORDINGS = ["samply_get_running_1s", "samply_get_paused_1s", "opt_samply_get_2"];

const project = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firefox-goldens-"));

function profilerCli(...args) {
  return execFileSync(
    join(folder, "node_modules", "node", "bin", "node"),
    [join(folder, "node_modules", TOOL, "dist", "profiler-cli.js"), ...args],
    {
      cwd: folder,
      env: { ...process.env, PROFILER_CLI_SESSION_DIR: join(folder, "sessions") },
      maxBuffer: 1 << 28,
      encoding: "utf8",
    },
  );
}

function goldenOf(recording) {
  copyFileSync(join(project, "test", "recordings", `${recording}.body`), join(folder, "profile.json.gz"));
  profilerCli("load", "profile.json.gz");
  const libraries = numbering();
  const names = numbering();
  const threads = [];
  for (const thread of JSON.parse(profilerCli("thread", "list", "--sort", "index", "--json")).threads) {
    const { functions } = JSON.parse(
      profilerCli("thread", "functions", "--thread", thread.threadHandle, "--json"),
    );
    if (functions.length === 0) continue;
    const rows = functions.map(({ library, name, selfSamples, totalSamples }) => {
      const label = library === undefined ? name : `${libraries.numberOf(library)}!${name}`;
      return [names.numberOf(label), selfSamples, totalSamples];
    });
    threads.push({ name: thread.name, tid: thread.tid, cpuMs: thread.cpuMs, functions: rows });
  }
  profilerCli("stop", "--all");
  return {
    recording,
    tool: `${TOOL} ${TOOL_VERSION}`,
    libraries: libraries.values(),
    names: names.values(),
    threads,
  };
}

function numbering() {
  const numbers = new Map();
  return {
    numberOf(value) {
      if (!numbers.has(value)) numbers.set(value, numbers.size);
      return numbers.get(value);
    },
    values: () => [...numbers.keys()],
  };
}

/** JSON with one name and one thread a line. */
function goldenText({ names, threads, ...head }) {
  const lines = (values) => values.map((value) => `  ${JSON.stringify(value)}`).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},
"names":[\n${lines(names)}\n],\n"threads":[\n${lines(threads)}\n]}\n`;
}

try {
  execFileSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefix", folder, `${TOOL}@${TOOL_VERSION}`, "node@24"],
    {
      cwd: folder,
      stdio: "inherit",
    },
  );
  for (const recording of RECORDINGS) {
    const text = goldenText(goldenOf(recording));
    writeFileSync(join(project, "test", "goldens", "firefox", `${recording}.json`), text);
    process.stdout.write(`${recording}: ${text.length} characters\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
