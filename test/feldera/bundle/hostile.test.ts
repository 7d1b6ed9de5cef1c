import { readdir, readlink } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../../src/feldera/bundle/archive.ts";
import type { BundleLimits } from "../../../src/feldera/bundle/entries.ts";
import { BundleError } from "../../../src/feldera/bundle/errors.ts";
import { type ZipMember, zipOf } from "../../support/zip.ts";
import { bundleErrorOf, LIMITS, namesOf, newestOf, recording, temporaryFolder, textOf } from "./support.ts";

const folder = temporaryFolder();
const MONDAY = "2026-05-25T12-34-56.789Z";
const GOOD: ZipMember = { name: `${MONDAY}/stats.json`, content: "good" };
let zips = 0;

async function write(content: Uint8Array): Promise<string> {
  zips += 1;
  return folder.write(`hostile-${zips}.zip`, content);
}

async function openZip(members: readonly ZipMember[], limits: BundleLimits = LIMITS) {
  return openBundle(await write(zipOf(members)), limits);
}

async function errorOfReading(logs: Partial<ZipMember>, limits?: BundleLimits): Promise<BundleError> {
  const bundle = await openZip([{ name: `${MONDAY}/logs.txt`, content: "some log", ...logs }, GOOD], limits);
  const error = await bundleErrorOf(bundle.read(newestOf(bundle), "logs.txt"));
  expect(await textOf(bundle, newestOf(bundle), "stats.json")).toBe("good");
  await bundle.close();
  return error;
}

describe("a path that is no bundle", () => {
  test("because nothing is there", async () => {
    const error = await bundleErrorOf(openBundle(folder.path("absent.zip"), LIMITS));
    expect(error.kind).toBe("not_found");
    expect(error.message).toMatch(/absent\.zip cannot be opened \(ENOENT\)\. Give a support bundle/);
  });

  test.each([
    ["text", Buffer.from("not a zip"), "not_a_bundle"],
    ["empty", Buffer.alloc(0), "not_a_bundle"],
    ["a cut zip", zipOf([GOOD]).subarray(0, -30), "corrupt"],
    ["a zip of other things", zipOf([{ name: "beach.jpg", content: "" }]), "not_a_bundle"],
    ["an empty zip", zipOf([]), "not_a_bundle"],
    ["damaged gzip", Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(50, 7)]), "corrupt"],
    ["a tar.gz", gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\0")])), "not_a_bundle"],
  ])("because it is %s", async (_, content, kind) => {
    const path = await write(content);
    expect(await bundleErrorOf(openBundle(path, LIMITS))).toMatchObject({ kind });
    expect(await openDescriptorsOf(path)).toBe(0);
  });
});

describe("a damaged or hostile entry is an error when it is read, and of that entry alone", () => {
  test("wrong checksum, deflated and stored", async () => {
    for (const stored of [true, false]) {
      const error = await errorOfReading({ crc: 7, stored });
      expect(error).toMatchObject({ kind: "corrupt" });
      expect(error.message).toMatch(
        /^2026-05-25T12-34-56\.789Z\/logs\.txt in hostile-\d+\.zip is damaged: its checksum is wrong\. Collect/,
      );
    }
  });

  test("encrypted", async () => {
    const error = await errorOfReading({ flags: 1 });
    expect(error).toMatchObject({ kind: "corrupt" });
    expect(error.problem).toBe("is encrypted. Unpack the bundle, and give its folder.");
  });

  test("compressed in a way that is not read here", async () => {
    const error = await errorOfReading({ method: 93 });
    expect(error.problem).toContain("is compressed by method 93");
  });

  test("larger than the limit, by its own account", async () => {
    const error = await errorOfReading({ content: "x".repeat(101) }, { ...LIMITS, maxFileBytes: 100 });
    expect(error).toMatchObject({ kind: "too_large" });
    expect(error.message).toContain("is 101 bytes, more than the limit of 100");
  });

  test("a bomb that inflates to more than it declares, or than the limit", async () => {
    const content = Buffer.alloc(50 * 2 ** 20);
    expect(await errorOfReading({ content, declaredBytes: 100 })).toMatchObject({ kind: "corrupt" });
    expect(await errorOfReading({ content }, { ...LIMITS, maxFileBytes: 2 ** 20 })).toMatchObject({
      kind: "too_large",
    });
  });

  test("smaller than declared", async () => {
    for (const stored of [true, false]) {
      expect((await errorOfReading({ declaredBytes: 100, stored })).problem).toContain(
        "smaller than declared",
      );
    }
  });

  test("not deflate at all", async () => {
    expect((await errorOfReading({ stored: true, method: 8 })).kind).toBe("corrupt");
  });

  test("a symbolic link is left out", async () => {
    const bundle = await openZip([
      { name: `${MONDAY}/logs.txt`, content: "/etc/passwd", unixMode: 0o120777 },
      GOOD,
    ]);
    expect(namesOf(newestOf(bundle))).toEqual(["stats.json"]);
    expect(bundle.warnings.at(-1)).toBe(`"${MONDAY}/logs.txt" is left out: it is a symbolic link.`);
    await bundle.close();
  });

  test("a file that is at the limit is read", async () => {
    const bundle = await openZip([{ ...GOOD, content: "x".repeat(100) }], { ...LIMITS, maxFileBytes: 100 });
    expect(await textOf(bundle, newestOf(bundle), "stats.json")).toBe("x".repeat(100));
    await bundle.close();
  });
});

