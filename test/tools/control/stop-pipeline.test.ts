import { describe, expect, test } from "vitest";
import { withJson } from "../../support/derive.ts";
import { askLoopback } from "../../support/golden.ts";
import { json, recording, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { actions, replayAll } from "../../support/worlds.ts";

const PAYMENTS = { pipeline_name: "payments" };
const ENTERPRISE = json(200, { edition: "Enterprise", version: "0.337.0" });

describe("stop_pipeline", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    actions(world);
  });

  test("first says that by force all state would be lost", () =>
    golden("stop_pipeline-would_lose_all", "stop_pipeline", { ...PAYMENTS, force: true }));

  test("first says since which checkpoint work would be lost", () => {
    feldera().on("GET", "/v0/pipelines/payments", synthetic("awaiting_approval_status"));
    return golden("stop_pipeline-would_lose_some", "stop_pipeline", { ...PAYMENTS, force: true });
  });

  test("first says that it does not know what would be lost", async () => {
    const unknown = { name: "payments", deployment_resources_status: "Provisioned", storage_status: "InUse" };
    feldera().on("GET", "/v0/pipelines/payments", withJson(recording("pipeline_status"), unknown));
    expect(await ask("stop_pipeline", { ...PAYMENTS, force: true })).toContain(
      "How much is lost is not known: the manager holds no record of checkpoints.",
    );
  });

  test("first says that the open source edition stops by force only", () =>
    golden("stop_pipeline-open_source", "stop_pipeline", PAYMENTS));

  test("first says that the enterprise edition makes a checkpoint", async () => {
    feldera().on("GET", "/v0/config", ENTERPRISE);
    expect(await ask("stop_pipeline", PAYMENTS)).toContain("It makes a checkpoint and then stops;");
  });

  test("does without the edition where it is not reported", async () => {
    feldera().on("GET", "/v0/config", text(500, "no"));
    const answer = await ask("stop_pipeline", PAYMENTS);
    expect(answer).toContain("Feldera's edition: not known.");
    expect(answer).toContain("It makes a checkpoint and then stops;");
  });

  test("first says that nothing runs", async () => {
    expect(await ask("stop_pipeline", { pipeline_name: "idle", force: true })).toContain(
      "It is not deployed: there is nothing for this to act on.",
    );
  });

  test("with the name repeated stops it by force", async () => {
    await golden("stop_pipeline-done", "stop_pipeline", { ...PAYMENTS, force: true, confirm: "payments" });
    const posts = feldera().requests.filter(({ method }) => method === "POST");
    expect(posts.map(({ target }) => target)).toEqual(["/v0/pipelines/payments/stop?force=true"]);
  });
});
