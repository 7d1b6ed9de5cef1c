import { describe, expect, test } from "vitest";
import { openBundle } from "../../../src/feldera/bundle/archive.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { unzip, zipOf } from "../../support/zip.ts";
import { bundleErrorOf, LIMITS, namesOf, newestOf, recording, temporaryFolder, textOf } from "./support.ts";

const folder = temporaryFolder();
const PAYMENTS_DIRECTORY = "2026-11-21T07-47-46.573192685Z";
const ALL_FILES = [
  "circuit_profile.zip",
  "circuit_profile.json",
  "heap_profile.pb.gz",
  "metrics.txt",
  "logs.txt",
  "stats.json",
  "pipeline_config.json",
  "system_config.json",
  "dataflow_graph.json",
  "pipeline_events.json",
];

async function openRecorded(name: string) {
  return openBundle(await folder.write(`${name}.zip`, await recording(name)), LIMITS);
}

async function unpack(name: string, into: string): Promise<string> {
  for (const [path, content] of unzip(await recording(name))) await folder.write(`${into}/${path}`, content);
  return folder.path(into);
}

describe("a recorded bundle", () => {
  test("of a running pipeline says whose it is, since when, and what it holds", async () => {
    const bundle = await openRecorded("support_bundle");
    expect(bundle).toMatchObject({
      source: "support_bundle.zip",
      pipelineName: "payments",
      status: "Running",
      statusSince: Date.UTC(2026, 10, 21, 7, 46, 19, 342),
      requestedAt: Date.UTC(2026, 10, 21, 7, 47, 47, 34),
      warnings: [],
    });
    expect(bundle.collections).toHaveLength(1);
    expect(newestOf(bundle)).toMatchObject({
      directory: PAYMENTS_DIRECTORY,
      time: Date.UTC(2026, 10, 21, 7, 47, 46, 573),
      failed: [],
      skipped: [],
    });
    expect(namesOf(newestOf(bundle))).toEqual(ALL_FILES);
    await bundle.close();
  });

  test("gives each file's bytes, and their number beforehand", async () => {
    const bundle = await openRecorded("support_bundle");
    const collection = newestOf(bundle);
    const unzipped = unzip(await recording("support_bundle"));
    for (const { name, bytes } of atLeastOne(collection.files)) {
      const content = await bundle.read(collection, name);
      expect(content).toHaveLength(bytes);
      expect(unzipped.get(`${PAYMENTS_DIRECTORY}/${name}`)?.equals(content), name).toBe(true);
    }
    await bundle.close();
  });

  test("of a stopped pipeline says why files are missing, and so does reading one", async () => {
    const bundle = await openRecorded("runtime_panic_support_bundle");
    const collection = newestOf(bundle);
    expect(collection.failed.map(({ file }) => file)).toEqual([
      "circuit_profile.zip",
      "circuit_profile.json",
      "heap_profile.pb.gz",
      "metrics.txt",
      "stats.json",
    ]);
    expect(bundle.has(collection, "logs.txt")).toBe(true);
    expect(bundle.has(collection, "stats.json")).toBe(false);
    const error = await bundleErrorOf(bundle.read(collection, "stats.json"));
    expect(error.kind).toBe("missing_file");
    expect(error.message).toContain(
      'stats.json was not collected: Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned pipeline-id=N/A pipeline-name="runtime_panic"',
    );
    await bundle.close();
  });

  test("made without some parts tells them from those that failed", async () => {
    const bundle = await openRecorded("support_bundle_partial");
    expect(newestOf(bundle)).toMatchObject({
      failed: [],
      skipped: ["circuit_profile.zip", "circuit_profile.json", "heap_profile.pb.gz", "logs.txt"],
    });
    const error = await bundleErrorOf(bundle.read(newestOf(bundle), "logs.txt"));
    expect(error.message).toContain("logs.txt was left out when the bundle was made");
    await bundle.close();
  });

  test("of a pipeline never collected has no collection, which is no error", async () => {
    const bundle = await openRecorded("support_bundle_never_collected");
    expect(bundle).toMatchObject({ pipelineName: "bad_connector", collections: [], warnings: [] });
    await bundle.close();
  });

  test.each([
    ["stopped_support_bundle", "idle", 5, 5],
    ["broken_sql_support_bundle", "broken_sql", 4, 6],
    ["support_bundle_prof_active_false", "idle", 9, 1],
    ["parse_errors_support_bundle", "bad_rows", 10, 0],
  ])("%s is of %s, with %i files and %i failures", async (name, pipelineName, files, failures) => {
    const bundle = await openRecorded(name);
    expect(bundle).toMatchObject({ pipelineName, warnings: [] });
    expect(newestOf(bundle).files).toHaveLength(files);
    expect(newestOf(bundle).failed).toHaveLength(failures);
    await bundle.close();
  });
});

