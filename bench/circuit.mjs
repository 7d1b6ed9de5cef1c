// Has the built server summarise circuit profiles of growing size, fetched over HTTP from this process, and prints how
// long a whole call takes, and how much memory its process and that of the analysis have at their peaks, together.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { bundle } from "../scripts/bundle.mjs";

const MIB = 2 ** 20;
const SIZES = (process.argv[2] ?? "1,10,50,200,500").split(",").map((size) => Number(size) * MIB);
const REPORT = new URL("report-peak.mjs", import.meta.url);

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-circuit-"));
try {
  const generator = join(folder, "generator.mjs");
  await esbuild.build({
    entryPoints: [join(root, "test/support/generated-circuit-profile.ts")],
    outfile: generator,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const { generatedCircuitProfile } = await import(pathToFileURL(generator).href);
  const recorded = readFileSync(join(root, "test/recordings/circuit_json_profile.body"), "utf8");
  await bundle({ outdir: folder });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const server = join(folder, "feldera-mcp.js");

  const rows = [];
  for (const size of [0, ...SIZES]) {
    for (const by of size === 0 ? ["ranking"] : ["ranking", "operator"]) rows.push(await measure(size, by));
  }
  console.log(
    ["JSON", "call", "seconds", "peak RSS", "times the JSON"].map((cell) => cell.padStart(14)).join(""),
  );
  const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
  for (const { bytes, call, seconds, peak } of rows) {
    const cells = [
      mib(bytes),
      call,
      seconds.toFixed(1),
      mib(peak),
      bytes < MIB ? "-" : (peak / bytes).toFixed(1),
    ];
    console.log(cells.map((cell) => cell.padStart(14)).join(""));
  }

  /** One call of the server's command line against a Feldera that has nothing but this profile. */
  async function measure(size, call) {
    let bytes = 0;
    const feldera = createServer(({ url }, response) => {
      if (!url.endsWith("/circuit_json_profile")) return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": "application/json" });
      const counted = function* () {
        for (const piece of size === 0
          ? [Buffer.from('{"worker_profiles":[]}')]
          : generatedCircuitProfile(recorded, size)) {
          bytes += piece.length;
          yield piece;
        }
      };
      Readable.from(counted()).pipe(response);
    }).listen(0, "127.0.0.1");
    await once(feldera, "listening");
    const args = JSON.stringify({
      pipeline_name: "generated",
      ...(call === "operator" && { operator: "nn63" }),
    });
    const host = `http://127.0.0.1:${feldera.address().port}`;
    const began = performance.now();
    const limit = `circuitProfileBytes=${2 ** 31 - 1}`;
    const child = spawn(
      process.execPath,
      [server, "--host", host, "--limit", limit, "call", "summarize_circuit_profile", args],
      { env: { PATH: process.env.PATH, NODE_OPTIONS: `--import=${REPORT}` } },
    );
    const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const seconds = (performance.now() - began) / 1000;
    feldera.close();
    const peaks = [...error.matchAll(/^peak (\d+)$/gm)].map(([, kib]) => Number(kib) * 1024);
    if (peaks.length !== 2 || !/^generated: /.test(out)) throw new Error(`${out}\n${error}`);
    const peak = peaks[0] + peaks[1];
    return { bytes, call: size === 0 ? "nothing" : call, seconds, peak };
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
