import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { report } from "../../src/report/command.ts";

const registry = {
  call: async () => ({ text: "told", isError: false }),
  picturesPage: async () => '<script id="report"></script>',
};
const made = { maxTokens: 8000, options: {}, nowMs: 5, version: "1.2.3" };
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-report-"));

test("a report is written into the file that is named, as Markdown where that is its ending", async () => {
  const [html, markdown] = [join(folder, "r.html"), join(folder, "r.md")];
  for (const output of [html, markdown]) {
    const { text } = await report({ pipeline: "p", output, format: undefined }, registry, made);
    expect(text).toBeUndefined();
  }
  expect(readFileSync(html, "utf8")).toContain('"pipeline_name":"p"');
  expect(readFileSync(markdown, "utf8")).toMatch(/^# Report/);
});

test("without a file it is the command's answer", async () => {
  const { text } = await report({ pipeline: "p", output: undefined, format: "md" }, registry, made);
  expect(text).toMatch(/## Diagnosis/);
});

test("a file that is there is left as it is", async () => {
  const output = join(folder, "mine.html");
  writeFileSync(output, "mine");
  await expect(report({ pipeline: "p", output, format: undefined }, registry, made)).rejects.toThrow(
    "is there already; remove it, or name another",
  );
  expect(readFileSync(output, "utf8")).toBe("mine");
});

test("a format that there is not is refused before anything is asked", async () => {
  const wanted = { pipeline: "p", output: undefined, format: "pdf" };
  await expect(report(wanted, registry, made)).rejects.toThrow("--format pdf: no such format");
});