test("a file that another collection has is asked for there", async () => {
  const members = ["2026-11-21T07-47-46Z/logs.txt", "2026-11-21T07-37-46Z/stats.json"];
  const zip = zipOf(members.map((name) => ({ name, content: "" })));
  const bundle = await openBundle(await folder.write("two.zip", zip), LIMITS);
  const error = await bundleErrorOf(bundle.read(newestOf(bundle), "stats.json"));
  expect(error.message).toBe("stats.json is not in two.zip; collection 1 has it");
  await bundle.close();
});

describe("a recorded bundle unpacked", () => {
  test("to a folder reads as the zip does", async () => {
    const zip = await openRecorded("support_bundle");
    const unpacked = await openBundle(await unpack("support_bundle", "unpacked/here"), LIMITS);
    const sorted = [...newestOf(zip).files].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(unpacked).toMatchObject({
      source: "here",
      pipelineName: "payments",
      status: "Running",
      warnings: [],
    });
    expect(newestOf(unpacked)).toEqual({ ...newestOf(zip), files: sorted });
    for (const { name } of atLeastOne(sorted)) {
      const [fromFolder, fromZip] = await Promise.all([
        unpacked.read(newestOf(unpacked), name),
        zip.read(newestOf(zip), name),
      ]);
      expect(Buffer.compare(fromFolder, fromZip), name).toBe(0);
    }
    await Promise.all([zip.close(), unpacked.close()]);
  });

  test("to a folder within the folder reads the same", async () => {
    await unpack("support_bundle", "nested/outer/inner");
    const bundle = await openBundle(folder.path("nested/outer"), LIMITS);
    expect(bundle).toMatchObject({ pipelineName: "payments", warnings: [] });
    expect(newestOf(bundle).files).toHaveLength(ALL_FILES.length);
  });

  test("can be opened at a collection's folder, whose name tells the time", async () => {
    const root = await unpack("support_bundle", "one-collection");
    const bundle = await openBundle(`${root}/${PAYMENTS_DIRECTORY}`, LIMITS);
    expect(bundle.pipelineName, "as its configuration has it").toBe("payments");
    expect(newestOf(bundle)).toMatchObject({
      directory: PAYMENTS_DIRECTORY,
      time: Date.UTC(2026, 10, 21, 7, 47, 46, 573),
    });
    expect(bundle.warnings).toEqual([
      "There is no metadata.json: the collections are taken from the file names.",
    ]);
    expect(await textOf(bundle, newestOf(bundle), "stats.json")).toContain("global_metrics");
  });
});

describe("a loose profile", () => {
  test("as recorded from heap_profile is a bundle of one heap profile, whatever it is called", async () => {
    const content = await recording("heap_profile_1");
    const bundle = await openBundle(await folder.write("loose/monday.gz", content), LIMITS);
    expect(bundle).toMatchObject({ source: "monday.gz", warnings: [] });
    expect(bundle.collections).toHaveLength(1);
    expect(namesOf(newestOf(bundle))).toEqual(["heap_profile.pb.gz"]);
    expect(content.equals(await bundle.read(newestOf(bundle), "heap_profile.pb.gz"))).toBe(true);
    await bundle.close();
  });

  test("as recorded from samply_profile is a bundle of one samply profile", async () => {
    const content = await recording("samply_get_paused_1s");
    const bundle = await openBundle(await folder.write("loose/tuesday.pb.gz", content), LIMITS);
    expect(namesOf(newestOf(bundle))).toEqual(["samply_profile.json.gz"]);
    expect(content.equals(await bundle.read(newestOf(bundle), "samply_profile.json.gz"))).toBe(true);
    await bundle.close();
  });
});

describe.each([
  ["samply_profile.json.gz", "samply_get_paused_1s"],
  ["time_series.json", "time_series"],
])("%s", (name, recorded) => {
  test("beside a zip is served with the newest collection", async () => {
    const content = await recording(recorded);
    await folder.write(`beside-${recorded}/${name}`, content);
    const path = await folder.write(`beside-${recorded}/bundle.zip`, await recording("support_bundle"));
    const bundle = await openBundle(path, LIMITS);
    expect(newestOf(bundle).files.at(-1)).toEqual({ name, bytes: content.length, beside: true });
    expect(content.equals(await bundle.read(newestOf(bundle), name))).toBe(true);
    await bundle.close();
  });

  test("of an unpacked bundle's folder is served with the newest collection, unless that has one", async () => {
    const content = await recording(recorded);
    const root = await unpack("support_bundle", `unpacked-${recorded}`);
    await folder.write(`unpacked-${recorded}/${name}`, content);
    const bundle = await openBundle(root, LIMITS);
    expect([newestOf(bundle).files.at(-1)?.name, bundle.warnings]).toEqual([name, []]);
    await bundle.close();
    await folder.write(`unpacked-${recorded}/${PAYMENTS_DIRECTORY}/${name}`, content);
    const withOne = await openBundle(root, LIMITS);
    expect(withOne.warnings).toEqual([
      expect.stringMatching(/ is left out: the newest collection has a (CPU profile|time series) already\.$/),
    ]);
    await withOne.close();
  });
});
