import { describe, expect, test } from "vitest";
import { askLoopback } from "../../support/golden.ts";
import { empty, json } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { actions, replayAll } from "../../support/worlds.ts";

const PAYMENTS = { pipeline_name: "payments" };
const CONFIRMED = { ...PAYMENTS, confirm: "payments" };
const BAD_ROWS = { pipeline_name: "bad_rows" };

const { ask, askError, golden, feldera } = askLoopback((world) => {
  replayAll(world);
  actions(world);
});

function targets(): string[] {
  return feldera().requests.flatMap(({ method, target }) => (method === "POST" ? [target] : []));
}

describe("pause_pipeline and resume_pipeline", () => {
  test("first say that nothing is lost", async () => {
    await golden("pause_pipeline-not_confirmed", "pause_pipeline", PAYMENTS);
    await golden("resume_pipeline-not_confirmed", "resume_pipeline", PAYMENTS);
  });

  test("with the name repeated pause and resume", async () => {
    await golden("pause_pipeline-done", "pause_pipeline", CONFIRMED);
    await golden("resume_pipeline-done", "resume_pipeline", CONFIRMED);
    expect(targets()).toEqual(["/v0/pipelines/payments/pause", "/v0/pipelines/payments/resume"]);
  });

  test("take an answer without a body, as older Felderas give it", async () => {
    feldera().on("POST", "/v0/pipelines/payments/pause", empty(202));
    expect(await ask("pause_pipeline", CONFIRMED)).toMatch(
      /^pause_pipeline \{"pipeline_name":"payments"\}: accepted, and is carried out from now on \(Feldera answered 202\)\.\n/,
    );
  });
});

describe("checkpoint_pipeline", () => {
  test("first says that the open source edition makes none", () =>
    golden("checkpoint_pipeline-not_confirmed", "checkpoint_pipeline", PAYMENTS));

  test("first says that nothing is lost where it is possible", async () => {
    feldera().on("GET", "/v0/config", json(200, { edition: "Enterprise" }));
    expect(await ask("checkpoint_pipeline", PAYMENTS)).toContain("Nothing is lost: its state is written");
  });

  test("tells the number of the checkpoint, and what tells whether it worked", () => {
    feldera().on("POST", "/v0/pipelines/payments/checkpoint", synthetic("checkpoint_started"));
    return golden("checkpoint_pipeline-done", "checkpoint_pipeline", CONFIRMED);
  });
});

describe("control_connector", () => {
  const CLICKS = { ...BAD_ROWS, table_name: "clicks", connector_name: "clicks_gen" };

  test("first says what waits", () =>
    golden("control_connector-not_confirmed", "control_connector", { ...CLICKS, action: "pause" }));

  test("with the name repeated starts and pauses the connector", async () => {
    await golden("control_connector-start", "control_connector", {
      ...CLICKS,
      action: "start",
      confirm: "bad_rows",
    });
    await golden("control_connector-pause", "control_connector", {
      ...CLICKS,
      action: "pause",
      confirm: "bad_rows",
    });
    const at = "/v0/pipelines/bad_rows/tables/clicks/connectors/clicks_gen";
    expect(targets()).toEqual([`${at}/start`, `${at}/pause`]);
  });
});

describe("control_connector of an output", () => {
  const OUTPUT = { ...BAD_ROWS, view_name: "big_orders", connector_name: "sink" };
  const at = "/v0/pipelines/bad_rows/views/big_orders/connectors/sink";

  test("first says that a pause loses rows", () =>
    golden("control_connector-output_not_confirmed", "control_connector", { ...OUTPUT, action: "pause" }));

  test("with the name repeated starts and pauses it", async () => {
    for (const action of ["start", "pause"]) {
      feldera().on("POST", `${at}/${action}`, empty(200));
      expect(await ask("control_connector", { ...OUTPUT, action, confirm: "bad_rows" })).toContain(": done");
    }
    expect(targets()).toEqual([`${at}/start`, `${at}/pause`]);
  });

  test("of a Feldera that does not know it yet says from which version on it is there", async () => {
    const answer = await askError("control_connector", { ...OUTPUT, action: "pause", confirm: "bad_rows" });
    expect(answer).toContain("0.340");
  });

  test.each([
    ["neither", { connector_name: "sink" }],
    ["both", { ...OUTPUT, table_name: "orders" }],
  ])("is refused with %s of table_name and view_name", async (_, args) => {
    expect(await askError("control_connector", { ...BAD_ROWS, ...args, action: "pause" })).toContain(
      "Give exactly one",
    );
    expect(targets()).toEqual([]);
  });
});

describe("dismiss_pipeline_error", () => {
  test("first says which error would be lost", () =>
    golden("dismiss_pipeline_error-not_confirmed", "dismiss_pipeline_error", {
      pipeline_name: "runtime_panic",
    }));

  test("tells the error once more when it has gone", () =>
    golden("dismiss_pipeline_error-done", "dismiss_pipeline_error", {
      pipeline_name: "runtime_panic",
      confirm: "runtime_panic",
    }));

  test("does not take Feldera's word for an error that there was not", () =>
    golden("dismiss_pipeline_error-none", "dismiss_pipeline_error", { ...BAD_ROWS, confirm: "bad_rows" }));
});

describe("approve_pipeline", () => {
  test("first shows the changes that wait", () => {
    feldera().on("GET", "/v0/pipelines/payments", synthetic("awaiting_approval_status"));
    return golden("approve_pipeline-not_confirmed", "approve_pipeline", PAYMENTS);
  });

  test("with the name repeated approves them", async () => {
    feldera().on("GET", "/v0/pipelines/payments", synthetic("awaiting_approval_status"));
    await golden("approve_pipeline-done", "approve_pipeline", { ...CONFIRMED, concurrent_bootstrap: true });
    expect(targets()).toEqual(["/v0/pipelines/payments/approve?concurrent_bootstrap=true"]);
  });

  test("does not take Feldera's word for an approval that nothing waited for", () =>
    golden("approve_pipeline-nothing_waits", "approve_pipeline", { ...BAD_ROWS, confirm: "bad_rows" }));
});
