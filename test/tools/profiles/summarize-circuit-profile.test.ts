import { describe, expect, test } from "vitest";
import * as z from "zod";
import { askBundle, askLoopback } from "../../support/golden.ts";
import { empty, recording, resetWithinBody, sequence, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { payments, profiled } from "../../support/worlds.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "../errors/error-of.ts";

const TOOL = "summarize_circuit_profile";

const Metric = z.looseObject({ metric_id: z.string() });

describe("summarize_circuit_profile", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    payments(world);
    for (const name of ["skewed_join", "healthy", "slow_sink", "injection", "secrets"] as const)
      profiled(world, name);
  });

  test("names the view and the lines of the costliest operator", () =>
    golden("summarize_circuit_profile-payments", TOOL, { pipeline_name: "payments" }));

  test.each(["storage", "memory", "state", "skew", "cache", "filters", "backpressure"])("ranks by %s", (by) =>
    golden(`summarize_circuit_profile-payments-${by}`, TOOL, { pipeline_name: "payments", by, limit: 4 }),
  );

  test("names the worker that does a skewed join alone", () =>
    golden("summarize_circuit_profile-skewed_join", TOOL, {
      pipeline_name: "order_enrich2",
      by: "skew",
      limit: 5,
    }));

  test("zooms in on one operator", () =>
    golden("summarize_circuit_profile-operator", TOOL, { pipeline_name: "order_enrich2", operator: "nn28" }));

  test("zooms in on one with two halves, by the id that its state carries", () =>
    golden("summarize_circuit_profile-trace", TOOL, { pipeline_name: "order_enrich2", operator: "n23" }));

  test("asks again for a profile that broke off on its way, and reads it from its beginning", async () => {
    const whole = await ask(TOOL, { ...PAYMENTS, limit: 3 });
    const profile = recording("circuit_json_profile");
    const broken = resetWithinBody(profile, profile.body.length >> 1);
    feldera().on("GET", `${AT_PAYMENTS}/circuit_json_profile`, sequence(broken, profile));
    expect(await ask(TOOL, { ...PAYMENTS, limit: 3 })).toBe(whole);
  });

  test("of a pipeline that is well", () =>
    golden("summarize_circuit_profile-healthy", TOOL, { pipeline_name: "ledger", limit: 5 }));

  test("of one that waits for a sink, shows that it is idle", () =>
    golden("summarize_circuit_profile-slow_sink", TOOL, { pipeline_name: "export_feed", limit: 3 }));

  test("keeps a view's name that gives orders in quotes", () =>
    golden("summarize_circuit_profile-injection", TOOL, { pipeline_name: "support_tickets", limit: 8 }));

  test("shows none of the secrets in the SQL that it quotes", async () => {
    const graph = recording("worlds/secrets/dataflow_graph");
    // The compiler points at the tables' names; here at the lines with their connectors.
    const pointed = graph.body
      .toString()
      .replaceAll(/"start_line_number":[26],"start_column":14,[^}]*/g, (at) => {
        const line = at.includes("2,") ? 4 : 8;
        return `"start_line_number":${line},"start_column":60,"end_line_number":${line},"end_column":200`;
      });
    feldera().on("GET", "/v0/pipelines/partner_sync_live/dataflow_graph", {
      ...graph,
      body: Buffer.from(pointed),
    });
    const answer = await ask(TOOL, { pipeline_name: "partner_sync_live" });
    expect(answer).toContain('"aws_access_key_id":"[redacted]"');
    expect(answer).toContain("[redacted]@127.0.0.1:18999/offers.json");
    expect(answer).not.toContain("hunter2");
  });

  test("reads the format of old runtimes", () => {
    feldera().on("GET", "/v0/pipelines/ledger/circuit_json_profile", synthetic("circuit_profile_old_format"));
    return golden("summarize_circuit_profile-old", TOOL, { pipeline_name: "ledger", limit: 4 });
  });

  test("says which metric an old runtime does not have", async () => {
    feldera().on("GET", "/v0/pipelines/ledger/circuit_json_profile", synthetic("circuit_profile_old_format"));
    const answer = await ask(TOOL, { pipeline_name: "ledger", by: "filters" });
    expect(answer).toMatch(
      /^ledger: none of its 40 operators reports bloom_filter_size_bytes or roaring_filter_size_bytes, which its runtime does not have\. It has: /,
    );
    expect(answer).toContain("runtime_seconds");
  });

  /** The recorded circuit of payments, each metric and cluster as `change` makes it. */
  function changed(change: (member: string, value: unknown) => unknown) {
    const { body, ...rest } = recording("circuit_json_profile");
    const profile = JSON.parse(String(body), (member, value) => change(member, value));
    feldera().on("GET", `${AT_PAYMENTS}/circuit_json_profile`, {
      ...rest,
      body: Buffer.from(JSON.stringify(profile)),
    });
  }

  const sized = (bytes: number) => ({ type: "bytes", value: bytes });

  /** Gives each metric of this name a size; operators have it once per worker, the root among them. */
  function withFilters(sizes: Readonly<Record<string, number>>) {
    changed((_, value) => {
      const metric = Metric.safeParse(value).data;
      const size = metric && sizes[metric.metric_id];
      return size === undefined ? value : { ...metric, value: sized(size) };
    });
  }

  test("adds up the memory of both kinds of filters, and tells it beside operators' memory", async () => {
    withFilters({ roaring_filter_size_bytes: 400 * 2 ** 20 });
    const roaring = await ask(TOOL, { ...PAYMENTS, by: "filters", limit: 1 });
    expect(roaring).toMatch(/^payments: .* has the most, [\d.]+ GiB/);
    expect(roaring).toContain(
      "of key filters when profiled (bloom_filter_size_bytes + roaring_filter_size_bytes,",
    );
    expect(await ask(TOOL, { ...PAYMENTS, by: "memory", limit: 1 })).toMatch(/filters 1\.\d+ GiB/);
  });

  test("tells them alike where only one kind is there", async () => {
    changed((_, value) => (typeof value === "string" ? value.replace(/^roaring_/, "unheard_of_") : value));
    const answer = await ask(TOOL, { ...PAYMENTS, by: "filters", limit: 1 });
    expect(answer).toContain("of key filters when profiled (bloom_filter_size_bytes,");
  });

  test("names a region that has no name", async () => {
    changed((member, value) =>
      member === "label" && /^(root|input|join|create|agg)/.test(String(value)) ? "" : value,
    );
    const answer = await ask(TOOL, { ...PAYMENTS, limit: 3 });
    expect(answer).toContain(", in a region without a name");
    expect(answer).not.toMatch(/, in *$/m);
    const one = await ask(TOOL, { ...PAYMENTS, operator: "nn63" });
    expect(one).toContain("in a region without a name");
  });

  test("stands without the graph and without the program, and says so", async () => {
    feldera().on("GET", `${AT_PAYMENTS}/dataflow_graph`, recording("broken_sql_dataflow_graph"));
    feldera().on("GET", AT_PAYMENTS, recording("auth_no_token"));
    const answer = await ask(TOOL, { ...PAYMENTS, limit: 1 });
    expect(answer).toMatch(
      /^payments: JoinTrace nn63 has the most, 2\.14 s or 2\.3 %\. In all 1 min 35 s of operators' time/,
    );
    expect(answer).toContain("Not placed in the SQL, since dataflow_graph was not read: 404");
    expect(answer).toContain("No code of the SQL, since the pipeline's record was not read: 401");
  });
});

