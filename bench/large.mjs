/**
 * Has the command line summarise CPU profiles of up to 1 GiB of JSON and circuit profiles of up to 500 MB, and prints the
 * time and the most memory that its process and that of the analysis had, together. Fails where the largest take more
 * than is claimed, or grow faster than their size. Needs Linux.
 *
 * npm run bench:large
 */
import { once } from "node:events";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { asCommand } from "./part.mjs";
import { writeRepeatedThreads } from "./profiles/generated-cpu.mjs";
import { costOf } from "./profiles/processes.mjs";

const MB = 1e6;
const MIB = 2 ** 20;
const MAX_PEAK_MIB = 600;
/** Of the size, to which the time of the largest grows from that of the smallest. */
const MAX_EXPONENT = 1.1;
const CPU_BYTES = [64 * MIB, 256 * MIB, 1024 * MIB];
const CIRCUIT_BYTES = [50 * MB, 200 * MB, 500 * MB];

const recordings = fileURLToPath(new URL("../test/recordings/", import.meta.url));
const CALLS = {
  functions: ["CPU profile, view functions", "summarize_samply_profile", { view: "functions" }],
  operators: [
    "CPU profile, view operators",
    "summarize_samply_profile",
    { view: "operators" },
    "largeOperators",
  ],
  circuit: ["circuit profile", "summarize_circuit_profile", {}],
};

/** The profile that each tool asks for: as no Feldera has one as large of the other kind, it gets no other. */
const ENDPOINTS = {
  summarize_samply_profile: "samply_profile",
  summarize_circuit_profile: "circuit_json_profile",
};

/** What the command line takes for CPU and circuit profiles of growing size. */
export async function measureLarge(run) {
  const cpu = join(run.folder, "cpu.json.gz");
  const recorded = join(recordings, "opt_samply_get_2.body");
  const makeCpu = (bytes) => writeRepeatedThreads(cpu, recorded, bytes);
  await measure(run, CPU_BYTES, cpu, makeCpu, [CALLS.functions, CALLS.operators]);
  const circuit = join(run.folder, "circuit.json");
  const generated = await circuitGenerator(run.folder);
  const makeCircuit = (bytes) => pipeline(generated(bytes), createWriteStream(circuit));
  await measure(run, CIRCUIT_BYTES, circuit, makeCircuit, [CALLS.circuit]);
}

async function circuitGenerator(folder) {
  const outfile = join(folder, "generator.mjs");
  await esbuild.build({
    entryPoints: [fileURLToPath(new URL("../test/support/generated-circuit-profile.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const { generatedCircuitProfile } = await import(pathToFileURL(outfile).href);
  const recorded = readFileSync(join(recordings, "circuit_json_profile.body"), "utf8");
  return (bytes) => generatedCircuitProfile(recorded, bytes);
}

async function measure({ server, tell, hold }, sizes, path, make, calls) {
  const costs = calls.map(() => []);
  for (const size of sizes) {
    await make(size);
    for (const [i, [name, tool, args]] of calls.entries()) {
      const cost = await costOfCall(server, path, tool, { pipeline_name: "measured", ...args });
      costs[i].push(cost);
      tell(
        `${name}, ${mib(size)} MiB: ${cost.wallSeconds.toFixed(1)} s, CPU ${cost.cpuSeconds.toFixed(1)} s, peak ${mib(cost.peakBytes)} MiB`,
      );
    }
  }
  for (const [i, [name, , , cause]] of calls.entries()) {
    const [first, last] = [costs[i][0], costs[i].at(-1)];
    const largest = `${name}, ${mib(sizes.at(-1))} MiB`;
    hold({
      what: `${largest}: peak of both processes`,
      measured: last.peakBytes / MIB,
      most: MAX_PEAK_MIB,
      digits: 0,
      unit: " MiB",
      cause,
    });
    hold({
      what: `${largest}: CPU grows with the size to the power`,
      measured: Math.log(last.cpuSeconds / first.cpuSeconds) / Math.log(sizes.at(-1) / sizes[0]),
      most: MAX_EXPONENT,
    });
  }
}

function mib(bytes) {
  return (bytes / MIB).toFixed(0);
}

async function costOfCall(server, path, tool, args) {
  const feldera = createServer(({ url }, response) => {
    const [, asked] = /\/(\w+_profile)(?:\?|$)/.exec(url) ?? [];
    if (asked !== ENDPOINTS[tool]) return void response.writeHead(404).end();
    const type = path.endsWith(".json") ? "application/json" : "application/octet-stream";
    response.writeHead(200, { "content-type": type });
    createReadStream(path).pipe(response);
  }).listen(0, "127.0.0.1");
  await once(feldera, "listening");
  const host = `http://127.0.0.1:${feldera.address().port}`;
  const options = ["--host", host, "--limit", "callMs=600000", "--limit", "bundleCallMs=600000"];
  try {
    return await costOf(process.execPath, [server, ...options, "call", tool, JSON.stringify(args)]);
  } finally {
    feldera.close();
    feldera.closeAllConnections();
  }
}

await asCommand(import.meta.url, measureLarge);
