import { rm, symlink } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../../src/feldera/bundle/archive.ts";
import { type ZipMember, zipOf } from "../../support/zip.ts";
import { bundleErrorOf, LIMITS, namesOf, newestOf, temporaryFolder, textOf } from "./support.ts";

const folder = temporaryFolder();
const MONDAY = "2026-05-25T12-34-56.789Z";
const TUESDAY = "2026-05-26T00-00-00.5Z";
let zips = 0;

async function openZip(members: readonly ZipMember[]) {
  zips += 1;
  return openBundle(await folder.write(`layouts-${zips}.zip`, zipOf(members)), LIMITS);
}

function metadataOf(collections: unknown): ZipMember {
  return { name: "metadata.json", content: JSON.stringify({ metadata_version: 1, collections }) };
}

describe("collections", () => {
  test("come newest first, whatever the order of the entries; -N was made after the one without", async () => {
    const bundle = await openZip(
      [MONDAY, TUESDAY, `${MONDAY}-2`, `${MONDAY}-10`].map((name) => ({
        name: `${name}/logs.txt`,
        content: name,
      })),
    );
    expect(bundle.collections.map(({ directory }) => directory)).toEqual([
      TUESDAY,
      `${MONDAY}-10`,
      `${MONDAY}-2`,
      MONDAY,
    ]);
    expect(bundle.collections.map(({ time }) => time)).toEqual([
      Date.UTC(2026, 4, 26, 0, 0, 0, 500),
      ...Array(3).fill(Date.UTC(2026, 4, 25, 12, 34, 56, 789)),
    ]);
    for (const collection of bundle.collections) {
      expect(await textOf(bundle, collection, "logs.txt")).toBe(collection.directory);
    }
    await bundle.close();
  });

  test("of Feldera before 0.300 are told by the prefix of their files, nested or not", async () => {
    for (const prefix of ["", "payments-support-bundle/"]) {
      const bundle = await openZip([
        { name: `${prefix}manifest.txt`, content: "" },
        { name: `${prefix}2026-01-19T12:55:54.152834443+00:00_logs.txt`, content: "older" },
        { name: `${prefix}2026-01-19T13:55:54.152834443+00:00_logs.txt`, content: "newer" },
        { name: `${prefix}2026-01-19T13:55:54.152834443+00:00_pipeline_config.json`, content: "{}" },
      ]);
      expect(bundle.collections.map(({ time }) => time)).toEqual([
        Date.UTC(2026, 0, 19, 13, 55, 54, 152),
        Date.UTC(2026, 0, 19, 12, 55, 54, 152),
      ]);
      expect(namesOf(newestOf(bundle))).toEqual(["logs.txt", "pipeline_config.json"]);
      expect(await textOf(bundle, newestOf(bundle), "logs.txt")).toBe("newer");
      await bundle.close();
    }
  });

  test("keep the time of an offset, and of names that Windows changed", async () => {
    const bundle = await openZip([{ name: "2026-01-19T12_55_54.1+02_00_logs.txt", content: "" }]);
    expect(newestOf(bundle).time).toBe(Date.UTC(2026, 0, 19, 10, 55, 54, 100));
    expect(namesOf(newestOf(bundle))).toEqual(["logs.txt"]);
    await bundle.close();
  });

  test("can be files without a directory: their time is the newest's, and that is said", async () => {
    const bundle = await openZip([{ name: "stats.json", content: "{}" }]);
    expect(newestOf(bundle)).toMatchObject({
      directory: bundle.source,
      time: Date.UTC(2026, 10, 21, 7, 47, 46),
    });
    expect(bundle.warnings.at(-1)).toContain("its time is when its newest file was written");
    await bundle.close();
  });

  test("listed without any file stay, with what failed; what is listed as collected and is not there failed too", async () => {
    const bundle = await openZip([
      metadataOf([
        {
          directory: TUESDAY,
          time: "2026-05-26T00:00:00.5Z",
          failed: [{ file: "logs.txt", reason: "gone" }],
        },
        { directory: MONDAY, time: "2026-05-25T12:34:56.789Z", collected: ["logs.txt", "stats.json"] },
      ]),
      { name: `${MONDAY}/logs.txt`, content: "" },
    ]);
    expect(bundle.collections).toMatchObject([
      { directory: TUESDAY, files: [], failed: [{ file: "logs.txt", reason: "gone" }] },
      {
        directory: MONDAY,
        files: [{ name: "logs.txt", bytes: 0 }],
        failed: [{ file: "stats.json", reason: "metadata.json lists it as collected, but it is not there" }],
      },
    ]);
    await bundle.close();
  });

  test("that metadata names are taken even where their names hold no time", async () => {
    const bundle = await openZip([
      metadataOf([{ directory: "first", time: "2026-05-25T12:34:56.789Z" }]),
      { name: "first/logs.txt", content: "" },
    ]);
    expect(newestOf(bundle)).toMatchObject({
      directory: "first",
      time: Date.UTC(2026, 4, 25, 12, 34, 56, 789),
    });
    await bundle.close();
  });

  test("flat beside the metadata of one collection are that collection", async () => {
    const bundle = await openZip([
      metadataOf([{ directory: MONDAY, time: "2026-05-25T12:34:56.789Z" }]),
      { name: "logs.txt", content: "" },
    ]);
    expect(bundle.collections).toMatchObject([{ directory: MONDAY, files: [{ name: "logs.txt" }] }]);
    await bundle.close();
  });

  test("leave out what operating systems add", async () => {
    const bundle = await openZip([
      { name: `${MONDAY}/logs.txt`, content: "" },
      { name: `${MONDAY}/.DS_Store`, content: "" },
      { name: `__MACOSX/${MONDAY}/._logs.txt`, content: "" },
    ]);
    expect(namesOf(newestOf(bundle))).toEqual(["logs.txt"]);
    await bundle.close();
  });
});

