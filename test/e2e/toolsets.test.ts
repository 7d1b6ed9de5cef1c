import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callText, connectClient } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { payments, sql } from "../support/worlds.ts";

const SQL = ["query_pipeline", "validate_program", "diff_program"];
const QUERY = { pipeline_name: "bad_rows", sql: "SELECT * FROM big_orders LIMIT 3" };

let feldera: LoopbackFeldera;
const clients: Client[] = [];

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  payments(feldera);
  sql(feldera);
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await feldera.close();
});

async function serverWith(...flags: string[]): Promise<Client> {
  const client = await connectClient(flags, { FELDERA_HOST: feldera.url });
  clients.push(client);
  return client;
}

async function namesOf(client: Client): Promise<string[]> {
  return (await client.listTools()).tools.map((tool) => tool.name);
}

describe("without --toolsets", () => {
  test("the tools for SQL are not listed, and a call of one names the flag that switches it on", async () => {
    const client = await serverWith();
    const names = await namesOf(client);
    expect(names).toContain("list_pipelines");
    for (const name of SQL) expect(names).not.toContain(name);
    expect(await callText(client, "query_pipeline", QUERY)).toEqual({
      isError: true,
      text: "query_pipeline is switched off: this server offers the toolsets debug. An operator switches it on with --toolsets debug,sql.",
    });
    expect(feldera.requests).toEqual([]);
  });
});

describe("with --toolsets", () => {
  test("sql, those tools alone are listed, as tools that read", async () => {
    const client = await serverWith("--toolsets", "sql");
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(SQL);
    for (const { name, annotations, description } of tools) {
      expect(annotations?.readOnlyHint, name).toBe(true);
      expect(description?.length, name).toBeLessThan(400);
    }
  });

  test("sql, they work, and a call of any other names the flag", async () => {
    const client = await serverWith("--toolsets", "sql");
    const answer = await callText(client, "query_pipeline", QUERY);
    expect(answer.isError).toBe(false);
    expect(answer.text).toContain("bad_rows: 3 rows.");
    expect(await callText(client, "list_pipelines", {})).toEqual({
      isError: true,
      text: "list_pipelines is switched off: this server offers the toolsets sql. An operator switches it on with --toolsets sql,debug.",
    });
  });

  test("debug,sql, both are listed", async () => {
    const names = await namesOf(await serverWith("--toolsets", "debug,sql"));
    expect(names).toEqual(expect.arrayContaining(["list_pipelines", "start_samply_profile", ...SQL]));
    expect(names).not.toContain("stop_pipeline");
  });
});

describe("with --read-only", () => {
  test("tools that change Feldera are gone, and a call of one names the flag", async () => {
    const client = await serverWith("--read-only");
    const names = await namesOf(client);
    expect(names).toContain("summarize_samply_profile");
    expect(names).not.toContain("start_samply_profile");
    expect(await callText(client, "start_samply_profile", { pipeline_name: "payments" })).toEqual({
      isError: true,
      text: "start_samply_profile is switched off: it changes Feldera, and this server was started with --read-only. An operator switches it on by leaving --read-only out.",
    });
    expect(feldera.requests).toEqual([]);
  });

  test("the tools for SQL stay, and those that control pipelines go", async () => {
    const names = await namesOf(await serverWith("--read-only", "--toolsets", "debug,sql,control"));
    expect(names).toEqual(expect.arrayContaining(SQL));
    expect(names).not.toContain("stop_pipeline");
  });
});
