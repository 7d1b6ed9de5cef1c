/**
 * Measures what it costs to have this server and to ask it, each row beside what it is compared with and within the same
 * run, and prints a table: what, measured, target, and whether it is met. With --write the table goes to
 * docs/benchmarks.md. Needs Linux and npm, which installs the other servers and newer Nodes into a temporary folder; the
 * rows of `npm run bench:profiles` and `npm run bench:logs` are their own.
 *
 * npm run bench [-- --write]
 */
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { bundle } from "../scripts/bundle.mjs";
import { answerBurst, answerLargeList, listBesideParse } from "./table/calls.mjs";
import { serveManager } from "./table/manager.mjs";
import { installNodes, installPeers } from "./table/peers.mjs";
import { startOf } from "./table/server-process.mjs";

const RUNS = 11;
const PEER_RUNS = 3;
/** The last commit before anything of this was done. */
const BEFORE = "8cf8ffe";

/** What is known of why a target is missed. */
const CAUSES = {
  newerNode:
    "the bare loop takes half of what it takes on Node 20, and what the server adds to it stays; from run to run it is 1.15 to 1.35; tried: fewer modules of Node's own at the start, a fifth less",
  tokens:
    "the tools of server-everything have an argument or two; without descriptions of arguments and titles these here would take 160 each",
  firstAnswer:
    "undici, zod, the SDK and the tool are 1 MB of code to compile and run; tried: V8's cache of compiled code on Node 20 (vm.Script), 19 % less CPU of `call list_pipelines`, and one file in place of 60, 3 % less",
  oneCall:
    "0.9 MB of code is compiled and run, and Node itself takes a quarter of the target; tried: V8's cache of compiled code on Node 20 (vm.Script), 18 % less CPU, and one file in place of 80, 12 % less; a startup snapshot needs a flag, and so Node started twice",
  largeList:
    "to receive the bytes takes as long as to parse them and 2.7 times their memory, for Node lets go of 64 MiB at a time; the rest is 5,000 rows, of each what the table has is checked, cleaned and laid out",
  burst:
    "calls take turns on one thread, and each reads, checks and searches for secrets all that Feldera sends of its pipelines",
};

const root = fileURLToPath(new URL("..", import.meta.url));
const bareLoop = fileURLToPath(new URL("table/bare-loop.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-bench-"));
const rows = [];
const notes = [];
const manager = await serveManager();
try {
  const server = await builtServer();
  await startRows(server);
  await firstAnswerRow(server);
  await oneCallRow(server);
  await largeListRow(server);
  await burstRow(server);
} finally {
  manager.close();
  rmSync(folder, { recursive: true, force: true });
}
report();

async function builtServer() {
  const dist = join(folder, "now/dist");
  await bundle({ outdir: dist });
  writeFileSync(join(folder, "now/package.json"), '{"type":"module"}');
  return join(dist, "feldera-mcp.js");
}

/** The server as it was, where the history has it. */
function serverBefore() {
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

/** From the start of the process to the answer of tools/list. */
async function startRows(server) {
  const bare = { name: "bare loop", command: process.execPath, args: [bareLoop] };
  const ours = { name: "this server", command: process.execPath, args: [server] };
  const peers = installPeers(folder);
  const [bareCost, ourCost] = await medianStarts([bare, ours], RUNS);
  const cpu = ourCost.cpuMs / bareCost.cpuMs;
  const peerCosts = [];
  for (const peer of peers) {
    try {
      const [again, cost] = await medianStarts([bare, peer], PEER_RUNS);
      peerCosts.push({
        name: peer.name,
        cpu: cost.cpuMs / again.cpuMs,
        ...cost,
        memory: cost.residentMiB / again.residentMiB,
      });
    } catch (error) {
      notes.push(`${peer.name}: not measured, ${error.message}`);
    }
  }
  const cheapest = Math.min(...peerCosts.map((peer) => peer.cpu));
  row("CPU, start to `tools/list`, ÷ bare loop", cpu, 1.3);
  row("the same ÷ the cheapest other server's", cpu / cheapest, 1);
  row("resident memory then ÷ bare loop", ourCost.residentMiB / bareCost.residentMiB, 1.15);
  for (const { name, command } of installNodes(folder)) {
    const [theirs, own] = await medianStarts(
      [
        { ...bare, command },
        { ...ours, command },
      ],
      RUNS,
    );
    row(`CPU the same on ${name}`, own.cpuMs / theirs.cpuMs, 1.3, CAUSES.newerNode);
    row(`resident memory the same on ${name}`, own.residentMiB / theirs.residentMiB, 1.15);
  }
  notes.push(`bare loop: ${bareCost.cpuMs.toFixed(0)} ms of CPU, ${bareCost.residentMiB.toFixed(1)} MiB`);
  const told = definitionsOf(ourCost);
  row("tokens of `instructions` and `tools/list` (o200k)", told.tokens, 4000, "", 0);
  const perTool = peerCosts.map((peer) => ({ name: peer.name, ...definitionsOf(peer) }));
  row(
    "tokens a tool ÷ the fewest of the other servers'",
    told.each / Math.min(...perTool.map(({ each }) => each)),
    1,
    CAUSES.tokens,
  );
  notes.push(serverNote("this server", cpu, ourCost.residentMiB / bareCost.residentMiB, told));
  for (const [i, peer] of peerCosts.entries())
    notes.push(serverNote(peer.name, peer.cpu, peer.memory, perTool[i]));
}

function serverNote(name, cpu, memory, { tokens, tools, each }) {
  return `${name}: CPU ${cpu.toFixed(2)}, memory ${memory.toFixed(2)}, ${tools} tools in ${tokens} tokens, ${each.toFixed(0)} each`;
}

function definitionsOf({ shaken: { instructions = "" }, answers: [{ tools }] }) {
  const tokens = countTokens(instructions) + countTokens(JSON.stringify({ tools }));
  return { tokens, tools: tools.length, each: tokens / tools.length };
}

/** By turns, so that what else the machine does weighs on all alike. */
async function medianStarts(servers, runs, requests) {
  const costs = servers.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [i, one] of servers.entries()) costs[i].push(await startOf(one, requests));
  }
  return costs.map((of) => ({
    ...of[0],
    cpuMs: median(of.map(({ cpuMs }) => cpuMs)),
    residentMiB: median(of.map(({ residentMiB }) => residentMiB)),
    wallMs: median(of.map(({ wallMs }) => wallMs)),
  }));
}

