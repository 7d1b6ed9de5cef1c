import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import * as z from "zod";
import { BUILT_SERVER } from "../support/built-server.ts";
import { generatedCircuitProfile } from "../support/generated-circuit-profile.ts";
import { recording } from "../support/responses.ts";

const REPORT_PEAK = new URL("../../bench/report-peak.mjs", import.meta.url);

/** The peak of the memory of the server and of its analysis together, in bytes, for one call on a profile. */
async function peakFor(profile: Iterable<Buffer>): Promise<{ bytes: number; peak: number; answer: string }> {
  let bytes = 0;
  function* counted() {
    for (const piece of profile) {
      bytes += piece.length;
      yield piece;
    }
  }
  const feldera = createServer(({ url }, response) => {
    if (!url?.endsWith("/circuit_json_profile")) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    Readable.from(counted()).pipe(response);
  }).listen(0, "127.0.0.1");
  await once(feldera, "listening");
  const { port } = z.object({ port: z.int() }).parse(feldera.address());
  const args = ["--host", `http://127.0.0.1:${port}`, "call", "summarize_circuit_profile"];
  const child = spawn(process.execPath, [BUILT_SERVER, ...args, '{"pipeline_name":"generated"}'], {
    env: { PATH: process.env.PATH ?? "", NODE_OPTIONS: `--import=${REPORT_PEAK}` },
  });
  const [answer, report] = await Promise.all([text(child.stdout), text(child.stderr)]);
  feldera.close();
  const peaks = [...report.matchAll(/^peak (\d+)$/gm)].map(([, kib]) => Number(kib) * 1024);
  expect(peaks).toHaveLength(2);
  return { bytes, peak: peaks.reduce((sum, peak) => sum + peak), answer };
}

/** Were it held whole by each of both, it would take twice as much as it has; this is room for what the collector leaves. */
const MOST_TIMES = 1.5;

test("a large circuit profile is held whole by neither the server nor its analysis", async () => {
  const recorded = recording("circuit_json_profile").body;
  const small = await peakFor([recorded]);
  const large = await peakFor(generatedCircuitProfile(recorded.toString(), 24 * 2 ** 20));
  expect(large.answer).toMatch(/^generated: .* has the most, .*of operators' time/);
  expect(large.bytes).toBeGreaterThan(24 * 2 ** 20);
  expect(large.peak - small.peak).toBeLessThan(MOST_TIMES * (large.bytes - small.bytes));
}, 60_000);
