import { describe, expect, test } from "vitest";
import { PipelineState, pipelineState } from "../../../src/analysis/pipeline/status.ts";
import { PipelineStatus } from "../../../src/feldera/schemas/pipeline.ts";

import { recordedRows } from "../../support/rows.ts";

const statesOf = (name: string) => recordedRows(name).map((row) => pipelineState(PipelineStatus.parse(row)));

describe("the state of a pipeline", () => {
  test("names its troubles, the most serious first", () => {
    const troubles = statesOf("pipelines_status").map(({ name, troubles }) => [name, troubles]);
    expect(Object.fromEntries(troubles)).toEqual({
      payments: [],
      idle: [],
      broken_sql: ["compile error"],
      rust_error: ["compile error"],
      bad_connector: ["deployment error"],
      runtime_panic: ["deployment error"],
    });
  });

  test.each([
    [{ deployment_status: "Unavailable", deployment_desired_status: "Running" }, ["unavailable"]],
    [{ deployment_status: "AwaitingApproval", deployment_desired_status: "Running" }, ["awaiting approval"]],
    [{ deployment_status: "Provisioning", deployment_desired_status: "Running" }, ["not as desired"]],
    [{ deployment_status: "Running", connectors: { num_errors: 2 } }, ["connector errors"]],
    [{ deployment_status: "Running", connectors: { num_errors: 0 } }, []],
    [
      {
        deployment_status: "Running",
        deployment_runtime_status_details: { connector_stats: { num_errors: 12345678901234567890n } },
      },
      ["connector errors"],
    ],
    [{}, []],
  ])("of %o has troubles %o", (fields, troubles) => {
    const state = pipelineState(PipelineStatus.parse({ name: "p", ...fields }));
    expect(state.troubles).toEqual(troubles);
    expect(PipelineState.parse(state)).toEqual(state);
  });

  test("follows from resources and runtime where the combined status is missing", () => {
    const runtime = { deployment_runtime_status: "Paused", deployment_runtime_desired_status: "Running" };
    const running = { name: "p", deployment_resources_status: "Provisioned", ...runtime };
    expect(pipelineState(running).deployment).toEqual({ status: "Paused", desired: "Running" });
    const stopping = { name: "p", deployment_resources_status: "Stopping", ...runtime };
    expect(pipelineState(stopping).deployment).toEqual({ status: "Stopping" });
    expect(pipelineState({ name: "p" }).deployment).toEqual({ status: "unknown" });
  });
});