describe("a samply profile", () => {
  const samply = gzipSync("{}");

  test("at the top of the bundle is the newest collection's, unless that has one", async () => {
    const bundle = await openZip([
      { name: `${MONDAY}/logs.txt`, content: "" },
      { name: `${TUESDAY}/logs.txt`, content: "" },
      { name: "samply_profile.json.gz", content: samply },
    ]);
    expect(bundle.collections.map((collection) => bundle.has(collection, "samply_profile.json.gz"))).toEqual([
      true,
      false,
    ]);
    const withOwn = await openZip([
      { name: `${TUESDAY}/samply_profile.json.gz`, content: "its own" },
      { name: "samply_profile.json.gz", content: samply },
    ]);
    expect(newestOf(withOwn).files).toEqual([{ name: "samply_profile.json.gz", bytes: 7 }]);
    expect(await textOf(withOwn, newestOf(withOwn), "samply_profile.json.gz")).toBe("its own");
    await Promise.all([bundle.close(), withOwn.close()]);
  });

  test("in the folder's root is the newest collection's", async () => {
    await folder.write(`rooted/${MONDAY}/logs.txt`, "");
    await folder.write("rooted/samply_profile.json.gz", samply);
    const bundle = await openBundle(folder.path("rooted"), LIMITS);
    expect(newestOf(bundle).files).toContainEqual({
      name: "samply_profile.json.gz",
      bytes: samply.length,
      beside: true,
    });
  });
});

describe("metadata.json", () => {
  const logs = { name: `${MONDAY}/logs.txt`, content: "kept" };

  test.each([
    ["is not JSON", "{", "metadata.json is not JSON."],
    [
      "has another shape",
      `{"collections":[{"directory":7}]}`,
      "metadata.json is malformed at collections.0.directory.",
    ],
    ["is no object", "null", "metadata.json is malformed at its root."],
    ["is too large", " ".repeat(4 * 2 ** 20 + 1), "metadata.json is larger than 4194304 bytes."],
  ])("that %s is passed over with a warning", async (_, content, warning) => {
    const bundle = await openZip([{ name: "metadata.json", content }, logs]);
    expect(bundle.warnings).toEqual([`${warning} The collections are taken from the file names.`]);
    expect(await textOf(bundle, newestOf(bundle), "logs.txt")).toBe("kept");
    await bundle.close();
  });

  test("that is damaged is passed over with a warning", async () => {
    const bundle = await openZip([{ name: "metadata.json", content: "{}", crc: 1 }, logs]);
    expect(bundle.warnings[0]).toContain("its checksum is wrong");
    expect(namesOf(newestOf(bundle))).toEqual(["logs.txt"]);
    await bundle.close();
  });

  test("may lack whatever is not needed", async () => {
    const bundle = await openZip([
      {
        name: "metadata.json",
        content: JSON.stringify({
          pipeline: { name: "p", status: null },
          collections: [{ directory: MONDAY }],
        }),
      },
      logs,
    ]);
    expect(bundle).toMatchObject({ pipelineName: "p", warnings: [] });
    expect(bundle).not.toHaveProperty("status");
    await bundle.close();
  });
});

describe("a folder", () => {
  test("is not left by symbolic links", async () => {
    const outside = await folder.write("outside/secret.txt", "secret");
    await folder.write(`linked/${MONDAY}/logs.txt`, "");
    await symlink(outside, folder.path(`linked/${MONDAY}/stats.json`));
    await symlink(folder.path("outside"), folder.path(`linked/${TUESDAY}`));
    const bundle = await openBundle(folder.path("linked"), LIMITS);
    expect(bundle.collections).toMatchObject([{ directory: MONDAY, files: [{ name: "logs.txt" }] }]);
    expect(bundle.warnings.at(-1)).toContain("are left out: it is a symbolic link");
  });

  test("is not left by a link that took a file's place after it was listed", async () => {
    const outside = await folder.write("outside/other.txt", "secret");
    const file = await folder.write(`swapped/${MONDAY}/logs.txt`, "");
    const bundle = await openBundle(folder.path("swapped"), LIMITS);
    await rm(file);
    await symlink(outside, file);
    const error = await bundleErrorOf(bundle.read(newestOf(bundle), "logs.txt"));
    expect(error).toMatchObject({ kind: "corrupt", where: `${MONDAY}/logs.txt in swapped` });
  });

  test("of another sort is not a bundle", async () => {
    await folder.write("holiday/beach.jpg", "");
    const error = await bundleErrorOf(openBundle(folder.path("holiday"), LIMITS));
    expect(error.kind).toBe("not_a_bundle");
    expect(error.message).toMatch(
      /^holiday holds none of the files of a support bundle\. Give a support bundle/,
    );
  });

  test("of too many files is refused, and of too large a file only when that is read", async () => {
    await folder.write(`large/${MONDAY}/logs.txt`, "0123456789");
    await folder.write(`large/${MONDAY}/stats.json`, "");
    const tooMany = await bundleErrorOf(openBundle(folder.path("large"), { ...LIMITS, maxEntries: 2 }));
    expect(tooMany).toMatchObject({ kind: "too_large", where: "large" });
    const bundle = await openBundle(folder.path("large"), { maxEntries: 3, maxFileBytes: 9 });
    expect(await bundleErrorOf(bundle.read(newestOf(bundle), "logs.txt"))).toMatchObject({
      kind: "too_large",
    });
    expect(await textOf(bundle, newestOf(bundle), "stats.json")).toBe("");
  });
});
