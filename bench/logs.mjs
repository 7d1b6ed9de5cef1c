/**
 * Measures what a pipeline's log takes beyond a bare reading of it: the time of a call of a warm server, other calls
 * meanwhile, and of long streams the speed and the memory. Fails unless the figures that are claimed are met. Needs
 * Linux.
 *
 * npm run bench:logs
 */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { asCommand, median } from "./part.mjs";
import { costsOfWarmCalls } from "./profiles/processes.mjs";

const MIB = 2 ** 20;
const RUNS = 9;

/** The most, in ms, that a log of 1 MB may take beyond its reading, and another call while 8 MiB are analysed. */
const MAX_BEYOND_MS = 50;
const MAX_OTHER_MS = 50;
/** Of a long stream: the least of a bare reading's speed, and the most memory beyond what that takes. */
const LEAST_SPEED = 0.5;
const MAX_MEMORY_MIB = 32;

const OTHER_CALL = { name: "list_pipelines", arguments: {} };
const drain = fileURLToPath(new URL("logs/drain.mjs", import.meta.url));

/** What logs of a manager's take, short ones and long streams. */
export async function measureLogs(run) {
  const manager = fork(fileURLToPath(new URL("logs/long-log.mjs", import.meta.url)));
  try {
    const [port] = await once(manager, "message");
    const host = `http://127.0.0.1:${port}`;
    for (const kind of ["records", "short"]) await beyondReading(run, host, kind, 1_000_000);
    await otherCalls(run, host, 8 * MIB);
    for (const size of [48, 256, 1024]) await longStream(run, host, size * MIB);
  } finally {
    manager.disconnect();
  }
}

async function beyondReading({ server, tell, hold }, host, kind, size) {
  const pipeline = `${size}b-${kind}`;
  const bare = median(drained(host, pipeline, RUNS).map(({ ms }) => ms));
  const { costs } = await called(host, server, pipeline, RUNS);
  const ms = median(costs.map(({ wallSeconds }) => wallSeconds * 1000));
  tell(`log, ${size} bytes of ${kind}: the call ${ms.toFixed(0)} ms, a bare reading ${bare.toFixed(0)} ms`);
  hold({
    what: `log of 1 MB, ${kind}: beyond a bare reading`,
    measured: ms - bare,
    most: MAX_BEYOND_MS,
    digits: 0,
    unit: " ms",
    cause: "shortLog",
  });
}

async function otherCalls({ server, hold }, host, size) {
  const limits = [`logKeptBytes=${size}`];
  const { longestOtherMs } = await called(host, server, `${size}b-records`, 1, limits);
  hold({
    what: `another call while a log of ${size / MIB} MiB is analysed`,
    measured: longestOtherMs,
    most: MAX_OTHER_MS,
    digits: 0,
    unit: " ms",
    cause: "besideLog",
  });
}

/** Memory is what the peak of the server and its analyses grows by from a log of 1 MB on, beyond that of a bare reading. */
async function longStream({ server, tell, hold }, host, size) {
  const [small, long] = ["1000000b-records", `${size}b-records`];
  const [bareSmall, bare] = [small, long].map((pipeline) => drained(host, pipeline, RUNS));
  const callsSmall = await called(host, server, small, RUNS);
  const calls = await called(host, server, long, RUNS);
  const bareMs = median(bare.map(({ ms }) => ms));
  const ms = median(calls.costs.map(({ wallSeconds }) => wallSeconds * 1000));
  const grown = (calls.costs.at(-1).peakBytes - callsSmall.costs.at(-1).peakBytes) / MIB;
  const bareGrown =
    (median(bare.map(({ bytes }) => bytes)) - median(bareSmall.map(({ bytes }) => bytes))) / MIB;
  const what = `log stream of ${size / MIB} MiB`;
  tell(
    `${what}: ${ms.toFixed(0)} ms and +${grown.toFixed(0)} MiB, a bare reading ${bareMs.toFixed(0)} ms and +${bareGrown.toFixed(0)} MiB`,
  );
  hold({
    what: `${what}: speed ÷ a bare reading's`,
    measured: bareMs / ms,
    least: LEAST_SPEED,
    cause: "longLog",
  });
  hold({
    what: `${what}: memory beyond a bare reading's`,
    measured: grown - bareGrown,
    most: MAX_MEMORY_MIB,
    digits: 0,
    unit: " MiB",
    cause: "longLogMemory",
  });
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

await asCommand(import.meta.url, measureLogs);
