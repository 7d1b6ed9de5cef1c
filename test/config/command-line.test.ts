import { describe, expect, test } from "vitest";
import { isForClient, parseCommandLine } from "../../src/config/command-line.ts";
import { ConfigError } from "../../src/config/error.ts";
import { SETTINGS, type Setting } from "../../src/config/settings.ts";

const settings = Object.values<Setting>(SETTINGS);

/** The message with which a command line is refused. */
function refusalOf(...args: string[]): string {
  try {
    parseCommandLine(args);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("the command line", () => {
  test("without a command serves", () => {
    expect(parseCommandLine([]).command).toEqual({ name: "serve" });
    expect(parseCommandLine(["--debug"]).command).toEqual({ name: "serve" });
  });

  test.each([
    ["tools", { name: "tools" }],
    ["limits", { name: "limits" }],
    ["--help", { name: "help" }],
    ["-h", { name: "help" }],
    ["--version", { name: "version" }],
    ["-V", { name: "version" }],
  ])("%s is a command", (arg, command) => {
    expect(parseCommandLine([arg]).command).toEqual(command);
  });

  test("report takes a pipeline, a file, a format, an instance and --force, which go with nothing else", () => {
    const asked = {
      name: "report",
      pipeline: "p",
      output: "r.md",
      format: "md",
      instance: undefined,
      force: false,
    };
    expect(parseCommandLine(["report", "p", "-o", "r.md", "--format", "md"]).command).toEqual(asked);
    expect(parseCommandLine(["--output=r.md", "report", "p", "--format=md"]).command).toEqual(asked);
    const { command } = parseCommandLine(["report", "p", "--force", "--instance", "prod"]);
    expect(command).toMatchObject({ instance: "prod", force: true, output: undefined });
    expect(refusalOf("report", "p", "--instance")).toBe("--instance: lacks its value");
    expect(refusalOf("report", "p", "-o", "--force")).toBe("--output: lacks its value");
    expect(refusalOf("report", "p", "--force=yes")).toBe("--force: takes no value; write it alone");
    expect(refusalOf("report", "p", "--outptu", "r.md")).toMatch(/did you mean --output/);
    expect(refusalOf("call", "t", "--force")).toBe("--force: goes with report alone");
    expect(refusalOf("report")).toMatch(/write feldera-mcp report PIPELINE -o FILE/);
    expect(refusalOf("report", "p", "q")).toMatch(/write feldera-mcp report PIPELINE/);
    expect(refusalOf("report", "p", "-o")).toBe("--output: lacks its value");
    expect(refusalOf("tools", "-o", "x")).toBe("--output: goes with report alone");
  });

  test("call takes a tool and its arguments, flags before and after", () => {
    const json = '{"pipeline_name":"payments"}';
    const { command, flags } = parseCommandLine([
      "--demo",
      "call",
      "get_pipeline",
      json,
      "--host",
      "http://h",
    ]);
    expect(command).toEqual({ name: "call", tool: "get_pipeline", arguments: [json] });
    expect(flags.switches).toEqual(new Set(["demo"]));
    expect(flags.values).toEqual(new Map([["host", "http://h"]]));
    expect(parseCommandLine(["call", "list_pipelines"]).command).toMatchObject({ arguments: [] });
    expect(parseCommandLine(["call", "t", "-", "a=1", "--demo", "b=-2"]).command).toMatchObject({
      arguments: ["-", "a=1", "b=-2"],
    });
  });

  test.each(settings.filter(({ flag, value }) => flag && value && flag !== "limit"))(
    "--$flag takes its value either way",
    ({ flag = "" }) => {
      for (const args of [[`--${flag}`, "x"], [`--${flag}=x`]]) {
        expect(parseCommandLine(args).flags.values).toEqual(new Map([[flag, "x"]]));
      }
    },
  );

  test("the last value of a flag stands, and limits add up", () => {
    const { flags } = parseCommandLine(["--host", "a", "--host=b", "--limit", "x=1", "--limit=y=2"]);
    expect(flags.values.get("host")).toBe("b");
    expect(flags.limits).toEqual(["x=1", "y=2"]);
  });
});

describe("is for a client to run", () => {
  test.each(
    [[], ["--demo"], ["--host"], ["--hots", "x"], ["--host", "tools"], ["--debug=yes"]].map((args) => [args]),
  )("%j", (args) => {
    expect(isForClient(args)).toBe(true);
  });

  test.each(
    [
      ["tools"],
      ["--demo", "call", "x"],
      ["frobnicate"],
      ["--hots", "x", "limits"],
      ["-h"],
      ["--version"],
    ].map((args) => [args]),
  )("but not %j", (args) => {
    expect(isForClient(args)).toBe(false);
  });
});

describe("a mistake on the command line is one line that says what to write", () => {
  test.each([
    [
      ["--api-key", "hunter2"],
      "--api-key: other users could read it there; set FELDERA_API_KEY or --api-key-file",
    ],
    [
      ["--api-key=hunter2"],
      "--api-key: other users could read it there; set FELDERA_API_KEY or --api-key-file",
    ],
    [["--hots", "x"], "--hots: no such flag; did you mean --host?"],
    [["--time-out=3"], "--time-out: no such flag; did you mean --timeout?"],
    [["--frobnicate"], "--frobnicate: no such flag; `feldera-mcp --help` lists them"],
    [["-x"], "--x: no such flag; `feldera-mcp --help` lists them"],
    [["--readonly"], "--readonly: no such flag; did you mean --read-only?"],
    [["--api_key_file=x"], "--api_key_file: no such flag; did you mean --api-key-file?"],
    [["--Demo"], "--Demo: no such flag; did you mean --demo?"],
    [["-demo"], "-demo: no such flag; did you mean --demo?"],
    [["-host=http://h"], "-host: no such flag; did you mean --host?"],
    [["--api_key", "x"], "--api-key: other users could read it there; set FELDERA_API_KEY or --api-key-file"],
    [["demo"], "demo: no such command; did you mean --demo?"],
    [["bundle", "x.zip"], "bundle: no such command; did you mean --bundle?"],
    [["version"], "version: no such command; did you mean --version?"],
    [["--host"], "--host: lacks its value; write --host URL"],
    [["--host="], "--host: lacks its value; write --host URL"],
    [["--host", "--debug"], "--host: lacks its value; write --host URL"],
    [["--debug=yes"], "--debug: takes no value; write it alone"],
    [["tool"], "tool: no such command; did you mean tools?"],
    [["frobnicate"], "frobnicate: no such command; `feldera-mcp --help` lists them"],
    [["tools", "x"], "tools: takes no argument; write feldera-mcp tools"],
    [["call"], `call: write feldera-mcp call TOOL '{"pipeline_name":"…"}'`],
    [["two\nlines"], "two lines: no such command; `feldera-mcp --help` lists them"],
  ])("%j", (args, message) => {
    expect(refusalOf(...args)).toBe(message);
  });
});
