import { describe, expect, test } from "vitest";
import { recordingPath } from "../../support/responses.ts";
import { errorOf } from "./error-of.ts";

const PANIC = { pipeline_name: "runtime_panic" };
const OVER = { source: { bundle: recordingPath("runtime_panic_support_bundle.body") } };

describe("a support bundle", () => {
  test("that does not hold a file", async () => {
    expect(await errorOf("summarize_heap_profile", PANIC, undefined, OVER)).toMatchInlineSnapshot(`
      "The support bundle does not hold heap_profile.pb.gz.
      Reason: "it was not collected: Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned"."
    `);
  });

  test("of another pipeline", async () => {
    expect(
      await errorOf("get_pipeline", { pipeline_name: "payments" }, undefined, OVER),
    ).toMatchInlineSnapshot(`
      "There is no pipeline payments.
      Reason: "the support bundle is of pipeline runtime_panic" (GET /v0/pipelines/{pipeline_name}).
      There are: runtime_panic. list_pipelines {} tells more."
    `);
  });

  test("in which nothing can be recorded", async () => {
    expect(await errorOf("start_samply_profile", PANIC, undefined, OVER)).toMatchInlineSnapshot(`
      "The support bundle does not hold this.
      Reason: "nothing can be recorded offline" (POST /v0/pipelines/{pipeline_name}/samply_profile)."
    `);
  });

  test("without this collection", async () => {
    expect(
      await errorOf("get_pipeline", { ...PANIC, collection: "7" }, undefined, OVER),
    ).toMatchInlineSnapshot(`
      "The support bundle cannot be used for this call.
      Reason: "runtime_panic_support_bundle.body holds no collection \\"7\\". Give one of these by its index or time: 0 (2026-11-21T07:44:12.267Z).""
    `);
  });

  test("that is none", async () => {
    const bundle = { source: { bundle: recordingPath("requests.tsv") } };
    expect(await errorOf("get_pipeline", PANIC, undefined, bundle)).toMatchInlineSnapshot(`
      "The support bundle cannot be used for this call.
      Reason: "requests.tsv is neither a zip nor a profile. Give a support bundle (a .zip, or the folder that it was unpacked to), or a heap, CPU or circuit profile.""
    `);
  });
});
