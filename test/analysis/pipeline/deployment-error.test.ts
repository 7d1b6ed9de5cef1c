import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  DeploymentFailure,
  explainDeploymentError,
  udfLine,
} from "../../../src/analysis/pipeline/deployment-error.ts";
import { DeploymentError, Pipeline } from "../../../src/feldera/schemas/pipeline.ts";

import { recording } from "../../support/responses.ts";
import { recordedRows } from "../../support/rows.ts";

const Failed = z.looseObject({ deployment_error: DeploymentError });

function failureOfPipeline(name: string): DeploymentFailure {
  const body: unknown = JSON.parse(recording(name).body.toString());
  return explainDeploymentError(Failed.parse(body).deployment_error);
}

/** The errors of a list of events, each once, newest first. */
function failuresOfEvents(name: string): DeploymentFailure[] {
  const failed = recordedRows(name).flatMap((event) => Failed.safeParse(event).data ?? []);
  const messages = new Map(
    failed.map(({ deployment_error }) => [deployment_error.message, deployment_error]),
  );
  return [...messages.values()].map(explainDeploymentError);
}

describe("the sentence that matters in a deployment error", () => {
  test("of a worker's panic is the panic's message, with the thread, place and SQL operator", () => {
    const failure = failureOfPipeline("runtime_panic_pipeline_all");
    expect(failure).toMatchObject({
      error_code: "RuntimeError.WorkerPanic",
      cause: "'158 / 0' causes overflow for type INTEGER",
      panic: {
        thread: "foreground",
        worker: 0,
        in_udf: false,
        operator: "f2b7f34563d2a7a8",
        others: 0,
        location: expect.stringMatching(/\/crates\/sqllib\/src\/operators\.rs:377:17$/),
        backtrace: expect.stringContaining("feldera_pipe_operator_f2b7f34563d2a7a8"),
      },
    });
    expect(failure.message).toMatch(/^DBSP error: runtime error: One or more .*\S$/s);
  });

  test("of a panic in a user's function says so", () => {
    expect(failureOfPipeline("worlds/udf_panic/pipeline")).toMatchObject({
      cause: "risk table has no bucket 2000",
      panic: { in_udf: true, udf: "risk_score", location: "udf.rs:4:9" },
      operators: ["e2f8aa95d440f778"],
    });
  });

  test("of a panic in a user's function comes with its line", () => {
    const failure = failureOfPipeline("worlds/udf_panic/pipeline");
    const pipeline = Pipeline.parse(JSON.parse(recording("worlds/udf_panic/pipeline").body.toString()));
    expect(udfLine(failure.panic, pipeline)).toEqual({
      line: 4,
      code: 'panic!("risk table has no bucket {bucket}");',
    });
    expect(udfLine(failure.panic, { ...pipeline, udf_rust: "// shorter" })).toBeUndefined();
    const compiledSince = { ...pipeline, program_status_since: "2026-11-21T10:00:00Z" };
    expect(udfLine(failure.panic, compiledSince)).toBeUndefined();
    expect(udfLine(failureOfPipeline("runtime_panic_pipeline_all").panic, pipeline)).toBeUndefined();
  });

  test("names every operator of its backtraces once, that of the first panic first", () => {
    const frame = (digit: string) => `feldera_pipe_operator_${digit.repeat(16)}::create::{{closure}}`;
    const info = [0, "foreground", { message: "boom", backtrace: frame("a") }];
    const message = `${frame("b")}\n${frame("a")}\n${frame("b")}`;
    const details = { error: { WorkerPanic: { panic_info: [info] } } };
    const failure = explainDeploymentError({ error_code: "X", message, details });
    expect(failure.operators).toEqual(["a".repeat(16), "b".repeat(16)]);
  });

  test("of a full storage is its first paragraph, without Feldera's advice", () => {
    const failure = failureOfPipeline("worlds/storage_full/pipeline");
    expect(failure.cause).toMatch(
      /^The pipeline crashed because storage I\/O failed: \S+\.feldera\.mut: write failed: no storage space\.$/,
    );
    expect(failure.panic).toMatchObject({ thread: "background", worker: 0, others: 2, in_udf: false });
    expect(failure.panic).not.toHaveProperty("operator");
  });

  test("of an input that does not open names the connector once", () => {
    const [failure] = failuresOfEvents("after_restart_pipelines_status").filter(({ connector }) => connector);
    expect(failure).toMatchObject({
      error_code: "InitializationError",
      connector: "orders.orders_url",
      cause: expect.stringMatching(
        /^Failed to open input file '\S+': No such file or directory \(os error 2\)$/,
      ),
    });
  });

  test("of what a newer Feldera cannot read is the reason, and not all that it cannot read", () => {
    const { cause } = explainDeploymentError({
      error_code: "AutomatonInvalidRuntimeConfig",
      message:
        'The runtime configuration:\n{\n  "workers": "x"\n}\n\n... is not valid due to: invalid type: string "x".\n\nThis indicates an upgrade.',
      details: {},
    });
    expect(cause).toBe('The runtime configuration is not valid due to: invalid type: string "x"');
  });

  test("of an output that is not configured names the connector of the configuration", () => {
    const failures = failuresOfEvents("payments_failed_start_events_all");
    expect(failures).toMatchObject([
      {
        error_code: "InitializationError",
        connector: "customer_totals.customer_totals_null",
        cause:
          "invalid controller configuration: Data format is not specified for output endpoint " +
          "'customer_totals.customer_totals_null' (set the 'format' field inside connector configuration)",
      },
    ]);
  });

  test("of a manager that was restarted is what comes after its preamble", () => {
    const causes = failuresOfEvents("events_after_restart").map(({ error_code, cause }) => [
      error_code,
      cause,
    ]);
    expect(causes[0]).toEqual([
      "RunnerCheckError",
      "The pipeline-manager and this pipeline were previously terminated. Start the pipeline again.",
    ]);
    expect(causes).toHaveLength(2);
  });

  test("of a panic is found in the text where the details do not have it", () => {
    const message = recordedRows("runtime_panic_events_all").flatMap(
      (event) => Failed.safeParse(event).data?.deployment_error.message ?? [],
    )[0];
    const failure = explainDeploymentError({ message: message ?? "", error_code: "X", details: null });
    expect(failure.cause).toBe("'158 / 0' causes overflow for type INTEGER");
    expect(failure).not.toHaveProperty("panic");
  });

  test("of an error that names a connector only in its text keeps the name", () => {
    const message = "FATAL error on input endpoint 'a.b': no route to host";
    const failure = explainDeploymentError({ message, error_code: "X", details: null });
    expect(failure).toEqual({ error_code: "X", message, operators: [], cause: message });
  });

  test("of any error is a value that fits its schema", () => {
    const error = fc.record({ message: fc.string(), error_code: fc.string(), details: fc.jsonValue() });
    fc.assert(
      fc.property(error, (one) => {
        expect(DeploymentFailure.parse(explainDeploymentError(one))).toBeDefined();
      }),
    );
  });
});
