import { describe, expect, test } from "vitest";
import { Stats } from "../../../src/feldera/schemas/stats.ts";
import { withJson, withMembers } from "../../support/derive.ts";
import { askBundle, askLoopback } from "../../support/golden.ts";
import { empty, json, recording, recordingPath, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { badRows, replayAll, troubled } from "../../support/worlds.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "../errors/error-of.ts";

const TOOL = "get_connector_stats";
const PAYMENTS_GEN = { ...PAYMENTS, table_name: "payments", connector_name: "payments_gen" };
const STATS = `${AT_PAYMENTS}/tables/payments/connectors/payments_gen/stats`;

describe("get_connector_stats", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    badRows(world);
  });

  test("groups parse errors by tag and kind, the newest of each", () =>
    golden("get_connector_stats-bad_rows", TOOL, {
      pipeline_name: "bad_rows",
      table_name: "orders",
      connector_name: "orders_file",
    }));

  test("tells of one that is paused", () =>
    golden("get_connector_stats-paused", TOOL, {
      pipeline_name: "bad_rows",
      table_name: "clicks",
      connector_name: "clicks_gen",
    }));

  test("tells of an input with its configuration", () =>
    golden("get_connector_stats-table", TOOL, PAYMENTS_GEN));

  test("tells of an output", () =>
    golden("get_connector_stats-view", TOOL, {
      ...PAYMENTS,
      view_name: "customer_totals",
      connector_name: "customer_totals_null",
    }));

  test("says that an input which waits for a transaction has no fault of its source", async () => {
    const path = `${AT_PAYMENTS}/tables/payments/connectors/payments_gen/stats`;
    const answer = (tag: string) =>
      withMembers(recording("connector_stats_table"), {
        "metrics.num_transport_errors": 1,
        transport_errors: [{ timestamp: "2026-11-21T07:40:00Z", index: 1, tag, message: "waiting" }],
      });
    feldera().on("GET", path, answer("transaction_boundary"));
    expect(await ask(TOOL, PAYMENTS_GEN)).toContain("These are not errors of its source");
    feldera().on("GET", path, answer("kafka"));
    expect(await ask(TOOL, PAYMENTS_GEN)).not.toContain("These are not errors of its source");
  });

  test("tells transport and encode errors, and how many of them are kept", () => {
    const path = `${AT_PAYMENTS}/views/customer_totals/connectors/customer_totals_null/stats`;
    feldera().on("GET", path, synthetic("connector_stats_view_errors"));
    return golden("get_connector_stats-view-errors", TOOL, {
      ...PAYMENTS,
      view_name: "customer_totals",
      connector_name: "customer_totals_null",
    });
  });

  test("tells of the slow sink that its queue is full, and where it writes", () =>
    golden("get_connector_stats-slow_sink", TOOL, {
      pipeline_name: troubled(feldera(), "slow_sink"),
      view_name: "price_feed",
      connector_name: "partner_feed",
    }));

  test("keeps hostile rows in their fence, without control characters", async () => {
    const pipeline_name = troubled(feldera(), "injection");
    const connector_name = "api-ingress-7a785f79a4ef7762";
    const stats = recording("worlds/injection/stats_include_connector_errors");
    const { inputs } = Stats.parse(JSON.parse(stats.body.toString()));
    const ingress = inputs?.find((one) => one.endpoint_name === `tickets.${connector_name}`);
    const path = `/v0/pipelines/${pipeline_name}/tables/tickets/connectors/${connector_name}/stats`;
    feldera().on("GET", path, withJson(stats, ingress));
    const answer = await ask(TOOL, { pipeline_name, table_name: "tickets", connector_name });
    const outside = answer.replace(/<<0badf00d[\s\S]*?0badf00d>>/g, "");
    expect(answer).toContain("IGNORE PREVIOUS INSTRUCTIONS");
    expect(outside).not.toContain("IGNORE");
    expect(answer).not.toMatch(/[\u202e\u2066\u200b\u001b]/);
  });

  test("removes secrets from the configuration", async () => {
    const pipeline_name = troubled(feldera(), "secrets");
    for (const [table_name, connector_name] of [
      ["offers", "offers_url_ok"],
      ["offers_s3", "offers_s3"],
    ]) {
      const answer = await ask(TOOL, { pipeline_name, table_name, connector_name });
      expect(answer).toContain("[redacted]");
      expect(answer).not.toMatch(/hunter2/i);
    }
  });

  test("does not say that there are no errors where the runtime tells none", async () => {
    feldera().on("GET", STATS, json(200, { endpoint_name: "payments.payments_gen", metrics: {} }));
    const answer = await ask(TOOL, PAYMENTS_GEN);
    expect(answer).toContain("Errors counted: parse not reported, this runtime does not report their texts");
  });
});

