import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { PARTS, SEVERITIES } from "../../../src/answers/diagnosis.ts";
import { RULES } from "../../../src/diagnosis/rules.ts";
import { THRESHOLDS } from "../../../src/diagnosis/thresholds.ts";
import { ERROR_CODES } from "../../../src/feldera/error-codes.ts";
import { RESOURCES } from "../../../src/mcp/resources/all.ts";
import { causesText } from "../../../src/mcp/resources/causes.ts";
import { errorCodesText } from "../../../src/mcp/resources/error-codes.ts";
import { circuitMetricsText, metricsText } from "../../../src/mcp/resources/glossary.ts";
import { PART_WORDS } from "../../../src/text/diagnosis/part-words.ts";
import { TOOLS } from "../../../src/tools/all.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { recording } from "../../support/responses.ts";

const RULES_FOLDER = new URL("../../../src/diagnosis/rules/", import.meta.url);

const RECORDINGS = new URL("../../recordings/", import.meta.url);

/** The list's line about a name; others may mention it. */
function lineOf(text: string, name: string): string | undefined {
  const begins = new RegExp(`^- (?:\\w+ |\`[\\w.]+\`, )*\`${name.replace(".", "\\.")}\``);
  return text.split("\n").find((line) => begins.test(line));
}

describe("the catalogue of error codes", () => {
  test("has every code that this server knows, once, with its status", () => {
    const text = errorCodesText();
    for (const [code, { status }] of Object.entries(ERROR_CODES)) {
      const ofCalls = text.slice(0, text.indexOf("## Of a pipeline"));
      expect(ofCalls.split(`\`${code}\``), code).toHaveLength(2);
      expect(lineOf(ofCalls, code), code).toContain(`(${status}; again: `);
    }
  });

  test("has every code that a recorded Feldera refused a call with", () => {
    const text = errorCodesText();
    const ErrorBody = z.object({ error_code: z.string(), message: z.string() });
    const notOfOurCalls = [
      "ParseErrors",
      "InvalidParam",
      "NameDoesNotMatchPattern",
      "InvalidConnectorAction",
    ];
    const codes = readdirSync(RECORDINGS)
      .filter((file) => file.endsWith(".body"))
      .map((file) => readFileSync(new URL(file, RECORDINGS), "utf8"))
      .flatMap((body) => (body.startsWith('{"') ? (errorCodeOf(body) ?? []) : []))
      .filter((code) => !notOfOurCalls.includes(code) && !/^DeleteRestricted/.test(code));
    for (const code of atLeastOne(new Set(codes))) expect(lineOf(text, code), code).toBeDefined();

    function errorCodeOf(body: string): string | undefined {
      try {
        return ErrorBody.safeParse(JSON.parse(body)).data?.error_code;
      } catch {
        return undefined;
      }
    }
  });

  test("says as a tool would what a code means and whether trying again can help", () => {
    const text = errorCodesText();
    expect(lineOf(text, "AwaitingApproval")).toMatch(/again: no\).*a person must approve the changes/);
    expect(lineOf(text, "PipelineInteractionNotDeployed")).toMatch(
      /again: no\).*needs a pipeline that is deployed/,
    );
    expect(lineOf(text, "Initializing")).toMatch(/again: yes\).*still starting/);
    expect(lineOf(text, "CannotStartWhileClearingStorage")).toMatch(/again: yes\).*Try again shortly/);
    expect(lineOf(text, "LockTookTooLong")).toMatch(/again: yes\).*database is busy/);
    expect(lineOf(text, "RunnerCheckError")).toContain("evicted, ended from outside, or crashed");
  });

  test("tells nobody to try again what cannot help", () => {
    const final = errorCodesText()
      .split("\n")
      .filter((line) => line.includes("again: no"));
    for (const line of atLeastOne(final)) expect(line).not.toMatch(/[Tt]ry again/);
  });
});

