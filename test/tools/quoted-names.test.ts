import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { sqlIdentifier } from "../../src/sql-identifiers.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { withMembers } from "../support/derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { AWKWARD, type Names, quotedNames, quotedNamesBundle, RECORDED } from "../support/quoted-names.ts";
import { registryOver } from "../support/registry.ts";
import { json, recording, sequence } from "../support/responses.ts";

const MIXED = { pipeline_name: "Mixed" };
const AT = "/v0/pipelines/Mixed";

/** Arguments of every tool that has them. */
const ARGUMENTS = {
  pipeline_name: "Mixed",
  event_id: "latest",
  window_secs: 0,
  program_code: 'CREATE TABLE "Orders" (id INT);',
};

function withConnector(tool: string, args: object, names: Names): object {
  if (tool !== "control_connector" && tool !== "get_connector_stats") return args;
  const connector = { table_name: names.plain_t, connector_name: "unnamed-0" };
  return { ...args, ...connector, ...(tool === "control_connector" && { action: "pause" }) };
}

const IN_TROUBLE = withMembers(recording("worlds/quoted_names/stats_include_connector_errors"), {
  "global_metrics.output_stall_msecs": 60_000,
  "inputs.0.metrics.num_parse_errors": 5,
  "inputs.1.metrics.num_transport_errors": 3,
  "inputs.1.metrics.total_records": 0,
  "outputs.0.metrics.queued_records": 2_000_000,
});

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
});