describe("hostile names", () => {
  test.each([
    [`../../${MONDAY}/logs.txt`, "leads out of the bundle"],
    [`..\\..\\${MONDAY}\\logs.txt`, "leads out of the bundle"],
    [`/${MONDAY}/logs.txt`, "leads out of the bundle"],
    [`C:/${MONDAY}/logs.txt`, "leads out of the bundle"],
    [`${MONDAY}//logs.txt`, "is not a plain path"],
    [`${MONDAY}/./logs.txt`, "is not a plain path"],
    [`${MONDAY}/logs\u001b[31m.txt`, "holds control characters"],
    [`${MONDAY}/logs\u0000.txt`, "holds control characters"],
    [`${MONDAY}/${"x".repeat(2000)}`, "is longer than 1024 characters"],
  ])("%j is left out with a warning", async (name, reason) => {
    const bundle = await openZip([{ name, content: "evil" }, GOOD]);
    expect(bundle.collections.map(namesOf)).toEqual([["stats.json"]]);
    expect(bundle.warnings.at(-1)).toContain(`is left out: the name ${reason}`);
    expect(bundle.warnings.join("")).not.toMatch(/[\u0000-\u001f]/);
    await bundle.close();
  });

  test("such as an object's own are names like others", async () => {
    const bundle = await openZip([{ name: `${MONDAY}/__proto__`, content: "a file" }]);
    expect(await textOf(bundle, newestOf(bundle), "__proto__")).toBe("a file");
    expect(bundle.has(newestOf(bundle), "constructor")).toBe(false);
    await bundle.close();
  });

  test("that begin with ./ are plain", async () => {
    const bundle = await openZip([{ ...GOOD, name: `./${GOOD.name}` }]);
    expect(namesOf(newestOf(bundle))).toEqual(["stats.json"]);
    await bundle.close();
  });

  test("in thousands make one warning", async () => {
    const members = Array.from({ length: 900 }, (_, n) => ({ name: `../${n}`, content: "" }));
    const bundle = await openZip([...members, GOOD]);
    expect(bundle.warnings.slice(1)).toEqual([
      '900 files, the first "../0", are left out: the name leads out of the bundle.',
    ]);
    await bundle.close();
  });

  test("that occur twice stand for the first", async () => {
    const bundle = await openZip([
      GOOD,
      { ...GOOD, content: "second" },
      { ...GOOD, name: `nested/${GOOD.name}` },
    ]);
    expect(await textOf(bundle, newestOf(bundle), "stats.json")).toBe("good");
    expect(bundle.warnings.slice(1)).toEqual([
      `"${GOOD.name}" is left out: the zip holds it more than once, and the first is used.`,
      `"nested/${GOOD.name}" is left out: its collection has a file of that name already.`,
    ]);
    await bundle.close();
  });
});

describe("a hostile zip", () => {
  test("of overlapping entries is refused", async () => {
    const members = [GOOD, { ...GOOD, name: `${MONDAY}/logs.txt`, localHeaderOffset: 0 }];
    const error = await bundleErrorOf(openZip(members));
    expect(error).toMatchObject({ kind: "corrupt" });
    expect(error.problem).toBe(
      "is not a readable zip file: its entries overlap. Collect or download the bundle again.",
    );
  });

  test("of too many entries is refused before they are read", async () => {
    const members = Array.from({ length: 11 }, (_, n) => ({ name: `${MONDAY}/${n}`, content: "" }));
    const error = await bundleErrorOf(openZip(members, { ...LIMITS, maxEntries: 10 }));
    expect(error).toMatchObject({ kind: "too_large" });
    expect(error.problem).toContain("lists 11 files, more than the limit of 10");
  });

  test("whose zip64 record points to where no file can reach is refused", async () => {
    const locator = Buffer.alloc(20);
    locator.write("PK\x06\x07", "latin1");
    locator.writeBigUInt64LE(2n ** 63n, 8);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", "latin1");
    const path = await write(Buffer.concat([Buffer.from("PK"), locator, end]));
    expect(await bundleErrorOf(openBundle(path, LIMITS))).toMatchObject({ kind: "corrupt" });
  });

  test("whose entry lies behind the end of the file is an error when that is read", async () => {
    const members = [GOOD, { name: `${MONDAY}/logs.txt`, content: "far", localHeaderOffset: 2 ** 31 }];
    const bundle = await openZip(members);
    expect(await bundleErrorOf(bundle.read(newestOf(bundle), "logs.txt"))).toMatchObject({ kind: "corrupt" });
    expect(await textOf(bundle, newestOf(bundle), "stats.json")).toBe("good");
    await bundle.close();
  });
});

