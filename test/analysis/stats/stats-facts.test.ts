import { describe, expect, test } from "vitest";
import { statsFacts } from "../../../src/analysis/stats/stats-facts.ts";
import { Stats } from "../../../src/feldera/schemas/stats.ts";
import { readRuntimeSettings } from "../../../src/feldera/settings/runtime.ts";

function stats(global_metrics: object, lists: object = {}): Stats {
  return Stats.parse({ global_metrics, inputs: [], outputs: [], ...lists });
}

const input = (metrics: object, more: object = {}) => ({
  inputs: [{ endpoint_name: "t.c", config: { stream: "t" }, metrics, ...more }],
});

describe("rates", () => {
  const before = stats({ uptime_msecs: 1000, total_input_records: 100, cpu_msecs: 500 });

  test("between two samples are taken over the process's own clock", () => {
    const now = stats({ uptime_msecs: 3000, total_input_records: 160, cpu_msecs: 1500 });
    expect(statsFacts(now, before, undefined).rates).toEqual({
      over: "two samples",
      window_ms: 2000,
      input_records_per_s: 30,
      cpu_cores: 0.5,
    });
  });

  test.each([
    ["restarted between the samples", { incarnation_uuid: "b", uptime_msecs: 3000 }, before],
    ["uptime did not advance", { uptime_msecs: 1000 }, before],
    ["uptime unknown", {}, before],
    ["resumed", { uptime_msecs: 3000, start_time: 20, initial_start_time: 10 }, undefined],
  ])("are missing, and why: %s", (missing, now, earlier) => {
    const facts = statsFacts(stats(now), earlier, undefined);
    expect([facts.rates, facts.rates_missing]).toEqual([undefined, missing]);
  });

  test("leave out what was counted again", () => {
    const now = stats({ uptime_msecs: 3000, total_input_records: 5 });
    expect(statsFacts(now, before, undefined).rates).toEqual({ over: "two samples", window_ms: 2000 });
  });
});

describe("limits and declared connectors", () => {
  test("are not known without a configuration, and nothing is called missing", () => {
    const facts = statsFacts(stats({ rss_bytes: 1 }), undefined, undefined);
    expect([facts.configuration_known, facts.memory, facts.connectors]).toEqual([
      false,
      { rss_bytes: 1 },
      [],
    ]);
  });

  test("storage is a share of the limit that is configured", () => {
    const settings = readRuntimeSettings({ resources: { storage_max: "200M" } }, "0.375.0");
    const configuration = { declared: undefined, settings };
    const { storage } = statsFacts(stats({ storage_bytes: 50_000_000 }), undefined, configuration);
    const limit = { is: "set", name: "resources.storage_max", written: "200M", bytes: 200_000_000 };
    expect(storage).toEqual({ bytes: 50_000_000, limit, share: 0.25 });
  });

  test.each([
    [19_999, []],
    [20_000, ["at its limit"]],
  ])("a queue of %i of 20,000 is in this trouble: %j", (buffered_records, troubles) => {
    const declared = { input: { "t.c": { max_queued_records: 20_000 } }, output: {} };
    const facts = statsFacts(stats({}, input({ buffered_records })), undefined, {
      declared,
      settings: undefined,
    });
    expect(facts.connectors[0]?.troubles).toEqual(troubles);
  });

  test.each([
    [{ max_queued_size: "1Mi" }, ["at its limit"]],
    [{ max_queued_bytes: 2 ** 20 }, ["at its limit"]],
    [{ max_queued_size: "1048577B" }, []],
    [{ max_queued_size: "a lot" }, []],
  ])("a queue of 1 MiB with %j is in this trouble: %j", (connector, troubles) => {
    const declared = { input: { "t.c": connector }, output: {} };
    const now = stats({}, input({ buffered_records: 1, buffered_bytes: 2 ** 20 }));
    const facts = statsFacts(now, undefined, { declared, settings: undefined });
    expect(facts.connectors[0]?.troubles).toEqual(troubles);
  });

  test("a list that the statistics lack does not make its connectors missing", () => {
    const declared = { input: { "t.c": {} }, output: { "v.d": {} } };
    const now = Stats.parse({ inputs: [] });
    const names = statsFacts(now, undefined, { declared, settings: undefined }).connectors.map(
      ({ name }) => name,
    );
    expect(names).toEqual(["t.c"]);
  });
});

test.each([
  ["of one host on 0.337", 1, "0.337.0", 5],
  ["of two hosts on 0.371, whose outputs count their own host's records alone", 2, "0.371.0", undefined],
  ["of two hosts whose version is not known", 2, undefined, undefined],
  ["of two hosts on 0.375", 2, "0.375.0", 5],
])("the lag %s", (_what, hosts, runtime, lag) => {
  const outputs = [{ endpoint_name: "v.c", metrics: { total_processed_input_records: 5 } }];
  const declared = { input: {}, output: {}, hosts, ...(runtime !== undefined && { runtime }) };
  const now = stats({ total_processed_records: 10 }, { outputs });
  const { connectors } = statsFacts(now, undefined, { declared, settings: undefined });
  expect(connectors[0]?.lag_records).toBe(lag);
});

test("lag is exact beyond 2^53", () => {
  const outputs = [{ endpoint_name: "v.d", metrics: { total_processed_input_records: 9007199254740993n } }];
  const now = stats({ total_processed_records: 9007199254740996n }, { outputs });
  expect(statsFacts(now, undefined, undefined).connectors[0]?.lag_records).toBe(3);
});
