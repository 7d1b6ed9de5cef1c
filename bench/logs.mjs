/**
 * Measures what a pipeline's log takes beyond a bare reading of it: the time of a call of a warm server, other calls
 * meanwhile, and of long streams the speed and the memory. Fails unless the figures that are claimed are met. Needs
 * Linux.
 *
 * npm run bench:logs
 */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { costsOfWarmCalls } from "./profiles/processes.mjs";

const MIB = 2 ** 20;
const RUNS = 9;

/** The most, in ms, that a log of 1 MB may take beyond its reading, and another call while 8 MiB are analysed. */
const MAX_BEYOND_MS = 50;
const MAX_OTHER_MS = 50;
/** Of a long stream: the least of a bare reading's speed, and the most memory beyond what that takes, in bytes. */
const LEAST_SPEED = 0.5;
const MAX_MEMORY = 32 * MIB;

const OTHER_CALL = { name: "list_pipelines", arguments: {} };
const drain = fileURLToPath(new URL("logs/drain.mjs", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-logs-"));
const manager = fork(fileURLToPath(new URL("logs/long-log.mjs", import.meta.url)));
let failed = false;
try {
  await bundle({ outdir: folder });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const server = join(folder, "feldera-mcp.js");
  const [port] = await once(manager, "message");
  const host = `http://127.0.0.1:${port}`;
  const [{ model }] = cpus();
  console.log(`${cpus().length} CPUs (${model.trim()}), Node ${process.versions.node}; medians of ${RUNS}`);
  for (const kind of ["records", "short"]) await beyondReading(host, server, kind, 1_000_000);
  await otherCalls(host, server, 8 * MIB);
  for (const size of [48, 256, 1024]) await longStream(host, server, size * MIB);
} finally {
  manager.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function beyondReading(host, server, kind, size) {
  const pipeline = `${size}b-${kind}`;
  const bare = median(drained(host, pipeline, RUNS).map(({ ms }) => ms));
  const { costs } = await called(host, server, pipeline, RUNS);
  const ms = median(costs.map(({ wallSeconds }) => wallSeconds * 1000));
  const beyond = ms - bare;
  const what = `${size} bytes of ${kind}: the call ${ms.toFixed(0)} ms, a bare reading ${bare.toFixed(0)} ms`;
  verdict(`${what}, beyond it ${beyond.toFixed(0)} ms (at most ${MAX_BEYOND_MS})`, beyond <= MAX_BEYOND_MS);
}

async function otherCalls(host, server, size) {
  const { longestOtherMs, costs } = await called(host, server, `${size}b-records`, 1, [
    `logKeptBytes=${size}`,
  ]);
  const ms = (costs[0].wallSeconds * 1000).toFixed(0);
  verdict(
    `${size / MIB} MiB, ${ms} ms: another call meanwhile took at most ${longestOtherMs.toFixed(0)} ms (at most ${MAX_OTHER_MS})`,
    longestOtherMs <= MAX_OTHER_MS,
  );
}

/** Memory is what the peak of the server and its analyses grows by from a log of 1 MB on, beyond that of a bare reading. */
async function longStream(host, server, size) {
  const [small, long] = ["1000000b-records", `${size}b-records`];
  const [bareSmall, bare] = [small, long].map((pipeline) => drained(host, pipeline, RUNS));
  const callsSmall = await called(host, server, small, RUNS);
  const calls = await called(host, server, long, RUNS);
  const bareMs = median(bare.map(({ ms }) => ms));
  const ms = median(calls.costs.map(({ wallSeconds }) => wallSeconds * 1000));
  const speed = bareMs / ms;
  verdict(
    `${size / MIB} MiB: ${ms.toFixed(0)} ms, a bare reading ${bareMs.toFixed(0)} ms: speed ${speed.toFixed(2)} of it (at least ${LEAST_SPEED})`,
    speed >= LEAST_SPEED,
  );
  const grown = calls.costs.at(-1).peakBytes - callsSmall.costs.at(-1).peakBytes;
  const bareGrown = median(bare.map(({ bytes }) => bytes)) - median(bareSmall.map(({ bytes }) => bytes));
  const mib = (bytes) => (bytes / MIB).toFixed(0);
  verdict(
    `  memory +${mib(grown)} MiB, of a bare reading +${mib(bareGrown)} MiB (at most ${mib(MAX_MEMORY)} MiB more)`,
    grown - bareGrown <= MAX_MEMORY,
  );
}

function drained(host, pipeline, runs) {
  const url = `${host}/v0/pipelines/${pipeline}/logs?follow=false`;
  return Array.from({ length: runs }, () => {
    const [ms, kib] = execFileSync(process.execPath, [drain, url]).toString().trim().split(" ").map(Number);
    return { ms, bytes: kib * 1024 };
  });
}

function called(host, server, pipeline_name, runs, further = []) {
  const limits = ["logReadBytes=2147483647", "logReadMs=100000", "callMs=120000", ...further];
  const args = ["--host", host, ...limits.flatMap((limit) => ["--limit", limit])];
  const call = { name: "get_pipeline_logs", arguments: { pipeline_name, level: "warn" } };
  return costsOfWarmCalls(server, args, call, runs, OTHER_CALL);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function verdict(what, isMet) {
  failed ||= !isMet;
  console.log(`${what}: ${isMet ? "met" : "NOT MET"}`);
}
