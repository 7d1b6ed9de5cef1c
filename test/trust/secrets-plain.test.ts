import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCleaner } from "../../src/untrusted/cleaner.ts";
import { askAll, callsIn, lab, partOf } from "./corpus/lab.ts";
import { LONG, report } from "./report.ts";

const { live, offline } = lab();
const RUNS = LONG ? 20_000 : 500;

/** Names that stand in configurations, programs and logs; some hold a word that secrets are known by. */
const PLAIN_KEYS = [
  ...["topic", "topics", "bootstrap.servers", "group.id", "workers", "min_batch_size_records", "max_rss_mb"],
  ...[
    "bucket_name",
    "region",
    "endpoint",
    "path",
    "key",
    "primary_key",
    "partition_key",
    "hosts",
    "table",
    "port",
  ],
  ...["token_count", "max_tokens", "tokens_per_second", "password_file", "secret_name", "token_endpoint"],
  ...[
    "sasl.mechanism",
    "sasl.oauthbearer.method",
    "ssl.ca.location",
    "key.serializer",
    "credentials_provider",
  ],
  ...[
    "uri",
    "url",
    "interval",
    "timeout",
    "user",
    "username",
    "account",
    "database",
    "schema",
    "s_nationkey",
  ],
];

const name = fc.stringMatching(/^[a-z][a-z0-9]{1,8}(?:[_.-][a-z0-9]{1,6}){0,2}$/);
const PLAIN_VALUES = fc.oneof(
  name,
  fc.nat().map(String),
  fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${port}`),
  fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/var/${parts.join("/")}`),
  fc.tuple(fc.domain(), name).map(([host, path]) => `https://${host}/${path}?limit=10&page=2`),
  fc.ipV4(),
  fc.uuid(),
  fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    "5s",
    "100ms",
    "true",
    "latest",
    "SCRAM-SHA-256",
    "us-east-1",
    "s3://bucket/prefix",
    "PLAIN",
  ),
  fc.constantFrom(`\${secret:kubernetes:kafka/password}`, `\${env:DB_PASSWORD}`),
);
const configuration = fc.dictionary(fc.constantFrom(...PLAIN_KEYS), PLAIN_VALUES, { minKeys: 1, maxKeys: 8 });

const WRITTEN: Readonly<Record<string, (config: Readonly<Record<string, string>>) => string>> = {
  JSON: (config) => JSON.stringify(config, null, 2),
  "JSON in JSON": (config) => JSON.stringify({ connectors: JSON.stringify([config]) }),
  properties: (config) =>
    Object.entries(config)
      .map(([key, value]) => `${key}=${value}`)
      .join("\n"),
  YAML: (config) =>
    Object.entries(config)
      .map(([key, value]) => `  ${key}: ${value}`)
      .join("\n"),
  "SQL properties": (config) =>
    `WITH (${Object.entries(config)
      .map(([key, value]) => `'${key}' = '${value}'`)
      .join(", ")})`,
  "a log line": (config) =>
    `2026-11-21T09:23:16.725Z INFO [pipeline] dbsp: ${Object.entries(config)
      .map(([key, value]) => `${key}=${value}`)
      .join(" ")}`,
};

describe("a plain configuration", () => {
  test("is the same once it is cleaned", () => {
    fc.assert(
      fc.property(configuration, (config) => {
        expect(createCleaner().facts(config).facts).toEqual(config);
      }),
      { numRuns: RUNS },
    );
    report({ what: "secrets: plain configurations, as facts", cases: RUNS, failed: 0 });
  });

  test.each(Object.entries(WRITTEN))("is the same once it is cleaned, written as %s", (what, write) => {
    fc.assert(
      fc.property(configuration, (config) => {
        expect(createCleaner().text(write(config))).toBe(write(config));
      }),
      { numRuns: RUNS },
    );
    report({ what: `secrets: plain configurations, as ${what}`, cases: RUNS, failed: 0 });
  });
});

describe("a world without secrets", () => {
  test.each([
    ["injection", "live"],
    ["udf_panic", "live"],
    ["slow_sink", "live"],
    ["injection", "offline"],
    ["slow_sink", "offline"],
  ] as const)("has nothing removed from its answers: %s, %s", async (world, how) => {
    const registry = how === "live" ? live(world) : offline(world);
    // The list names the pipelines of all worlds, among them the one whose description holds a password.
    const calls = partOf(callsIn(world), 0, 2).filter(([tool]) => tool !== "list_pipelines");
    const answers = await askAll(registry, calls);
    const marked = answers.filter(({ answer }) => answer.text.includes("[redacted]"));
    report({
      what: `secrets: nothing removed where there is none, ${world}, ${how}`,
      cases: answers.length,
      failed: marked.length,
    });
    expect(
      marked.map(({ call, answer }) => [...call, answer.text.match(/.{0,60}\[redacted\].{0,40}/)]),
    ).toEqual([]);
  });
});
