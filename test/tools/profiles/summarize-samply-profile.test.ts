import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nameId } from "../../../src/analysis/names/name-id.ts";
import type { Registry } from "../../../src/mcp/registry.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { bytes, empty, recording, sequence } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

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
    await expect(text).toMatchFileSnapshot("../../goldens/tools/summarize_samply_profile-running.txt");
  });

  test("of the optimised build reads well", async () => {
    feldera.on("GET", PROFILE, recording("opt_samply_get_2"));
    const { text } = await summarize({ limit: 10 });
    await expect(text).toMatchFileSnapshot("../../goldens/tools/summarize_samply_profile-optimised.txt");
  });

  test("of a paused pipeline says how little there is", async () => {
    feldera.on("GET", PROFILE, recording("samply_get_paused_1s"));
    const { text } = await summarize();
    await expect(text).toMatchFileSnapshot("../../goldens/tools/summarize_samply_profile-paused.txt");
  });

  test("is asked for with the API's own parameters", async () => {
    await summarize({ latest: false, ordinal: 2 });
    expect(asked(PROFILE)[0]?.query).toEqual({ latest: "false", ordinal: "2" });
  });

  test.each([
    ["operators", { view: "operators", limit: 6 }],
    ["operator", { operator: "nn63", limit: 5 }],
    ["callees", { view: "callees", limit: 8 }],
    ["callers", { view: "callers", limit: 5, thread: "mergers", from: 100, to: 400 }],
  ])("reads well by %s", async (name, args) => {
    const { text, isError } = await summarize(args);
    expect(isError).toBe(false);
    await expect(text).toMatchFileSnapshot(`../../goldens/tools/summarize_samply_profile-${name}.txt`);
  });

  test("of another pipeline is not placed in the SQL, and says so", async () => {
    feldera.on("GET", PROFILE, recording("opt_samply_get_2"));
    const { text } = await summarize({ view: "operators", limit: 3 });
    expect(text).toContain("Not placed in the SQL: this is a profile of another pipeline");
  });
});

/** The requests for a path. */
function asked(path: string) {
  return feldera.requests.filter((request) => request.path === path);
}

async function profileId(args: Record<string, unknown> = {}): Promise<string> {
  const { text } = await summarize({ limit: 1, ...args });
  return /profile_id (cpu-[0-9a-f]{8})/.exec(text)?.[1] ?? "";
}

describe("a profile of an earlier answer", () => {
  test("is looked at again without fetching it", async () => {
    const profile_id = await profileId();
    feldera.on("GET", PROFILE, recording("opt_samply_get_2"));
    const { text } = await summarize({ profile_id, limit: 1 });
    expect(text).toContain("714 ms of CPU in 721 samples");
    expect(asked(PROFILE)).toHaveLength(1);
  });

  test("is what a later one is compared with", async () => {
    const baseline = await profileId();
    feldera.on("GET", PROFILE, recording("opt_samply_get_2"));
    const functions = await summarize({ baseline, limit: 6 });
    await expect(functions.text).toMatchFileSnapshot(
      "../../goldens/tools/summarize_samply_profile-changes.txt",
    );
    const operators = await summarize({ baseline, limit: 6, view: "operators" });
    await expect(operators.text).toMatchFileSnapshot(
      "../../goldens/tools/summarize_samply_profile-operator-changes.txt",
    );
  });

  test("that was never there is told with those that are", async () => {
    const profile_id = await profileId();
    const { text, isError } = await summarize({ profile_id: "cpu-00000000" });
    expect(isError).toBe(true);
    expect(text).toContain(profile_id);
  });

  test("of another pipeline is not taken for this one's", async () => {
    const profile_id = await profileId();
    const { text, isError } = await summarize({ pipeline_name: "idle", profile_id });
    expect(isError).toBe(true);
    expect(text).toContain("is a profile of payments, not of idle");
  });

  test("gives a function's whole name by its id", async () => {
    const name = "dbsp::trace::spine_async::list_merger::ListMerger<C,B>::work";
    const { text } = await summarize({ name: nameId(name) });
    expect(text).toContain(name);
    expect((await summarize({ name: "f0000000" })).text).toContain("No function of the profile has this id.");
  });
});

describe("what the profile does not have", () => {
  test("a thread: the answer names groups and threads", async () => {
    const { text, isError } = await summarize({ thread: "worker-0" });
    expect(isError).toBe(true);
    expect(text).toContain(
      "Groups are workers, mergers, tokio, http, connectors, checkpoints, other; threads are",
    );
    expect(text).toContain("dbsp-worker-0");
  });

  test("an operator: the answer says how to list them", async () => {
    const { text, isError } = await summarize({ operator: "nn9999" });
    expect(isError).toBe(true);
    expect(text).toContain("No marker in the profile names the operator nn9999.");
    expect(text).toContain('"view":"operators"');
  });
});

describe("the SQL", () => {
  test("is left out with the reason where the program cannot be read", async () => {
    feldera.on("GET", "/v0/pipelines/payments/support_bundle", bytes(500, Buffer.from("no"), {}));
    const { text, isError } = await summarize({ view: "operators", limit: 1 });
    expect(isError).toBe(false);
    expect(text).toContain("Not placed in the SQL, since the program was not read: ");
    expect(text).not.toContain("Placed in the SQL:");
  });

  test("is told by frames alone where the circuit's profile cannot be read", async () => {
    feldera.on("GET", "/v0/pipelines/payments/circuit_json_profile", bytes(200, Buffer.from("[1"), {}));
    const { text } = await summarize({ view: "operators", limit: 1 });
    expect(text).toContain(
      "placed in the SQL only by their frames, since the circuit's profile was not read: ",
    );
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
    expect(asked(PROFILE)).toHaveLength(2);
  });

  test("that takes longer than wait_secs is waited for all the same, and told then", async () => {
    feldera.on("GET", PROFILE, empty(204, { "retry-after": "30" }));
    const startedMs = performance.now();
    expect((await summarize({ wait_secs: 1 })).text).toContain("for another 30 s");
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(990);
    expect(asked(PROFILE)).toHaveLength(2);
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
