import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../../src/feldera/bundle/archive.ts";
import { zipOf } from "../../support/zip.ts";
import { bundleErrorOf, LIMITS, namesOf, newestOf, recording, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();

const PROFILES = [
  ["heap_profile_1", "heap_profile.pb.gz"],
  ["samply_get_paused_1s", "samply_profile.json.gz"],
  ["circuit_json_profile", "circuit_profile.json"],
] as const;

async function contents(name: string): Promise<{ packed: Buffer; plain: Buffer }> {
  const packed = await recording(name);
  return {
    packed,
    plain: packed.subarray(0, 2).toString("latin1") === "\x1f\x8b" ? gunzipSync(packed) : packed,
  };
}

describe("a single profile is told by its content", () => {
  test.each(PROFILES)("%s is a bundle of %s, gzipped or not, whatever its name", async (name, file) => {
    const { packed, plain } = await contents(name);
    for (const content of [packed, plain]) {
      for (const called of ["monday", "profile.pb", "profile.json", "heap_profile.pb.gz", "logs.txt"]) {
        const bundle = await openBundle(await folder.write(`single/${called}`, content), LIMITS);
        const newest = newestOf(bundle);
        expect(namesOf(newest)).toEqual([file]);
        expect(content.equals(await bundle.read(newest, file))).toBe(true);
        expect(bundle.warnings).toEqual([]);
        await bundle.close();
      }
    }
  });

  test.each([
    ["text", "a line of a log\n"],
    ["a log that begins with a time", "2026-11-21T07:47:46Z  INFO starting\n".repeat(200)],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")],
  ])("%s is none", async (_, content) => {
    const error = await bundleErrorOf(openBundle(await folder.write("single/other", content), LIMITS));
    expect(error.kind).toBe("not_a_bundle");
    expect(error.problem).toMatch(/^is neither a zip nor a profile\. Give a support bundle/);
  });
});

describe("what has to be unpacked first, or fetched again, is said to be what it is:", () => {
  test.each([
    [
      "a zip within gzip",
      gzipSync(zipOf([{ name: "logs.txt", content: "" }])),
      /^is a zip within gzip\. Unpack it/,
    ],
    ["nothing", "", /^is empty\. Collect or download it again\.$/],
  ])("%s", async (_, content, problem) => {
    const error = await bundleErrorOf(openBundle(await folder.write("single/other", content), LIMITS));
    expect(error.problem).toMatch(problem);
  });
});

describe("profiles in a zip or a folder", () => {
  test("are told by their content under any name", async () => {
    const read = await Promise.all(
      PROFILES.map(async ([name, file]) => ({ file, ...(await contents(name)) })),
    );
    const word = fc.stringMatching(/^[a-z0-9 ()-]{1,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(word, { minLength: 3, maxLength: 3 }),
        fc.constantFrom("packed" as const, "plain" as const),
        fc.boolean(),
        async (names, form, stored) => {
          const members = read.map((profile, index) => ({
            name: `in/${names[index]}`,
            content: profile[form],
            stored,
          }));
          const bundle = await openBundle(await folder.write("named.zip", zipOf(members)), LIMITS);
          expect(bundle.collections.map((collection) => namesOf(collection).sort())).toEqual([
            PROFILES.map(([, file]) => file).toSorted(),
          ]);
          await bundle.close();
        },
      ),
      { numRuns: 20 },
    );
  });

  test("by the name that bundles use come before others of their kind", async () => {
    const { packed } = await contents("heap_profile_1");
    await folder.write("two/another.pb.gz", packed);
    await folder.write("two/heap_profile.pb.gz", "the named one");
    const bundle = await openBundle(folder.path("two"), LIMITS);
    const read = bundle.collections.map(async (collection) => [
      collection.directory,
      Buffer.from(await bundle.read(collection, "heap_profile.pb.gz"))
        .toString()
        .slice(0, 5),
    ]);
    const found = new Map(
      await Promise.all(read).then((pairs) => pairs.map(([name = "", text]) => [name, text])),
    );
    expect(found.get("two")).toBe("the n");
    expect([...found.keys()].sort()).toEqual(["another.pb.gz", "two"]);
  });
});

describe("a bundle inside a zip", () => {
  test("is opened, and that is said", async () => {
    const inner = await recording("support_bundle");
    for (const name of ["payments-support-bundle.zip", "from the customer/bundle.bin"]) {
      const path = await folder.write("outer.zip", zipOf([{ name, content: inner }]));
      const bundle = await openBundle(path, LIMITS);
      expect(bundle).toMatchObject({ source: "outer.zip", pipelineName: "payments" });
      expect(bundle.warnings).toEqual([`What is read is ${name} within outer.zip.`]);
      expect(namesOf(newestOf(bundle))).toHaveLength(10);
      expect((await bundle.read(newestOf(bundle), "stats.json")).length).toBeGreaterThan(1000);
      await bundle.close();
    }
  });

  test("is opened in a folder too", async () => {
    await folder.write("downloads/payments-support-bundle.zip", await recording("support_bundle"));
    const bundle = await openBundle(folder.path("downloads"), LIMITS);
    expect(bundle).toMatchObject({ source: "downloads", pipelineName: "payments" });
    await bundle.close();
  });

  test("is not opened beside another: each is named", async () => {
    const content = await recording("support_bundle_never_collected");
    const members = ["one.zip", "two.zip"].map((name) => ({ name, content }));
    const error = await bundleErrorOf(openBundle(await folder.write("both.zip", zipOf(members)), LIMITS));
    expect(error.kind).toBe("not_a_bundle");
    expect(error.problem).toBe(
      "holds no file of a support bundle, but 2 zips: one.zip, two.zip. Unpack it, and give one of them.",
    );
  });

  test("is looked for in three zips at most", async () => {
    let content = await recording("support_bundle_never_collected");
    for (let level = 0; level < 4; level++) content = zipOf([{ name: `${level}.zip`, content }]);
    const error = await bundleErrorOf(openBundle(await folder.write("deep.zip", content), LIMITS));
    expect(error.kind).toBe("not_a_bundle");
  });

  test("that is too large is refused by its size", async () => {
    const content = await recording("support_bundle");
    const path = await folder.write("large-inner.zip", zipOf([{ name: "inner.zip", content }]));
    const error = await bundleErrorOf(openBundle(path, { ...LIMITS, maxFileBytes: 1000 }));
    expect(error).toMatchObject({ kind: "too_large" });
  });
});

describe("bytes after a zip's end", () => {
  test.each([
    ["one", "\n"],
    ["a page", "<html>502 Bad Gateway</html>\n".repeat(300)],
    ["what looks like another end", `PK\x05\x06${"\0".repeat(17)}\x05`],
    ["an empty zip", `PK\x05\x06${"\0".repeat(18)}`],
    ["a MiB", "x".repeat(2 ** 20)],
  ])("%s are left out with a word", async (_, trailing) => {
    const zip = await recording("support_bundle_never_collected");
    const path = await folder.write("trailing.zip", Buffer.concat([zip, Buffer.from(trailing, "latin1")]));
    const bundle = await openBundle(path, LIMITS);
    expect(bundle).toMatchObject({ pipelineName: "bad_connector", collections: [] });
    expect(bundle.warnings).toEqual([
      `${trailing.length} bytes that follow the end of the zip trailing.zip are left out.`,
    ]);
    await bundle.close();
  });

  test("none are made of a comment that holds an end's signature", async () => {
    const zip = Buffer.from(await recording("support_bundle_never_collected"));
    const comment = Buffer.from("made by PK\x05\x06");
    zip.writeUInt16LE(comment.length, zip.length - 2);
    const bundle = await openBundle(await folder.write("comment.zip", Buffer.concat([zip, comment])), LIMITS);
    expect(bundle.warnings).toEqual([]);
    await bundle.close();
  });
});
