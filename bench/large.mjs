/**
 * Has the command line summarise CPU profiles of up to 1 GiB of JSON and circuit profiles of up to 500 MB, and prints the
 * time and the most memory that its process and that of the analysis had, together. Fails where the largest take more
 * than is claimed, or grow faster than their size. Needs Linux.
 *
 * npm run bench:large [-- cpu|circuit]
 */
import { once } from "node:events";
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { bundle } from "../scripts/bundle.mjs";
import { writeRepeatedThreads } from "./profiles/generated-cpu.mjs";
import { costOf } from "./profiles/processes.mjs";

const MB = 1e6;
const MIB = 2 ** 20;
const MAX_PEAK_BYTES = 600 * MIB;
/** Of the size, to which the time of the largest grows from that of the smallest. */
const MAX_EXPONENT = 1.1;
const CPU_BYTES = [64 * MIB, 256 * MIB, 1024 * MIB];
const CIRCUIT_BYTES = [50 * MB, 200 * MB, 500 * MB];

const root = fileURLToPath(new URL("..", import.meta.url));
const recordings = join(root, "test/recordings/");
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-large-"));
const only = process.argv[2];
let failed = false;
try {
  await bundle({ outdir: folder });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  console.log(
    `${cpus().length} CPUs (${cpus()[0].model.trim()}), Node ${process.versions.node}; one call each`,
  );
  if (only !== "circuit") {
    const path = join(folder, "cpu.json.gz");
    const make = (bytes) => writeRepeatedThreads(path, join(recordings, "opt_samply_get_2.body"), bytes);
    for (const view of ["functions", "operators"]) {
      await measure(`CPU profile, view ${view}`, CPU_BYTES, path, make, "summarize_samply_profile", { view });
    }
  }
  if (only !== "cpu") {
    const path = join(folder, "circuit.json");
    const generated = await circuitGenerator();
    const make = (bytes) => pipeline(generated(bytes), createWriteStream(path));
    await measure("circuit profile", CIRCUIT_BYTES, path, make, "summarize_circuit_profile", {});
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function circuitGenerator() {
  const outfile = join(folder, "generator.mjs");
  await esbuild.build({
    entryPoints: [join(root, "test/support/generated-circuit-profile.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const { generatedCircuitProfile } = await import(pathToFileURL(outfile).href);
  const recorded = readFileSync(join(recordings, "circuit_json_profile.body"), "utf8");
  return (bytes) => generatedCircuitProfile(recorded, bytes);
}

async function measure(name, sizes, path, make, tool, args) {
  const costs = [];
  for (const size of sizes) {
    await make(size);
    const cost = await costOfCall(path, tool, { pipeline_name: "measured", ...args });
    costs.push(cost);
    console.log(
      `${name}, ${(size / MIB).toFixed(0)} MiB: ${cost.wallSeconds.toFixed(1)} s, CPU ${cost.cpuSeconds.toFixed(1)} s, peak ${(cost.peakBytes / MIB).toFixed(0)} MiB`,
    );
  }
  const [first, last] = [costs[0], costs.at(-1)];
  const exponent = Math.log(last.cpuSeconds / first.cpuSeconds) / Math.log(sizes.at(-1) / sizes[0]);
  verdict(
    `${name}: CPU grows with the size to the power ${exponent.toFixed(2)} (at most ${MAX_EXPONENT})`,
    exponent <= MAX_EXPONENT,
  );
  verdict(
    `${name}: peak ${(last.peakBytes / MIB).toFixed(0)} MiB (at most ${MAX_PEAK_BYTES / MIB})`,
    last.peakBytes <= MAX_PEAK_BYTES,
  );
}

async function costOfCall(path, tool, args) {
  const feldera = createServer(({ url }, response) => {
    if (!/_profile(?:\?|$)/.test(url)) return void response.writeHead(404).end();
    const type = path.endsWith(".json") ? "application/json" : "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-length": statSync(path).size });
    createReadStream(path).pipe(response);
  }).listen(0, "127.0.0.1");
  await once(feldera, "listening");
  const host = `http://127.0.0.1:${feldera.address().port}`;
  const options = ["--host", host, "--limit", "callMs=600000", "--limit", "bundleCallMs=600000"];
  try {
    return await costOf(process.execPath, [
      join(folder, "feldera-mcp.js"),
      ...options,
      "call",
      tool,
      JSON.stringify(args),
    ]);
  } finally {
    feldera.close();
    feldera.closeAllConnections();
  }
}

function verdict(what, isMet) {
  failed ||= !isMet;
  console.log(`  ${what}: ${isMet ? "met" : "NOT MET"}`);
}