describe("a support bundle of payments", () => {
  const { golden } = askBundle("support_bundle.body");

  test("answers the same way offline", () =>
    golden("offline-payments-summarize_circuit_profile", TOOL, { pipeline_name: "payments", limit: 3 }));
});

describe("a circuit profile", () => {
  const at = `${AT_PAYMENTS}/circuit_json_profile`;

  test("of a pipeline that is not deployed", async () => {
    expect(await errorOf(TOOL, { pipeline_name: "idle" })).toMatchInlineSnapshot(`
      "idle is Stopped since 2026-11-21 07:41:29 UTC; this needs a pipeline that is deployed.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned" (GET /v0/pipelines/{pipeline_name}/circuit_json_profile).
      Still working: get_pipeline {"pipeline_name":"idle"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("of a pipeline that does not exist", async () => {
    expect(await errorOf(TOOL, { pipeline_name: "nope" })).toMatchInlineSnapshot(`
      "There is no pipeline nope.
      Reason: 404 UnknownPipelineName: "Unknown pipeline name 'nope'" (GET /v0/pipelines/{pipeline_name}/circuit_json_profile).
      There are: idle, payments, broken_sql, rust_error, runtime_panic and 1 more. list_pipelines {} tells more."
    `);
  });

  test("that the runtime does not know", async () => {
    expect(
      await errorOf(TOOL, PAYMENTS, (feldera) => feldera.on("GET", at, empty(404))),
    ).toMatchInlineSnapshot(`
      "The pipeline's runtime seems older than this endpoint, which came with Feldera 0.193.
      Reason: 404 (GET /v0/pipelines/{pipeline_name}/circuit_json_profile).
      get_pipeline {"pipeline_name":"payments"} tells its platform version; recompiling the pipeline updates it."
    `);
  });

  test("that is empty", async () => {
    expect(
      await errorOf(TOOL, PAYMENTS, (feldera) => feldera.on("GET", at, empty(200))),
    ).toMatchInlineSnapshot(`
      "The answer broke off before its end.
      Reason: 200: "the profile is empty" (GET /v0/pipelines/{pipeline_name}/circuit_json_profile).
      Try again."
    `);
  });

  test("that breaks off each time", async () => {
    const profile = recording("circuit_json_profile");
    const broken = resetWithinBody(profile, profile.body.length >> 1);
    const limits = { retries: 1, retryDelayMs: 1 };
    const answer = await errorOf(TOOL, PAYMENTS, (feldera) => feldera.on("GET", at, broken), { limits });
    expect(answer).toMatch(/^The answer broke off before its end\.\nReason: .*circuit_json_profile/);
  });

  test("that is malformed", async () => {
    const answer = text(200, '{"worker_profiles": [{"metadata": {"nn0": [}]', "application/json");
    expect(await errorOf(TOOL, PAYMENTS, (feldera) => feldera.on("GET", at, answer))).toMatchInlineSnapshot(`
      "The circuit profile (JSON) is malformed and was not read.
      Reason: at "byte 43": "not an object".
      Call again; if it fails again, it was damaged on its way or where it was made."
    `);
  });

  test("of another shape", async () => {
    const answer = text(200, '{"pipelines": []}', "application/json");
    expect(await errorOf(TOOL, PAYMENTS, (feldera) => feldera.on("GET", at, answer))).toMatchInlineSnapshot(`
      "The circuit profile (JSON) is malformed and was not read.
      Reason: at "the top level": "no worker_profiles".
      Call again; if it fails again, it was damaged on its way or where it was made."
    `);
  });

  test("that is too large", async () => {
    expect(
      await errorOf(TOOL, PAYMENTS, undefined, { limits: { circuitProfileBytes: 1000 } }),
    ).toMatchInlineSnapshot(`
      "The answer is larger than this server reads.
      Reason: "the body passes the limit of 1000 bytes as sent" (GET /v0/pipelines/{pipeline_name}/circuit_json_profile).
      An operator can raise the limit: --limit circuitProfileBytes=BYTES."
    `);
  });

  test("without the operator that was asked for", async () => {
    expect(await errorOf(TOOL, { ...PAYMENTS, operator: "nn999" })).toMatchInlineSnapshot(`
      "The circuit profile has no operator nn999.
      Call without operator for those that cost most; it has 214, such as nn22 ("MapIndexedZSet @ c/f/s/lib.rs:82:129"), nn41 ("MapIndexedZSet @ c/f/s/lib.rs:82:145"), nn42 ("Map @ c/f/s/lib.rs:82:143")."
    `);
  });

  test("with several operators that go by the id", async () => {
    expect(await errorOf(TOOL, { ...PAYMENTS, operator: "702b644b" })).toMatchInlineSnapshot(`
      "4 operators go by 702b644b.
      Name one by its node id: nn66 ("Weigh @ s/o/d/aggregate.rs:584:14"), nn73 ("Z1 (trace)"), nn77 (Upsert), nn80 ("Z1 (trace)")."
    `);
  });
});
