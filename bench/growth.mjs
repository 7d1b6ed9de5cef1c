/**
 * Measures how the CPU that each analysis takes grows with its input, from 1 to 16 times a size: with the size to the
 * power that is printed. Fails where that is more than is claimed. Input is generated, and analysed in this process.
 *
 * npm run bench:growth
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { logOf } from "./logs/lines.mjs";
import { repeatedThreads } from "./profiles/generated-cpu.mjs";
import { writeHeapProfile } from "./profiles/generated-heap.mjs";

const TIMES = [1, 2, 4, 8, 16];
const RUNS = 3;
const MAX_EXPONENT = 1.1;

const MIB = 2 ** 20;
/** What is once the size: samples, or bytes. */
const HEAP_SAMPLES = 10_000;
const CPU_BYTES = 6 * MIB;
const CIRCUIT_BYTES = 4 * MIB;
const LOG_BYTES = MIB / 2;

const root = fileURLToPath(new URL("..", import.meta.url));
const recordings = join(root, "test/recordings/");
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-growth-"));
let failed = false;
try {
  const { ANALYSES, generatedCircuitProfile } = await bundled("bench/growth/analyses.ts");
  console.log(
    `${cpus().length} CPUs (${cpus()[0].model.trim()}), Node ${process.versions.node}; the least of ${RUNS} runs`,
  );
  const heap = await each(heapProfile);
  await measure("heap, view top", heap, ANALYSES.heapTop);
  await measure("heap, view tree", heap, ANALYSES.heapTree);
  await measure("heap, view sites", heap, ANALYSES.heapSites);
  await measure("heap, sites, with a baseline", heap, (profile) => ANALYSES.heapDifference(profile, profile));
  const cpu = await each((times) =>
    gzipSync(repeatedThreads(join(recordings, "samply_get_running_1s.body"), times * CPU_BYTES)),
  );
  await measure("CPU, view functions", cpu, ANALYSES.cpuFunctions);
  await measure("CPU, call tree", cpu, ANALYSES.cpuTree);
  await measure("CPU, view operators", cpu, ANALYSES.cpuOperators);
  const recorded = readFileSync(join(recordings, "circuit_json_profile.body"), "utf8");
  const circuit = await each((times) =>
    Buffer.concat([...generatedCircuitProfile(recorded, times * CIRCUIT_BYTES)]),
  );
  await measure("circuit", circuit, ANALYSES.circuit);
  for (const kind of ["records", "short"]) {
    await measure(`log, ${kind}`, await each((times) => logOf(kind, times * LOG_BYTES)), ANALYSES.log);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function bundled(entry) {
  const outfile = join(folder, "analyses.mjs");
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: "const require = process.getBuiltinModule;" },
  });
  return import(pathToFileURL(outfile).href);
}

async function each(make) {
  const inputs = [];
  for (const times of TIMES) inputs.push(await make(times));
  return inputs;
}

async function heapProfile(times) {
  const path = join(folder, "heap.pb.gz");
  await writeHeapProfile(path, times * HEAP_SAMPLES);
  return readFileSync(path);
}

async function measure(name, inputs, analyse) {
  // What runs first is compiled meanwhile.
  for (let run = 0; run < RUNS; run++) await analyse(inputs[1]);
  const seconds = [];
  for (const input of inputs) seconds.push(await leastSeconds(() => analyse(input)));
  const exponent = slope(TIMES.map(Math.log), seconds.map(Math.log));
  const isMet = exponent <= MAX_EXPONENT;
  failed ||= !isMet;
  const ms = seconds.map((each) => (each * 1000).toFixed(0).padStart(6)).join("");
  console.log(
    `${name.padEnd(30)}${ms} ms: exponent ${exponent.toFixed(2)} (at most ${MAX_EXPONENT}): ${isMet ? "met" : "NOT MET"}`,
  );
}

/** CPU, which others on the machine do not change as much as they do the time that passes. */
async function leastSeconds(run) {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < RUNS; turn++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/** Of the line that fits best. */
function slope(xs, ys) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  return (
    xs.reduce((sum, each, i) => sum + (each - x) * (ys[i] - y), 0) /
    xs.reduce((sum, each) => sum + (each - x) ** 2, 0)
  );
}
