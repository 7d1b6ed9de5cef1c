/**
 * Makes test/goldens/firefox from the recorded CPU profiles with the Firefox profiler's own command line.
 * Run by hand, with network: node scripts/firefox-goldens.mjs
 *
 * The tool and the Node that it needs are installed into a temporary folder outside the project, because the
 * `node` package would put itself before the machine's Node in every npm script.
 *
 * A golden holds, per thread that has samples, the CPU in ms as the tool counts it (without the first sample)
 * and [index of the name, self, total] in samples for every function. A name is what the tool prints, its
 * library!function with the library replaced by its index. NAME-trees.json holds call trees of a few threads
 * whole, both ways: [depth, index of the name, self, total] of every node, depth first.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TOOL = "@firefox-devtools/profiler-cli";
const TOOL_VERSION = "0.10.0";
const RECORDINGS = ["samply_get_running_1s", "samply_get_paused_1s", "opt_samply_get_2"];

/** Threads whose call trees are kept: whole trees are large. */
const TREES = {
  samply_get_running_1s: ["merger-2", "dbsp-worker-0", "feldera-tokio-3"],
  opt_samply_get_2: ["customer_totals"],
};

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
  const treeNames = numbering();
  const threads = [];
  const trees = [];
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
    if (TREES[recording]?.includes(thread.name)) trees.push(treesOf(thread));
  }
  profilerCli("stop", "--all");
  const head = { recording, tool: `${TOOL} ${TOOL_VERSION}` };
  return {
    functions: { ...head, libraries: libraries.values(), names: names.values(), threads },
    trees: { ...head, names: treeNames.values(), threads: trees },
  };

  function treesOf({ threadHandle, name, tid }) {
    const tree = (command) =>
      JSON.parse(
        profilerCli("thread", command, "--thread", threadHandle, "--max-lines", "10000000", "--json"),
      );
    const { regularCallTree } = tree("samples-top-down");
    const { invertedCallTree } = tree("samples-bottom-up");
    return { name, tid, callees: nodesOf(regularCallTree), callers: nodesOf(invertedCallTree) };
  }

  function nodesOf(root) {
    const nodes = [];
    const toWrite = root.children.map((node) => ({ node, depth: 0 })).reverse();
    for (let place = toWrite.pop(); place !== undefined; place = toWrite.pop()) {
      const { node, depth } = place;
      nodes.push([depth, treeNames.numberOf(node.nameWithLibrary), node.selfSamples, node.totalSamples]);
      for (const child of node.children.toReversed()) toWrite.push({ node: child, depth: depth + 1 });
    }
    return nodes;
  }
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

function write(name, golden) {
  const text = goldenText(golden);
  writeFileSync(join(project, "test", "goldens", "firefox", `${name}.json`), text);
  process.stdout.write(`${name}: ${text.length} characters\n`);
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
    const { functions, trees } = goldenOf(recording);
    write(recording, functions);
    if (trees.threads.length > 0) write(`${recording}-trees`, trees);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