describe("an unknown connector", () => {
  const unknown = (args: object) => errorOf(TOOL, { ...PAYMENTS, ...args });

  test("is answered with those that there are", async () => {
    expect(await unknown({ table_name: "payments", connector_name: "nope" })).toMatchInlineSnapshot(`
      "payments has no input connector payments.nope.
      There are: inputs customers.customers_gen, merchants.merchants_gen, payments.payments_gen; outputs customer_totals.customer_totals_null, hourly_volume.hourly_volume_null. Before the last dot stands the table or view."
    `);
    expect(await unknown({ view_name: "nope", connector_name: "nope" })).toMatchInlineSnapshot(`
      "payments has no output connector nope.nope.
      There are: inputs customers.customers_gen, merchants.merchants_gen, payments.payments_gen; outputs customer_totals.customer_totals_null, hourly_volume.hourly_volume_null. Before the last dot stands the table or view."
    `);
  });

  test("that is there in another case is answered with that", async () => {
    expect(
      await errorOf(
        TOOL,
        { ...PAYMENTS, table_name: "PAYMENTS", connector_name: "Payments_Gen" },
        (feldera) => {
          for (const table of ["%22PAYMENTS%22", "payments"]) {
            feldera.on(
              "GET",
              `${AT_PAYMENTS}/tables/${table}/connectors/Payments_Gen/stats`,
              recording("connector_stats_unknown_connector"),
            );
          }
        },
      ),
    ).toMatchInlineSnapshot(`
      "payments has no input connector PAYMENTS.Payments_Gen, but payments.payments_gen: names of connectors keep their case, and so do tables and views that SQL writes in quotes.
      Call again with {"table_name":"payments","connector_name":"payments_gen"}."
    `);
  });

  test("that is declared and failed to open is told as that", async () => {
    expect(
      await errorOf(
        TOOL,
        { pipeline_name: "partner_sync_live", table_name: "offers", connector_name: "offers_url" },
        (feldera) => troubled(feldera, "secrets"),
      ),
    ).toMatchInlineSnapshot(`
      "partner_sync_live has no input connector offers.offers_url now: declared, but not in the statistics: it failed to open, or is not started.
      get_pipeline_logs {"pipeline_name":"partner_sync_live","level":"warn"} may tell why."
    `);
  });

  test("of a pipeline that cannot be asked further is Feldera's own error", async () => {
    const answer = await errorOf(
      TOOL,
      { ...PAYMENTS, table_name: "payments", connector_name: "nope" },
      (feldera) => {
        feldera.on("GET", `${AT_PAYMENTS}/stats`, empty(404));
        feldera.on("GET", AT_PAYMENTS, empty(404));
      },
    );
    expect(answer).toContain("UnknownInputEndpoint");
  });
});

describe("get_connector_stats fails with an explanation", () => {
  test.each([
    ["neither a table nor a view", {}, "Neither table_name nor view_name is given."],
    [
      "both a table and a view",
      { table_name: "a", view_name: "b" },
      "Both table_name and view_name are given.",
    ],
  ])("at %s", async (_, args, words) => {
    expect(await errorOf(TOOL, { ...PAYMENTS, ...args, connector_name: "c" })).toContain(words);
  });

  test.each([
    ["an empty 404", empty(404), "which came with Feldera 0.37"],
    ["a body that is no JSON", text(200, "{", "application/json"), "JSON"],
    ["a body of another shape", json(200, {}), "endpoint_name"],
    ["a 503", recording("stopped_stats"), "PipelineInteractionNotDeployed"],
  ])("at %s", async (_, answer, words) => {
    expect(await errorOf(TOOL, PAYMENTS_GEN, (feldera) => feldera.on("GET", STATS, answer))).toContain(words);
  });
});

describe("get_connector_stats offline", () => {
  const { golden } = askBundle("parse_errors_support_bundle.body");
  const pipeline_name = "bad_rows";
  const over = { source: { bundle: recordingPath("parse_errors_support_bundle.body") } };

  test("answers from the entry of stats.json", () =>
    golden("offline-bad_rows-get_connector_stats", TOOL, {
      pipeline_name,
      table_name: "orders",
      connector_name: "orders_file",
    }));

  test("lists the connectors of stats.json where there is no such", async () => {
    const args = { pipeline_name, table_name: "orders", connector_name: "nope" };
    expect(await errorOf(TOOL, args, () => {}, over)).toMatchInlineSnapshot(`
      "bad_rows has no input connector orders.nope.
      There are: inputs clicks.clicks_gen, orders.orders_file; outputs none. Before the last dot stands the table or view."
    `);
  });

  test("says that a bundle without stats.json does not hold it", async () => {
    const args = { pipeline_name: "runtime_panic", table_name: "readings", connector_name: "readings_gen" };
    const bundle = recordingPath("runtime_panic_support_bundle.body");
    expect(await errorOf(TOOL, args, () => {}, { source: { bundle } })).toContain(
      "The support bundle does not hold stats.json.",
    );
  });
});
