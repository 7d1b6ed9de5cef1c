/**
 * Measures what a heap or CPU profile's summary takes, beside `go tool pprof -top`, plain gunzip, and gunzip with text
 * decoding and JSON.parse: wall time, CPU and peak memory of whole processes, and of a warm server's call. Fails unless
 * the ratios that are claimed are met. Needs Linux, and Go or pprof on the PATH.
 *
 * npm run bench:profiles -- [CPU profiles to measure too, as Feldera sends them]
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { asCommand, median } from "./part.mjs";
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

/** The most of the reference's wall time and peak memory that these may take, and why they take more, where they do. */
const HEAP_RATIOS = {
  reference: "pprof -top",
  held: [
    { process: "view top", wall: 0.25, memory: 1 },
    { process: "view sites", wall: 0.25, memory: 1 },
    { process: "view top, warm", wall: 0.05, memory: 0.7, cause: "heap" },
  ],
};
const CPU_RATIOS = {
  reference: "JSON.parse",
  held: [
    { process: "view functions, warm", wall: 0.3, memory: 0.5, cause: "cpuFunctions" },
    { process: "view operators, warm", wall: 0.45, memory: 0.5, cause: "cpuOperators" },
  ],
};

const recordings = fileURLToPath(new URL("../test/recordings/", import.meta.url));

/** What large profiles take that have targets. */
export function measureProfiles(run) {
  return measureEach(run, ({ ratios }) => ratios !== undefined);
}

async function measureEach(run, isWanted, further = []) {
  const pprof = pprofProgram(run.folder);
  if (pprof === undefined) run.lack("heap profiles beside pprof", "no pprof and no Go on the PATH");
  run.tell(`medians of ${RUNS}, sizes in MiB, ratios to the first row of the profile`);
  run.tell(row(["profile", "bytes", "inflated", "process", "wall s", "CPU s", "peak MiB", "wall", "memory"]));
  for (const profile of (await profiles(run.folder, further)).filter(isWanted)) {
    const measured = await measure(profile, run.server, pprof);
    print(run, profile, measured);
    if (profile.ratios !== undefined) check(run, profile, measured);
  }
}

/** pprof from the PATH, or built with the Go that is there. */
function pprofProgram(folder) {
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

async function profiles(folder, further) {
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
    heap.push({ name: `heap, ${name}`, path: join(recordings, `${name}.body`) });
  }
  const repeated = join(folder, "cpu.json.gz");
  const longest = join(recordings, "opt_samply_get_2.body");
  writeFileSync(repeated, gzipSync(repeatedThreads(longest, LARGE_CPU_BYTES)));
  const cpu = [
    { name: "CPU, samply_get_running_1s", path: join(recordings, "samply_get_running_1s.body") },
    { name: "CPU, opt_samply_get_2", path: longest },
    { name: "CPU, threads repeated", path: repeated },
    { name: "CPU, samply_get_after", path: join(recordings, "samply_get_after.body") },
    ...further.map((path) => ({ name: basename(path, ".body"), path })),
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
 * The median costs of each process, by its name, and the longest that another call took during a warm one. The
 * processes take turns, so that a busy minute hits them all.
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
  const medianOf = (field) => median(costs.map((cost) => cost[field]));
  return {
    wallSeconds: medianOf("wallSeconds"),
    cpuSeconds: medianOf("cpuSeconds"),
    peakBytes: medianOf("peakBytes"),
  };
}

/** Costs, and beside them their ratios to those of the first process. */
function print({ tell }, { name, bytes, inflated }, { processes, longestOtherMs }) {
  const [reference] = processes.values();
  for (const [i, [process, cost]] of [...processes].entries()) {
    tell(
      row([
        ...(i === 0 ? [name, mib(bytes.length), mib(inflated)] : ["", "", ""]),
        process,
        cost.wallSeconds.toFixed(2),
        cost.cpuSeconds.toFixed(2),
        mib(cost.peakBytes),
        (cost.wallSeconds / reference.wallSeconds).toFixed(2),
        (cost.peakBytes / reference.peakBytes).toFixed(2),
      ]),
    );
  }
  tell(
    `  ${name}: another call, made during one that is warm, took at most ${Math.round(longestOtherMs)} ms`,
  );
}

function check({ hold }, { name, ratios }, { processes, longestOtherMs }) {
  const reference = processes.get(ratios.reference);
  if (reference === undefined) return;
  for (const { process, cause, ...most } of ratios.held) {
    const cost = processes.get(process);
    const what = `${name}, ${process}`;
    hold({
      what: `${what}: wall ÷ that of ${ratios.reference}`,
      measured: cost.wallSeconds / reference.wallSeconds,
      most: most.wall,
      cause,
    });
    hold({
      what: `${what}: memory ÷ that of ${ratios.reference}`,
      measured: cost.peakBytes / reference.peakBytes,
      most: most.memory,
      cause: cause && `${cause}Memory`,
    });
  }
  hold({
    what: `${name}: another call meanwhile`,
    measured: longestOtherMs,
    most: MAX_OTHER_MS,
    digits: 0,
    unit: " ms",
    cause: "besideProfile",
  });
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

/** All profiles, and those that are named. */
async function measureAllProfiles(run) {
  await measureEach(run, () => true, process.argv.slice(2));
}

await asCommand(import.meta.url, measureAllProfiles);