async function firstAnswerRow(server) {
  const env = { FELDERA_HOST: manager.url };
  const bare = { command: process.execPath, args: [bareLoop, `${manager.url}/v0/pipelines`], env };
  const ours = { command: process.execPath, args: [server], env };
  const call = [["tools/call", { name: "list_pipelines", arguments: {} }]];
  const [theirs, own] = await medianStarts([bare, ours], RUNS, call);
  row(
    "CPU, start to the first `list_pipelines`, ÷ bare loop with one `fetch`",
    own.cpuMs / theirs.cpuMs,
    1.6,
    CAUSES.firstAnswer,
  );
}

async function oneCallRow(server) {
  const before = serverBefore();
  if (before === undefined) {
    notes.push(`\`call summarize_heap_profile\`: not measured, for the history lacks ${BEFORE}`);
    return;
  }
  const walls = [[], []];
  for (let run = 0; run < RUNS; run++) {
    for (const [i, program] of [before, server].entries()) {
      const began = performance.now();
      const args = [program, "call", "summarize_heap_profile", "pipeline_name=p"];
      // Not synchronously: this process is the Feldera that it asks.
      await promisify(execFile)(process.execPath, args, {
        env: { ...process.env, FELDERA_HOST: manager.url },
      });
      walls[i].push(performance.now() - began);
    }
  }
  row(
    `wall of \`call summarize_heap_profile\`, 46 kB, ÷ that of ${BEFORE}`,
    median(walls[1]) / median(walls[0]),
    0.35,
    CAUSES.oneCall,
  );
}

async function largeListRow(server) {
  const { callMs, memoryMiB, textMiB } = await answerLargeList(server, manager);
  const parseMs = listBesideParse(manager.largeList);
  const what = `\`list_pipelines\` of 5,000 pipelines, ${textMiB.toFixed(0)} MiB, ÷ JSON.parse`;
  row(what, callMs / parseMs, 2.5, CAUSES.largeList);
  row("its memory ÷ the text", memoryMiB / textMiB, 2, CAUSES.largeList);
}

async function burstRow(server) {
  row(
    "50 small calls at once, of a Feldera that answers after 20 ms: slowest ÷ one alone",
    await answerBurst(server, manager),
    4,
    CAUSES.burst,
  );
}

/** @param cause why it is missed, where it is */
function row(what, measured, target, cause = "", digits = 2) {
  const outcome = measured <= target ? "met" : `missed${cause && `: ${cause}`}`;
  rows.push([what, measured.toFixed(digits), `≤ ${target}`, outcome]);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function report() {
  notes.push(
    "heap profiles, CPU profiles and logs: `npm run bench:profiles` and `npm run bench:logs`",
    "a CPU profile of 1 GiB and a circuit profile of 500 MB: `npm run bench:large`",
    "small calls beside a large profile and a large log: `npm run bench:mixed`",
    "how time grows with the size: `npm run bench:growth`",
  );
  const [{ model }] = cpus();
  const machine = `${cpus().length} CPUs (${model.trim()}), Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  const lines = [["what", "measured", "target", ""], Array(4).fill("---"), ...rows];
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const text = `${machine}; medians.\n\n${table}\n\n${notes.map((note) => `- ${note}`).join("\n")}\n`;
  console.log(text);
  if (!process.argv.includes("--write")) return;
  const path = join(root, "docs/benchmarks.md");
  const [before, after] = readFileSync(path, "utf8").split(
    /(?<=<!-- table -->\n)[\s\S]*(?=<!-- end of the table -->)/,
  );
  writeFileSync(path, `${before}${text}${after}`);
}