/** Every call that a text tells to make next. */
function callsIn(text: string): [string, object][] {
  return [
    ...text.matchAll(/\b(?:Next: |with )?([a-z]+(?:_[a-z]+)+) (\{"(?:[^"\\]|\\.)*".*?\})(?= |\.|$)/gm),
  ].flatMap(([, tool = "", args = ""]) =>
    TOOLS.some(({ name }) => name === tool) ? [[tool, JSON.parse(args)]] : [],
  );
}

/** Both spellings of each connector, with the path that Feldera knows it by. */
function spellings(names: Names) {
  const connectors = [
    ["table_name", "Orders", "Orders_Gen"],
    ["table_name", "plain_t", "unnamed-0"],
    ["view_name", "Big Orders", "Out1"],
  ] as const;
  return connectors.flatMap(([argument, relation, connector_name]) => {
    const name = names[relation];
    return [...new Set([name, sqlIdentifier(name)])].map((written) => ({
      args: { ...MIXED, [argument]: written, connector_name },
      name: `${name}.${connector_name}`,
    }));
  });
}

describe.each([
  ["mixed-case names with blanks", RECORDED],
  ["names with dots, quotes and blanks", AWKWARD],
])("%s", (_, names) => {
  const live = () => {
    quotedNames(feldera, names);
    return registryOver({ source: { url: feldera.url } });
  };

  test.each(spellings(names))("get_connector_stats takes $args", async ({ args, name }) => {
    const { text, isError } = await live().call("get_connector_stats", args);
    expect(text).toContain("Mixed: ");
    expect(isError, text).toBe(false);
    expect(text).toContain(JSON.stringify(name).slice(1, -1));
    expect(text).toContain("Configuration, without null and empty settings:");
    expect(feldera.requests.filter(({ path }) => path.includes("/connectors/"))).toHaveLength(1);
  });

  test.each(spellings(names))("control_connector takes $args", async ({ args }) => {
    const call = { ...args, action: "pause", confirm: "Mixed" };
    const { text, isError } = await live().call("control_connector", call);
    expect(isError, text).toBe(false);
    expect(text).toContain("Feldera answered 200");
    const [next] = callsIn(text.slice(text.indexOf("Next: ")));
    expect(next?.[0]).toBe("get_connector_stats");
  });

  test.each(spellings(names))("a bundle of it takes $args", async ({ args, name }) => {
    const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-names-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "bundle.zip");
    writeFileSync(path, quotedNamesBundle(names));
    const registry = registryOver({ source: { bundle: path } });
    const { text, isError } = await registry.call("get_connector_stats", args);
    expect(isError, text).toBe(false);
    expect(text).toContain(JSON.stringify(name).slice(1, -1));
  });

  test("a connector that there is not is answered with those that there are, and the call in the right case works", async () => {
    const registry = live();
    const args = { ...MIXED, table_name: names.Orders, connector_name: "orders_gen" };
    const lower = names.Orders.toLowerCase();
    for (const identifier of [`"${names.Orders}"`, `"${lower}"`, lower]) {
      const path = `${AT}/tables/${encodeURIComponent(identifier)}/connectors/orders_gen/stats`;
      feldera.on(
        "GET",
        path,
        json(404, { message: "unknown", error_code: "UnknownInputEndpoint", details: {} }),
      );
    }
    const { text, isError } = await registry.call("get_connector_stats", args);
    expect(isError).toBe(true);
    const [, again = "{}"] = /Call again with (\{.*\})\.$/m.exec(text) ?? [];
    expect(JSON.parse(again)).toEqual({
      table_name: sqlIdentifier(names.Orders),
      connector_name: "Orders_Gen",
    });
    const second = await registry.call("get_connector_stats", { ...MIXED, ...JSON.parse(again) });
    expect(second.isError, second.text).toBe(false);
  });

  test("get_pipeline names tables and views as SQL writes them", async () => {
    const { text } = await live().call("get_pipeline", MIXED);
    for (const name of [names.Orders, names["Big Orders"]]) expect(text).toContain(JSON.stringify(name));
  });

  test("a diagnosis of its connectors gives calls that work", async () => {
    const registry = live();
    feldera.on("GET", `${AT}/stats`, IN_TROUBLE);
    const { text } = await registry.call("diagnose_pipeline", { ...MIXED, max_tokens: 10_000 });
    const calls = callsIn(text).filter(([tool]) => tool === "get_connector_stats");
    expect(calls.length, text).toBeGreaterThanOrEqual(2);
    for (const [tool, args] of calls) {
      const answer = await registry.call(tool, { ...MIXED, ...args });
      expect(answer.isError, `${JSON.stringify(args)} ${answer.text}`).toBe(false);
    }
  });

  test("a diagnosis of all pipelines names them as SQL does, and gives calls that work", async () => {
    const registry = live();
    feldera.on("GET", `${AT}/stats`, IN_TROUBLE);
    const { text } = await registry.call("diagnose_pipeline", {});
    expect(text).toContain(JSON.stringify(`${names["Big Orders"]}.Out1`).slice(1, -1));
    const calls = callsIn(text);
    expect(calls.length, text).toBeGreaterThanOrEqual(1);
    for (const [tool, args] of calls) {
      const answer = await registry.call(tool, args);
      expect(answer.isError, `${tool} ${JSON.stringify(args)}: ${answer.text}`).toBe(false);
    }
  });

  test("watch_pipeline counts what its connectors move, and quotes the log's new lines", async () => {
    const registry = live();
    const log = recording("worlds/quoted_names/logs", { thenHang: true });
    const warning = `${names.Orders}.Orders_Gen is slow`;
    const line = `[Mixed] 2026-11-28T10:00:00Z  WARN feldera_tests: ${warning}\n`;
    feldera.on(
      "GET",
      `${AT}/logs`,
      sequence(log, { ...log, body: Buffer.concat([log.body, Buffer.from(line)]) }),
    );
    const { text, isError } = await registry.call("watch_pipeline", { ...MIXED, window_secs: 0 });
    expect(isError, text).toBe(false);
    expect(text).toMatch(/^Mixed: one look\.\nState: Running/);
    expect(text).toContain("Input records: ");
    expect(text).toMatch(/^<<0badf00d quoted/m);
    expect(text).toContain(warning);
  });

  test("every tool answers, and every call that an answer tells to make next works", async () => {
    const registry = live();
    feldera.on("GET", `${AT}/stats`, IN_TROUBLE);
    const select = `SELECT * FROM ${sqlIdentifier(names["Big Orders"])} LIMIT 3`;
    feldera.on("GET", `${AT}/query`, recording("query_json"), { query: { sql: select, format: "json" } });
    feldera.on("POST", "/v0/validate_program", recording("validate_program_ok"));
    feldera.on("POST", `${AT}/diff`, recording("diff_idle_ok"));
    const further: [string, object][] = [];
    for (const { name, input } of TOOLS) {
      const own = Object.entries(ARGUMENTS).filter(([argument]) => Object.hasOwn(input.shape, argument));
      const args = { ...Object.fromEntries(own), ...(name === "query_pipeline" && { sql: select }) };
      const { text, isError } = await registry.call(name, withConnector(name, args, names));
      expect(isError && !text.startsWith("Nothing can be saved"), `${name}: ${text}`).toBe(false);
      further.push(
        ...callsIn(text).filter(([, next]) => "pipeline_name" in next && next.pipeline_name === "Mixed"),
      );
    }
    expect(further.length).toBeGreaterThan(10);
    for (const [tool, args] of further) {
      // Without confirm, so that a tool which acts only tells.
      const { confirm: _, ...asked } = { confirm: undefined, ...args };
      const { text, isError } = await registry.call(tool, asked);
      expect(isError, `${tool} ${JSON.stringify(args)}: ${text}`).toBe(false);
    }
  });
});
