/**
 * Measures how the CPU that each analysis takes grows with its input, from 1 to 16 times a size: with the size to the
 * power that is printed. Fails where that is more than is claimed. Input is generated, and analysed in this process.
 *
 * npm run bench:growth
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { logOf } from "./logs/lines.mjs";
import { asCommand } from "./part.mjs";
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

/** How the CPU of each analysis grows with its input. */
export async function measureGrowth({ folder, tell, hold }) {
  const { ANALYSES, generatedCircuitProfile } = await bundled(folder, "bench/growth/analyses.ts");
  const exponents = new Map();
  const measure = async (name, inputs, analyse) => {
    const { exponent, ms } = await growthOf(inputs, analyse);
    tell(`${name.padEnd(30)}${ms.map((each) => each.toFixed(0).padStart(6)).join("")} ms`);
    exponents.set(name, exponent);
  };
  const heap = await each((times) => heapProfile(folder, times));
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
  for (const [name, exponent] of exponents) {
    const what = `growth of CPU from 1 to ${TIMES.at(-1)} times the size, ${name}: exponent`;
    hold({ what, measured: exponent, most: MAX_EXPONENT });
  }
}

async function bundled(folder, entry) {
  const outfile = join(folder, "analyses.mjs");
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

async function heapProfile(folder, times) {
  const path = join(folder, "growing-heap.pb.gz");
  await writeHeapProfile(path, times * HEAP_SAMPLES);
  return readFileSync(path);
}

async function growthOf(inputs, analyse) {
  // What runs first is compiled meanwhile.
  for (let run = 0; run < RUNS; run++) await analyse(inputs[1]);
  const ms = [];
  for (const input of inputs) ms.push(await leastMs(() => analyse(input)));
  return { ms, exponent: slope(TIMES.map(Math.log), ms.map(Math.log)) };
}

/** CPU, which others on the machine do not change as much as they do the time that passes. */
async function leastMs(run) {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < RUNS; turn++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
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

await asCommand(import.meta.url, measureGrowth);
