import { describe, expect, test } from "vitest";
import { empty, json, recording, resetBeforeHeaders } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "./error-of.ts";

describe("a pipeline that does not exist", () => {
  test("is told with the nearest names there are", async () => {
    expect(
      await errorOf("get_pipeline", { pipeline_name: "payment" }, (feldera) =>
        feldera.on(
          "GET",
          "/v0/pipelines/payment",
          json(404, { message: "Unknown pipeline name 'payment'", error_code: "UnknownPipelineName" }),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "There is no pipeline payment.
      Reason: 404 UnknownPipelineName: "Unknown pipeline name 'payment'" (GET /v0/pipelines/{pipeline_name}).
      There are: payments, idle, broken_sql, rust_error, runtime_panic and 1 more. list_pipelines {} tells more."
    `);
  });

  test("is told so for its log too", async () => {
    expect(await errorOf("get_pipeline_logs", { pipeline_name: "nope" })).toMatchInlineSnapshot(`
      "There is no pipeline nope.
      Reason: 404 UnknownPipelineName: "Unknown pipeline name 'nope'" (GET /v0/pipelines/{pipeline_name}/logs).
      There are: idle, payments, broken_sql, rust_error, runtime_panic and 1 more. list_pipelines {} tells more."
    `);
  });

  test.each([2024, true])("is told by its name where a client writes %j for it", async (pipeline_name) => {
    expect(
      await errorOf("get_pipeline", { pipeline_name }, (feldera) =>
        feldera.on(
          "GET",
          `/v0/pipelines/${pipeline_name}`,
          json(404, { message: "Unknown pipeline name", error_code: "UnknownPipelineName" }),
        ),
      ),
    ).toMatch(`There is no pipeline ${pipeline_name}.`);
  });

  test("is told without names where the list fails", async () => {
    expect(
      await errorOf("list_events", { pipeline_name: "nope" }, (feldera) =>
        feldera.on("GET", "/v0/pipelines", empty(500)),
      ),
    ).toMatchInlineSnapshot(`
      "There is no pipeline nope.
      Reason: 404 UnknownPipelineName: "Unknown pipeline name 'nope'" (GET /v0/pipelines/{pipeline_name}/events).
      list_pipelines {} lists those there are."
    `);
  });

  test("is told so where there is none at all", async () => {
    expect(
      await errorOf("list_events", { pipeline_name: "nope" }, (feldera) =>
        feldera.on("GET", "/v0/pipelines", json(200, [])),
      ),
    ).toMatchInlineSnapshot(`
      "There is no pipeline nope.
      Reason: 404 UnknownPipelineName: "Unknown pipeline name 'nope'" (GET /v0/pipelines/{pipeline_name}/events).
      There are no pipelines at all, or none that this API key may see."
    `);
  });
});

describe("an event", () => {
  test("that is not kept", async () => {
    expect(
      await errorOf("get_event", { ...PAYMENTS, event_id: "85969827-101c-4a31-af2c-d866f652b7fc" }),
    ).toMatchInlineSnapshot(`
      "There is no such event of payments: it never was, or it is no longer kept (Feldera keeps 720).
      Reason: 404 UnknownPipelineMonitorEvent: "Pipeline monitor event with identifier '85969827-101c-4a31-af2c-d866f652b7fc' does not exist -- it might have been deleted as only a limited number of events are retained" (GET /v0/pipelines/{pipeline_name}/events/{event_id}).
      list_events {"pipeline_name":"payments"} lists those that are kept."
    `);
  });

  test("with an id that is none", async () => {
    expect(await errorOf("get_event", { ...PAYMENTS, event_id: "not-a-uuid" })).toMatchInlineSnapshot(`
      "Feldera refused the request as malformed.
      Reason: 400 InvalidUuidParam: "Invalid UUID string 'not-a-uuid': invalid character: expected an optional prefix of \`urn:uuid:\` followed by [0-9a-fA-F-], found \`n\` at 1" (GET /v0/pipelines/{pipeline_name}/events/{event_id}).
      event_id is a UUID or latest: list_events {"pipeline_name":"payments"} lists them."
    `);
  });

  test("of a pipeline that has none", async () => {
    expect(
      await errorOf("get_event", { ...PAYMENTS, event_id: "latest" }, (feldera) =>
        feldera.on(
          "GET",
          `${AT_PAYMENTS}/events/latest`,
          json(404, { message: "No events", error_code: "NoPipelineMonitorEventsAvailable" }),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "No event of payments is recorded yet.
      Reason: 404 NoPipelineMonitorEventsAvailable: "No events" (GET /v0/pipelines/{pipeline_name}/events/{event_id}).
      get_pipeline {"pipeline_name":"payments"} tells how it stands now."
    `);
  });
});

describe("a pipeline that is not deployed", () => {
  test("is told with its state and what still works", async () => {
    expect(await errorOf("summarize_heap_profile", { pipeline_name: "idle" })).toMatchInlineSnapshot(`
      "idle is Stopped since 2026-11-21 07:41:29 UTC; this needs a pipeline that is deployed.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      Still working: get_pipeline {"pipeline_name":"idle"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("is told with the error that stopped it", async () => {
    expect(
      await errorOf("summarize_samply_profile", { pipeline_name: "runtime_panic" }),
    ).toMatchInlineSnapshot(`
      "runtime_panic is Stopped since 2026-11-21 07:43:30 UTC; this needs a pipeline that is deployed. Its error: a worker panicked: "'158 / 0' causes overflow for type INTEGER" (RuntimeError.WorkerPanic, foreground worker 0 at /home/feldera/real/src/crates/sqllib/src/operators.rs:377:17, in SQL operator f2b7f34563d2a7a8).
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned" (GET /v0/pipelines/{pipeline_name}/samply_profile).
      Still working: get_pipeline {"pipeline_name":"runtime_panic"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("is told with the state of its program", async () => {
    expect(await errorOf("start_samply_profile", { pipeline_name: "broken_sql" })).toMatchInlineSnapshot(`
      "broken_sql is Stopped since 2026-11-21 07:41:29 UTC, program SqlError; this needs a pipeline that is deployed.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned" (POST /v0/pipelines/{pipeline_name}/samply_profile).
      Still working: get_pipeline {"pipeline_name":"broken_sql"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("is on its way", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) => {
        feldera.on("GET", AT_PAYMENTS, recording("payments_status_provisioning"), {
          query: { selector: "status_with_connectors" },
        });
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, recording("heap_profile_provisioning"));
      }),
    ).toMatchInlineSnapshot(`
      "payments is Provisioning (wanted: Running) since 2026-11-21 07:45:07 UTC: it is being deployed, and cannot be asked before that is done.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (provisioning) indicates it is not (yet) fully provisioned" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      Ask again in a few seconds, or see what keeps it: get_pipeline {"pipeline_name":"payments"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("has been deployed since", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, recording("heap_profile_provisioning")),
      ),
    ).toMatchInlineSnapshot(`
      "payments was not deployed when heap_profile was asked for; now it is Running.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (provisioning) indicates it is not (yet) fully provisioned" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      Call again."
    `);
  });

  test("is told without its state where that cannot be had", async () => {
    expect(
      await errorOf("summarize_heap_profile", { pipeline_name: "idle" }, (feldera) =>
        feldera.on("GET", "/v0/pipelines/idle", empty(500)),
      ),
    ).toMatchInlineSnapshot(`
      "The state of idle could not be looked up; this needs a pipeline that is deployed.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      Still working: get_pipeline {"pipeline_name":"idle"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });
});

describe("a pipeline that is deployed, but", () => {
  test("does not answer its manager", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, synthetic("pipeline_unavailable")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC, but its process does not answer Feldera's manager: it is hung, restarting or gone.
      Reason: 503 PipelineUnavailable: "Unable to interact with pipeline because its status is currently 'unavailable'" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      Still working: get_pipeline {"pipeline_name":"payments"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("takes longer than the manager waits", async () => {
    expect(
      await errorOf(
        "summarize_samply_profile",
        PAYMENTS,
        (feldera) => feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, recording("hung_samply_post")),
        { limits: { retries: 0 } },
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC, but took longer to answer than Feldera's manager waits (10 s): it is busy or hung.
      Reason: 503 PipelineInteractionUnreachable: "Error sending HTTP request to pipeline: timeout (10s) was reached: this means the pipeline took too long to respond -- this can simply be because the request was too difficult to process in time, or other reasons (e.g., deadlock): the pipeline logs might contain additional information (original send" (+135 characters) (GET /v0/pipelines/{pipeline_name}/samply_profile).
      Still working: get_pipeline {"pipeline_name":"payments"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("breaks the connection", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on(
          "GET",
          `${AT_PAYMENTS}/heap_profile`,
          json(503, {
            message: "the pipeline disconnected while it was processing the request",
            error_code: "PipelineInteractionUnreachable",
          }),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC, but broke the connection while it worked on this: it may have crashed.
      Reason: 503 PipelineInteractionUnreachable: "the pipeline disconnected while it was processing the request" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      Still working: get_pipeline {"pipeline_name":"payments"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("initializes", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, synthetic("initializing")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC; it is still starting: connecting its connectors, loading a checkpoint or replaying.
      Reason: 503 Initializing: "Operation failed because the pipeline has not finished initializing." (GET /v0/pipelines/{pipeline_name}/samply_profile).
      Ask again shortly. If it stays so, get_pipeline_logs {"pipeline_name":"payments","level":"warn"} may name a connector that blocks."
    `);
  });

  test("awaits approval", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, synthetic("awaiting_approval")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC; a person must approve the changes to its program before it goes on.
      Reason: 503 AwaitingApproval: "Operation failed: the pipeline is waiting for approval to bootstrap modified components." (GET /v0/pipelines/{pipeline_name}/samply_profile).
      get_event {"pipeline_name":"payments","event_id":"latest","selector":"all"} shows what would change (approval_diff)."
    `);
  });

  test("is suspended", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, synthetic("suspended")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC; it was suspended, and answers again once it is resumed.
      Reason: 503 Suspended: "Operation failed because the pipeline has been suspended." (GET /v0/pipelines/{pipeline_name}/samply_profile).
      Still working: get_pipeline {"pipeline_name":"payments"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("is shutting down", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, synthetic("terminating")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC; it is shutting down.
      Reason: 410 Terminating: "Operation failed because the pipeline is shutting down." (GET /v0/pipelines/{pipeline_name}/samply_profile).
      list_events {"pipeline_name":"payments"} tells what led to it."
    `);
  });

  test("has just failed", async () => {
    expect(
      await errorOf("summarize_samply_profile", { pipeline_name: "runtime_panic" }, (feldera) =>
        feldera.on(
          "GET",
          "/v0/pipelines/runtime_panic/samply_profile",
          json(500, { message: "A worker thread panicked", error_code: "RuntimeError.WorkerPanic" }),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "runtime_panic is Stopped since 2026-11-21 07:43:30 UTC; it has failed. Its error: a worker panicked: "'158 / 0' causes overflow for type INTEGER" (RuntimeError.WorkerPanic, foreground worker 0 at /home/feldera/real/src/crates/sqllib/src/operators.rs:377:17, in SQL operator f2b7f34563d2a7a8).
      Reason: 500 RuntimeError.WorkerPanic: "A worker thread panicked" (GET /v0/pipelines/{pipeline_name}/samply_profile).
      get_pipeline {"pipeline_name":"runtime_panic"} tells the cause."
    `);
  });
});

describe("a CPU profile", () => {
  test("that was never recorded", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, recording("samply_get_none")),
      ),
    ).toMatchInlineSnapshot(`
      "No CPU profile of payments has been recorded since it started.
      Reason: 400 NoSamplyProfile: "no samply profile found; trigger a samply profile by making a POST request to \`/samply_profile\`" (GET /v0/pipelines/{pipeline_name}/samply_profile).
      start_samply_profile {"pipeline_name":"payments"} records one. Where one has just been started, summarize_samply_profile {"pipeline_name":"payments","wait_secs":50} waits for it."
    `);
  });

  test("that is being recorded already", async () => {
    expect(
      await errorOf("start_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/samply_profile`, recording("samply_post_conflict")),
      ),
    ).toMatchInlineSnapshot(`
      "A CPU profile of payments is being recorded already; only one can be at a time.
      Reason: 409 SamplyProfilingInProgress: "samply profile collection is already in progress" (POST /v0/pipelines/{pipeline_name}/samply_profile).
      summarize_samply_profile {"pipeline_name":"payments","wait_secs":50} waits for it."
    `);
  });

  test("that cannot be recorded for lack of samply", async () => {
    expect(
      await errorOf("start_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/samply_profile`, recording("samply_missing_post")),
      ),
    ).toMatchInlineSnapshot(`
      "No CPU profile of payments could be recorded.
      Reason: 500 SamplyProfilingFailure: "failed to profile the pipeline using samply": "failed to get samply version; is Samply installed and in \`$PATH\`? try: \`curl --proto '=https' --tlsv1.2 -LsSf https://github.com/feldera/samply/releases/download/v0.13.2/samply-installer.sh | sh\`" (POST /v0/pipelines/{pipeline_name}/samply_profile).
      samply 0.13.2 or newer must be in the pipeline's PATH and be allowed to use perf events."
    `);
  });

  test("whose recording failed", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, recording("samply_failing_get")),
      ),
    ).toMatchInlineSnapshot(`
      "The last attempt to record a CPU profile of payments failed, and hides any profile from before it.
      Reason: 500 SamplyProfilingFailure: "failed to profile the pipeline using samply": "samply process failed with status: \`exit status: 1\`, samply stdout: \`\`, samply stderr: \`mmap failed: Operation not permitted\`" (GET /v0/pipelines/{pipeline_name}/samply_profile).
      samply 0.13.2 or newer must be in the pipeline's PATH and be allowed to use perf events. Then start_samply_profile {"pipeline_name":"payments"} records another."
    `);
  });

  test("that the operator does not allow", async () => {
    expect(
      await errorOf("start_samply_profile", PAYMENTS, (feldera) =>
        feldera.on(
          "POST",
          `${AT_PAYMENTS}/samply_profile`,
          json(403, { message: "Profiling is not enabled", error_code: "ProfilingNotEnabled" }),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "This Feldera does not allow CPU profiles.
      Reason: 403 ProfilingNotEnabled: "Profiling is not enabled" (POST /v0/pipelines/{pipeline_name}/samply_profile).
      An operator can allow them in the Helm chart (pipeline.allowProfiling). summarize_heap_profile {"pipeline_name":"payments"} does not depend on it."
    `);
  });

  test("whose recording may have begun before the answer was lost", async () => {
    expect(
      await errorOf("start_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/samply_profile`, resetBeforeHeaders()),
      ),
    ).toMatchInlineSnapshot(`
      "The connection to Feldera broke before it answered.
      Reason: "read ECONNRESET" (POST /v0/pipelines/{pipeline_name}/samply_profile).
      The recording may have begun all the same: summarize_samply_profile {"pipeline_name":"payments","wait_secs":50} tells."
    `);
  });

  test("whose recording may have begun in a pipeline that then hung", async () => {
    expect(
      await errorOf("start_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/samply_profile`, recording("hung_samply_post")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC, but took longer to answer than Feldera's manager waits (10 s): it is busy or hung.
      Reason: 503 PipelineInteractionUnreachable: "Error sending HTTP request to pipeline: timeout (10s) was reached: this means the pipeline took too long to respond -- this can simply be because the request was too difficult to process in time, or other reasons (e.g., deadlock): the pipeline logs might contain additional information (original send" (+135 characters) (POST /v0/pipelines/{pipeline_name}/samply_profile).
      The recording may have begun all the same: summarize_samply_profile {"pipeline_name":"payments","wait_secs":50} tells."
    `);
  });
});

describe("a heap profile", () => {
  test("of a pipeline without heap profiling", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, recording("heap_profile_prof_active_false")),
      ),
    ).toMatchInlineSnapshot(`
      "The heap of payments cannot be profiled.
      Reason: 400 HeapProfilerError: "Heap profiler error: jemalloc profiling is disabled." (GET /v0/pipelines/{pipeline_name}/heap_profile).
      On Linux, Feldera has heap profiling on unless MALLOC_CONF in the pipeline's env turns it off. get_pipeline {"pipeline_name":"payments","section":"config"} tells. A change needs a restart of the pipeline."
    `);
  });
});