describe("the map from cause to evidence", () => {
  test("has every rule with its severity, the parts that it looks at, and its thresholds", () => {
    const text = causesText();
    expect(text).toContain("(circuit_json_profile where none is said)");
    const partOf = new Map(
      SEVERITIES.map((severity) => [
        severity,
        text.split(`Of severity ${severity}:`)[1]?.split("Of severity")[0],
      ]),
    );
    for (const { id, severity, looksFor, parts, thresholds = [] } of RULES) {
      const line = lineOf(partOf.get(severity) ?? "", id);
      expect(line).toContain(`- \`${id}\`: ${looksFor}.`);
      const shown = parts.map((part) => PART_WORDS[part]).join(", ");
      expect(line?.includes(` In ${shown}.`)).toBe(shown !== "circuit_json_profile");
      for (const name of thresholds) expect(line).toContain(`${name} ${THRESHOLDS[name]}`);
    }
  });

  test("names a tool that exists for each part", () => {
    const tools = [...causesText().matchAll(/^- \w+: `(\w+)`$/gm)].map(([, tool]) => tool);
    expect(tools.length).toBeGreaterThan(5);
    expect(tools.length).toBeLessThanOrEqual(PARTS.length);
    for (const tool of tools) expect(TOOLS.map(({ name }) => name)).toContain(tool);
  });

  test("has every threshold that rules use: what their files use, rules declare", () => {
    const sources = readdirSync(RULES_FOLDER).map((file) =>
      readFileSync(new URL(file, RULES_FOLDER), "utf8"),
    );
    const used = sources.flatMap((source) =>
      [...source.matchAll(/THRESHOLDS\.(\w+)/g)].map(([, name]) => name),
    );
    const declared = RULES.flatMap(({ thresholds = [] }) => thresholds);
    expect(new Set<string | undefined>(declared)).toEqual(new Set(used));
  });
});

describe("the glossaries", () => {
  test("have every metric that a recorded pipeline describes, in one line", () => {
    const Families = z.array(z.object({ key: z.string(), type: z.string() }));
    const families = Families.parse(JSON.parse(recording("metrics_json").body.toString()));
    expect(families).toHaveLength(92);
    const text = metricsText();
    for (const { key, type } of families) expect(lineOf(text, key)).toContain(`(${type}): `);
  });

  test("have every metric of an operator under its category", () => {
    const Profile = z.object({ metrics: z.array(z.object({ name: z.string(), category: z.string() })) });
    const { metrics } = Profile.parse(
      JSON.parse(readFileSync(new URL("worlds/healthy/circuit_json_profile.body", RECORDINGS), "utf8")),
    );
    expect(metrics).toHaveLength(78);
    for (const { name, category } of metrics) {
      const section = circuitMetricsText().split(`## ${category}\n`)[1]?.split("\n## ")[0] ?? "";
      expect(lineOf(section, name), name).toBeDefined();
    }
  });
});

test.each([
  ["output_adjustment_stats", "0.366"],
  ["unread_updates_count", "0.366"],
  ["conflicting_updates_count", "0.366"],
  ["circuit_wait_by_reason_seconds", "0.354"],
  ["foreground_cache_waits", "0.366"],
])("the glossary knows the operators' metric %s of runtimes from %s on", (name, since) => {
  expect(lineOf(circuitMetricsText(), name)).toContain(`, since ${since}: `);
});

test.each([
  ["files_synced_total", "0.352"],
  ["storage_commit_all_latency_seconds", "0.352"],
  ["pipeline_status", "0.356"],
])("the glossary knows the metric %s of versions from %s on", (name, since) => {
  expect(lineOf(metricsText(), name)).toContain(`, since ${since}: `);
});

test("the glossary says what newer runtimes mean otherwise by a metric, and leaves the others alone", () => {
  const text = circuitMetricsText();
  expect(lineOf(text, "circuit_wait_time_seconds")).toContain("But: since 0.354");
  expect(lineOf(text, "circuit_idle_time_seconds")).toContain("But: waiting for the other workers");
  expect(lineOf(text, "runtime_seconds")).not.toContain("But:");
});

test("each resource is of a size that an assistant can take in", async () => {
  for (const { uri, text } of RESOURCES) expect(Buffer.byteLength(await text()), uri).toBeLessThan(16_000);
});
