import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../../src/feldera/bundle/archive.ts";
import type { BundleLimits } from "../../../src/feldera/bundle/entries.ts";
import { unzip, type ZipMember, zipOf } from "../../support/zip.ts";
import { bundleErrorOf, LIMITS, namesOf, newestOf, recording, temporaryFolder, textOf } from "./support.ts";

const folder = temporaryFolder();
const STAMP = "2025-11-10T12:55:54.152834443+00:00";
let zips = 0;

async function openZip(members: readonly ZipMember[], limits: BundleLimits = LIMITS) {
  zips += 1;
  return openBundle(await folder.write(`older-${zips}.zip`, zipOf(members)), limits);
}

/** The files of the recorded bundle's one collection. */
async function recordedFiles(): Promise<Map<string, Buffer>> {
  const files = [...unzip(await recording("support_bundle"))];
  return new Map(files.map(([path, content]) => [path.split("/").at(-1) ?? "", content]));
}

function contentOf(files: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const content = files.get(name);
  if (content === undefined) throw new Error(`the recorded bundle has no ${name}`);
  return content;
}

describe("a bundle of Feldera 0.126 to 0.192", () => {
  test("has its configuration and its circuit profile unpacked as they are read", async () => {
    const files = await recordedFiles();
    const circuit = contentOf(files, "circuit_profile.json");
    const config = contentOf(files, "pipeline_config.json");
    for (const prefix of ["", "payments-support-bundle/"]) {
      const bundle = await openZip([
        { name: `${prefix}manifest.txt`, content: "" },
        { name: `${prefix}${STAMP}_logs.txt`, content: "a log" },
        { name: `${prefix}${STAMP}_pipeline_config.json.gz`, content: gzipSync(config) },
        {
          name: `${prefix}${STAMP}_json_circuit_profile.zip`,
          content: zipOf([{ name: "profile.json", content: circuit }]),
        },
      ]);
      const newest = newestOf(bundle);
      expect(newest.time).toBe(Date.UTC(2025, 10, 10, 12, 55, 54, 152));
      expect(namesOf(newest)).toEqual(["logs.txt", "pipeline_config.json", "circuit_profile.json"]);
      expect(config.equals(await bundle.read(newest, "pipeline_config.json"))).toBe(true);
      expect(circuit.equals(await bundle.read(newest, "circuit_profile.json"))).toBe(true);
      await bundle.close();
    }
  });

  test("whose packed files are damaged, or are a bomb, says so of those alone", async () => {
    const limits = { ...LIMITS, maxFileBytes: 2 ** 20 };
    const bundle = await openZip(
      [
        { name: `${STAMP}_logs.txt`, content: "a log" },
        { name: `${STAMP}_pipeline_config.json.gz`, content: gzipSync(Buffer.alloc(2 ** 21)) },
        { name: `${STAMP}_stats.json.gz`, content: gzipSync("{}").subarray(0, 8) },
        { name: `${STAMP}_json_circuit_profile.zip`, content: zipOf([{ name: "notes.txt", content: "" }]) },
      ],
      limits,
    );
    const newest = newestOf(bundle);
    const errorOf = (file: string) => bundleErrorOf(bundle.read(newest, file));
    expect(await errorOf("pipeline_config.json")).toMatchObject({ kind: "too_large" });
    expect((await errorOf("stats.json")).problem).toMatch(/^is damaged gzip: /);
    expect((await errorOf("circuit_profile.json")).problem).toMatch(/^holds no file that ends in \.json\./);
    expect(await textOf(bundle, newest, "logs.txt")).toBe("a log");
    await bundle.close();
  });

  test("whose circuit profile's zip holds two does not choose one", async () => {
    const content = zipOf(["a.json", "b.json"].map((name) => ({ name, content: "{}" })));
    const bundle = await openZip([{ name: `${STAMP}_json_circuit_profile.zip`, content }]);
    const error = await bundleErrorOf(bundle.read(newestOf(bundle), "circuit_profile.json"));
    expect(error.problem).toMatch(/^holds more than one file that ends in \.json\./);
    await bundle.close();
  });
});

test("a bundle before 0.126 has drawings of its circuit alone, and says so", async () => {
  const drawings = zipOf(["0.dot", "0.txt", "Makefile"].map((name) => ({ name, content: "" })));
  const bundle = await openZip([{ name: `${STAMP}_circuit_profile.zip`, content: drawings }]);
  const error = await bundleErrorOf(bundle.read(newestOf(bundle), "circuit_profile.json"));
  expect(error.message).toMatch(
    /: it has circuit_profile\.zip, but that holds drawings alone, which are not read here$/,
  );
  await bundle.close();
});

