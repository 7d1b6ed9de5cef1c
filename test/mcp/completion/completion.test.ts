import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { matching } from "../../../src/mcp/completion/matching.ts";
import { sqlIdentifier } from "../../../src/sql-identifiers.ts";
import { manyPipelines, rowsOf, withJson } from "../../support/derive.ts";
import { linkedClient } from "../../support/linked-client.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { AWKWARD, quotedNames } from "../../support/quoted-names.ts";
import { empty, neverAnswers, recording, recordingPath } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const DOWN = { type: "ref/prompt", name: "why_is_it_down" } as const;
const EVENT = {
  type: "ref/resource",
  uri: "feldera://pipelines/{pipeline_name}/events/{event_id}",
} as const;
const TABLE_CONNECTOR = {
  type: "ref/resource",
  uri: "feldera://pipelines/{pipeline_name}/tables/{table_name}/connectors/{connector_name}",
} as const;

let feldera: LoopbackFeldera;
let client: Client;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  replayAll(feldera);
  client = await linkedClient({ source: { url: feldera.url } });
});

async function complete(
  ref: Parameters<Client["complete"]>[0]["ref"],
  name: string,
  value: string,
  given?: Record<string, string>,
  by = client,
) {
  const context = given === undefined ? {} : { context: { arguments: given } };
  return (await by.complete({ ref, argument: { name, value }, ...context })).completion;
}

describe("matching", () => {
  test("puts what begins so before what contains it, in any case", () => {
    const names = ["my_orders", "Orders_2", "orders", "payments"];
    expect(matching(names, "ORD").values).toEqual(["Orders_2", "orders", "my_orders"]);
  });

  test("offers all for nothing typed, and says how many there are beyond a hundred", () => {
    const names = Array.from({ length: 101 }, (_, i) => `p${i}`);
    expect(matching(names, "")).toEqual({ values: names.slice(0, 100), total: 101, hasMore: true });
    expect(matching(names.slice(1), "")).toMatchObject({ total: 100, hasMore: false });
  });

  test("offers only what matches, and all of it", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 90 }), fc.string(), (names, value) => {
        const { values, total } = matching(names, value);
        const wanted = names.filter((name) => name.toLowerCase().includes(value.toLowerCase()));
        expect(values.toSorted()).toEqual(wanted.toSorted());
        expect(total).toBe(wanted.length);
      }),
    );
  });
});

describe("completion", () => {
  test("of a pipeline's name asks Feldera for those there are", async () => {
    expect((await complete(DOWN, "pipeline_name", "")).values).toEqual(
      expect.arrayContaining(["payments", "runtime_panic", "bad_connector"]),
    );
    expect((await complete(DOWN, "pipeline_name", "RUN")).values).toEqual(["runtime_panic"]);
  });

  test("gives a hundred values of many", async () => {
    feldera.on("GET", "/v0/pipelines", manyPipelines(250));
    const { values, total, hasMore } = await complete(DOWN, "pipeline_name", "pipe");
    expect(values).toHaveLength(100);
    expect({ total, hasMore }).toEqual({ total: 250, hasMore: true });
  });

  test("of an event gives the latest and the ids, the newest first, of the pipeline that is named", async () => {
    const { values } = await complete(EVENT, "event_id", "", { pipeline_name: "payments" });
    const ids = rowsOf(recording("events_all")).map(({ event_id }) => event_id);
    expect(values).toEqual(["latest", ...ids].slice(0, 100));
  });

  test("of a moment gives the times of the events", async () => {
    const ref = { type: "ref/prompt", name: "compare_two_moments" } as const;
    const { values } = await complete(ref, "before", "2026-11-21T07", { pipeline_name: "payments" });
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(value).toMatch(/^2026-11-21T07:\d\d:\d\d/);
  });

  test("of connectors depends on the pipeline and on the table", async () => {
    const ref = { type: "ref/prompt", name: "why_do_connectors_fail" } as const;
    const pipeline_name = "payments";
    expect((await complete(ref, "connector", "", { pipeline_name })).values).toEqual([
      "customers.customers_gen",
      "merchants.merchants_gen",
      "payments.payments_gen",
      "customer_totals.customer_totals_null",
      "hourly_volume.hourly_volume_null",
    ]);
    const tables = await complete(TABLE_CONNECTOR, "table_name", "pay", { pipeline_name });
    expect(tables.values).toEqual(["payments"]);
    const given = { pipeline_name, table_name: "payments" };
    expect((await complete(TABLE_CONNECTOR, "connector_name", "", given)).values).toEqual(["payments_gen"]);
  });

  test("of tables and views writes them as SQL does, and knows them by either spelling", async () => {
    quotedNames(feldera, AWKWARD);
    const pipeline_name = "Mixed";
    const tables = (await complete(TABLE_CONNECTOR, "table_name", "", { pipeline_name })).values;
    expect(tables).toEqual([AWKWARD.Orders, AWKWARD.plain_t].map(sqlIdentifier));
    for (const table_name of [AWKWARD.Orders, sqlIdentifier(AWKWARD.Orders)]) {
      const given = { pipeline_name, table_name };
      expect((await complete(TABLE_CONNECTOR, "connector_name", "", given)).values).toEqual(["Orders_Gen"]);
    }
    const ref = { type: "ref/prompt", name: "why_do_connectors_fail" } as const;
    const connectors = (await complete(ref, "connector", "", { pipeline_name })).values;
    expect(connectors).toContain(`${sqlIdentifier(AWKWARD["Big Orders"])}.Out1`);
    const { messages } = await client.getPrompt({
      name: ref.name,
      arguments: { pipeline_name, connector: connectors.at(-1) ?? "" },
    });
    const args = { pipeline_name, table_name: sqlIdentifier(AWKWARD["Big Orders"]), connector_name: "Out1" };
    expect(messages[0]?.content).toMatchObject({
      text: expect.stringContaining(`get_connector_stats ${JSON.stringify(args)}: `),
    });
  });

  test("of what needs a pipeline is empty before one is named, and asks nothing", async () => {
    for (const given of [undefined, {}, { pipeline_name: "" }]) {
      expect((await complete(EVENT, "event_id", "", given)).values).toEqual([]);
    }
    expect(feldera.requests).toEqual([]);
  });

  test("works from a support bundle", async () => {
    const offline = await linkedClient({ source: { bundle: recordingPath("support_bundle.body") } });
    expect((await complete(DOWN, "pipeline_name", "", undefined, offline)).values).toEqual(["payments"]);
  });

  test("of other arguments offers what is customary", async () => {
    const ref = { type: "ref/prompt", name: "what_happened_last_night" } as const;
    expect((await complete(ref, "since", "2")).values).toEqual(["24h", "2d", "12h"]);
    expect(feldera.requests).toEqual([]);
  });
});

