import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scrapeOfJson } from "../../../src/analysis/metrics/json.ts";
import { metricsFacts } from "../../../src/analysis/metrics/metrics-facts.ts";
import { MetricsFacts } from "../../../src/analysis/metrics/metrics-facts-schema.ts";
import type { Scrape } from "../../../src/analysis/metrics/model.ts";
import { scrapeOfPrometheus } from "../../../src/analysis/metrics/prometheus.ts";
import { compilePattern } from "../../../src/analysis/pattern.ts";
import { MetricFamilies } from "../../../src/feldera/schemas/metrics.ts";
import { recordingPath } from "../../support/responses.ts";

const recorded = scrapeOfJson(
  MetricFamilies.parse(JSON.parse(readFileSync(recordingPath("metrics_json.body"), "utf8"))),
);

function factsOf(scrape: Scrape, options: Parameters<typeof metricsFacts>[1]) {
  return MetricsFacts.parse(metricsFacts(scrape, options));
}

function textOf(...lines: string[]): Scrape {
  return scrapeOfPrometheus(lines.join("\n"));
}

describe("JSON", () => {
  test("gives histograms, numbers, and what JSON has no numbers for", () => {
    const bucket = { gt: 0.1, le: 0.2, count: 2 };
    const scrape = scrapeOfJson([
      {
        key: "h",
        type: "histogram",
        values: [{ labels: { a: "b" }, value: { buckets: [{ gt: 1, count: 1 }, bucket], sum: 1, count: 3 } }],
      },
      { key: "g", type: "gauge", values: [{ value: "NaN" }, { labels: { n: 1 }, value: "-inf" }] },
    ]);
    expect(scrape.families[0]?.series[0]).toEqual({
      labels: { a: "b" },
      value: { buckets: [bucket, { gt: 1, le: Infinity, count: 1 }], count: 3, sum: 1 },
    });
    expect(scrape.families[1]?.series).toEqual([
      { labels: {}, value: Number.NaN },
      { labels: { n: "1" }, value: -Infinity },
    ]);
  });

  test.each([
    [null],
    [{}],
    ["twelve"],
    [{ buckets: [{ gt: 2, le: 1, count: 1 }], count: 1 }],
    [{ buckets: [], count: -1 }],
  ])("with the value %j counts it as unread", (value) => {
    expect(scrapeOfJson([{ key: "m", values: [{ value }, { value: 1 }] }])).toEqual({
      families: [{ name: "m", type: "untyped", description: undefined, series: [{ labels: {}, value: 1 }] }],
      unread: { count: 1, examples: ["a value of m is neither a number nor a histogram"] },
    });
  });
});

describe("the facts of metrics", () => {
  test("without anything chosen are the families alone", () => {
    const facts = factsOf(recorded, {});
    expect(facts).toMatchObject({ families_in_all: 92, series_in_all: 152, unread: { count: 0 } });
    expect(facts).not.toHaveProperty("series");
    expect(facts.families[0]).toEqual({
      name: "process_cpu_seconds_total",
      type: "counter",
      description: "Total user and system CPU time spent in seconds.",
      series: 1,
    });
  });

  test("are of the families and the series that match", () => {
    const facts = factsOf(recorded, {
      pattern: compilePattern("^input_connector_(records|bytes)_total$"),
      labels: compilePattern("^endpoint=payments\\."),
      limit: 10,
    });
    expect(facts).toMatchObject({ families_in_all: 92, series_of_families: 6, series_in_all: 2 });
    expect(facts.series).toEqual([
      {
        name: "input_connector_bytes_total",
        unit: "bytes",
        labels: { endpoint: "payments.payments_gen" },
        value: expect.any(Number),
      },
      {
        name: "input_connector_records_total",
        unit: "records",
        labels: { endpoint: "payments.payments_gen" },
        value: expect.any(Number),
      },
    ]);
    expect(facts.common_labels).toEqual({
      pipeline: "pipeline-01a1fd0d-9b0e-7043-a1e3-802232ff3380",
      pipeline_name: "payments",
    });
  });

  test("hold percentiles worked out by hand", () => {
    const { series } = factsOf(recorded, { pattern: compilePattern("^dbsp_step_latency"), limit: 1 });
    // 298 steps, of which 211 took up to 0.199999 s and 78 more up to 0.299999 s.
    const { histogram } = series?.[0] ?? {};
    expect(histogram?.count).toBe(298);
    expect(histogram?.mean).toBeCloseTo(54.858731 / 298, 9);
    expect(histogram?.p50?.value).toBeCloseTo(0.099999 + (0.1 * 149) / 211, 9);
    expect(histogram?.p90?.value).toBeCloseTo(0.199999 + (0.1 * (268.2 - 211)) / 78, 9);
    expect(histogram?.p99?.value).toBeCloseTo(0.299999 + (0.1 * (295.02 - 289)) / 8, 9);
  });

  test("cut the series to the limit, and say how many there are", () => {
    const facts = factsOf(recorded, { limit: 3 });
    expect(facts.series).toHaveLength(3);
    expect(facts.series_in_all).toBe(152);
  });

  test("are rates of counters and of histograms' counts, from two scrapes", () => {
    const scrape = (count: number, gauge: number) =>
      textOf(
        "# TYPE c counter",
        `c{x="1"} ${count}`,
        "# TYPE big counter",
        `big ${2n ** 64n + BigInt(count)}`,
        "# TYPE g gauge",
        `g ${gauge}`,
        "# TYPE h histogram",
        `h_count ${2 * count}`,
        "# TYPE started_start_time_seconds counter",
        "started_start_time_seconds 1795247177",
      );
    const { series, window_secs } = factsOf(scrape(35, 7), {
      limit: 10,
      before: { scrape: scrape(10, 9), secs: 5 },
    });
    expect(window_secs).toBe(5);
    expect(series?.map(({ name, per_sec }) => [name, per_sec])).toEqual([
      ["c", 5],
      ["big", 5],
      ["g", undefined],
      ["h", 10],
      ["started_start_time_seconds", undefined],
    ]);
  });

  test("have no rate where a counter fell, is new, or counts in a sliding window", () => {
    const before = textOf("# TYPE c counter", "c 10", "# TYPE h histogram", "h_count 5");
    const now = textOf(
      "# TYPE c counter",
      "c 9",
      'c{x="1"} 1',
      "# HELP h Latency over the last 60 seconds",
      "# TYPE h histogram",
      "h_count 6",
    );
    const { series } = factsOf(now, { limit: 10, before: { scrape: before, secs: 5 } });
    expect(series?.map(({ no_rate }) => no_rate)).toEqual(["fell", "new", "sliding window"]);
    for (const one of series ?? []) expect(one).not.toHaveProperty("per_sec");
  });

  test("hold what is no finite number by its name", () => {
    const { series } = factsOf(textOf("a NaN", "b +Inf", "c -Inf", "d 18446744073709551615"), { limit: 4 });
    expect(series?.map(({ value }) => value)).toEqual([
      "NaN",
      "Infinity",
      "-Infinity",
      18446744073709551615n,
    ]);
  });

  test("keep all labels of a series that is alone", () => {
    expect(factsOf(textOf('a{b="c"} 1'), { limit: 1 })).toMatchObject({
      common_labels: {},
      series: [{ labels: { b: "c" } }],
    });
  });
});
