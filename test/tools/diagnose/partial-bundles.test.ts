import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { registryOver } from "../../support/registry.ts";
import { recordingPath } from "../../support/responses.ts";
import { unzip, zipOf } from "../../support/zip.ts";

const folder = mkdtempSync(join(tmpdir(), "feldera-partial-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a diagnosis calls what it reads of each file. */
const PART_OF: Readonly<Record<string, string>> = {
  "pipeline_config.json": "pipeline",
  "stats.json": "stats",
  "pipeline_events.json": "events",
  "logs.txt": "log",
  "system_config.json": "config",
  "circuit_profile.json": "circuit_json_profile",
  "heap_profile.pb.gz": "heap_profile",
};
const FILES = Object.keys(PART_OF);
const DIRECTORY = "2026-11-21T07-47-46.573192685Z";

/** The recorded files of a pipeline's collection, by their names. */
function filesOf(recording: string): ReadonlyMap<string, Buffer> {
  const members = [...unzip(readFileSync(recordingPath(recording)))];
  return new Map(members.map(([path, content]) => [path.split("/").at(-1) ?? "", content]));
}

async function diagnosed(recording: string, pipeline_name: string, kept: readonly string[]): Promise<string> {
  const files = filesOf(recording);
  const members = kept.flatMap((name) => {
    const content = files.get(name);
    return content === undefined ? [] : [{ name: `${DIRECTORY}/${name}`, content }];
  });
  const path = join(folder, "partial.zip");
  const metadata = JSON.stringify({
    pipeline: { name: pipeline_name },
    collections: [{ directory: DIRECTORY }],
  });
  writeFileSync(path, zipOf([{ name: "metadata.json", content: metadata }, ...members]));
  const registry = registryOver({ source: { bundle: path } });
  const { text, isError } = await registry.call("diagnose_pipeline", {
    pipeline_name,
    depth: "deep",
    max_tokens: 10000,
  });
  expect(isError, text).toBe(false);
  return text;
}

/** The parts that an answer says it read, or did not. */
function partsIn(text: string, line: RegExp): string[] {
  const [, list = ""] = line.exec(text) ?? [];
  return list.match(/[a-z_]+/g) ?? [];
}

const looked = (text: string) =>
  partsIn(text.replace(/ \([^)]*\)/g, ""), /^Looked at: (.*?)(?:, for \d+ of.*|; depth deep.*)?\.$/m);

const BUNDLES = [
  ["support_bundle.body", "payments"],
  ["runtime_panic_support_bundle.body", "runtime_panic"],
  ["broken_sql_support_bundle.body", "broken_sql"],
  ["parse_errors_support_bundle.body", "bad_rows"],
] as const;

/** What holds of the diagnosis of some of a collection's files, whichever they are. */
async function expectPartial(recording: string, pipeline_name: string, kept: readonly string[]) {
  const text = await diagnosed(recording, pipeline_name, kept);
  const expected = kept.map((file) => PART_OF[file]);
  expect(looked(text).toSorted()).toEqual((expected.length === 0 ? ["nothing"] : expected).toSorted());
  const [first = ""] = text.split("\n");
  if (kept.length === 0)
    expect(first).toContain(`${pipeline_name}: nothing could be looked at. Up, Keeps up, `);
  else if (first.includes("nothing wrong was found"))
    expect(first).toMatch(/\(\d+ of \d+ causes of trouble looked for\)/);
  if (!kept.includes("pipeline_config.json")) expect(first).toMatch(/ Up(?:, [\w, ]+)?: not checked \(/);
}

describe.each(BUNDLES)("%s is diagnosed for what it holds,", (recording, pipeline_name) => {
  const held = FILES.filter((file) => filesOf(recording).has(file));

  test.each(held)("where that is %s alone, or all but that", async (file) => {
    await expectPartial(recording, pipeline_name, [file]);
    await expectPartial(
      recording,
      pipeline_name,
      held.filter((other) => other !== file),
    );
  });

  test("whichever files those are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(held), (kept) => expectPartial(recording, pipeline_name, kept)),
      { numRuns: 10 },
    );
  });
});

test("what is missing for one reason is told once", async () => {
  const text = await diagnosed("support_bundle.body", "payments", ["stats.json", "system_config.json"]);
  expect(text).toContain(
    'Not checked: pipeline, events, log, metrics, circuit_json_profile, heap_profile ("it is not in partial.zip")',
  );
});
