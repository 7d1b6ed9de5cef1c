import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registryOver } from "../support/registry.ts";
import { recording } from "../support/responses.ts";
import { unzip, zipOf } from "../support/zip.ts";

const PAYMENTS = { pipeline_name: "payments" };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "feldera-mcp-found-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The recorded bundle, with one file of every collection changed. */
function bundleWith(file: string, content: string): string {
  const members = [...unzip(recording("support_bundle").body)].map(([name, usual]) => ({
    name,
    content: name.endsWith(file) ? content : usual,
  }));
  const path = join(folder, `${file}.zip`);
  writeFileSync(path, zipOf(members));
  return path;
}

describe("what broke the server once is answered", () => {
  test("arguments nested so deep that writing them as JSON overflows the stack", async () => {
    let nested: unknown = "deep";
    for (let level = 0; level < 10_000; level++) nested = [nested];
    const registry = registryOver({ source: { url: "http://127.0.0.1:9" } });
    const { text, isError } = await registry.call("get_pipeline", { pipeline_name: nested });
    expect(isError).toBe(true);
    expect(text).toMatch(/^pipeline_name: expected string, got array/);
  });

  test("a bundle whose events are no list", async () => {
    const registry = registryOver({ source: { bundle: bundleWith("pipeline_events.json", "null") } });
    const { text, isError } = await registry.call("get_event", { ...PAYMENTS, event_id: "latest" });
    expect(isError).toBe(true);
    expect(text).toMatch(/pipeline_events\.json is no list of events/);
  });

  test("a metric at the edge of what a double holds exactly", async () => {
    const metrics = '# TYPE edge gauge\nedge -9007199254740992\nedge{next="1"} -9007199254740993\n';
    const registry = registryOver({ source: { bundle: bundleWith("metrics.txt", metrics) } });
    const { text, isError } = await registry.call("get_metrics", { ...PAYMENTS, pattern: "edge" });
    expect(isError).toBe(false);
    expect(text).toMatch(/-9,007,199,254,740,992/);
    expect(text).toMatch(/-9,007,199,254,740,993/);
  });
});
