import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Registry } from "../../src/mcp/registry.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { bytes, empty, recording, sequence } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";

const PROFILE = "/v0/pipelines/payments/samply_profile";
const pipeline_name = "payments";

let feldera: LoopbackFeldera;
let registry: Registry;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
  registry = registryOver({ source: { url: feldera.url } });
});

afterEach(() => feldera.close());

function summarize(args: Record<string, unknown> = {}) {
  return registry.call("summarize_samply_profile", { pipeline_name, ...args });
}

describe("a recorded profile", () => {
  test("reads well", async () => {
    const { text } = await summarize({ limit: 6 });
    await expect(text).toMatchFileSnapshot("../goldens/tools/summarize_samply_profile-running.txt");
  });

  test("of the optimised build reads well", async () => {
    feldera.on("GET", PROFILE, recording("opt_samply_get_2"));
    const { text } = await summarize({ limit: 10 });
    await expect(text).toMatchFileSnapshot("../goldens/tools/summarize_samply_profile-optimised.txt");
  });

  test("of a paused pipeline says how little there is", async () => {
    feldera.on("GET", PROFILE, recording("samply_get_paused_1s"));
    const { text } = await summarize();
    await expect(text).toMatchFileSnapshot("../goldens/tools/summarize_samply_profile-paused.txt");
  });

  test("is asked for with the API's own parameters", async () => {
    await summarize({ latest: false, ordinal: 2 });
    expect(feldera.requests[0]?.query).toEqual({ latest: "false", ordinal: "2" });
  });
});

describe("a recording under way", () => {
  test("is told with the time to ask again, and the call that waits", async () => {
    feldera.on("GET", PROFILE, recording("samply_get_inprogress_latest"));
    expect(await summarize()).toEqual({
      isError: false,
      text: [
        "payments: a CPU profile is being recorded, for another 9 s. Ask again in 9 s.",
        'Next: summarize_samply_profile {"pipeline_name":"payments","wait_secs":50} waits for it',
      ].join("\n"),
    });
  });

  test("that is over but not symbolised yet is told apart", async () => {
    feldera.on("GET", PROFILE, recording("samply_get_overdue_latest"));
    expect((await summarize()).text).toContain("samply still symbolises");
  });

  test("is waited for, as long as wait_secs allows", async () => {
    feldera.on(
      "GET",
      PROFILE,
      sequence(empty(204, { "retry-after": "1" }), recording("samply_get_paused_1s")),
    );
    const progress: string[] = [];
    const { text, isError } = await registry.call(
      "summarize_samply_profile",
      { pipeline_name, wait_secs: 5 },
      { onProgress: (_, doing) => progress.push(doing) },
    );
    expect(isError).toBe(false);
    expect(text).toContain("of CPU in");
    expect(progress[0]).toContain("waiting for the recording");
    expect(feldera.requests).toHaveLength(2);
  });

  test("that takes longer than wait_secs is waited for all the same, and told then", async () => {
    feldera.on("GET", PROFILE, empty(204, { "retry-after": "30" }));
    const startedMs = performance.now();
    expect((await summarize({ wait_secs: 1 })).text).toContain("for another 30 s");
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(990);
    expect(feldera.requests).toHaveLength(2);
  });

  test("is no longer waited for when the call is cancelled", async () => {
    feldera.on("GET", PROFILE, empty(204, { "retry-after": "1" }));
    const controller = new AbortController();
    const call = registry.call(
      "summarize_samply_profile",
      { pipeline_name, wait_secs: 50 },
      { signal: controller.signal },
    );
    await feldera.received(1);
    controller.abort();
    expect(await call).toMatchObject({ isError: true, text: expect.stringContaining("cancelled") });
  });
});

describe("no profile", () => {
  test("says how to make one", async () => {
    feldera.on("GET", PROFILE, recording("samply_get_none"));
    const { text, isError } = await summarize();
    expect(isError).toBe(true);
    expect(text).toContain('start_samply_profile {"pipeline_name":"payments"}');
  });

  test("because the last attempt failed gives samply's own reason", async () => {
    feldera.on("GET", PROFILE, recording("samply_failing_get"));
    const { text, isError } = await summarize();
    expect(isError).toBe(true);
    expect(text).toContain("mmap failed: Operation not permitted");
  });

  test("because it is malformed says where", async () => {
    feldera.on("GET", PROFILE, bytes(200, Buffer.from('{"meta":{"version":'), {}));
    const { text, isError } = await summarize();
    expect(isError).toBe(true);
    expect(text).toContain("CPU profile (Firefox Profiler JSON) is malformed");
  });
});
