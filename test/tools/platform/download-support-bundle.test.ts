import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer as ToolAnswer } from "../../../src/mcp/tool-call.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { bytes, empty, json, neverAnswers, recording, recordingPath } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";
import { zipOf } from "../../support/zip.ts";

let feldera: LoopbackFeldera;
let folder: string;

beforeAll(async () => {
  feldera = await startLoopbackFeldera();
});

beforeEach(async () => {
  feldera.reset();
  replayAll(feldera);
  folder = await mkdtemp(join(tmpdir(), "feldera-mcp-test-"));
});

afterEach(() => rm(folder, { recursive: true }));
afterAll(() => feldera.close());

async function download(args: Readonly<Record<string, unknown>>, limits = {}): Promise<ToolAnswer> {
  const registry = registryOver({ source: { url: feldera.url }, outputDir: folder, limits });
  return registry.call("download_support_bundle", args);
}

/** Compares the answer with test/goldens/tools/NAME.txt; FOLDER and TIME stand for what differs each time. */
async function golden(name: string, args: Readonly<Record<string, unknown>>): Promise<void> {
  const { text, isError } = await download(args);
  expect(isError).toBe(false);
  const constant = text
    .replaceAll(folder, "FOLDER")
    .replace(/-\d{4}-\d\d-\d\dT[\d-]+Z-support/g, "-TIME-support");
  const file = fileURLToPath(new URL(`../../goldens/tools/${name}.txt`, import.meta.url));
  await expect(`download_support_bundle ${JSON.stringify(args)}\n\n${constant}\n`).toMatchFileSnapshot(file);
}

describe("a support bundle", () => {
  test("is saved byte for byte, for its owner alone, and its contents are listed", async () => {
    await golden("download_support_bundle-payments", { pipeline_name: "payments" });
    const [file = "", ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(/^payments-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-support-bundle\.zip$/);
    expect(await readFile(join(folder, file))).toEqual(await readFile(recordingPath("support_bundle.body")));
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });

  test("can be opened with --bundle", async () => {
    await download({ pipeline_name: "payments" });
    const [file = ""] = await readdir(folder);
    const offline = registryOver({ source: { bundle: join(folder, file) } });
    const { text } = await offline.call("get_pipeline", { pipeline_name: "payments" });
    expect(text).toMatch(/^payments: Running since /);
  });

  test("of a stopped pipeline says what could not be collected, and why", () =>
    golden("download_support_bundle-runtime_panic", { pipeline_name: "runtime_panic" }));

  test("without parts says that they were not asked for", async () => {
    feldera.on("GET", "/v0/pipelines/payments/support_bundle", recording("support_bundle_partial"));
    await golden("download_support_bundle-skip", {
      pipeline_name: "payments",
      skip: ["heap_profile", "circuit_profile", "logs"],
    });
    const { circuit_profile, heap_profile, logs, stats, collect, limit } = feldera.requests[0]?.query ?? {};
    expect({ circuit_profile, heap_profile, logs, stats, collect, limit }).toEqual({
      circuit_profile: "false",
      heap_profile: "false",
      logs: "false",
      stats: "true",
      collect: undefined,
      limit: "1",
    });
  });

  test("of which nothing was kept is not saved", async () => {
    await golden("download_support_bundle-never_collected", {
      pipeline_name: "bad_connector",
      collect: false,
      limit: 3,
    });
    expect(feldera.requests[0]?.query).toMatchObject({ collect: "false", limit: "3" });
    expect(await readdir(folder)).toEqual([]);
  });

  test("with several collections lists each", async () => {
    const at = (moment: string) => `2026-11-21T${moment}.000Z/logs.txt`;
    const two = zipOf([
      { name: at("07-50-00"), content: "newer" },
      { name: at("07-40-00"), content: "older log" },
    ]);
    feldera.on("GET", "/v0/pipelines/payments/support_bundle", bytes(200, two));
    const { text } = await download({ pipeline_name: "payments", collect: false, limit: 2 });
    expect(text).toMatch(/^payments: a support bundle of 2 collections \(/);
    expect(text).toContain("Collection 0, of 2026-11-21 07:50:00 UTC: logs.txt 5 B.");
    expect(text).toContain("Collection 1, of 2026-11-21 07:40:00 UTC: logs.txt 9 B.");
  });
});

describe("nothing is fetched", () => {
  test("where the operator named no directory", async () => {
    const registry = registryOver({ source: { url: feldera.url } });
    const { text, isError } = await registry.call("download_support_bundle", { pipeline_name: "payments" });
    expect(isError).toBe(true);
    expect(text).toMatch(/^Nothing can be saved: .*\nAn operator can name one with --output-dir/);
    expect(feldera.requests).toEqual([]);
  });

  test.each([{ limit: 0 }, { limit: 101 }, { skip: ["everything"] }])("for %j", async (args) => {
    const { isError } = await download({ pipeline_name: "payments", ...args });
    expect(isError).toBe(true);
    expect(feldera.requests).toEqual([]);
  });

  test("offline", async () => {
    const offline = registryOver({ source: { bundle: recordingPath("support_bundle.body") } });
    expect(await offline.call("download_support_bundle", { pipeline_name: "payments" })).toEqual({
      isError: true,
      text:
        "The support bundle does not hold this.\n" +
        'Reason: "no further support bundle can be collected offline" (GET /v0/pipelines/{pipeline_name}/support_bundle).',
    });
  });
});

describe("an error is told, and nothing saved, where Feldera's answer is", () => {
  const notDeployed = json(503, { message: "not deployed", error_code: "PipelineInteractionNotDeployed" });
  test.each([
    ["a limit refused", recording("support_bundle_limit0"), /limit must be at least 1/],
    ["an unknown pipeline", recording("unknown_pipeline_support_bundle"), /There is no pipeline payments/],
    ["not deployed", notDeployed, /PipelineInteractionNotDeployed/],
    ["an empty 404", empty(404), /Feldera has no such route: it is older/],
    ["no zip", bytes(200, Buffer.from("PK no zip")), /is not a readable zip file/],
    ["half a zip", bytes(200, recording("support_bundle").body.subarray(0, 99_999)), /is not a readable zip/],
    ["nothing", bytes(200, Buffer.alloc(0)), /is not a readable zip file/],
    ["never there", neverAnswers(), /No whole answer from Feldera within the time limit/],
  ] as const)("%s", async (_, response, message) => {
    feldera.on("GET", "/v0/pipelines/payments/support_bundle", response);
    const { text, isError } = await download({ pipeline_name: "payments" }, { bundleCallMs: 500 });
    expect(isError).toBe(true);
    expect(text).toMatch(message);
    expect(text.split("\n").length).toBeLessThanOrEqual(3);
    expect(await readdir(folder)).toEqual([]);
    expect(feldera.requests.filter(({ path }) => path.endsWith("/support_bundle"))).toHaveLength(1);
  });
});
