import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rowsOf, withJson, withMembers } from "../../support/derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { replayWorld } from "../../support/replay-world.ts";
import { type Answer, neverAnswers, recording } from "../../support/responses.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

/** Serves these worlds as all the pipelines there are, and some that are stopped as wanted. */
function fleetOf(worlds: readonly string[], stopped = 0): string[] {
  const names = worlds.map((world) => replayWorld(feldera, world));
  const rows = worlds.map((world) =>
    JSON.parse(recording(`worlds/${world}/pipeline_status`).body.toString()),
  );
  const atRest = Array.from({ length: stopped }, (_, i) => ({
    ...rows[0],
    name: `archive_${i}`,
    deployment_status: "Stopped",
    deployment_desired_status: "Stopped",
    deployment_resources_status: "Stopped",
    deployment_error: null,
    connectors: null,
  }));
  const list = withJson(recording(`worlds/${worlds[0]}/pipelines_status_with_connectors`), [
    ...rows,
    ...atRest,
  ]);
  for (const query of [{}, { selector: "status_with_connectors" }]) {
    feldera.on("GET", "/v0/pipelines", list, { query });
  }
  return names;
}

async function diagnosed(limits: object = {}): Promise<string> {
  const registry = registryOver({ source: { url: feldera.url }, limits });
  const { text } = await registry.call("diagnose_pipeline", {});
  return text;
}

/** A pipeline's record with a connector of that host. */
function ofHost(record: Answer, connector: string, host: string): Answer {
  return withMembers(record, {
    "program_info.output_connectors": {
      [connector]: {
        max_queued_records: 20_000,
        transport: { name: "kafka_output", config: { "bootstrap.servers": host } },
      },
    },
  });
}

describe("a diagnosis without a pipeline's name", () => {
  test("has a line for each pipeline in trouble, the worst first, and names those that are well", async () => {
    fleetOf(["healthy", "injection", "storage_full", "slow_sink"], 3);
    const text = await diagnosed();
    expect(text).toMatch(
      /^7 pipelines: 3 with errors, 0 with warnings only, 1 in which nothing wrong was found; 3 stopped as wanted, without an error\.$/m,
    );
    const lines = text.split("\n").filter((line) => /^\d+\. /.test(line));
    expect(
      lines.map((line) => line.replace(/^\d+\. ([a-z_0-9]+), .*?: (ERROR|WARNING) .*$/, "$1 $2")),
    ).toEqual(["audit_trail ERROR", "export_feed ERROR", "support_tickets ERROR"]);
    expect(text).toMatch(/^Nothing wrong was found \(at least \d+ of \d+ causes .*\) in:\s*$/m);
    expect(text).toMatch(/^- ledger, Running\s*$/m);
    expect(text).toMatch(/^Next: diagnose_pipeline \{"pipeline_name":"audit_trail"\} /m);
  });

  test("of pipelines that are all well says no more than that", async () => {
    fleetOf(["healthy"]);
    const text = await diagnosed();
    expect(text).toMatch(
      /^1 pipeline: 0 with errors, 0 with warnings only, 1 in which nothing wrong was found\.$/m,
    );
    expect(text).not.toContain("In trouble");
    expect(text).not.toContain("In common");
    expect(text).not.toContain("Next: ");
  });

  test("tells once what pipelines in trouble have in common, their connectors' host above all", async () => {
    const [one = "", other = ""] = fleetOf(["slow_sink", "stuck_transaction"]);
    const path = (name: string) => `/v0/pipelines/${name}`;
    const query = { selector: "all" };
    const sink = "price_feed.partner_feed";
    const first = ofHost(recording("worlds/slow_sink/pipeline"), sink, "broker-1.example:9092");
    feldera.on("GET", path(one), first, { query });
    const second = ofHost(recording("worlds/stuck_transaction/pipeline"), "v.out", "BROKER-1.example:9092");
    feldera.on("GET", path(other), second, { query });
    const stats = recording("worlds/stuck_transaction/stats_include_connector_errors");
    const failing = withMembers(stats, {
      outputs: [{ endpoint_name: "v.out", metrics: { num_transport_errors: 3 } }],
    });
    feldera.on("GET", `${path(other)}/stats`, failing, { query: { include_connector_errors: "true" } });
    expect(await diagnosed()).toMatch(
      new RegExp(
        `^- connectors to the host broker-1\\.example:9092 are in trouble: ${one}, ${other}\\s*$`,
        "m",
      ),
    );
  });

  test("names the pipelines that it could not look at, and why", async () => {
    const [one = ""] = fleetOf(["healthy", "slow_sink"]);
    feldera.on("GET", `/v0/pipelines/${one}`, neverAnswers(), { query: { selector: "all" } });
    for (const part of ["events", "logs"]) {
      feldera.on("GET", `/v0/pipelines/${one}/${part}`, neverAnswers());
      feldera.on("GET", `/v0/pipelines/${one}/${part}`, neverAnswers(), { query: { selector: "status" } });
    }
    const text = await diagnosed({ diagnosePartMs: 300, logReadMs: 300 });
    expect(text).toMatch(new RegExp(`Not looked at: ${one} \\(`));
  });

  test("does not call a pipeline well whose record it could not read, and says that the list has it in trouble", async () => {
    const [one = "", other = ""] = fleetOf(["storage_full", "healthy"]);
    const timedOut = recording("hung_samply_post");
    for (const name of [one, other]) {
      feldera.on("GET", `/v0/pipelines/${name}`, timedOut, { query: { selector: "all" } });
    }
    const found = await diagnosed();
    expect(found).toMatch(new RegExp(`^1\\. ${one}, Stopped: ERROR runtime/`, "m"));
    feldera.on("GET", `/v0/pipelines/${one}/logs`, timedOut);
    feldera.on("GET", `/v0/pipelines/${one}/events`, timedOut, { query: { selector: "status" } });
    const text = await diagnosed();
    expect(text).toMatch(
      /^2 pipelines: 0 with errors, 0 with warnings only, 0 in which nothing wrong was found, 2 could/,
    );
    expect(text).toMatch(
      new RegExp(`^Not looked at, though in trouble by the list of pipelines: ${one} \\(`, "m"),
    );
    expect(text).toMatch(new RegExp(`^Not looked at: ${other} \\(`, "m"));
  });

  test("goes through two hundred pipelines in one call", async () => {
    const [one = ""] = fleetOf(["healthy"]);
    const listed = recording("worlds/healthy/pipelines_status_with_connectors");
    const [row] = rowsOf(
      withJson(listed, [JSON.parse(recording("worlds/healthy/pipeline_status").body.toString())]),
    );
    const rows = Array.from({ length: 200 }, () => row);
    for (const query of [{}, { selector: "status_with_connectors" }]) {
      feldera.on("GET", "/v0/pipelines", withJson(listed, rows), { query });
    }
    const text = await diagnosed({ logIdleMs: 5, logFirstByteMs: 100 });
    expect(text).toMatch(
      /^200 pipelines: 0 with errors, 0 with warnings only, 200 in which nothing wrong was found\.$/m,
    );
    expect(feldera.requests.some(({ path }) => path === `/v0/pipelines/${one}/stats`)).toBe(true);
  });
});
