// Has the built server diagnose a pipeline whose endpoints each take a time of their own, and prints how much longer
// than the slowest of them a whole call takes; exits with 1 where that is more than 300 ms.
//
// An endpoint takes as long as it waits before its answer. The log stream never ends: it is read until it has been
// silent for logIdleMs, and that silence counts as the endpoint's own.
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { bundle } from "../scripts/bundle.mjs";

const ALLOWED_MS = 300;
const LOG_IDLE_MS = 500;
const CALLS = 5;
const WORLD = "skewed_join";
/** What every endpoint takes that is not said to be slower, in ms. */
const USUAL_MS = 50;
const SLOW = [
  {},
  { stats: 2000 },
  { events: 2000, pipeline: 1500 },
  { logs: 2000 },
  { circuit_json_profile: 2000 },
  { noisy: true },
];

const recordings = fileURLToPath(new URL(`../test/recordings/worlds/${WORLD}/`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-diagnose-"));
/** Fills the million bytes that Feldera keeps of a log. */
const NOISE = `[p] 2026-11-21T09:19:57.000000Z  WARN dbsp_adapters::transport: a batch was retried after a short pause\n`;
const NOISE_LINES = Math.floor(980_000 / NOISE.length);
let delays = {};
let noise = "";
let slowestMs = 0;

/** Of each path the recording that was asked for with most in its query. */
const answers = new Map();
for (const line of readFileSync(join(recordings, "requests.tsv"), "utf8").trim().split("\n")) {
  const [, name, request] = line.split("\t");
  const [method, target] = request.split(" ");
  const [path, query = ""] = target.split("?");
  if (method !== "GET" || (answers.get(path)?.query.length ?? -1) >= query.length) continue;
  if (name === "pipeline_status") continue;
  answers.set(path, { query, body: readFileSync(join(recordings, `${name}.body`)) });
}
const [pipelinePath] = [...answers.keys()].filter((path) => /^\/v0\/pipelines\/[^/]+$/.test(path));
const [, pipeline_name] = /([^/]+)$/.exec(pipelinePath);

const feldera = createServer(async (request, response) => {
  const [path] = request.url.split("?");
  const name = path === pipelinePath ? "pipeline" : path.split("/").at(-1);
  const isLog = name === "logs";
  const ms = delays[name] ?? USUAL_MS;
  slowestMs = Math.max(slowestMs, isLog ? ms + LOG_IDLE_MS : ms);
  await new Promise((resolve) => setTimeout(resolve, ms));
  const answer = answers.get(path);
  if (answer === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": isLog ? "text/plain" : "application/json" });
  if (isLog) response.write(Buffer.concat([answer.body, Buffer.from(noise)]));
  else response.end(answer.body);
}).listen(0, "127.0.0.1");
await once(feldera, "listening");

try {
  await bundle({ outdir: folder });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const server = join(folder, "feldera-mcp.js");
  const client = new Client({ name: "feldera-mcp-bench", version: "1.0.0" });
  const host = `http://127.0.0.1:${feldera.address().port}`;
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [server, "--host", host],
      stderr: "inherit",
    }),
  );
  for (const depth of ["quick", "deep"]) await call(depth);

  let worst = 0;
  console.log("  depth  slowest  the call  beyond it   (ms, the median of 5 calls)");
  for (const depth of ["quick", "deep"]) {
    for (const slow of SLOW) {
      const { noisy, ...slowEndpoints } = slow;
      delays = slowEndpoints;
      noise = noisy ? NOISE.repeat(NOISE_LINES) : "";
      slowestMs = 0;
      const times = [];
      for (let i = 0; i < CALLS; i++) times.push(await call(depth));
      const took = times.toSorted((a, b) => a - b)[CALLS >> 1];
      worst = Math.max(worst, took - slowestMs);
      const cells = [slowestMs, took, took - slowestMs].map((ms) => ms.toFixed(0).padStart(9));
      const what = Object.entries(slowEndpoints).map(([name, ms]) => `${name} takes ${ms}`);
      if (noisy) what.push(`the log is as large as can be, ${NOISE_LINES} more lines`);
      console.log(`${depth.padStart(7)}${cells.join("")}   ${what.join(", ") || "all as usual"}`);
    }
  }
  await client.close();
  console.log(`At most ${worst.toFixed(0)} ms beyond the slowest endpoint; ${ALLOWED_MS} are allowed.`);
  process.exitCode = worst > ALLOWED_MS ? 1 : 0;

  async function call(depth) {
    const began = performance.now();
    const { content, isError } = await client.callTool({
      name: "diagnose_pipeline",
      // A second look is waited for, however fast each is.
      arguments: { pipeline_name, depth, ...(depth === "deep" && { window_secs: 0 }) },
    });
    const took = performance.now() - began;
    if (isError || !content[0].text.startsWith(`${pipeline_name}: `)) throw new Error(content[0].text);
    return took;
  }
} finally {
  feldera.closeAllConnections();
  feldera.close();
  rmSync(folder, { recursive: true, force: true });
}
