import { describe, expect, test } from "vitest";
import { askLoopback } from "../../support/golden.ts";
import { json, recording, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { sql } from "../../support/worlds.ts";
import { errorOf } from "../errors/error-of.ts";

const IDLE = { pipeline_name: "idle" };
const DIFF = "/v0/pipelines/idle/diff";
const CODE = "CREATE TABLE notes (id INT);\n";

const NO_CONNECTORS = {
  added_input_connectors: [],
  modified_input_connectors: [],
  removed_input_connectors: [],
  added_output_connectors: [],
  modified_output_connectors: [],
  removed_output_connectors: [],
};

const NO_CHANGES = {
  added_tables: [],
  removed_tables: [],
  modified_tables: [],
  added_views: [],
  removed_views: [],
  modified_views: [],
};

describe("diff_program", () => {
  const { ask, golden, feldera } = askLoopback(sql);

  test("tells what would change, and what Feldera would compute again", () =>
    golden("diff_program-views", "diff_program", { ...IDLE, program_code: CODE }));

  test("tells what becomes of tables and connectors", () => {
    const body = {
      ...NO_CONNECTORS,
      program_diff: {
        ...NO_CHANGES,
        added_tables: ["audit"],
        removed_tables: ["old"],
        modified_tables: ["notes"],
        modified_views: ["note_lengths"],
      },
      program_diff_error: null,
      modified_input_connectors: ["notes.feed"],
      removed_output_connectors: ["note_lengths.sink"],
    };
    feldera().on("POST", DIFF, json(200, body));
    return golden("diff_program-everything", "diff_program", { ...IDLE, program_code: CODE });
  });

  test("says that nothing would change", async () => {
    feldera().on("POST", DIFF, json(200, { ...NO_CONNECTORS, program_diff: NO_CHANGES }));
    expect(await ask("diff_program", IDLE)).toBe(
      "idle: no table, view or connector would change.\n" +
        "Compared with the program as it is configured now, of which the last checkpoint need not be.",
    );
  });

  test("does not say that nothing would change where the programs could not be compared", async () => {
    const program_diff_error = "The checkpointed program has no dataflow";
    feldera().on("POST", DIFF, json(200, { ...NO_CONNECTORS, program_diff: null, program_diff_error }));
    const answer = await ask("diff_program", IDLE);
    expect(answer).toContain(
      'idle: Feldera could not compare the tables and views of the two programs: "The checkpointed program has no dataflow".',
    );
    expect(answer).not.toContain("would change");
  });

  test("sends what was given, and leaves the rest to Feldera", async () => {
    await ask("diff_program", IDLE);
    await ask("diff_program", { ...IDLE, program_code: CODE, runtime_version: "v0.337.0" });
    expect(feldera().requests.map(({ headers, body }) => [headers["content-type"], body.toString()])).toEqual(
      [
        ["application/json", "{}"],
        ["application/json", JSON.stringify({ program_code: CODE, runtime_version: "v0.337.0" })],
      ],
    );
  });
});

describe("diff_program fails", () => {
  const failing = (answer: Parameters<Parameters<typeof sql>[0]["on"]>[2]) =>
    errorOf("diff_program", { ...IDLE, program_code: CODE }, (world) => world.on("POST", DIFF, answer));

  test("of a change over which the state cannot be kept, with Feldera's reasons", async () => {
    const args = { pipeline_name: "payments", program_code: CODE };
    expect(await errorOf("diff_program", args, sql)).toMatchInlineSnapshot(`
      "payments could not keep its state over this change: Feldera would not bootstrap it. "The new version of the program has relations with lateness: payments"; "The checkpointed version of the program has relations with lateness: payments"
      Deploying it takes clearing the pipeline's storage and reading its input again from the start."
    `);
  });

  test("of a program that does not compile", async () => {
    const message = "The new program failed to compile:\n- line 2: Column 'idd' not found";
    expect(
      await failing(json(400, { message, error_code: "ProgramError", details: null })),
    ).toMatchInlineSnapshot(`
      "Feldera did not compare the programs: "The new program failed to compile:"; "line 2: Column 'idd' not found"
      validate_program with the same program_code tells compile errors with their lines."
    `);
  });

  test("where the compiler is away or slow", async () => {
    expect(await failing(synthetic("compiler_unavailable"))).toMatch(
      /^Feldera's compiler service does not answer/,
    );
    expect(await failing(synthetic("compiler_timeout"))).toMatch(/^Feldera's compiler took longer/);
  });

  test("of a pipeline that does not exist", async () => {
    const unknown = recording("unknown_pipeline_get");
    expect(await failing(unknown)).toMatch(/^There is no pipeline idle\./);
  });

  test("of a Feldera without the endpoint", async () => {
    expect(await failing(recording("unknown_route"))).toMatchInlineSnapshot(`
      "Feldera has no such route: it is older than this endpoint, which came with Feldera 0.323, or something else answers at FELDERA_HOST.
      Reason: 404 (POST /v0/pipelines/{pipeline_name}/diff).
      Set FELDERA_HOST to Feldera's address, without a path such as /v0."
    `);
  });

  test("of an answer that is not JSON, or not of this shape", async () => {
    expect(await failing(text(200, "{", "application/json"))).toMatch(/^The answer is not valid JSON/);
    expect(await failing(json(200, { ...NO_CONNECTORS, program_diff: [] }))).toMatch(
      /^The answer does not have the shape/,
    );
  });
});
