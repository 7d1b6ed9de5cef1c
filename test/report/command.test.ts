import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Instance } from "../../src/config/config.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { type ReportCommand, report } from "../../src/report/command.ts";

let calls: { readonly tool: string; readonly args: object }[];
let folder: string;

beforeEach(() => {
  calls = [];
  folder = mkdtempSync(join(tmpdir(), "feldera-mcp-report-"));
});

const registry = {
  async call(tool: string, args: unknown) {
    calls.push({ tool, args: Object(args) });
    return { text: `${tool} told`, isError: false };
  },
  list: () => [],
  pageTool: async () => undefined,
  picturesPage: async () => '<script id="report"></script>',
};
const made = { registry, options: {}, nowMs: () => 5, version: "1.2.3", clean: (text: string) => text };
const source = { kind: "feldera", baseUrl: "http://feldera.example.com", proxy: { except: "" } } as const;
const config = { source, limits: limitsWith() };

function asked(command: Partial<ReportCommand>): ReportCommand {
  return { pipeline: "p", output: undefined, format: "md", instance: undefined, force: false, ...command };
}

describe("a report is written", () => {
  test("into the file that is named, as Markdown where that is its ending", async () => {
    const [html, markdown] = [join(folder, "r.html"), join(folder, "r.md")];
    for (const output of [html, markdown]) {
      const done = await report(asked({ output, format: undefined }), config, made);
      expect(done).toMatchObject({ kind: "file", file: output, missing: [] });
    }
    expect(readFileSync(html, "utf8")).toContain('"pipeline_name":"p"');
    expect(readFileSync(markdown, "utf8")).toMatch(/^# Report on `p`\n/);
    expect(readdirSync(folder).sort()).toEqual(["r.html", "r.md"]);
  });

  test("as the command's answer where none is named", async () => {
    const done = await report(asked({}), config, made);
    expect(done).toMatchObject({ kind: "text", text: expect.stringMatching(/## Diagnosis/) });
  });

  test("over a file that is there with --force alone, through links too", async () => {
    const [mine, link] = [join(folder, "mine.md"), join(folder, "link.md")];
    writeFileSync(mine, "mine");
    symlinkSync(mine, link);
    for (const output of [mine, link]) {
      await expect(report(asked({ output }), config, made)).rejects.toThrow("is there already; name another");
    }
    expect(readFileSync(mine, "utf8")).toBe("mine");
    expect(calls).toEqual([]);
    await report(asked({ output: link, force: true }), config, made);
    expect(readFileSync(mine, "utf8")).toMatch(/^# Report/);
    expect(readdirSync(folder).sort()).toEqual(["link.md", "mine.md"]);
  });
});

describe("before anything is asked", () => {
  test.each([
    ["a format that there is not", { format: "pdf" }, "--format pdf: no such format"],
    ["an instance where there is one", { instance: "prod" }, "--instance prod: there is only one"],
  ])("%s is refused", async (_, command, refusal) => {
    await expect(report(asked(command), config, made)).rejects.toThrow(refusal);
    expect(calls).toEqual([]);
  });

  test.each([
    ["in no folder", "none/r.md", "there is no folder"],
    ["that is a folder", "taken", "is there already"],
  ])("a file %s is refused", async (_, name, refusal) => {
    mkdirSync(join(folder, "taken"));
    await expect(report(asked({ output: join(folder, name) }), config, made)).rejects.toThrow(refusal);
    expect(calls).toEqual([]);
  });

  test("what is no file is not replaced", async () => {
    for (const output of [folder, "/dev/null"]) {
      const command = asked({ output, force: true });
      await expect(report(command, config, made)).rejects.toThrow("is not a file that could be replaced");
    }
    expect(calls).toEqual([]);
  });

  test("a page that was not built is told, and Markdown does without", async () => {
    const picturesPage = () => Promise.reject(new Error("no such file"));
    const without = { ...made, registry: { ...registry, picturesPage } };
    await expect(report(asked({ format: "html" }), config, without)).rejects.toThrow(
      /dist\/pictures\.html, is not beside this server/,
    );
    expect(calls).toEqual([]);
    expect((await report(asked({}), config, without)).kind).toBe("text");
  });
});

test("a write that fails leaves nothing, and what came meanwhile is not overwritten", async () => {
  const output = join(folder, "r.md");
  const meanwhile = {
    ...registry,
    async call(tool: string, args: unknown) {
      writeFileSync(output, "somebody else's");
      return registry.call(tool, args);
    },
  };
  const command = asked({ output });
  await expect(report(command, config, { ...made, registry: meanwhile })).rejects.toThrow("is there already");
  expect(readFileSync(output, "utf8")).toBe("somebody else's");
  expect(readdirSync(folder)).toEqual(["r.md"]);
});

describe("where there are several Felderas", () => {
  const instances: Instance[] = ["prod", "staging"].map((name) => ({ name, source, readOnly: false }));
  const several = { ...config, instances };

  test("each call names the one that was named, and the report does", async () => {
    const done = await report(asked({ instance: "staging" }), several, made);
    expect(calls.length).toBeGreaterThan(5);
    for (const { args } of calls) expect(args).toMatchObject({ instance: "staging", pipeline_name: "p" });
    expect(done).toMatchObject({
      text: expect.stringContaining("from staging, a running Feldera at http://feldera.example.com."),
    });
  });

  test.each([
    [undefined, "report: which instance? write --instance and one of prod, staging"],
    ["production", "--instance production: no such instance; write one of prod, staging"],
  ])("%s is refused with the names that there are", async (instance, refusal) => {
    await expect(report(asked({ instance }), several, made)).rejects.toThrow(refusal);
    expect(calls).toEqual([]);
  });
});

test("where there is one, no call names it", async () => {
  await report(asked({}), config, made);
  for (const { args } of calls) expect(args).not.toHaveProperty("instance");
});
