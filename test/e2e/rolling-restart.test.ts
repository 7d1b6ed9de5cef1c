import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect, onTestFinished, test } from "vitest";
import { callText, startServer } from "../support/built-server.ts";
import { postModern } from "../support/http-requests.ts";
import { listenOnLoopback } from "../support/listening.ts";
import { startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { slowHeaders } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";

const hasProxy = spawnSync("haproxy", ["-v"]).status === 0;
if (!hasProxy)
  process.stderr.write(
    "NOT TESTED: the rolling restart of two replicas, for want of haproxy (Debian's package)\n",
  );

/** Time for the proxy to notice, on a machine that is busy with other tests. */
const LIMITS = ["--limit", "drainNoticeMs=2500", "--limit", "httpRequestsAtOnce=100"];

async function freePort(): Promise<number> {
  const { port, close } = await listenOnLoopback(() => {});
  await close();
  return port;
}

async function startReplica(port: number, felderaUrl: string): Promise<ChildProcess> {
  const args = ["serve", "--http", "--listen", `127.0.0.1:${port}`, ...LIMITS];
  const replica = startServer(args, { FELDERA_HOST: felderaUrl });
  onTestFinished(() => void replica.kill("SIGKILL"));
  for await (const line of createInterface({ input: replica.stderr })) if (line.includes("serves MCP")) break;
  replica.stderr.resume();
  return replica;
}

/** An ordinary load balancer: by turns, to those that say they are well. */
async function startProxy(replicas: readonly number[]): Promise<{ url: string; up(): Promise<number> }> {
  const [port, statusPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-haproxy-"));
  const file = join(folder, "haproxy.cfg");
  writeFileSync(
    file,
    `defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout check 5s
  retries 3
  option redispatch
frontend clients
  bind 127.0.0.1:${port}
  default_backend replicas
frontend status
  bind 127.0.0.1:${statusPort}
  http-request return status 200 content-type text/plain lf-string "%[nbsrv(replicas)]"
backend replicas
  balance roundrobin
  option httpchk GET /healthz
  default-server check inter 200 fall 1 rise 1
${replicas.map((replica) => `  server r${replica} 127.0.0.1:${replica}`).join("\n")}
`,
  );
  const proxy = spawn("haproxy", ["-f", file], { stdio: "ignore" });
  onTestFinished(() => {
    proxy.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });
  const up = async () => {
    const answer = await fetch(`http://127.0.0.1:${statusPort}`).catch(() => undefined);
    return Number(await answer?.text());
  };
  return { url: `http://127.0.0.1:${port}/mcp`, up };
}

test.skipIf(!hasProxy)(
  "two replicas are restarted by turns under load, and no call fails",
  async () => {
    const feldera = await startLoopbackFeldera();
    onTestFinished(() => feldera.close());
    replayAll(feldera);
    feldera.tamper("GET", "/v0/pipelines", (usual) => slowHeaders(30, usual));
    feldera.tamper("GET", "/v0/pipelines/payments/checkpoints", (usual) => slowHeaders(1_500, usual));
    const ports = [await freePort(), await freePort()];
    const replicas = await Promise.all(ports.map((port) => startReplica(port, feldera.url)));
    const { url, up } = await startProxy(ports);
    const bothUp = () => expect.poll(up, { timeout: 10_000, interval: 50 }).toBe(2);
    await bothUp();

    let isOver = false;
    const answers = { good: 0, bad: [] as string[] };
    const count = (text: string, isGood: RegExp) => {
      if (isGood.test(text)) answers.good += 1;
      else answers.bad.push(text.slice(0, 300));
    };
    /** One after the other, as a client makes them. */
    const load = async (call: () => Promise<string>, isGood: RegExp) => {
      while (!isOver) count(await call().catch((error: unknown) => `failed: ${error}`), isGood);
    };
    const modern = async () =>
      (await postModern(url, "tools/call", { name: "list_pipelines", arguments: {} })).text();
    const client = new Client({ name: "feldera-mcp-test", version: "1.0.0" });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    const legacy = async () => (await callText(client, "list_pipelines", {})).text;
    const long = async () => (await callText(client, "list_checkpoints", { pipeline_name: "payments" })).text;
    const loads = [
      load(modern, /6 pipelines/),
      load(modern, /6 pipelines/),
      load(legacy, /6 pipelines/),
      load(long, /^payments: /),
    ];

    for (const [index, replica] of replicas.entries()) {
      const ended = once(replica, "exit");
      replica.kill("SIGTERM");
      expect(await ended).toEqual([0, null]);
      await startReplica(ports[index] ?? 0, feldera.url);
      await bothUp();
    }
    isOver = true;
    await Promise.all(loads);
    await client.close();
    expect(answers.bad).toEqual([]);
    expect(answers.good).toBeGreaterThan(20);
  },
  60_000,
);
