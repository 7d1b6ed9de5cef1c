import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openBundleBytes } from "../../../src/feldera/bundle/archive.ts";
import { chooseCollection } from "../../../src/feldera/bundle/choose.ts";
import { CIRCUIT_PROFILE_FILE } from "../../../src/feldera/bundle/members.ts";
import { recordedPrograms } from "../../analysis/operators/recorded-programs.ts";
import { askBundle, askLoopback } from "../../support/golden.ts";
import { replayWorld } from "../../support/replay-world.ts";
import { recording, recordingPath } from "../../support/responses.ts";
import { payments } from "../../support/worlds.ts";
import { AT_PAYMENTS } from "../errors/error-of.ts";

const TOOL = "summarize_operators";

describe("summarize_operators", () => {
  const { ask, askError, golden, feldera } = askLoopback(payments);

  test("tells a running pipeline's costs without profiles, and says so", () =>
    golden(`${TOOL}-payments`, TOOL, { pipeline_name: "payments" }));

  test("ranks views by the memory that they hold", () =>
    golden(`${TOOL}-payments-views`, TOOL, { pipeline_name: "payments", by: "memory", group: "view" }));

  test("ranks expressions by the records that they keep", () =>
    golden(`${TOOL}-payments-expressions`, TOOL, {
      pipeline_name: "payments",
      by: "state",
      group: "expression",
      limit: 5,
    }));

  test("writes the program with its costs beside it", () =>
    golden(`${TOOL}-payments-program`, TOOL, { pipeline_name: "payments", view: "program", limit: 10 }));

  test("tells the operators instead of a program that cannot be had", async () => {
    feldera().on("GET", AT_PAYMENTS, recording("unknown_pipeline_get"));
    const text = await ask(TOOL, { pipeline_name: "payments", view: "program", limit: 3 });
    expect(text).toMatch(/The program's text was not read: its operators follow instead\./);
    expect(text).toMatch(/hourly_volume\.aggregate@85 /);
  });

  test("tells what has changed since an earlier answer", async () => {
    const first = await ask(TOOL, { pipeline_name: "payments" });
    const [baseline = ""] = /circuit-[0-9a-f]{8}/.exec(first) ?? [];
    const later = { ...recording("circuit_json_profile"), body: Buffer.from(await laterProfile()) };
    feldera().on("GET", `${AT_PAYMENTS}/circuit_json_profile`, later);
    await golden(`${TOOL}-payments-changes`, TOOL, {
      pipeline_name: "payments",
      by: "state",
      baseline,
      limit: 6,
    });
    expect(await ask(TOOL, { pipeline_name: "payments", baseline })).toMatch(/ a second/);
    const views = await ask(TOOL, { pipeline_name: "payments", by: "memory", group: "view", baseline });
    expect(views).toMatch(/memory changed most in view customer_totals, by \+[\d.]+ KiB/);
    await golden(`${TOOL}-payments-growth`, TOOL, {
      pipeline_name: "payments",
      view: "program",
      by: "state",
      baseline,
      limit: 4,
    });
  });

  test("charges the CPU of a profile that an earlier call has fetched", async () => {
    feldera().on("GET", `${AT_PAYMENTS}/samply_profile`, recording("samply_get_running_1s"));
    await ask("summarize_samply_profile", { pipeline_name: "payments" });
    await golden(`${TOOL}-payments-cpu`, TOOL, { pipeline_name: "payments", by: "cpu", limit: 5 });
  });

  test("compares a running pipeline with what was kept", async () => {
    expect(await askError(TOOL, { pipeline_name: "payments", baseline: "circuit-00000000" })).toMatch(
      /There is no circuit profile circuit-00000000/,
    );
    expect(await askError(TOOL, { pipeline_name: "payments", baseline: "0" })).toMatch(/no collections/);
  });

  test("takes no profile on its own", async () => {
    await ask(TOOL, { pipeline_name: "payments" });
    const asked = feldera().requests.map(({ path }) => path);
    expect(asked.filter((path) => /heap_profile|samply_profile/.test(path))).toEqual([]);
  });

  test("names the profiles that are kept where one is asked for that is not", async () => {
    expect(await askError(TOOL, { pipeline_name: "payments", cpu_profile_id: "cpu-00000000" })).toMatch(
      /There is no cpu profile cpu-00000000/,
    );
  });

  test("stands by the circuit's nodes where the program's graph cannot be had", async () => {
    feldera().on("GET", `${AT_PAYMENTS}/dataflow_graph`, recording("broken_sql_dataflow_graph"));
    const text = await ask(TOOL, { pipeline_name: "payments", limit: 3 });
    expect(text).toMatch(/^payments: "?Upsert nn77"? takes the most time of \d+ operators/);
    expect(text).toMatch(/Not placed in the SQL, since dataflow_graph was not read/);
  });
});

/** The circuit profile of the same pipeline that a bundle holds. */
async function laterProfile(): Promise<Uint8Array> {
  const { body } = recording("support_bundle");
  const bundle = await openBundleBytes(body, "bundle", { maxFileBytes: 10_000_000, maxEntries: 1000 });
  return bundle.read(chooseCollection(bundle), CIRCUIT_PROFILE_FILE);
}

describe("the operators of recorded pipelines", () => {
  const worlds = recordedPrograms(new Set()).flatMap(({ name }) => (name === "payments" ? [] : [name]));
  const names = new Map<string, string>();
  const { golden } = askLoopback((feldera) => {
    for (const world of worlds) names.set(world, replayWorld(feldera, world));
  });

  test.each(worlds)("of %s read well", (world) =>
    golden(`${TOOL}-${world}`, TOOL, { pipeline_name: names.get(world), limit: 4 }),
  );

  test.each(worlds)("of %s stand beside the program", (world) =>
    golden(`${TOOL}-${world}-program`, TOOL, { pipeline_name: names.get(world), view: "program", limit: 3 }),
  );
});

test("of a bundle, the heap is charged too, and by the handles that other tools know", async () => {
  const { ask, golden } = askBundle("support_bundle.body");
  await golden(`offline-payments-${TOOL}`, TOOL, { pipeline_name: "payments", by: "heap", limit: 8 });
  const operator = "customer_totals.max@76";
  const circuit = await ask("summarize_circuit_profile", { pipeline_name: "payments", operator });
  expect(circuit).toMatch(/AggregateIncremental nn156 .* of all operators' time/);
  expect(circuit).toMatch(/It is one of 12 operators of the circuit that make up customer_totals\.max@76/);
});

test("of a bundle with a CPU profile beside it, CPU is charged, and its tool takes the handle", async () => {
  const folder = mkdtempSync(join(tmpdir(), "feldera-operators-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(recordingPath("support_bundle.body"), join(folder, "bundle.zip"));
  copyFileSync(recordingPath("samply_get_running_1s.body"), join(folder, "samply_profile.json.gz"));
  const { ask } = askBundle(join(folder, "bundle.zip"));
  const text = await ask(TOOL, { pipeline_name: "payments", by: "cpu" });
  const [, handle = ""] = /^payments: (\S+) takes the most CPU/.exec(text) ?? [];
  expect(text).toMatch(/workers: .* charged to operators; /);
  const cpu = await ask("summarize_samply_profile", {
    pipeline_name: "payments",
    view: "operators",
    operator: handle,
  });
  expect(cpu).toMatch(/^payments: /);
  expect(cpu).toContain(handle);
});
