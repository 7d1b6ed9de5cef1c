import { describe, expect, test } from "vitest";
import { notDeployed } from "../../support/derive.ts";
import {
  empty,
  json,
  neverAnswers,
  recording,
  recordingPath,
  resetBeforeHeaders,
  text,
} from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { actions } from "../../support/worlds.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "../errors/error-of.ts";

const CONFIRMED = { ...PAYMENTS, confirm: "payments" };

describe("an action that Feldera refuses", () => {
  test("for lack of a compiled program", async () => {
    const args = { pipeline_name: "broken_sql", confirm: "broken_sql" };
    expect(await errorOf("start_pipeline", args, actions)).toMatchInlineSnapshot(`
      "broken_sql is Stopped since 2026-11-21 07:41:29 UTC, program SqlError; a program that does not compile cannot be started.
      Reason: 400 CannotStartWithCompilationError: "Cannot process \`/start\` if the \`program_status\` is \`SqlError\`, \`RustError\` or \`SystemError\`. Make changes to fix the error, which will trigger recompilation." (POST /v0/pipelines/{pipeline_name}/start).
      get_pipeline {"pipeline_name":"broken_sql","section":"errors"} tells the compile errors; once the program is corrected, Feldera compiles it again."
    `);
  });

  test("since an error stands", async () => {
    const args = { pipeline_name: "runtime_panic", confirm: "runtime_panic" };
    expect(
      await errorOf("start_pipeline", args, (feldera) =>
        feldera.on("POST", "/v0/pipelines/runtime_panic/start", synthetic("start_undismissed")),
      ),
    ).toMatchInlineSnapshot(`
      "runtime_panic is Stopped since 2026-11-21 07:43:30 UTC; the error of its last run stands, and Feldera does not start it over that. Its error: a worker panicked: "'158 / 0' causes overflow for type INTEGER" (RuntimeError.WorkerPanic, foreground worker 0 at /home/feldera/real/src/crates/sqllib/src/operators.rs:377:17, in SQL operator f2b7f34563d2a7a8).
      Reason: 400 CannotStartWithUndismissedError: "Cannot start the pipeline while its deployment error has not been dismissed." (POST /v0/pipelines/{pipeline_name}/start).
      get_pipeline {"pipeline_name":"runtime_panic","section":"errors"} tells it whole. Once it is understood, dismiss_pipeline_error erases it, or start_pipeline with dismiss_error true."
    `);
  });

  test("since the pipeline has been started already", async () => {
    const args = { ...CONFIRMED, initial: "paused" };
    expect(await errorOf("start_pipeline", args, actions)).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC; it has been started already, and how it was started cannot be changed before it is stopped.
      Reason: 400 InitialImmutableUnlessStopped: "Initial desired runtime status cannot be changed unless the pipeline is desired to become Stopped." (POST /v0/pipelines/{pipeline_name}/start).
      pause_pipeline and resume_pipeline change whether it runs; get_pipeline {"pipeline_name":"payments"} tells how it stands."
    `);
  });

  test("since the pipeline is on its way elsewhere", async () => {
    expect(
      await errorOf("start_pipeline", CONFIRMED, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/start`, synthetic("illegal_pipeline_action")),
      ),
    ).toMatchInlineSnapshot(`
      "payments is Running since 2026-11-21 07:46:19 UTC; Feldera does not allow this as it stands.
      Reason: 400 IllegalPipelineAction: "Deployment resources status (current: 'Stopping', desired: 'Stopped') cannot have desired changed to 'Provisioned'. Cannot restart the pipeline while it is stopping. Wait for it to stop before starting a new instance of the pipeline." (POST /v0/pipelines/{pipeline_name}/start).
      get_pipeline {"pipeline_name":"payments"} tells when it has moved on."
    `);
  });

  test("since the pipeline cannot be checkpointed", async () => {
    expect(
      await errorOf("stop_pipeline", CONFIRMED, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/stop`, synthetic("unsupported_pipeline_action")),
      ),
    ).toMatchInlineSnapshot(`
      "Feldera does not support this for the pipeline as it is.
      Reason: 405 UnsupportedPipelineAction: "Unsupported pipeline action 'suspend': this pipeline does not support the suspend action for the following reason(s):\\n    - Storage must be configured" (POST /v0/pipelines/{pipeline_name}/stop).
      get_pipeline {"pipeline_name":"payments"} tells how it stands."
    `);
  });

  test("in the open source edition", async () => {
    expect(await errorOf("stop_pipeline", CONFIRMED, actions)).toMatchInlineSnapshot(`
      "This is a feature of Feldera's enterprise edition, and the Feldera that answered does not have it.
      Reason: 501 EnterpriseFeature: "Cannot use enterprise-only feature (stop?force=false) in Feldera community edition." (POST /v0/pipelines/{pipeline_name}/stop).
      The only stop there loses the work since the newest checkpoint, or all of it: stop_pipeline {"pipeline_name":"payments","force":true} tells what."
    `);
    expect(await errorOf("checkpoint_pipeline", CONFIRMED, actions)).toMatchInlineSnapshot(`
      "This is a feature of Feldera's enterprise edition, and the Feldera that answered does not have it.
      Reason: 501 EnterpriseFeature: "Cannot use enterprise-only feature (checkpoint) in Feldera community edition." (POST /v0/pipelines/{pipeline_name}/checkpoint)."
    `);
  });

  test("to a key that may only read", async () => {
    expect(
      await errorOf("pause_pipeline", CONFIRMED, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/pause`, recording("auth_readkey_start")),
      ),
    ).toMatchInlineSnapshot(`
      "The API key may not do this.
      Reason: 403 InsufficientPermissions: "Insufficient permissions: this action requires the 'write' role, but the caller has 'read'" (POST /v0/pipelines/{pipeline_name}/pause).
      Set FELDERA_API_KEY to a key with the role that the reason names, and restart this server."
    `);
  });

  test("as it knows no such connector action", async () => {
    const args = { ...CONFIRMED, table_name: "clicks", connector_name: "clicks_gen", action: "pause" };
    expect(
      await errorOf("control_connector", args, (feldera) =>
        feldera.on(
          "POST",
          `${AT_PAYMENTS}/tables/clicks/connectors/clicks_gen/pause`,
          recording("connector_bad_action"),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "Feldera refused the request as malformed.
      Reason: 400 InvalidConnectorAction: "Invalid connector action 'frobnicate'; valid actions are: 'start' or 'pause'" (POST /v0/pipelines/{pipeline_name}/tables/{table_name}/connectors/{connector_name}/{action}).
      The reason names what to change."
    `);
  });
});

describe("a refusal by the code", () => {
  test.each([
    ["StartFailedDueToFailedCompilation", /^payments is Running .*; a program that does not compile/],
    ["BootstrapPolicyImmutableUnlessStopped", /; it has been started already/],
    ["CannotStartWhileClearingStorage", /; its storage is still being cleared\.\n.*\nTry again shortly/],
    ["DismissErrorRestrictedToFullyStopped", /; its error can be dismissed only once it is Stopped/],
    ["InitialStandbyNotAllowed", /; Feldera does not allow this as it stands\./],
  ])("%s is explained by how the pipeline stands", async (error_code, explanation) => {
    const answer = json(400, { message: "no", error_code, details: {} });
    expect(
      await errorOf("start_pipeline", CONFIRMED, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/start`, answer),
      ),
    ).toMatch(explanation);
  });
});