describe("whatever the bytes, there is a bundle or a BundleError", () => {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat(4),
    insert: fc.uint8Array({ maxLength: 4 }),
  });

  function edited(
    original: Uint8Array,
    edits: readonly { at: number; remove: number; insert: Uint8Array }[],
  ): Buffer {
    return edits.reduce((bytes, { at, remove, insert }) => {
      const start = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)]);
    }, Buffer.from(original));
  }

  /** Opens and reads all there is; returns how many files could be read. */
  async function readAll(path: string): Promise<number> {
    const bundle = await openBundle(path, { maxFileBytes: 2 ** 20, maxEntries: 100 });
    const times = bundle.collections.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(bundle.collections.map(({ directory }) => directory)).size).toBe(times.length);
    let read = 0;
    try {
      for (const collection of bundle.collections) {
        for (const { name, bytes } of collection.files) {
          const content = await bundle.read(collection, name).catch(onlyBundleError);
          if (content === undefined) continue;
          expect(content.length).toBe(bytes);
          read += 1;
        }
      }
    } finally {
      await bundle.close();
    }
    return read;
  }

  function onlyBundleError(error: unknown): undefined {
    if (!(error instanceof BundleError)) throw error;
  }

  async function holdsFor(original: Uint8Array, name: string, numRuns: number): Promise<void> {
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        await readAll(await folder.write(name, edited(original, changes))).catch(onlyBundleError);
      }),
      { numRuns },
    );
    expect(await openDescriptorsOf(folder.path(name))).toBe(0);
  }

  const small = zipOf([
    {
      name: "metadata.json",
      content: JSON.stringify({ collections: [{ directory: MONDAY }] }),
      stored: true,
    },
    { name: `${MONDAY}/logs.txt`, content: "a log\n".repeat(10) },
    { ...GOOD, stored: true },
  ]);

  test("the unchanged bytes are read whole", async () => {
    expect(await readAll(await folder.write("unchanged.zip", small))).toBe(2);
  });

  test("a small zip, changed", () => holdsFor(small, "changed-small.zip", 1500));

  test("a recorded bundle, changed", async () => {
    await holdsFor(await recording("support_bundle_never_collected"), "changed-recorded.zip", 500);
    await holdsFor(await recording("broken_sql_support_bundle"), "changed-broken.zip", 500);
  });

  test("a loose profile, changed", async () => {
    await holdsFor(await recording("samply_get_paused_1s"), "changed-samply.json.gz", 200);
  });

  test("metadata, changed, in a sound zip", async () => {
    const metadata = Buffer.from(
      JSON.stringify({
        requested_at: "2026-11-21T07:47:47.03Z",
        pipeline: { name: "p", status: "Running", status_since: "2026-11-21T07:46:19Z" },
        collections: [
          { directory: MONDAY, time: "2026-05-25T12:34:56Z", collected: ["stats.json"], failed: [] },
        ],
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (changes) => {
        const content = edited(metadata, changes);
        const path = await folder.write(
          "changed-metadata.zip",
          zipOf([{ name: "metadata.json", content }, GOOD]),
        );
        expect(await readAll(path)).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a closed bundle", () => {
  test.runIf(process.platform === "linux")("holds no file open, and can be closed again", async () => {
    const path = await write(zipOf([GOOD]));
    const bundle = await openBundle(path, LIMITS);
    await bundle.read(newestOf(bundle), "stats.json");
    expect(await openDescriptorsOf(path)).toBe(1);
    await bundle.close();
    await bundle.close();
    expect(await openDescriptorsOf(path)).toBe(0);
    expect(await bundleErrorOf(bundle.read(newestOf(bundle), "stats.json"))).toMatchObject({
      kind: "corrupt",
    });
  });

  test("settles what is being read", async () => {
    const bundle = await openZip([{ ...GOOD, content: "x".repeat(2 ** 20), stored: true }]);
    const reading = bundle.read(newestOf(bundle), "stats.json").catch((error: unknown) => error);
    await bundle.close();
    expect(await reading).toSatisfy((read) => read instanceof BundleError || read instanceof Uint8Array);
  });
});

/** How often this process has the file open; 0 where the system does not tell. */
async function openDescriptorsOf(path: string): Promise<number> {
  if (process.platform !== "linux") return 0;
  const descriptors = await readdir("/proc/self/fd");
  const files = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")));
  return files.filter((file) => file === path).length;
}
