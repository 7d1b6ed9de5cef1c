import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { mutatedLine } from "../../e2e/mutated-lines.ts";
import { post, postModern } from "../../support/http-requests.ts";
import { httpServer } from "../../support/http-server.ts";
import { startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { replayAll } from "../../support/worlds.ts";

/** Header values that a request may come with, right or not. */
const headers = fc.record(
  {
    "mcp-protocol-version": fc.constantFrom("2026-07-28", "2025-11-25", "2099-01-01", ""),
    "mcp-method": fc.constantFrom("tools/call", "tools/list", "x"),
    "mcp-name": fc.constantFrom("list_pipelines", "=?base64?eA==?=", "=?base64?"),
    "last-event-id": fc.constant("1"),
    "mcp-session-id": fc.constant("1"),
    accept: fc.constantFrom("application/json, text/event-stream", "*/*"),
    "content-type": fc.constantFrom("application/json", "text/plain"),
  },
  { requiredKeys: [] },
);

test("whatever a body and its headers are, the answer says what is wrong, and the server stays well", async () => {
  const feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  replayAll(feldera);
  const { url, reported } = await httpServer({ source: feldera });
  await fc.assert(
    fc.asyncProperty(mutatedLine, headers, async (line, given) => {
      const response = await post(url, line(1).bytes, { headers: given });
      const text = await response.text();
      expect([200, 202, 400, 404, 406, 413, 415]).toContain(response.status);
      if (response.status >= 400) expect(JSON.parse(text)).toHaveProperty("error.message");
      else if (response.status === 200) expect(text).toMatch(/"result"|"error"/);
    }),
    { numRuns: 150 },
  );
  expect(reported).toEqual([]);
  const well = await postModern(url, "tools/call", { name: "list_pipelines", arguments: {} });
  expect(await well.text()).toMatch(/6 pipelines/);
});
