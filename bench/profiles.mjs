/**
 * Measures what a heap or CPU profile's summary takes, beside `go tool pprof -top`, plain gunzip, and gunzip with text
 * decoding and JSON.parse: wall time, CPU and peak memory of whole processes, and of a warm server's call. Fails unless
 * the ratios that are claimed are met. Needs Linux, and Go or pprof on the PATH.
 *
 * npm run bench:profiles -- [CPU profiles to measure too, as Feldera sends them]
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { bundle } from "../scripts/bundle.mjs";
import { repeatedThreads } from "./profiles/generated-cpu.mjs";
import { writeHeapProfile } from "./profiles/generated-heap.mjs";
import { costOf, costsOfWarmCalls } from "./profiles/processes.mjs";

const MIB = 2 ** 20;
const RUNS = 5;
const LARGE_CPU_BYTES = 46_000_000;

const GUNZIP = `require("zlib").gunzipSync(require("fs").readFileSync(process.argv[1]))`;
const PARSE = `JSON.parse(${GUNZIP}.toString())`;

/** A call that waits for nothing, and the longest that it may take while a profile is read. */
const OTHER_CALL = { name: "list_pipelines", arguments: {} };
const MAX_OTHER_MS = 100;

/** The most of the reference's wall time and peak memory that these may take. */
const HEAP_RATIOS = {
  reference: "pprof -top",
  held: [
    { process: "view top", wall: 0.25, memory: 1 },
    { process: "view sites", wall: 0.25, memory: 1 },
    { process: "view top, warm", wall: 0.05, memory: 0.7 },
  ],
};
const CPU_RATIOS = {
  reference: "JSON.parse",
  held: [
    { process: "view functions, warm", wall: 0.3, memory: 0.5 },
    { process: "view operators, warm", wall: 0.45, memory: 0.5 },
  ],
};

