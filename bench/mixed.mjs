/**
 * Has a server answer 50 calls at once: a large heap profile, a large CPU profile, a large log and 47 small calls, and
 * prints how long the slowest of these took. Fails where that is longer than is claimed. Needs Linux.
 *
 * npm run bench:mixed
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { asCommand, median } from "./part.mjs";
import { repeatedThreads } from "./profiles/generated-cpu.mjs";
import { writeHeapProfile } from "./profiles/generated-heap.mjs";
import { startedServer } from "./profiles/processes.mjs";

const CALLS = 50;
const ROUNDS = 9;
const MAX_SMALL_MS = 100;
const HEAP_SAMPLES = 200_000;
const CPU_BYTES = 46_000_000;
const LOG_BYTES = 8 * 2 ** 20;

const pipeline_name = "measured";
const LARGE = [
  { name: "summarize_heap_profile", arguments: { pipeline_name, view: "sites" } },
  { name: "summarize_samply_profile", arguments: { pipeline_name, view: "operators" } },
  { name: "get_pipeline_logs", arguments: { pipeline_name, level: "warn" } },
];
const SMALL = { name: "list_pipelines", arguments: {} };

/** How long small calls take beside large ones. */
export async function measureMixed({ server, folder, tell, hold }) {
  await writeHeapProfile(join(folder, "heap_profile"), HEAP_SAMPLES);
  const recording = fileURLToPath(new URL("../test/recordings/opt_samply_get_2.body", import.meta.url));
  writeFileSync(join(folder, "samply_profile"), gzipSync(repeatedThreads(recording, CPU_BYTES)));
  const manager = fork(fileURLToPath(new URL("mixed/manager.mjs", import.meta.url)), [
    folder,
    String(LOG_BYTES),
  ]);
  try {
    const [port] = await once(manager, "message");
    const options = ["--host", `http://127.0.0.1:${port}`, "--limit", `logKeptBytes=${LOG_BYTES}`];
    const started = await startedServer(server, options);
    // The first calls load what all need.
    await calledAtOnce(started);
    const slowest = [];
    for (let round = 0; round < ROUNDS; round++) slowest.push(await calledAtOnce(started));
    await started.end();
    const what = `the slowest of ${CALLS - LARGE.length} small calls beside ${LARGE.length} large ones`;
    tell(`${what}: ${slowest.map((ms) => ms.toFixed(0)).join(", ")} ms`);
    hold({
      what,
      measured: median(slowest),
      most: MAX_SMALL_MS,
      digits: 0,
      unit: " ms",
      cause: "mixed",
    });
  } finally {
    manager.disconnect();
  }
}

/** How long the slowest small call took, in ms. */
async function calledAtOnce({ ask }) {
  const large = LARGE.map((call) => called(ask, call));
  const small = Array.from({ length: CALLS - LARGE.length }, () => called(ask, SMALL));
  const [times] = await Promise.all([Promise.all(small), Promise.all(large)]);
  return Math.max(...times);
}

async function called(ask, call) {
  const began = performance.now();
  const { result } = await ask("tools/call", call);
  if (result === undefined || result.isError) throw new Error(JSON.stringify(result));
  return performance.now() - began;
}

await asCommand(import.meta.url, measureMixed);