describe("an action on", () => {
  test("a pipeline that does not exist is not even tried", async () => {
    expect(await errorOf("stop_pipeline", { pipeline_name: "nope", confirm: "nope" })).toMatchInlineSnapshot(`
      "There is no pipeline nope.
      Reason: 404 UnknownPipelineName: "Unknown pipeline name 'nope'" (GET /v0/pipelines/{pipeline_name}).
      There are: idle, payments, broken_sql, rust_error, runtime_panic and 1 more. list_pipelines {} tells more."
    `);
  });

  test("a pipeline that is not deployed", async () => {
    expect(
      await errorOf("resume_pipeline", { pipeline_name: "idle", confirm: "idle" }, (feldera) =>
        feldera.on("POST", "/v0/pipelines/idle/resume", notDeployed("idle")),
      ),
    ).toMatchInlineSnapshot(`
      "idle is Stopped since 2026-11-21 07:41:29 UTC; this needs a pipeline that is deployed.
      Reason: 503 PipelineInteractionNotDeployed: "Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned" (POST /v0/pipelines/{pipeline_name}/resume).
      Still working: get_pipeline {"pipeline_name":"idle"}; get_pipeline_logs, list_events and list_checkpoints take the same argument."
    `);
  });

  test("a runtime that is older than it", async () => {
    expect(
      await errorOf("approve_pipeline", CONFIRMED, (feldera) =>
        feldera.on("POST", `${AT_PAYMENTS}/approve`, empty(404)),
      ),
    ).toMatchInlineSnapshot(`
      "The pipeline's runtime seems older than this endpoint.
      Reason: 404 (POST /v0/pipelines/{pipeline_name}/approve).
      get_pipeline {"pipeline_name":"payments"} tells its platform version; recompiling the pipeline updates it."
    `);
  });

  test.each([CONFIRMED, PAYMENTS])("a support bundle, with %j", async (args) => {
    const over = { source: { bundle: recordingPath("support_bundle.body") } };
    expect(await errorOf("stop_pipeline", args, undefined, over)).toBe(
      "Nothing can be changed offline: this server answers from a support bundle.\n" +
        "Where the pipeline is still there, an operator can start the server without --bundle.",
    );
  });
});

describe("an action whose answer is lost is tried once, and said to be perhaps done", () => {
  test.each([
    ["with the connection", resetBeforeHeaders(), {}],
    ["in time", neverAnswers(), { callMs: 500 }],
    ["in a body that is no JSON", text(202, "{", "application/json"), {}],
    ["in a body of another shape", text(202, "[1]", "application/json"), {}],
    ["in the pipeline", recording("hung_samply_post"), {}],
  ] as const)("%s", async (_, response, limits) => {
    let posts = () => 0;
    const error = await errorOf(
      "pause_pipeline",
      CONFIRMED,
      (feldera) => {
        feldera.on("POST", `${AT_PAYMENTS}/pause`, response);
        posts = () => feldera.requests.filter(({ method }) => method === "POST").length;
      },
      { limits },
    );
    expect(error).toMatch(
      /\nIt may have been done all the same: get_pipeline \{"pipeline_name":"payments"\} tells how the pipeline stands/,
    );
    expect(posts()).toBe(1);
  });
});
