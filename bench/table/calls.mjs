import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { asCommand, median } from "../part.mjs";
import { serveManager } from "./manager.mjs";
import { medianStarts } from "./server-process.mjs";
import { answerBurst, answerLargeList, listBesideParse } from "./warm-calls.mjs";

const RUNS = 11;
/** The last commit before anything of this was done. */
const BEFORE = "8cf8ffe";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bareLoop = fileURLToPath(new URL("bare-loop.mjs", import.meta.url));

/** What calls take of which each is small: the first, one from the command line, many pipelines, and many at once. */
export async function measureCalls(run) {
  const manager = await serveManager();
  try {
    await measureFirstAnswer(run, manager);
    await measureCommandLine(run, manager);
    await measureLargeList(run, manager);
    await measureBurst(run, manager);
  } finally {
    manager.close();
  }
}

async function measureFirstAnswer({ server, hold }, { url }) {
  const env = { FELDERA_HOST: url };
  const bare = { command: process.execPath, args: [bareLoop, `${url}/v0/pipelines`], env };
  const ours = { command: process.execPath, args: [server], env };
  const call = [["tools/call", { name: "list_pipelines", arguments: {} }]];
  const [bareCost, ourCost] = await medianStarts([bare, ours], RUNS, call);
  hold({
    what: "CPU, start to the first `list_pipelines`, ÷ bare loop with one `fetch`",
    measured: ourCost.cpuMs / bareCost.cpuMs,
    most: 1.6,
    cause: "firstAnswer",
  });
}

async function measureCommandLine({ server, folder, hold, lack }, { url }) {
  const before = serverBefore(folder);
  if (before === undefined) return lack("`call summarize_heap_profile`", `the history lacks ${BEFORE}`);
  const walls = [[], []];
  for (let turn = 0; turn < RUNS; turn++) {
    for (const [i, program] of [before, server].entries()) {
      const began = performance.now();
      const args = [program, "call", "summarize_heap_profile", "pipeline_name=p"];
      // Not synchronously: this process is the Feldera that it asks.
      await promisify(execFile)(process.execPath, args, { env: { ...process.env, FELDERA_HOST: url } });
      walls[i].push(performance.now() - began);
    }
  }
  hold({
    what: `wall of \`call summarize_heap_profile\`, 46 kB, ÷ that of ${BEFORE}`,
    measured: median(walls[1]) / median(walls[0]),
    most: 0.35,
    cause: "oneCall",
  });
}

/** The server as it was, where the history has it. */
function serverBefore(folder) {
  const path = join(folder, "before");
  mkdirSync(path);
  try {
    const tar = execFileSync("git", ["archive", BEFORE, "src", "scripts", "package.json"], {
      cwd: root,
      maxBuffer: 2 ** 28,
    });
    execFileSync("tar", ["x", "-C", path], { input: tar });
    symlinkSync(join(root, "node_modules"), join(path, "node_modules"));
    execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: path });
    return join(path, "dist/feldera-mcp.js");
  } catch {
    return undefined;
  }
}

async function measureLargeList({ server, hold }, manager) {
  const { callMs, memoryMiB, textMiB } = await answerLargeList(server, manager);
  const what = `\`list_pipelines\` of 5,000 pipelines, ${textMiB.toFixed(0)} MiB, ÷ JSON.parse`;
  const parseMs = listBesideParse(manager.largeList);
  hold({ what, measured: callMs / parseMs, most: 2.5, cause: "largeList" });
  hold({
    what: "its memory ÷ the text",
    measured: memoryMiB / textMiB,
    most: 2,
    cause: "largeList",
  });
}

async function measureBurst({ server, hold }, manager) {
  hold({
    what: "50 small calls at once, of a Feldera that answers after 20 ms: slowest ÷ one alone",
    measured: await answerBurst(server, manager),
    most: 4,
    cause: "burst",
  });
}

await asCommand(import.meta.url, measureCalls);
