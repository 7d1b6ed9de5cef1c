import { describe, expect, test } from "vitest";
import { JSON_TYPE, OCTETS, PAYMENTS, PLAIN, type Play, serveBodies, stream } from "./body-server.ts";

const { call, check } = serveBodies("bodies that drip, and JSON nested deep");

const EPOCH = "01a1fd0d-9b2c-4081-9e7c-91d69c799fca";
const POSITION = { "feldera-logs-epoch": EPOCH, "feldera-logs-seq": "5", "feldera-logs-gap": "0" };

describe("a body that drips a byte at a time ends with the call, as", () => {
  const dripping =
    (headers: Record<string, string>, status = 200): Play =>
    (response) => {
      response.writeHead(status, headers);
      const timer = setInterval(() => response.write("["), 100);
      response.on("close", () => clearInterval(timer));
    };

  const HURRIED = ["--timeout", "1500ms", "--limit", "bundleCallMs=1500"];

  test.each([
    ["JSON", "list_pipelines", {}, JSON_TYPE, 200],
    ["an error", "list_pipelines", {}, JSON_TYPE, 500],
    ["a profile", "summarize_heap_profile", PAYMENTS, OCTETS, 200],
    ["a redirect", "list_pipelines", {}, { location: "/v0/pipelines" }, 302],
  ])("%s", async (_what, tool, args, headers, status) => {
    const { text, ms } = await call(tool, dripping(headers, status), args, HURRIED);
    check(() => {
      expect(text).toMatch(/time limit|could not be read/);
      expect(ms).toBeLessThan(15_000);
    });
  });

  test("a log, whose bytes so far are the answer", async () => {
    const { text, code } = await call("get_pipeline_logs", dripping(PLAIN), PAYMENTS, [
      "--limit",
      "logReadMs=1000",
    ]);
    check(() => {
      expect(code).toBe(0);
      expect(text).toMatch(/until the time limit/);
    });
  });

  test("a log from a position on (0.350), where so little is as good as silence", async () => {
    const after = { ...PAYMENTS, after: `${EPOCH}:5` };
    const { text, code } = await call("get_pipeline_logs", dripping({ ...PLAIN, ...POSITION }), after);
    check(() => {
      expect(code).toBe(0);
      expect(text).toContain(`up to now.\nposition: ${EPOCH}:5 `);
    });
  });

  test("headers", async () => {
    const drip: Play = (response) => {
      const { socket } = response;
      socket?.write("HTTP/1.1 200 OK\r\nx: ");
      const timer = setInterval(() => socket?.write("x"), 100);
      socket?.on("close", () => clearInterval(timer));
    };
    const { text } = await call("list_pipelines", drip, {}, HURRIED);
    check(() => expect(text).toMatch(/time limit/));
  });
});

describe("JSON that is nested", () => {
  const DEPTHS = [10_000, 1_000_000];
  const JSON_TOOLS: readonly (readonly [tool: string, args: Readonly<Record<string, unknown>>])[] = [
    ["list_pipelines", {}],
    ["get_pipeline", PAYMENTS],
    ["get_metrics", PAYMENTS],
    ["summarize_circuit_profile", PAYMENTS],
    ["summarize_samply_profile", PAYMENTS],
    ["query_pipeline", { ...PAYMENTS, sql: "SELECT 1" }],
  ];

  test.each(DEPTHS)(
    "%i deep is refused by every tool that reads JSON",
    async (depth) => {
      const nested = '{"a":['.repeat(depth / 2) + "]}".repeat(depth / 2);
      for (const [tool, args] of JSON_TOOLS) {
        const { text } = await call(tool, stream([Buffer.from(nested)], JSON_TYPE), args);
        check(() => {
          expect(text).not.toMatch(/a defect of its own|RangeError/);
          expect(text, tool).not.toBe("");
        });
      }
    },
    60_000,
  );

  test("within messages of rustc (0.363) is refused", async () => {
    const nested = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const row = `{"name":"payments","program_error":{"rust_compilation":{"exit_code":101,"messages":${nested}}}}`;
    const errors = { ...PAYMENTS, section: "errors" };
    const { text, code } = await call("get_pipeline", stream([Buffer.from(row)], JSON_TYPE), errors);
    check(() => {
      expect(code).toBe(1);
      expect(text).toMatch(/nested more than 1000 levels deep/);
    });
  });

  test("in an error's body is told as text, and cut", async () => {
    const nested = `{"message":"x","details":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    const { text, code } = await call("list_pipelines", stream([Buffer.from(nested)], JSON_TYPE, 500), {});
    check(() => {
      expect(code).toBe(1);
      expect(text).toMatch(/500/);
    });
  });
});
