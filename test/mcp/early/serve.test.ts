import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { plainConfig } from "../../../src/mcp/early/serve.ts";

const DEMO = fileURLToPath(new URL("../../../demo/order_enrich2-support-bundle.zip", import.meta.url));

test.each([[], ["--toolsets", "debug,sql"], ["--read-only"], ["--limit", "answerTokens=1000"]])(
  "a server that asks a running Feldera answers early: %s %s",
  (...args) => {
    expect(plainConfig(args, {}, DEMO)?.source.kind).toBe("feldera");
  },
);

test.each([
  ["of a command", ["tools"]],
  ["of a call", ["call", "list_pipelines"]],
  ["offline", ["--demo"]],
  ["offline", ["--bundle", DEMO]],
  ["misconfigured", ["--host", "ftp://feldera"]],
  ["misconfigured", ["--no-such-flag"]],
  ["whose settings leave no tool", ["--toolsets", "control", "--read-only"]],
])("one %s does not: %j", (_what, args) => {
  expect(plainConfig(args, {}, DEMO)).toBeUndefined();
});