describe("names that Feldera gives", () => {
  function named(...names: string[]): void {
    const list = recording("pipelines_status");
    const [row] = rowsOf(list);
    const rows = names.map((name) => ({ ...row, name }));
    feldera.on("GET", "/v0/pipelines", withJson(list, rows), {
      query: { selector: "status_with_connectors" },
    });
  }

  test("are offered as they are, plain or not", async () => {
    named('o"dd name\\', "straße", "plain");
    expect((await complete(DOWN, "pipeline_name", "")).values).toEqual(['o"dd name\\', "straße", "plain"]);
  });

  test("are left out where cleaning would change them, and offered once", async () => {
    named("plain", "evil\u001b[31m", "hid\u202eden", "postgres://u:hunter2hunter2@db/x", "plain");
    expect((await complete(DOWN, "pipeline_name", "")).values).toEqual(["plain"]);
  });
});

describe("without an answer of Feldera's, completion is empty and no error", () => {
  const NOTHING = { values: [], total: 0, hasMore: false };

  test("where nothing listens", async () => {
    const alone = await linkedClient({ source: { url: "http://127.0.0.1:9" } });
    expect(await complete(DOWN, "pipeline_name", "", undefined, alone)).toEqual(NOTHING);
  });

  test("where Feldera hangs, once its own time limit is over", async () => {
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const hurried = await linkedClient({ source: { url: feldera.url }, limits: { completeMs: 50 } });
    expect(await complete(DOWN, "pipeline_name", "", undefined, hurried)).toEqual(NOTHING);
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test.each([empty(403), empty(500), recording("pipelines_bad_selector")])(
    "where it refuses (%#)",
    async (answer) => {
      feldera.on("GET", "/v0/pipelines", answer, { query: { selector: "status_with_connectors" } });
      const hurried = await linkedClient({ source: { url: feldera.url }, limits: { retryDelayMs: 1 } });
      expect(await complete(DOWN, "pipeline_name", "", undefined, hurried)).toEqual(NOTHING);
    },
  );

  test("where the pipeline does not exist", async () => {
    expect(await complete(EVENT, "event_id", "", { pipeline_name: "nope" })).toEqual(NOTHING);
  });

  test("where the bundle cannot be opened", async () => {
    const broken = await linkedClient({ source: { bundle: recordingPath("stats_1.body") } });
    expect(await complete(DOWN, "pipeline_name", "", undefined, broken)).toEqual(NOTHING);
  });
});

describe("what cannot be completed is refused", () => {
  test.each([
    [{ type: "ref/prompt", name: "nope" } as const, "pipeline_name"],
    [{ type: "ref/resource", uri: "feldera://nope" } as const, "pipeline_name"],
    [{ type: "ref/resource", uri: "feldera://causes" } as const, "pipeline_name"],
    [DOWN, "no_such_argument"],
    [DOWN, "constructor"],
  ])("%j %s", async (ref, name) => {
    await expect(complete(ref, name, "")).rejects.toMatchObject({ code: -32602 });
  });
});
