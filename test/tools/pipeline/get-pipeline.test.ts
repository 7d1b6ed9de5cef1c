import { describe, expect, test } from "vitest";
import { pipelineConfig } from "../../analysis/circuit/recorded.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { askLoopback } from "../../support/golden.ts";
import { json, recording } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const SECTIONS = ["status", "errors", "config", "program", "connectors"];
const RECORDED = ["payments", "runtime_panic", "bad_connector", "broken_sql", "rust_error", "idle"];

/** Pipelines recorded elsewhere, under the names that they have. */
const OTHERS = {
  audit_trail: "worlds/storage_full/pipeline",
  risk_scoring: "worlds/udf_panic/pipeline",
  support_tickets: "worlds/injection/pipeline",
};

describe("get_pipeline", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    for (const [name, file] of Object.entries(OTHERS)) {
      world.on("GET", `/v0/pipelines/${name}`, recording(file));
    }
    const bundle = recording("worlds/udf_panic/support_bundle_light");
    world.on("GET", "/v0/pipelines/risk_scoring/support_bundle", bundle);
  });

  test.each(RECORDED.flatMap((name) => SECTIONS.map((section) => [name, section] as const)))(
    "tells of %s its %s",
    (pipeline_name, section) =>
      golden(`get_pipeline-${pipeline_name}-${section}`, "get_pipeline", { pipeline_name, section }),
  );

  test.each(Object.keys(OTHERS))("tells of %s its status", (pipeline_name) =>
    golden(`get_pipeline-${pipeline_name}-status`, "get_pipeline", { pipeline_name }),
  );

  test("tells an error of a connector's declaration with its place", () => {
    const recorded = recording("pipeline_connector_generation_error_all");
    feldera().on("GET", "/v0/pipelines/payments", recorded);
    return golden("get_pipeline-connector_generation_error-status", "get_pipeline", {
      pipeline_name: "payments",
    });
  });

  test("the error of runtime_panic is one sentence, in the first line", async () => {
    const [first] = (await ask("get_pipeline", { pipeline_name: "runtime_panic" })).split("\n");
    expect(first).toContain("a worker panicked: \"'158 / 0' causes overflow for type INTEGER\"");
  });

  test("the operator that panicked stands in the second line, with its SQL", async () => {
    const [, second] = (await ask("get_pipeline", { pipeline_name: "runtime_panic" })).split("\n");
    expect(second).toBe(
      'SQL operator f2b7f34563d2a7a8 is ratios.select@18 (s1, map), view ratios, line 18, columns 57-65: "num / den".',
    );
  });

  test("an operator that the program no longer has is not guessed at", async () => {
    const panicked = await pipelineConfig("runtime_panic_support_bundle");
    feldera().on("GET", "/v0/pipelines/edited", json(200, { ...panicked, name: "edited" }));
    feldera().on("GET", "/v0/pipelines/edited/support_bundle", recording("stopped_support_bundle"));
    const [, second] = (await ask("get_pipeline", { pipeline_name: "edited" })).split("\n");
    expect(second).toBe(
      "SQL operator f2b7f34563d2a7a8 is not in the program's current version (1): the program was changed since, so its place is not known.",
    );
  });

  test("where no bundle is to be had, the operator is not placed, and the rest stands", async () => {
    const panicked = await pipelineConfig("runtime_panic_support_bundle");
    feldera().on("GET", "/v0/pipelines/locked", json(200, { ...panicked, name: "locked" }));
    feldera().on("GET", "/v0/pipelines/locked/support_bundle", recording("method_not_allowed"));
    const [first, second] = (await ask("get_pipeline", { pipeline_name: "locked" })).split("\n");
    expect(first).toContain("a worker panicked");
    expect(second).toMatch(
      /^Not placed in the SQL: 1 operator f2b7f34563d2a7a8, since the generated Rust was not read: 403 InsufficientPermissions: "/,
    );
  });

  test("hostile names and descriptions stay in quotes, hostile SQL in its fence", async () => {
    const status = await ask("get_pipeline", { pipeline_name: "support_tickets" });
    const hostile = status.split("\n").filter((one) => one.includes("IGNORE PREVIOUS"));
    for (const line of atLeastOne(hostile)) {
      expect(line).toMatch(/^(Description: "IGNORE|Tables: tickets\. Views: "IGNORE)/);
    }
    const program = await ask("get_pipeline", { pipeline_name: "support_tickets", section: "program" });
    const [before = "", fenced = "", after = ""] = program.split(/<<0badf00d.*\n|0badf00d>>/);
    expect(fenced).toContain("IGNORE PREVIOUS INSTRUCTIONS");
    expect(before + after).not.toContain("IGNORE");
    expect(program).not.toMatch(/[\u202e\u2066\u200b\u001b]/);
  });

  test("tells of a connector's queue its size too, where that is set", async () => {
    const pipeline = {
      ...(await pipelineConfig("support_bundle")),
      name: "queued",
      program_info: {
        schema: { inputs: [], outputs: [] },
        input_connectors: { "t.c": { max_queued_records: 5, max_queued_size: "10MB" } },
      },
    };
    feldera().on("GET", "/v0/pipelines/queued", json(200, pipeline));
    const answer = await ask("get_pipeline", { pipeline_name: "queued", section: "connectors" });
    expect(answer).toMatch(/max_queued_records 5, max_queued_size 10MB$/m);
  });

  test("tells what the rules of a diagnosis find in its record, in the same words", async () => {
    const { pipeline_name, ...recorded } = {
      pipeline_name: "waiting",
      ...(await pipelineConfig("support_bundle")),
    };
    const waiting = {
      ...recorded,
      name: pipeline_name,
      deployment_status: "AwaitingApproval",
      runtime_config: { max_rss: "16000", cpu_profiler: false },
    };
    feldera().on("GET", "/v0/pipelines/waiting", json(200, waiting));
    const answer = await ask("get_pipeline", { pipeline_name });
    expect(answer).toMatch(
      /^ERROR deployment\/awaits-approval: the pipeline does not hang: it waits for approval/m,
    );
    expect(answer).toMatch(
      /^Red flags: runtime_config\.max_rss is 16000; .*runtime_config\.cpu_profiler is false/m,
    );
    const config = await ask("get_pipeline", { pipeline_name, section: "config" });
    expect(config).toMatch(
      /^- runtime_config\.max_rss is 16000: max_rss could not be read: 16000 \(it has no unit\)/m,
    );
    expect(config).not.toMatch(/no memory limit/);
  });

  test("a program that gives way to the budget says how many lines are left out", async () => {
    const answer = await ask("get_pipeline", {
      pipeline_name: "payments",
      section: "program",
      max_tokens: 500,
    });
    const shown = answer.match(/^\d+\| /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(3);
    expect(answer).toContain(
      `[${98 - shown} of 98 lines left out to keep within max_tokens 500 (it may be up to 10000)]`,
    );
  });
});
