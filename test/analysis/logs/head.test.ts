import { describe, expect, test } from "vitest";
import { parseJsonHead, parseTextHead } from "../../../src/analysis/logs/head.ts";
import { clean } from "./support.ts";

const moment = { time: "2026-11-21T07:43:14.745155Z", epochMs: Date.parse("2026-11-21T07:43:14.745Z") };

describe("the head of a text line", () => {
  test("of the control plane", () => {
    const text = `[manager] ${moment.time} ERROR pipeline_manager::runner::local_runner: Resources error: gone`;
    expect(parseTextHead(text)).toEqual({
      source: "manager",
      moment,
      level: "error",
      target: "pipeline_manager::runner::local_runner",
      span: undefined,
      message: "Resources error: gone",
    });
  });

  test("of the control plane of an older version, which names no target", () => {
    const text = `[control-plane] ${moment.time}  INFO Resources error: gone`;
    expect(parseTextHead(text)).toMatchObject({
      source: "manager",
      level: "info",
      target: undefined,
      message: "Resources error: gone",
    });
  });

  test.each(["payments", "pipeline-01a1fd0d-9b2c-7081-9e7c-91d69c799fca"])(
    "of a pipeline named %s",
    (name) => {
      const text = `[${name}] ${moment.time}  WARN dbsp::storage:  Raised fd limit: it's low`;
      expect(parseTextHead(text)).toEqual({
        source: "pipeline",
        moment,
        level: "warn",
        target: "dbsp::storage",
        span: undefined,
        message: "Raised fd limit: it's low",
      });
    },
  );

  test.each([
    [
      "http_input: dbsp_adapters::server:  parse error: x",
      "http_input",
      "dbsp_adapters::server",
      "parse error: x",
    ],
    [
      'file_input{ path="/a}: b:  c"}: dbsp_adapters::server:  parse error',
      'file_input{ path="/a}: b:  c"}',
      "dbsp_adapters::server",
      "parse error",
    ],
    ['a{n=1}:b{s="\\"}"}: dbsp::x:  m', 'a{n=1}:b{s="\\"}"}', "dbsp::x", "m"],
    ["feldera_samply:  marker capture", undefined, "feldera_samply", "marker capture"],
    ["feldera_samply: marker: capture", undefined, "feldera_samply", "marker: capture"],
    ["dbsp::storage:", undefined, "dbsp::storage", ""],
    ["no target here", undefined, undefined, "no target here"],
    ["broken{ a: b:  c", undefined, undefined, "broken{ a: b:  c"],
  ])("tells spans, target and message apart in %j", (rest, span, target, message) => {
    expect(parseTextHead(`[p] ${moment.time} DEBUG ${rest}`)).toMatchObject({ span, target, message });
  });

  test.each([
    "plain text",
    `[p] ${moment.time} FATAL x: y`,
    `[p] ${moment.time} INFORMATION`,
    "[p] 2026-02-30T07:43:14Z  INFO x:  y",
    "[p] 2026-11-21  INFO x:  y",
    ` [p] ${moment.time}  INFO x:  y`,
    `${moment.time}  INFO x:  y`,
  ])("is not found in %j", (text) => {
    expect(parseTextHead(text)).toBeUndefined();
  });
});

describe("the head of a JSON line", () => {
  const json = (fields: object, rest: object = {}) =>
    JSON.stringify({ timestamp: moment.time, level: "WARN", target: "dbsp::storage", fields, ...rest });

  test("of a pipeline has its text in fields.message", () => {
    const text = json({ message: "two\nlines" }, { "feldera-service": "pipeline" });
    expect(parseJsonHead(text, clean)).toEqual({
      source: "pipeline",
      moment,
      level: "warn",
      target: "dbsp::storage",
      span: undefined,
      message: "two\nlines",
    });
  });

  test("of the control plane has its text in fields.line", () => {
    expect(parseJsonHead(json({ line: "gone" }, { "feldera-service": "runner" }), clean)).toMatchObject({
      source: "manager",
      message: "gone",
    });
    expect(parseJsonHead(json({ line: "gone" }), clean)).toMatchObject({ source: "manager" });
  });

  test("keeps further fields behind the message", () => {
    const text = json({ message: "slow", ms: 12, path: "/x", list: [1, null] });
    expect(parseJsonHead(text, clean)?.message).toBe("slow ms=12 path=/x list=[1,null]");
  });

  test("is not found in other JSON, such as a row that did not parse", () => {
    for (const text of [
      '{"insert": {"id": 4, "amount": 6.0}}',
      json({ message: "x" }, { level: "LOUD" }),
      json({ message: "x" }, { timestamp: "yesterday" }),
      json({ message: "x" }, { timestamp: 7 }),
      '{"timestamp":',
      '{"timestamp":"2026-11-21T07:43:14Z","level":"INFO"}',
    ]) {
      expect(parseJsonHead(text, clean)).toBeUndefined();
    }
  });

  test("survives fields nested without end", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const text = json({ message: "x", deep: 1 }).replace('"deep":1', `"deep":${deep}`);
    expect(parseJsonHead(text, clean)).toMatchObject({ level: "warn" });
  });
});
