import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { runServer, startServer } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { recording, recordingPath } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";

describe("feldera-mcp", () => {
  test("--version prints the package's version", async () => {
    expect(await runServer(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("--help names every command and setting", async () => {
    const { code, stdout } = await runServer(["--help"]);
    expect(code).toBe(0);
    for (const word of [
      "call",
      "tools",
      "limits",
      "--host",
      "FELDERA_API_KEY",
      "--bundle",
      "--demo",
      "--debug",
    ]) {
      expect(stdout).toContain(word);
    }
  });

  test("tools lists each tool with its arguments", async () => {
    const { code, stdout } = await runServer(["tools"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^get_event$/m);
    expect(stdout).toMatch(/^ {4}event_id \(required\): /m);
  });

  test("report writes a file and exits 0, or says why there is none and exits 1", async () => {
    const folder = await mkdtemp(join(tmpdir(), "feldera-mcp-report-"));
    const of = (pipeline: string, bundle: string, file: string) =>
      runServer(["report", pipeline, "--bundle", bundle, "-o", join(folder, file)]);
    const demo = (file: string) => new URL(`../../demo/${file}`, import.meta.url).pathname;
    const [written, unknown] = await Promise.all([
      of("any", demo("samply_profile.json.gz"), "profile.md"),
      of("nobody", demo("order_enrich2-support-bundle.zip"), "none.html"),
    ]);
    expect(written).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(/: wrote .*profile\.md, /),
    });
    expect(unknown).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^feldera-mcp: no report was written\. There is no pipeline nobody\..*\n$/,
      ),
    });
    expect(await readdir(folder)).toEqual(["profile.md"]);
    expect(await readFile(join(folder, "profile.md"), "utf8")).toMatch(/^# Report on `any`/);
    await rm(folder, { recursive: true });
  });

  test.each([
    [["--hots", "x"], {}, "--hots: no such flag; did you mean --host?"],
    [["cal"], {}, "cal: no such command; did you mean call?"],
    [["--api-key", "secret"], {}, "--api-key: other users could read it there"],
    [[], { FELDERA_HOST: "localhost:8080" }, "FELDERA_HOST: not an http or https address"],
    [
      [],
      { FELDERA_API_KEY_FILE: "/nonexistent" },
      "FELDERA_API_KEY_FILE: /nonexistent cannot be read (ENOENT)",
    ],
    [["--bundle", "/nonexistent.zip"], {}, "--bundle: /nonexistent.zip cannot be opened (ENOENT)"],
    [["call", "list_pipelines", "{"], {}, "call: { is no JSON object"],
    [
      ["tools", "--toolsets", "control", "--read-only"],
      {},
      "--toolsets control and --read-only: no tool is left",
    ],
    [["call", "no_such_tool"], {}, "there is no tool no_such_tool"],
  ])("%j %j is one line on stderr, and exit 1", async (args, env, message) => {
    const { code, stdout, stderr } = await runServer(args, env);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`feldera-mcp: ${message}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

test("doctor exits 0 where all is well, and 1 where something is wrong", async () => {
  const well = await runServer(["doctor", "--demo"]);
  expect([well.code, well.stderr]).toEqual([0, ""]);
  expect(well.stdout).toMatch(/^nothing is wrong$/m);
  const wrong = await runServer(["doctor"], { FELDERA_HOST: "http://127.0.0.1:1" });
  expect([wrong.code, wrong.stderr]).toEqual([1, ""]);
  expect(wrong.stdout).toMatch(/^wrong: connection; 1 not checked$/m);
});

describe("feldera-mcp call", () => {
  let feldera: LoopbackFeldera;
  let folder: string;

  beforeEach(async () => {
    feldera = await startLoopbackFeldera();
    replayAll(feldera);
    folder = await mkdtemp(join(tmpdir(), "feldera-mcp-test-"));
  });

  afterEach(async () => {
    await feldera.close();
    await rm(folder, { recursive: true });
  });

  const heap = ["call", "summarize_heap_profile", '{"pipeline_name":"payments","save":true}'];

  test("prints the answer and exits 0", async () => {
    const { code, stdout, stderr } = await runServer(["call", "list_pipelines"], {
      FELDERA_HOST: feldera.url,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^6 pipelines: /);
  });

  test("prints an error the same way, and exits 1", async () => {
    feldera.on("GET", "/v0/pipelines/paymnts", recording("unknown_pipeline_get"));
    const args = ["call", "get_pipeline", '{"pipeline_name":"paymnts"}'];
    const { code, stdout } = await runServer(args, { FELDERA_HOST: feldera.url });
    expect(code).toBe(1);
    expect(stdout).toContain("There is no pipeline paymnts.");
    expect(stdout).toContain("There are: payments");
  });

  test("checks arguments and keeps budgets as MCP does", async () => {
    const misspelt = await runServer(["call", "list_pipelines", '{"nam":"x"}'], {
      FELDERA_HOST: feldera.url,
    });
    expect(misspelt.code).toBe(1);
    expect(misspelt.stdout).toContain("There is no argument nam; did you mean name?");
    const args = ["call", "get_pipeline_logs", '{"pipeline_name":"payments","max_tokens":300}'];
    const short = await runServer(args, { FELDERA_HOST: feldera.url });
    expect(short.stdout).toMatch(/left out to keep within max_tokens 300/);
    expect(short.stdout.length).toBeLessThan(300 * 6);
  });

  test("takes arguments one by one, and from stdin", async () => {
    const env = { FELDERA_HOST: feldera.url };
    const json = await runServer(["call", "get_pipeline", '{"pipeline_name":"payments"}'], env);
    const pairs = await runServer(["call", "get_pipeline", "pipeline_name=payments", "max_tokens=4000"], env);
    expect(pairs).toEqual(json);
    const child = startServer(["call", "get_pipeline", "-"], env);
    child.stdin.end('{"pipeline_name":"payments"}\n');
    expect(await text(child.stdout)).toBe(json.stdout);
  });

  test("with --debug has a line per request on stderr, without the key", async () => {
    const env = { FELDERA_HOST: feldera.url, FELDERA_API_KEY: "apikey:test-only" };
    const { stdout, stderr } = await runServer(
      ["--debug", "call", "get_pipeline", '{"pipeline_name":"idle"}'],
      env,
    );
    expect(stderr).toMatch(/^feldera-mcp: GET \/v0\/pipelines\/idle\?selector=all 200 \d+ B \d+ ms\n$/);
    expect(stdout + stderr).not.toContain("test-only");
  });

  test("saves a raw profile under --output-dir, byte for byte", async () => {
    const { code, stdout } = await runServer([...heap, "--output-dir", folder], {
      FELDERA_HOST: feldera.url,
    });
    expect(code).toBe(0);
    const [file = ""] = await readdir(folder);
    expect(stdout).toContain(`Saved as ${join(folder, file)}.`);
    expect(await readFile(join(folder, file))).toEqual(await readFile(recordingPath("heap_profile_1.body")));
  });

  test("saves nothing where the operator named no directory", async () => {
    const { code, stdout } = await runServer(heap, { FELDERA_HOST: feldera.url });
    expect(code).toBe(1);
    expect(stdout).toContain("--output-dir");
  });

  test("takes the key from a file, without its last newline", async () => {
    const file = join(folder, "key");
    await writeFile(file, "apikey:from-a-file\n");
    await runServer(["call", "list_pipelines"], { FELDERA_HOST: feldera.url, FELDERA_API_KEY_FILE: file });
    expect(feldera.requests[0]?.headers.authorization).toBe("Bearer apikey:from-a-file");
  });
});
