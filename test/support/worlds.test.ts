import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manyPipelines } from "./derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "./loopback-feldera.ts";
import { recording } from "./responses.ts";
import { synthetic } from "./synthetic.ts";
import { ask, get, until } from "./wire.ts";
import { replayAll } from "./worlds.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

describe("synthetic responses", () => {
  test("keep integers beyond 2^53 as they stand in their file", async () => {
    feldera.on("GET", "/p", synthetic("checkpoints_three"));
    const { status, headers, body } = await get(`${feldera.url}/p`);
    expect([status, headers["content-type"]]).toEqual([200, "application/json"]);
    expect(body.toString()).toContain('"fingerprint":17293822569102704641,"size":10485760,');
    expect(body.toString()).not.toContain("synthetic");
  });

  test("that are pages of a proxy are sent as HTML", async () => {
    feldera.on("GET", "/p", synthetic("bad_gateway"));
    const { status, headers, body } = await get(`${feldera.url}/p`);
    expect([status, headers["content-type"]]).toEqual([502, "text/html"]);
    expect(body.toString()).toMatch(/^<html>\r\n/);
  });

  test.each([
    ["initializing", 503, "Initializing", undefined],
    ["awaiting_approval", 503, "AwaitingApproval", undefined],
    ["suspended", 503, "Suspended", undefined],
    ["pipeline_unavailable", 503, "PipelineUnavailable", "5"],
    ["terminating", 410, "Terminating", undefined],
    ["unsupported_pipeline_action", 405, "UnsupportedPipelineAction", undefined],
    ["enterprise_feature", 501, "EnterpriseFeature", undefined],
    ["api_connection_limit", 429, "ApiConnectionLimit", undefined],
  ])("%s is a %i with error code %s", async (name, status, errorCode, retryAfter) => {
    feldera.on("GET", "/p", synthetic(name));
    const response = await get(`${feldera.url}/p`);
    expect(response.status).toBe(status);
    expect(response.headers["retry-after"]).toBe(retryAfter);
    const body: unknown = JSON.parse(response.body.toString());
    expect(body).toMatchObject({ message: expect.any(String), error_code: errorCode });
    expect(body).toHaveProperty("details");
  });

  test("make a Feldera with many pipelines", async () => {
    feldera.on("GET", "/v0/pipelines", manyPipelines(5000));
    const list: unknown = JSON.parse((await get(`${feldera.url}/v0/pipelines`)).body.toString());
    expect(list).toHaveLength(5000);
    expect(list).toHaveProperty("4999.name", "pipeline-4999");
    expect(list).toHaveProperty("4999.deployment_status", "Stopped");
    expect(new Set(JSON.stringify(list).match(/"id":"[^"]+"/g)).size).toBe(5000);
  });
});

describe("the recorded Feldera", () => {
  beforeEach(() => replayAll(feldera));

  test.each([
    ["GET /v0/pipelines", "pipelines_all"],
    ["GET /v0/pipelines?selector=all", "pipelines_all"],
    ["GET /v0/pipelines?selector=status", "pipelines_status"],
    ["GET /v0/pipelines?selector=bogus", "pipelines_bad_selector"],
    ["GET /v0/cluster_healthz", "cluster_healthz"],
    ["GET /v0/pipelines/payments?selector=all", "pipeline_all"],
    ["GET /v0/pipelines/payments?selector=status", "pipeline_status"],
    ["GET /v0/pipelines/payments?selector=status_with_connectors", "pipeline_status_with_connectors"],
    ["GET /v0/pipelines/payments?selector=all_with_connectors", "pipeline_all_with_connectors"],
    ["GET /v0/pipelines/runtime_panic", "runtime_panic_pipeline_all"],
    ["GET /v0/pipelines/runtime_panic?selector=status", "runtime_panic_pipeline_status"],
    ["GET /v0/pipelines/broken_sql", "broken_sql_pipeline_all"],
    ["GET /v0/pipelines/rust_error", "rust_error_pipeline_all"],
    ["GET /v0/pipelines/payments/events", "events_status"],
    ["GET /v0/pipelines/payments/events?selector=all", "events_all"],
    ["GET /v0/pipelines/payments/events?selector=bogus", "events_bad_selector"],
    ["GET /v0/pipelines/payments/events/01a1fd11-ff9f-7950-b022-965da1ea7e8a", "event_by_id_status"],
    [
      "GET /v0/pipelines/payments/events/01a1fd11-ff9f-7950-b022-965da1ea7e8a?selector=all",
      "event_by_id_all",
    ],
    ["GET /v0/pipelines/payments/events/latest", "events_latest_status"],
    ["GET /v0/pipelines/payments/events/latest?selector=all", "events_latest_all"],
    ["GET /v0/pipelines/payments/events/not-a-uuid", "event_bad_id"],
    ["GET /v0/pipelines/runtime_panic/events?selector=status", "runtime_panic_events_status"],
    ["GET /v0/pipelines/runtime_panic/events?selector=all", "runtime_panic_events_all"],
    ["GET /v0/pipelines/broken_sql/events", "broken_sql_events"],
    ["GET /v0/pipelines/payments/checkpoints", "checkpoints"],
    ["GET /v0/pipelines/idle/checkpoints", "stopped_checkpoints"],
    ["GET /v0/pipelines/payments/stats", "stats_1"],
    ["GET /v0/pipelines/broken_sql/stats", "broken_sql_stats"],
    ["GET /v0/pipelines/payments/heap_profile", "heap_profile_1"],
    ["GET /v0/pipelines/idle/heap_profile", "stopped_heap_profile"],
    ["GET /v0/pipelines/runtime_panic/heap_profile", "runtime_panic_heap_profile_stopped"],
    ["DELETE /v0/pipelines/payments/heap_profile", "method_not_allowed"],
    ["GET /v0/pipelines/payments/samply_profile?latest=true", "samply_get_running_1s"],
    ["POST /v0/pipelines/payments/samply_profile?duration_secs=10", "samply_post"],
    ["POST /v0/pipelines/payments/samply_profile?duration_secs=abc", "samply_post_bad_duration"],
    ["POST /v0/pipelines/idle/samply_profile?duration_secs=5", "stopped_samply_post"],
    ["GET /v0/pipelines/payments/support_bundle", "support_bundle"],
    ["GET /v0/pipelines/payments/support_bundle?limit=0", "support_bundle_limit0"],
    ["GET /v0/pipelines/runtime_panic/support_bundle", "runtime_panic_support_bundle"],
    ["GET /v0/pipelines/nope", "unknown_pipeline_get"],
    ["GET /v0/pipelines/nope/events/latest", "events_latest_unknown_pipeline"],
    ["GET /v0/nope", "unknown_route"],
  ])("answers %s as recorded in %s", async (request, name) => {
    const [method = "", target = ""] = request.split(" ");
    const recorded = recording(name);
    const response = await get(`${feldera.url}${target}`, { method });
    expect(response.status).toBe(recorded.status);
    expect(response.headers["content-type"]).toBe(new Map(recorded.headers).get("content-type"));
    expect(response.headers["retry-after"]).toBe(new Map(recorded.headers).get("retry-after"));
    expect(response.body.equals(recorded.body)).toBe(true);
  });

  test.each(["payments", "idle", "bad_connector", "runtime_panic", "broken_sql", "rust_error"])(
    "has the log of %s, which does not end, and its events",
    async (pipeline) => {
      const wire = ask(feldera.port, `/v0/pipelines/${pipeline}/logs`);
      await until(() => wire.seen().includes("Fresh start of pipeline logs"));
      wire.socket.destroy();
      await expect(feldera.requests[0]?.ended).resolves.toBe("aborted by client");

      const events = await get(`${feldera.url}/v0/pipelines/${pipeline}/events`);
      const ids = events.body.toString().match(/(?<="event_id":")[^"]+/g) ?? [];
      expect(new Set(ids).size).toBeGreaterThan(2);
      for (const id of ids) {
        const event = await get(`${feldera.url}/v0/pipelines/${pipeline}/events/${id}?selector=all`);
        expect(event.body.toString()).toContain(`"event_id":"${id}"`);
      }
      expect(feldera.unmatched).toHaveLength(0);
    },
  );

  test("lists connectors of the pipeline that runs only", async () => {
    const list = (await get(`${feldera.url}/v0/pipelines?selector=status_with_connectors`)).body.toString();
    expect(list.match(/"connectors":/g)).toHaveLength(1);
    expect(list).toContain(recording("pipeline_status_with_connectors").body.toString());
  });
});
