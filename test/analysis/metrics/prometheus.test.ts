import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Family, Histogram, Labels } from "../../../src/analysis/metrics/model.ts";
import { scrapeOfPrometheus } from "../../../src/analysis/metrics/prometheus.ts";

function read(...lines: string[]) {
  return scrapeOfPrometheus(`${lines.join("\n")}\n`);
}

describe("Prometheus' text", () => {
  test("gives families with type, description and values", () => {
    expect(
      read(
        "# HELP http_requests_total The total number of HTTP requests.",
        "# TYPE http_requests_total counter",
        'http_requests_total{method="post",code="200"} 1027 1395066363000',
        'http_requests_total{method="post",code="400"}    3 1395066363000',
        "",
        "# A comment of no meaning",
        "metric_without_timestamp_and_labels 12.47",
      ),
    ).toEqual({
      unread: { count: 0, examples: [] },
      families: [
        {
          name: "http_requests_total",
          type: "counter",
          description: "The total number of HTTP requests.",
          series: [
            { labels: { method: "post", code: "200" }, value: 1027 },
            { labels: { method: "post", code: "400" }, value: 3 },
          ],
        },
        {
          name: "metric_without_timestamp_and_labels",
          type: "untyped",
          description: undefined,
          series: [{ labels: {}, value: 12.47 }],
        },
      ],
    });
  });

  test("undoes escapes in labels and descriptions", () => {
    const { families } = read(
      "# HELP m A \\\\ and a\\nline",
      'm{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9',
    );
    expect(families[0]?.description).toBe("A \\ and a\nline");
    expect(families[0]?.series[0]?.labels).toEqual({
      path: "C:\\DIR\\FILE.TXT",
      error: 'Cannot find file:\n"FILE.TXT"',
    });
  });

  test.each([
    ["+Inf", Infinity],
    ["inf", Infinity],
    ["-Inf", -Infinity],
    ["NaN", Number.NaN],
    ["-3.98e+07", -3.98e7],
    [".5", 0.5],
    ["18446744073709551615", 18446744073709551615n],
  ])("takes %s for a value", (text, value) => {
    expect(read(`m ${text}`).families[0]?.series).toEqual([{ labels: {}, value }]);
  });

  test("makes histograms of cumulative buckets", () => {
    const { families, unread } = read(
      "# TYPE h histogram",
      'h_bucket{endpoint="a",le="0.1"} 0',
      'h_bucket{endpoint="a",le="0.2"} 3',
      'h_bucket{endpoint="a",le="0.4"} 3',
      'h_bucket{endpoint="a",le="+Inf"} 5',
      'h_sum{endpoint="a"} 2.5',
      'h_count{endpoint="a"} 5',
    );
    expect(unread.count).toBe(0);
    expect(families).toEqual([
      {
        name: "h",
        type: "histogram",
        description: undefined,
        series: [
          {
            labels: { endpoint: "a" },
            value: {
              buckets: [
                { gt: 0.1, le: 0.2, count: 3 },
                { gt: 0.4, le: Infinity, count: 2 },
              ],
              count: 5,
              sum: 2.5,
            },
          },
        ],
      },
    ]);
  });

  test("puts what is above the last bound into a bucket of its own", () => {
    const { families } = read("# TYPE h histogram", 'h_bucket{le="1"} 2', "h_count 3");
    expect(families[0]?.series[0]?.value).toEqual({
      buckets: [
        { gt: -Infinity, le: 1, count: 2 },
        { gt: 1, le: Infinity, count: 1 },
      ],
      count: 3,
      sum: undefined,
    });
  });

  test.each([
    ["no value", "m"],
    ["no value that is a number", "m twelve"],
    ["no value that is a number", "m 1 2 3"],
    ["no name of a metric", "9m 1"],
    ['labels that are not label="text"', "m{a=b} 1"],
    ['labels that are not label="text"', 'm{a="b} 1'],
    ['labels that are not label="text"', 'm{a="\\x"} 1'],
    ["a second label a", 'm{a="b",a="c"} 1'],
    ["no type of metric: thing", "# TYPE m thing"],
    ["HELP without the name of a metric", "# HELP"],
    ["longer than 64 KiB", `m{a="${"x".repeat(70_000)}"} 1`],
  ])("says of a line: %s", (problem, line) => {
    const { families, unread } = read("before 1", line, "after 2");
    expect(unread).toEqual({ count: 1, examples: [`line 2: ${problem}`] });
    expect(families.map(({ name }) => name)).toEqual(["before", "after"]);
  });

  test.each([
    ["a second TYPE of m", ["# TYPE m gauge", "# TYPE m counter"]],
    ["a second HELP of m", ["# HELP m a", "# HELP m b"]],
    ["the TYPE of m after its values", ["m 1", "# TYPE m gauge"]],
    ["a second value of m with the same labels", ['m{a="1",b="2"} 1', 'm{b="2",a="1"} 2']],
    ["m is a histogram and has a plain value", ["# TYPE m histogram", "m 1"]],
    ["a bucket without its bound le", ["# TYPE m histogram", "m_bucket 1"]],
    [
      "a second bucket with the same le",
      ["# TYPE m histogram", 'm_bucket{le="1"} 1', 'm_bucket{le="1.0"} 1'],
    ],
    ["a second sum of the same histogram", ["# TYPE m histogram", "m_count 1", "m_sum 1", "m_sum 2"]],
  ])("says of lines that contradict each other: %s", (problem, lines) => {
    expect(read(...lines).unread.examples[0]).toMatch(new RegExp(`^line \\d: ${problem}$`));
  });

  test.each([
    ["its buckets do not ascend", ['h_bucket{le="1"} 3', 'h_bucket{le="2"} 2', "h_count 3"]],
    ["its count is not that of its last bucket", ['h_bucket{le="inf"} 3', "h_count 4"]],
    ["neither a count nor a bucket up to infinity", ['h_bucket{le="1"} 3', "h_sum 1"]],
    ["its count is no count", ["h_count NaN"]],
  ])("leaves out a histogram where %s", (problem, lines) => {
    const { families, unread } = read("# TYPE h histogram", ...lines);
    expect(families[0]?.series).toEqual([]);
    expect(unread).toEqual({ count: 1, examples: [`histogram h: ${problem}`] });
  });

  test("keeps the first three problems and counts them all", () => {
    const { unread } = read(...Array.from({ length: 10 }, () => "%"));
    expect(unread.count).toBe(10);
    expect(unread.examples).toHaveLength(3);
  });

  test("may end its lines with a carriage return, and its last one with nothing", () => {
    expect(scrapeOfPrometheus("a 1\r\nb 2").families.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});

describe("whatever the text", () => {
  test("it is read or counted, and never a crash", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "# TYPE m histogram",
        "m_bucket{le=",
        '"1"',
        "} 3",
        "m_sum NaN",
        "\n",
        "{",
        "\\",
        "# HELP m",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { families, unread } = scrapeOfPrometheus(pieces.join(""));
        expect(unread.count).toBeLessThanOrEqual(pieces.join("").split("\n").length + families.length);
      }),
    );
  });

  test("what is written comes back", () => {
    fc.assert(
      fc.property(someFamilies, (families) => {
        const { families: back, unread } = scrapeOfPrometheus(families.flatMap(textOf).join("\n"));
        expect(unread).toEqual({ count: 0, examples: [] });
        expect(back).toEqual(families);
      }),
    );
  });

  test("a line that breaks the format takes nothing else with it", () => {
    fc.assert(
      fc.property(someFamilies, fc.nat(), (families, at) => {
        const lines = families.flatMap(textOf);
        const broken = lines.toSpliced(at % (lines.length + 1), 0, "{no name} 1");
        const { families: back, unread } = scrapeOfPrometheus(broken.join("\n"));
        expect(unread.count).toBe(1);
        expect(back).toEqual(families);
      }),
    );
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const labels = fc
  .dictionary(
    name.filter((one) => one !== "le"),
    fc.string({ unit: "grapheme" }).map(withoutLineEnds),
    { maxKeys: 3 },
  )
  .map((one): Labels => ({ ...one }));
const amount = fc
  .oneof(
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 64n }),
    fc.double({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    fc.constantFrom(Infinity, -Infinity, 1e-300, 1e300),
  )
  .map((one) => (one === 0 ? 0 : one));

const histogram = fc
  .record({
    bounds: fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 6 }),
    counts: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 7, maxLength: 7 }),
    sum: fc.option(fc.integer(), { nil: undefined }),
  })
  .map(({ bounds, counts, sum }): Histogram => {
    const all = [-Infinity, ...bounds.toSorted((a, b) => a - b), Infinity];
    const buckets = all.slice(1).map((le, i) => ({ gt: all[i] ?? 0, le, count: counts[i] ?? 0 }));
    return { buckets, count: buckets.reduce((total, { count }) => total + count, 0), sum };
  });

