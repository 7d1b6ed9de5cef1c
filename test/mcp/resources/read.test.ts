import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { linkedClient } from "../../support/linked-client.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { empty, json } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

let feldera: LoopbackFeldera;
let client: Client;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  replayAll(feldera);
  client = await linkedClient({ source: { url: feldera.url } });
});

async function textOf(uri: string): Promise<string> {
  const { contents } = await client.readResource({ uri });
  expect(contents).toHaveLength(1);
  const [content] = contents;
  expect(content?.uri).toBe(uri);
  return content !== undefined && "text" in content ? content.text : "";
}

describe("what the server knows of Feldera", () => {
  test("is listed with its size, and read without asking Feldera", async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      "feldera://causes",
      "feldera://error-codes",
      "feldera://metrics",
      "feldera://circuit-metrics",
    ]);
    for (const { uri, mimeType, size, annotations, title, description } of resources) {
      expect(Buffer.byteLength(await textOf(uri))).toBe(size);
      expect(mimeType).toBe("text/markdown");
      expect(annotations?.audience).toEqual(["assistant"]);
      expect(title && description).toBeTruthy();
    }
    expect(feldera.requests).toEqual([]);
  });
});

describe("a resource of a pipeline", () => {
  test.each([
    ["feldera://pipelines/payments", "get_pipeline", { pipeline_name: "payments" }],
    [
      "feldera://pipelines/runtime_panic/events/latest",
      "get_event",
      { pipeline_name: "runtime_panic", event_id: "latest", selector: "all" },
    ],
    [
      "feldera://pipelines/payments/tables/payments/connectors/payments_gen",
      "get_connector_stats",
      { pipeline_name: "payments", table_name: "payments", connector_name: "payments_gen" },
    ],
    [
      "feldera://pipelines/payments/views/customer_totals/connectors/customer_totals_null",
      "get_connector_stats",
      { pipeline_name: "payments", view_name: "customer_totals", connector_name: "customer_totals_null" },
    ],
  ])("%s is what its tool tells, fenced and cleaned alike", async (uri, tool, args) => {
    const { text, isError } = await registryOver({ source: { url: feldera.url } }).call(tool, args);
    expect(isError).toBe(false);
    expect(await textOf(uri)).toBe(text);
  });

  test("is asked for by its name, however that is spelled", async () => {
    feldera.on("GET", "/v0/pipelines/a%2Fb%20c", empty(404));
    await expect(textOf("feldera://pipelines/a%2Fb%20c")).rejects.toThrow();
    expect(feldera.requests[0]?.path).toBe("/v0/pipelines/a%2Fb%20c");
  });

  test("that cannot be had is an error, with the tool's own explanation", async () => {
    const read = textOf("feldera://pipelines/nope");
    await expect(read).rejects.toMatchObject({ code: -32603 });
    await expect(read).rejects.toThrow("There is no pipeline nope");
  });

  test("keeps its secrets", async () => {
    const secret = "hunter2-hunter2-hunter2";
    feldera.on("GET", "/v0/pipelines/nope", json(500, { message: `password=${secret}`, error_code: "X" }));
    const told = await textOf("feldera://pipelines/nope").catch(String);
    expect(told).toContain("[redacted]");
    expect(told).not.toContain(secret);
  });

  test("has templates only as far as the tools are on", async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "feldera://pipelines/{pipeline_name}",
      "feldera://pipelines/{pipeline_name}/events/{event_id}",
      "feldera://pipelines/{pipeline_name}/tables/{table_name}/connectors/{connector_name}",
      "feldera://pipelines/{pipeline_name}/views/{view_name}/connectors/{connector_name}",
    ]);
    const sql = await linkedClient({ source: { url: feldera.url }, toolsets: ["sql"] });
    expect((await sql.listResourceTemplates()).resourceTemplates).toEqual([]);
    await expect(sql.readResource({ uri: "feldera://pipelines/payments" })).rejects.toThrow(
      "An operator switches it on with --toolsets sql,debug.",
    );
  });
});

describe("a URI that is none of ours", () => {
  test.each([
    ["feldera://error-code", "did you mean feldera://error-codes?"],
    ["feldera://circuitmetrics", "did you mean feldera://circuit-metrics?"],
    ["feldera://pipelines/", "there is no resource"],
    ["feldera://pipelines/p/events/", "there is no resource"],
    ["feldera://pipelines/p/events/e/f", "there is no resource"],
    ["feldera://pipelines/%zz", "there is no resource"],
    ["feldera://pipelines/{pipeline_name}/constructor", "there is no resource"],
    ["file:///etc/passwd", "there is no resource"],
    [`feldera://${"x".repeat(5000)}`, "there is no resource"],
    ["", "there is no resource"],
  ])("%.60s is refused", async (uri, reason) => {
    const read = client.readResource({ uri });
    await expect(read).rejects.toMatchObject({ code: -32602 });
    await expect(read).rejects.toThrow(reason);
    expect(feldera.requests).toEqual([]);
  });
});
