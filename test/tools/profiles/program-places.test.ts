import { describe, expect, test } from "vitest";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { type Limits, limitsWith } from "../../../src/config/limits.ts";
import { BUNDLE_PARTS } from "../../../src/feldera/api/support-bundle.ts";
import { keptPrograms } from "../../../src/tools/profiles/kept-programs.ts";
import { programPlaces } from "../../../src/tools/profiles/program-places.ts";
import { pipelineConfig } from "../../analysis/circuit/recorded.ts";
import { clientOver, loopback, within } from "../../feldera/http/client-over.ts";
import type { LoopbackFeldera } from "../../support/loopback-feldera.ts";
import { bytes, json, neverAnswers, type Response, recording } from "../../support/responses.ts";
import { zipOf } from "../../support/zip.ts";

const AT = "/v0/pipelines/runtime_panic";
const PANICKED = "f2b7f34563d2a7a8";

const VERSION = {
  name: "runtime_panic",
  created_at: "2026-11-21T07:41:29Z",
  program_version: 1,
  program_status_since: "2026-11-21T07:42:00Z",
};

async function placesOver(bundle: Response, changes: Partial<Limits> = {}) {
  const feldera = await loopback();
  feldera.on("GET", AT, json(200, VERSION));
  feldera.on("GET", `${AT}/support_bundle`, bundle);
  const limits = limitsWith(changes);
  const { source } = clientOver(feldera.url, changes);
  const programs = keptPrograms(limits);
  const places = (version?: typeof VERSION) => {
    const asked = { source, scope: within(), limits, learn: () => {} };
    return programPlaces({ feldera: asked, limits, programs }, "runtime_panic", version);
  };
  return { feldera, places };
}

function bundlesOf(feldera: LoopbackFeldera) {
  return feldera.requests.filter(({ path }) => path.endsWith("/support_bundle"));
}

/** A support bundle with a pipeline's record alone. */
function bundleWith(config: unknown): Response {
  const name = "2026-11-21T07-44-12.267Z/pipeline_config.json";
  return bytes(200, zipOf([{ name, content: JSON.stringify(config) }]), {
    "content-type": "application/zip",
  });
}

describe("the places of a program", () => {
  test("are made from its configuration, and nothing else is collected", async () => {
    const { feldera, places: read } = await placesOver(recording("runtime_panic_support_bundle"));
    const { value } = await read();
    expect(value?.ofCrate[PANICKED]?.positions[0]?.code).toBe("num / den");
    const places = value && sqlPlaces(value.sql);
    expect(
      places?.ofPersistentId(`5b57c2ecd2057508512e2bb0e49d86a680570600e9352cca946e56d595b8071c-weighted`),
    ).toEqual(value?.ofCrate[PANICKED]);
    expect(value?.programCode).toContain("CREATE MATERIALIZED VIEW ratios");
    const others = BUNDLE_PARTS.filter((part) => part !== "pipeline_config");
    expect(bundlesOf(feldera).map(({ query }) => query)).toEqual([
      { limit: "1", pipeline_config: "true", ...Object.fromEntries(others.map((part) => [part, "false"])) },
    ]);
  });

  test("are kept as long as the program stays the same", async () => {
    const { places, feldera } = await placesOver(bundleWith(await config(VERSION)));
    const { value } = await places();
    expect((await places()).value).toBe(value);
    expect((await places(VERSION)).value).toBe(value);
    expect(bundlesOf(feldera)).toHaveLength(1);
    await places({ ...VERSION, program_version: 2 });
    await places({ ...VERSION, created_at: "2026-11-22T00:00:00Z" });
    expect(bundlesOf(feldera)).toHaveLength(3);
  });

  test("are not kept beyond the limit", async () => {
    const { places, feldera } = await placesOver(bundleWith(await config(VERSION)), { keptPrograms: 0 });
    await places();
    await places();
    expect(bundlesOf(feldera)).toHaveLength(2);
  });
});

describe("the places of a program are missing, with the reason", () => {
  test.each([
    ["where the key may not have a bundle", recording("method_not_allowed"), { status: 403 }],
    ["where Feldera has no bundles", bytes(404, Buffer.alloc(0)), { kind: "not_found" }],
    ["where the bundle is none", bytes(200, Buffer.from("PK no zip")), { kind: "bundle" }],
    ["where nothing was collected", recording("support_bundle_never_collected"), { kind: "bundle" }],
    [
      "where it holds no configuration",
      bytes(200, zipOf([{ name: "2026-11-21T07-44-12.267Z/stats.json", content: "{}" }])),
      { kind: "not_in_bundle" },
    ],
    [
      "where the program is not compiled",
      recording("broken_sql_support_bundle"),
      { kind: "not_in_bundle", message: expect.stringContaining("not compiled") },
    ],
    [
      "where the generated Rust is malformed",
      bundleWith({ name: "p", program_info: { main_rust: "AAAA", dataflow: {} } }),
      { kind: "unexpected_shape", message: expect.stringContaining("malformed gzip") },
    ],
    [
      "where a Gen-2 engine has compiled no Rust",
      bundleWith({ name: "p", program_config: { runtime_version: "gen2:4f2a" }, program_info: {} }),
      { kind: "other_engine", message: "the engine is Gen-2" },
    ],
    ["where it does not come in time", neverAnswers(), { kind: "timeout" }],
  ])("%s", async (_, bundle, missing) => {
    const { places } = await placesOver(bundle, { programPlacesMs: 300 });
    expect(await places()).toMatchObject({ missing });
  });

  test("of a record that does not say so, by the process's word that its engine is Gen-2", async () => {
    const { places, feldera } = await placesOver(bundleWith({ name: "runtime_panic", program_info: {} }));
    const stats = (runtime_version: string) =>
      feldera.on("GET", `${AT}/stats`, json(200, { global_metrics: { runtime_version } }));
    stats("gen2");
    expect(await places()).toMatchObject({ missing: { kind: "other_engine" } });
    stats("0.375.0");
    expect(await places()).toMatchObject({ missing: { message: expect.stringContaining("not compiled") } });
  });

  test("and nothing is kept of that", async () => {
    const { places, feldera } = await placesOver(bytes(404, Buffer.alloc(0)));
    expect(await places()).toHaveProperty("missing");
    feldera.on("GET", `${AT}/support_bundle`, recording("runtime_panic_support_bundle"));
    expect(await places()).toHaveProperty("value");
  });
});

async function config(version: typeof VERSION) {
  return { ...(await pipelineConfig("runtime_panic_support_bundle")), ...version };
}
