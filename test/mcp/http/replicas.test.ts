import { expect, onTestFinished, test } from "vitest";
import { post } from "../../support/http-requests.ts";
import { httpServer } from "../../support/http-server.ts";
import { startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { serveLog } from "../../support/managed-log.ts";
import { recording } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const PIPELINE = "payments";
const LOGS = `/v0/pipelines/${PIPELINE}/logs`;

async function twoReplicas() {
  const feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  replayAll(feldera);
  const over = { source: feldera, limits: { logFirstByteMs: 400, logIdleMs: 100 } };
  return { feldera, replicas: [await httpServer(over), await httpServer(over)] as const };
}

async function ask(url: string, name: string, args: Record<string, unknown>): Promise<string> {
  const params = { name, arguments: { pipeline_name: PIPELINE, ...args } };
  const answer = await post(url, { jsonrpc: "2.0", id: 1, method: "tools/call", params });
  const [, data = ""] = /^data: (.*)$/m.exec(await answer.text()) ?? [];
  return JSON.parse(data).result.content[0].text;
}

test("a position in a log, which one replica gave, is where another reads on", async () => {
  const { feldera, replicas } = await twoReplicas();
  const log = serveLog(feldera, LOGS, "0.370", ["old"]);
  const [, position = ""] =
    /^position: (\S+) /m.exec(await ask(replicas[0].url, "get_pipeline_logs", {})) ?? [];
  expect(position).toBe(log.end());
  log.append("new");
  const after = await ask(replicas[1].url, "get_pipeline_logs", { after: position });
  expect(after).toMatch(/1 of 1 record in what came after that position/);
});

test("a profile that one replica keeps is refused by another, which says why and what to do", async () => {
  const { feldera, replicas } = await twoReplicas();
  feldera.on("GET", `/v0/pipelines/${PIPELINE}/heap_profile`, recording("heap_profile_1"));
  const first = await ask(replicas[0].url, "summarize_heap_profile", {});
  const [profile_id = ""] = /heap-[0-9a-f]{8}/.exec(first) ?? [];
  expect(await ask(replicas[0].url, "summarize_heap_profile", { profile_id })).toContain(profile_id);
  const refused = await ask(replicas[1].url, "summarize_heap_profile", { profile_id });
  expect(refused).toContain(`There is no heap profile ${profile_id}`);
  expect(refused).toContain("each keeps its own profiles: another may have kept this one");
  expect(refused).toContain("summarize_heap_profile fetches one of now");
});
