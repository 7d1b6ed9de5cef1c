import { describe, expect, test } from "vitest";
import { askLoopback } from "../../support/golden.ts";
import { synthetic } from "../../support/synthetic.ts";
import { actions, replayAll } from "../../support/worlds.ts";

describe("start_pipeline", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    actions(world);
  });

  const posts = () =>
    feldera()
      .requests.filter(({ method }) => method === "POST")
      .map(({ path, query }) => ({ path, query }));

  test("first says which error it would dismiss", () =>
    golden("start_pipeline-would_dismiss", "start_pipeline", {
      pipeline_name: "runtime_panic",
      dismiss_error: true,
    }));

  test("first says that an error stands in the way, which it does not dismiss by itself", () =>
    golden("start_pipeline-error_stands", "start_pipeline", { pipeline_name: "runtime_panic" }));

  test("first says that a program does not compile", () =>
    golden("start_pipeline-broken_sql", "start_pipeline", { pipeline_name: "broken_sql" }));

  test("first says that there is nothing to resume from", () =>
    golden("start_pipeline-from_scratch", "start_pipeline", { pipeline_name: "idle" }));

  test("first says which checkpoint it would resume from", () => {
    feldera().on("GET", "/v0/pipelines/idle", synthetic("stopped_with_checkpoints"));
    return golden("start_pipeline-from_checkpoint", "start_pipeline", {
      pipeline_name: "idle",
      initial: "paused",
      bootstrap_policy: "await_approval",
    });
  });

  test("first says where nobody knows of checkpoints", async () => {
    const answer = await ask("start_pipeline", { pipeline_name: "bad_connector", dismiss_error: true });
    expect(answer).toContain("Whether there is a checkpoint to resume from is not known");
    expect(answer).toContain("It dismisses the error that explains the last crash: connector");
  });

  test("first says that the pipeline is deployed already", () =>
    golden("start_pipeline-deployed", "start_pipeline", { pipeline_name: "payments" }));

  test("with the name repeated starts it, and tells the error that went with it", async () => {
    await golden("start_pipeline-done", "start_pipeline", {
      pipeline_name: "runtime_panic",
      dismiss_error: true,
      confirm: "runtime_panic",
    });
    expect(posts()).toEqual([
      {
        path: "/v0/pipelines/runtime_panic/start",
        query: { initial: "running", dismiss_error: "true" },
      },
    ]);
  });

  test("keeps the error unless told otherwise, where Feldera would dismiss it", async () => {
    await ask("start_pipeline", {
      pipeline_name: "idle",
      initial: "paused",
      bootstrap_policy: "reject",
      confirm: "idle",
    });
    expect(posts()).toEqual([
      {
        path: "/v0/pipelines/idle/start",
        query: { initial: "paused", dismiss_error: "false", bootstrap_policy: "reject" },
      },
    ]);
  });
});