const { positionals } = parseArgs({ allowPositionals: true });
const recordings = fileURLToPath(new URL("../test/recordings/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-profiles-"));
let failed = false;
try {
  await bundle({ outdir: folder });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const server = join(folder, "feldera-mcp.js");
  const pprof = pprofProgram();

  console.log(machine(pprof));
  console.log(
    row(["profile", "bytes", "inflated", "process", "wall s", "CPU s", "peak MiB", "wall", "memory"]),
  );
  for (const profile of await profiles()) {
    const measured = await measure(profile, server, pprof);
    print(profile, measured);
    if (profile.ratios !== undefined) check(profile, measured);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

/** pprof from the PATH, or built with the Go that is there. */
function pprofProgram() {
  const found = (process.env.PATH ?? "")
    .split(":")
    .map((entry) => join(entry, "pprof"))
    .find(existsSync);
  if (found !== undefined) return found;
  const built = join(folder, "pprof");
  try {
    execFileSync("go", ["build", "-o", built, "cmd/pprof"], { stdio: "ignore" });
    return built;
  } catch {
    return undefined;
  }
}

async function profiles() {
  const heap = [];
  for (const samples of [20_000, 200_000]) {
    const path = join(folder, `heap-${samples}.pb.gz`);
    await writeHeapProfile(path, samples);
    heap.push({
      name: `heap, ${samples} samples`,
      path,
      ...(samples === 200_000 && { ratios: HEAP_RATIOS }),
    });
  }
  for (const name of ["heap_profile_2", "opt_heap_profile_1"]) {
    heap.push({ name, path: join(recordings, `${name}.body`) });
  }
  const repeated = join(folder, "cpu.json.gz");
  const longest = join(recordings, "opt_samply_get_2.body");
  writeFileSync(repeated, gzipSync(repeatedThreads(longest, LARGE_CPU_BYTES)));
  const cpu = [
    { name: "samply_get_running_1s", path: join(recordings, "samply_get_running_1s.body") },
    { name: "opt_samply_get_2", path: longest },
    { name: "the same, threads repeated", path: repeated },
    { name: "samply_get_after", path: join(recordings, "samply_get_after.body") },
    ...positionals.map((path) => ({ name: basename(path, ".body"), path })),
  ];
  return [
    ...heap.map((profile) => ({ ...profile, kind: "heap" })),
    ...cpu.map((profile) => ({ ...profile, kind: "cpu" })),
  ].map((profile) => {
    const bytes = readFileSync(profile.path);
    const inflated = gunzipSync(bytes).length;
    const isLargeCpu = profile.kind === "cpu" && inflated >= LARGE_CPU_BYTES;
    return { ...profile, bytes, inflated, ...(isLargeCpu && { ratios: CPU_RATIOS }) };
  });
}

/**
 * The median costs of each process, by its name, and the longest that another call took during a warm one. The processes take turns, so that a busy
 * minute hits them all.
 */
async function measure({ kind, path, bytes }, server, pprof) {
  const feldera = createServer(({ url }, response) => {
    if (/\/pipelines(?:\?|$)/.test(url)) {
      return void response.writeHead(200, { "content-type": "application/json" }).end("[]");
    }
    if (!/\/(?:heap|samply)_profile(?:\?|$)/.test(url)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
  }).listen(0, "127.0.0.1");
  await once(feldera, "listening");
  const options = ["--host", `http://127.0.0.1:${feldera.address().port}`];
  const calls = callsOf(kind);

  const processes = new Map();
  if (kind === "heap" && pprof !== undefined) {
    processes.set("pprof -top", [pprof, ["-symbolize=none", "-top", path]]);
  }
  if (kind === "cpu") processes.set("JSON.parse", [process.execPath, ["-e", PARSE, path]]);
  processes.set("gunzip", [process.execPath, ["-e", GUNZIP, path]]);
  for (const [name, call] of calls) {
    const argumentsOfCall = ["call", call.name, JSON.stringify(call.arguments)];
    processes.set(name, [process.execPath, [server, ...options, ...argumentsOfCall]]);
  }

  const costs = new Map([...processes.keys()].map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, [command, args]] of processes) costs.get(name).push(await costOf(command, args));
  }
  let longestOtherMs = 0;
  for (const [name, call] of calls) {
    const warm = await costsOfWarmCalls(server, options, call, RUNS, OTHER_CALL);
    costs.set(`${name}, warm`, warm.costs);
    longestOtherMs = Math.max(longestOtherMs, warm.longestOtherMs);
  }
  feldera.close();
  feldera.closeAllConnections();
  return { processes: new Map([...costs].map(([name, runs]) => [name, medians(runs)])), longestOtherMs };
}

function callsOf(kind) {
  const pipeline_name = "measured";
  const call = (tool, args) => ({ name: tool, arguments: { pipeline_name, ...args } });
  return kind === "heap"
    ? [
        ["view top", call("summarize_heap_profile", { view: "top" })],
        ["view sites", call("summarize_heap_profile", { view: "sites" })],
      ]
    : [
        ["view functions", call("summarize_samply_profile", { view: "functions" })],
        ["view operators", call("summarize_samply_profile", { view: "operators" })],
      ];
}

function medians(costs) {
  const median = (field) => costs.map((cost) => cost[field]).sort((a, b) => a - b)[costs.length >> 1];
  return {
    wallSeconds: median("wallSeconds"),
    cpuSeconds: median("cpuSeconds"),
    peakBytes: median("peakBytes"),
  };
}

/** Costs, and beside them their ratios to those of the first process. */
function print({ name, bytes, inflated }, { processes, longestOtherMs }) {
  const [reference] = processes.values();
  for (const [process, cost] of processes) {
    console.log(
      row([
        process === [...processes.keys()][0] ? name : "",
        process === [...processes.keys()][0] ? mib(bytes.length) : "",
        process === [...processes.keys()][0] ? mib(inflated) : "",
        process,
        cost.wallSeconds.toFixed(2),
        cost.cpuSeconds.toFixed(2),
        mib(cost.peakBytes),
        (cost.wallSeconds / reference.wallSeconds).toFixed(2),
        (cost.peakBytes / reference.peakBytes).toFixed(2),
      ]),
    );
  }
  console.log(
    `  ${name}: another call, made during one that is warm, took at most ${Math.round(longestOtherMs)} ms`,
  );
}

function check({ name, ratios }, { processes, longestOtherMs }) {
  if (longestOtherMs > MAX_OTHER_MS) {
    failed = true;
    console.log(`  ${name}: another call took more than ${MAX_OTHER_MS} ms: NOT MET`);
  }
  const reference = processes.get(ratios.reference);
  for (const { process, ...most } of ratios.held) {
    const cost = processes.get(process);
    const wall = reference && cost.wallSeconds / reference.wallSeconds;
    const memory = reference && cost.peakBytes / reference.peakBytes;
    const isMet = reference !== undefined && wall <= most.wall && memory <= most.memory;
    const verdict =
      reference === undefined ? `not checked, ${ratios.reference} is missing` : isMet ? "met" : "NOT MET";
    failed ||= !isMet;
    console.log(
      `  ${name}, ${process}: at most ${most.wall} of the wall time and ${most.memory} of the memory of ${ratios.reference}: ${verdict}`,
    );
  }
}

function row([name, bytes, inflated, process, ...numbers]) {
  return [
    name.padEnd(28),
    bytes.padStart(9),
    inflated.padStart(9),
    `  ${process.padEnd(20)}`,
    ...numbers.map((number) => number.padStart(9)),
  ].join("");
}

function mib(bytes) {
  return (bytes / MIB).toFixed(1);
}

function machine(pprof) {
  const [{ model }] = cpus();
  const go = pprof === undefined ? "pprof is missing (no pprof and no Go on the PATH)" : "pprof of Go";
  return `${cpus().length} CPUs (${model.trim()}), Node ${process.versions.node}, ${go}; medians of ${RUNS}, sizes in MiB`;
}
