import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { ERROR_CODES } from "../../../src/feldera/error-codes.ts";
import { answeringAlike } from "../../support/answering-alike.ts";
import { startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { CALLS, type ToolCall, wholeWorld } from "../../trust/calls.ts";

const LIMITS = { retries: 0, explainMs: 2000 };

/** Each call once more, as its own advice says it. */
const AS_ADVISED: readonly ToolCall[] = [
  { tool: "get_pipeline", args: { pipeline_name: "payments", section: "errors" } },
  { tool: "get_pipeline_logs", args: { pipeline_name: "payments", level: "error" } },
  { tool: "list_events", args: { pipeline_name: "payments" } },
  { tool: "get_event", args: { pipeline_name: "payments", event_id: "latest", selector: "all" } },
  { tool: "start_samply_profile", args: { pipeline_name: "payments" } },
  { tool: "summarize_samply_profile", args: { pipeline_name: "payments", wait_secs: 50 } },
  { tool: "stop_pipeline", args: { pipeline_name: "payments", force: true } },
  { tool: "get_cluster_health", args: {} },
];

/** The calls that a text names, with their arguments. */
function callsIn(text: string): ToolCall[] {
  return [...text.matchAll(/\b([a-z]+_[a-z_]+) (\{[^{}]*\})/g)].map(([, tool = "", json = ""]) => ({
    tool,
    args: Object(JSON.parse(json)),
  }));
}

/** Whether who makes the advised call asks for nothing but what has just been asked. */
function isTheSame(advised: ToolCall, made: ToolCall): boolean {
  const entries = Object.entries(advised.args).filter(([name]) => name !== "section" && name !== "level");
  return advised.tool === made.tool && entries.every(([name, value]) => made.args[name] === value);
}

test.each([
  ...Object.entries(ERROR_CODES).map(([code, { status }]) => [code, status] as const),
  ...[400, 403, 404, 405, 409, 410, 429, 500, 502, 503, 504].map(
    (status) => [`Unknown${status}`, status] as const,
  ),
])("an error advises no call that has just failed: %s (%i)", async (error_code, status) => {
  const url = await answeringAlike({
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: "as the test wants it", error_code }),
  });
  const registry = registryOver({ source: { url }, limits: LIMITS, outputDir: tmpdir() });
  for (const made of [...CALLS, ...AS_ADVISED]) {
    const { text } = await registry.call(made.tool, made.args);
    const wrong = callsIn(text).filter((advised) => isTheSame(advised, made));
    expect(wrong, `${made.tool} ${JSON.stringify(made.args)}: ${text}`).toEqual([]);
  }
});

test("no answer advises the call that it answers", async () => {
  const feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  wholeWorld(feldera);
  const registry = registryOver({ source: { url: feldera.url }, outputDir: tmpdir() });
  let advised = 0;
  for (const made of CALLS) {
    const { text } = await registry.call(made.tool, made.args);
    const next = callsIn(
      text
        .split("\n")
        .filter((line) => line.startsWith("Next: "))
        .join("\n"),
    );
    advised += next.length;
    const same = next.filter(
      ({ tool, args }) =>
        tool === made.tool && Object.entries(args).every(([name, value]) => made.args[name] === value),
    );
    expect(same, `${made.tool} ${JSON.stringify(made.args)}`).toEqual([]);
  }
  expect(advised).toBeGreaterThan(10);
});