const someFamilies = fc
  .uniqueArray(name, { maxLength: 5 })
  .chain((names) =>
    fc.tuple(
      ...names.map((one) => fc.oneof(familyOf(one, "gauge", amount), familyOf(one, "histogram", histogram))),
    ),
  );

function familyOf(name: string, type: string, value: fc.Arbitrary<Family["series"][number]["value"]>) {
  const series = fc.uniqueArray(fc.record({ labels, value }), {
    maxLength: 3,
    selector: (one) => JSON.stringify(Object.entries(one.labels).sort()),
  });
  const description = fc.string({ unit: "binary" }).map((one) => withoutLineEnds(one).trim());
  return fc.record({ name: fc.constant(name), type: fc.constant(type), description, series });
}

/** Feldera's lines end with a line feed alone. */
function withoutLineEnds(text: string): string {
  return text.replaceAll("\r", "");
}

function textOf({ name, type, description = "", series }: Family): string[] {
  return [
    `# HELP ${name} ${description.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
    `# TYPE ${name} ${type}`,
    ...series.flatMap(({ labels, value }) =>
      typeof value === "object" ? histogramText(name, labels, value) : `${name}${labelText(labels)} ${value}`,
    ),
  ];
}

function histogramText(name: string, labels: Labels, { buckets, count, sum }: Histogram): string[] {
  let cumulative = 0;
  const lines = buckets.map(({ le, count }) => {
    cumulative += count;
    return `${name}_bucket${labelText({ ...labels, le: String(le) })} ${cumulative}`;
  });
  return [
    ...lines,
    ...(sum === undefined ? [] : [`${name}_sum${labelText(labels)} ${sum}`]),
    `${name}_count${labelText(labels)} ${count}`,
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