describe("files that no name dates", () => {
  const stats = JSON.stringify({ global_metrics: { start_time: 1795247178, uptime_msecs: 87583 } });

  test("are one collection at any depth, of the time that its statistics tell", async () => {
    for (const depth of ["", "case/", "home/me/case-17/", "a/b/c/d/e/f/g/h/"]) {
      const files = ["logs.txt", "stats.json", "heap_profile.pb.gz"];
      const bundle = await openZip(files.map((name) => ({ name: `${depth}${name}`, content: stats })));
      expect(bundle.collections).toHaveLength(1);
      expect(namesOf(newestOf(bundle))).toEqual(files);
      expect(newestOf(bundle)).toMatchObject({
        directory: bundle.source,
        time: Date.UTC(2026, 10, 21, 7, 47, 45, 583),
        timeFrom: "statistics",
      });
      expect(bundle.warnings.at(-1)).toContain("its time is that of its statistics");
      await bundle.close();
    }
  });

  test("of several folders are a collection of each folder", async () => {
    const bundle = await openZip(
      ["monday", "tuesday"].flatMap((day) => [
        { name: `cases/${day}/logs.txt`, content: day },
        { name: `cases/${day}/stats.json`, content: "no statistics" },
      ]),
    );
    expect(bundle.collections.map(({ directory }) => directory).sort()).toEqual([
      "cases/monday/",
      "cases/tuesday/",
    ]);
    for (const collection of bundle.collections) {
      expect(collection.directory).toContain(await textOf(bundle, collection, "logs.txt"));
    }
    expect(bundle.warnings.at(-1)).toMatch(
      /^2 collections, the newest cases\/.*, do not say when they were made/,
    );
    await bundle.close();
  });

  test("outside of the collections of a bundle are told, and are not mixed with them", async () => {
    const bundle = await openZip([
      { name: "2026-05-25T12-34-56.789Z/logs.txt", content: "" },
      { name: "old/stats.json", content: stats },
    ]);
    expect(bundle.collections.map(namesOf)).toEqual([["logs.txt"]]);
    expect(bundle.warnings.at(-1)).toBe(
      '"old/stats.json" is left out: it lies outside of the collections, and nothing tells of which time it is.',
    );
    await bundle.close();
  });

  test("and are nothing of a bundle's are told", async () => {
    const bundle = await openZip([
      { name: "logs.txt", content: "" },
      { name: "notes.md", content: "what I saw" },
      { name: "more.tar.gz", content: gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\0")])) },
      { name: "more.zip.gz", content: gzipSync(zipOf([{ name: "logs.txt", content: "" }])) },
    ]);
    expect(bundle.warnings.slice(-3)).toEqual([
      '"notes.md" is left out: it is no file of a support bundle, and no profile.',
      '"more.tar.gz" is left out: it is a tar archive, which has to be unpacked.',
      '"more.zip.gz" is left out: it is a zip within gzip, which has to be unpacked.',
    ]);
    await bundle.close();
  });
});

describe("profiles by the names of Feldera's own downloads", () => {
  test("are told by them, or by their content, and are one collection", async () => {
    const samply = await recording("samply_get_paused_1s");
    const heap = await recording("heap_profile_1");
    const circuit = contentOf(await recordedFiles(), "circuit_profile.json");
    const bundle = await openZip([
      { name: "2026-11-21T10_11_12.345+00_00-samply_profile.json.gz", content: samply },
      { name: "heap.pb.gz", content: heap },
      { name: "profile.json", content: circuit },
    ]);
    const newest = newestOf(bundle);
    expect(bundle.collections).toHaveLength(1);
    expect(samply.equals(await bundle.read(newest, "samply_profile.json.gz"))).toBe(true);
    expect(heap.equals(await bundle.read(newest, "heap_profile.pb.gz"))).toBe(true);
    expect(circuit.equals(await bundle.read(newest, "circuit_profile.json"))).toBe(true);
    await bundle.close();
  });

  test("of several times are each a collection, so that they can be compared", async () => {
    const names = ["10_11_12", "11_11_12", "12_11_12"].map(
      (time) => `2026-11-21T${time}.5+00_00-samply_profile.json.gz`,
    );
    const bundle = await openZip(
      names.map((name) => ({ name: `downloads/${name}`, content: gzipSync(`{"meta":"${name}"}`) })),
    );
    expect(bundle.collections.map(({ time }) => time)).toEqual(
      [12, 11, 10].map((hour) => Date.UTC(2026, 10, 21, hour, 11, 12, 500)),
    );
    const contents = await Promise.all(
      bundle.collections.map((collection) => bundle.read(collection, "samply_profile.json.gz")),
    );
    expect(contents.map((bytes) => gzipSync(`{"meta":"${names[0]}"}`).equals(bytes))).toEqual([
      false,
      false,
      true,
    ]);
    await bundle.close();
  });
});
