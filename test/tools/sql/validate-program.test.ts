import { describe, expect, test } from "vitest";
import { compiledProgram } from "../../support/compiled-program.ts";
import { askLoopback } from "../../support/golden.ts";
import { json, recording, sequence, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { sql } from "../../support/worlds.ts";
import { errorOf } from "../errors/error-of.ts";

const VALIDATE = "/v0/validate_program";
const BROKEN = "CREATE TABLE t (id INT);\nCREATE VIEW v AS SELECT idd FROM t;\n";
const VALID = "CREATE TABLE t (id INT);\nCREATE VIEW v AS SELECT id FROM t;\n";

describe("validate_program", () => {
  const { ask, golden, feldera } = askLoopback(sql);

  test("tells the tables, views and connectors of a valid program", () =>
    golden("validate_program-valid", "validate_program", { program_code: VALID }));

  test("tells errors with line, column and source", () => {
    feldera().on("POST", VALIDATE, recording("validate_program_error"));
    return golden("validate_program-invalid", "validate_program", { program_code: BROKEN });
  });

  test("tells warnings after errors", () => {
    const message = { start_line_number: 1, start_column: 1, end_line_number: 1, end_column: 5 };
    const messages = [
      { ...message, warning: true, error_type: "Unused", message: "Table 't' is not used" },
      { ...message, warning: false, error_type: "Compilation error", message: "No such type" },
    ];
    feldera().on("POST", VALIDATE, json(200, { SqlError: { info: { exit_code: 1, messages } } }));
    return golden("validate_program-warning", "validate_program", { program_code: VALID });
  });

  test("tells connectors with their transport", async () => {
    const inputs = [{ name: "t", fields: [{ name: "id" }, { name: "x" }], materialized: true }];
    const program_info = {
      schema: { inputs, outputs: [] },
      input_connectors: { "t.feed": { stream: "t", transport: { name: "kafka_input", config: {} } } },
      output_connectors: {},
    };
    feldera().on("POST", VALIDATE, json(200, { Success: { program_info } }));
    const answer = await ask("validate_program", { program_code: VALID });
    expect(answer.split("\n")).toEqual([
      "The program is valid: 1 table, 0 views, 1 connector.",
      "what       name    details",
      "table      t       2 columns, materialized",
      "connector  t.feed  kafka_input",
      "Checked by the SQL compiler alone: Rust code (UDFs) is not compiled, and no connector is tried.",
    ]);
  });

  test.each([
    [
      "join",
      "State that grows with every row: the join in view v on line 6 (v.join@6), of readings, alarms.",
    ],
    ["join_late", "State that is bounded: of 1 operator (1 by LATENESS)."],
  ])("tells what the state of a program grows with: %s", async (name, line) => {
    const { program_code, schema, mir } = compiledProgram(name);
    const program_info = { schema, input_connectors: {}, output_connectors: {}, dataflow: { mir } };
    feldera().on("POST", VALIDATE, json(200, { Success: { program_info } }));
    expect((await ask("validate_program", { program_code })).split("\n")).toContain(line);
  });

  test("says nothing of state where the compiler gives no dataflow graph", async () => {
    expect(await ask("validate_program", { program_code: VALID })).not.toMatch(/State/);
  });

  test("does not say that a program is invalid where the compiler itself failed", () => {
    const error = "Unable to download the SQL compiler for v9.9.9: 404\nsee the log";
    feldera().on("POST", VALIDATE, json(200, { SystemError: { error } }));
    return golden("validate_program-system-error", "validate_program", {
      program_code: VALID,
      runtime_version: "v9.9.9",
    });
  });

  test.each([
    ["Success", { Success: { program_info: {} } }, "The program is valid. Feldera's answer does not tell"],
    ["an unknown outcome", { Later: {} }, "The program was not validated: whether it is valid is not known."],
  ])("does not make up what an answer of %s leaves out", async (_, body, said) => {
    feldera().on("POST", VALIDATE, json(200, body));
    expect(await ask("validate_program", { program_code: VALID })).toContain(said);
  });

  test("sends the program as JSON, and the runtime where one is named", async () => {
    const program_code = `-- ü 東 😀 "quoted" \\ \t\n${VALID}`;
    await ask("validate_program", { program_code });
    await ask("validate_program", { program_code, runtime_version: "v0.337.0" });
    const sent = feldera().requests.map(({ method, target, headers, body }) => ({
      method,
      target,
      type: headers["content-type"],
      body: JSON.parse(body.toString()),
    }));
    const request = { method: "POST", target: VALIDATE, type: "application/json" };
    expect(sent).toEqual([
      { ...request, body: { program_code, ir: true } },
      { ...request, body: { program_code, ir: true, runtime_version: "v0.337.0" } },
    ]);
  });

  test("takes a program of a million characters, and no longer one", async () => {
    await ask("validate_program", { program_code: "x".repeat(1_000_000) });
    expect(feldera().requests[0]?.body.length).toBeGreaterThan(1_000_000);
    expect(await errorOf("validate_program", { program_code: "x".repeat(1_000_001) })).toBe(
      "program_code: at most 1000000 characters.\nIt takes: program_code, runtime_version, max_tokens.",
    );
  });
});

describe("validate_program fails", () => {
  const failing = (answer: Parameters<Parameters<typeof sql>[0]["on"]>[2]) =>
    errorOf("validate_program", { program_code: VALID }, (world) => world.on("POST", VALIDATE, answer));

  test("where the compiler service is not available, and does not try again", async () => {
    const later = sequence(synthetic("compiler_unavailable"), recording("validate_program_ok"));
    expect(await failing(later)).toMatchInlineSnapshot(`
      "Feldera's compiler service does not answer, so the program was not compiled: "The compiler service is unavailable: connection refused"
      Try again shortly; get_cluster_health {} tells how the compiler stands."
    `);
  });

  test("where the compiler takes too long", async () => {
    expect(await failing(synthetic("compiler_timeout"))).toMatchInlineSnapshot(`
      "Feldera's compiler took longer than Feldera waits, so nothing is known of the program: "The compiler did not respond within 60 s"
      Try again: it may be busy with other pipelines. A large program may need more time than there is."
    `);
  });

  test("for lack of a role", async () => {
    expect(await failing(recording("auth_readkey_start"))).toMatch(/^The API key may not do this\.\n/);
  });

  test("of a Feldera without the endpoint", async () => {
    expect(await failing(recording("unknown_route"))).toMatchInlineSnapshot(`
      "Feldera has no such route: it is older than this endpoint, which came with Feldera 0.323, or something else answers at FELDERA_HOST.
      Reason: 404 (POST /v0/validate_program).
      Set FELDERA_HOST to Feldera's address, without a path such as /v0."
    `);
  });

  test("of an answer that is not JSON, or no answer to this", async () => {
    expect(await failing(text(200, '{"Success":', "application/json"))).toMatch(
      /^The answer is not valid JSON/,
    );
    expect(await failing(json(200, []))).toMatch(/^The answer does not have the shape/);
  });
});
