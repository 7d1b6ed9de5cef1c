import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync, constants as zlib } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Registry } from "../../src/mcp/registry.ts";
import { atLeastOne } from "../support/at-least-one.ts";
import { startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { bytes, gzippedZeros, recording } from "../support/responses.ts";
import { bundleAsVersion } from "../support/versions/bundle.ts";
import { testedVersion } from "../support/versions/version.ts";
import { unzip, type ZipMember, zipOf } from "../support/zip.ts";
import { CALLS } from "./calls.ts";
import { report } from "./report.ts";

const MIB = 2 ** 20;
/** What lies outside of every bundle, and must never be read. */
const OUTSIDE = "outside-of-the-bundle";
const COLLECTION = "2026-11-21T07-48-15Z";

const RECORDED = [...unzip(recording("support_bundle").body)].map(([name, content]) => ({ name, content }));
const VERSION = testedVersion();
const SOUND: readonly ZipMember[] = VERSION === undefined ? RECORDED : bundleAsVersion(VERSION, RECORDED);

/** A collection whose files are all sound. */
function sound(): ZipMember[] {
  return [...SOUND];
}

function inCollection(file: string): string {
  const [name = `${COLLECTION}/x`] = sound()
    .map((member) => member.name)
    .filter((path) => path.includes("/"));
  return `${name.split("/").slice(0, -1).join("/")}/${file}`;
}

/** Raw deflate of so many MiB of zeros, a KiB for each. */
function deflatedZeros(mib: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(MIB), { finishFlush: zlib.Z_FULL_FLUSH });
  return Buffer.concat([...Array<Buffer>(mib).fill(block), deflateRawSync(Buffer.alloc(0))]);
}

function bombMember(file: string, mib: number, declaredBytes: number): ZipMember {
  return { name: inCollection(file), content: deflatedZeros(mib), stored: true, method: 8, declaredBytes };
}

/** A zip of empty files with a zip64 end record (APPNOTE 4.3.14), since a plain one cannot count them. */
function zip64OfEmpties(count: number): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const name = Buffer.from(`${COLLECTION}/file-${index}`);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(45, 0);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name]);
    locals.push(local);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x2d\0", "latin1"), common, rest, name]));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end64 = Buffer.alloc(56);
  end64.write("PK\x06\x06", "latin1");
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(directory.length), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(offset + directory.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 0xff);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt32LE(0, 4);
  end.writeUInt16LE(0, 20);
  return Buffer.concat([...locals, directory, end64, locator, end]);
}

const LINK = 0o120777;

const HOSTILE: Readonly<Record<string, () => Buffer>> = {
  "paths out of it": () =>
    zipOf([
      ...sound(),
      ...[
        "../../secret.txt",
        "/etc/passwd",
        "C:\\secret",
        "..\\..\\secret",
        "a/../../secret",
        "./.././secret",
      ].map((name) => ({ name: `${name}`, content: OUTSIDE })),
      { name: `../${inCollection("logs.txt")}`, content: OUTSIDE },
    ]),
  "symbolic links": () =>
    zipOf([
      ...sound().filter(({ name }) => !name.endsWith("logs.txt")),
      { name: inCollection("logs.txt"), content: "../../../secret.txt", unixMode: LINK },
    ]),
  "every name twice": () => zipOf([...sound(), ...sound()]),
  "overlapping entries": () => zipOf(sound().map((member) => ({ ...member, localHeaderOffset: 0 }))),
  "entries beyond its end": () =>
    zipOf(sound().map((member) => ({ ...member, localHeaderOffset: 0xfffffff0 }))),
  "sizes too large": () => zipOf(sound().map((member) => ({ ...member, declaredBytes: 500 * MIB }))),
  "sizes too small": () => zipOf(sound().map((member) => ({ ...member, declaredBytes: 1 }))),
  "sizes that ask for zip64": () =>
    zipOf(sound().map((member) => ({ ...member, declaredBytes: 0xffffffff }))),
  "wrong checksums": () => zipOf(sound().map((member) => ({ ...member, crc: 1 }))),
  "encrypted entries": () => zipOf(sound().map((member) => ({ ...member, flags: 0x801 }))),
  "unknown methods": () => zipOf(sound().map((member) => ({ ...member, method: 93 }))),
  "a bomb that says its size": () =>
    zipOf([
      ...sound().filter(({ name }) => !name.endsWith("stats.json")),
      bombMember("stats.json", 1024, 1024 * MIB),
    ]),
  "a bomb that hides its size": () =>
    zipOf([
      ...sound().filter(({ name }) => !name.endsWith("logs.txt")),
      bombMember("logs.txt", 10_240, 1000),
    ]),
  "a bomb within a profile": () =>
    zipOf([
      ...sound().filter(({ name }) => !/heap_profile|samply/.test(name)),
      { name: inCollection("heap_profile.pb.gz"), content: gzippedZeros(2 * 2 ** 30), stored: true },
      { name: inCollection("samply_profile.json.gz"), content: gzippedZeros(2 * 2 ** 30), stored: true },
    ]),
  "a zip within a zip": () =>
    zipOf([
      ...sound().filter(({ name }) => !name.endsWith("circuit_profile.json")),
      {
        name: inCollection("circuit_profile.zip"),
        content: zipOf([{ name: "profile.json", content: zipOf(sound()) }]),
      },
    ]),
  "100,000 entries": () => zip64OfEmpties(100_000),
  "names of 60 KB": () => zipOf([...sound(), { name: `${COLLECTION}/${"x".repeat(60_000)}`, content: "" }]),
  "files that are all JSON 10,000 deep": () =>
    zipOf(sound().map(({ name }) => ({ name, content: "[".repeat(10_000) + "]".repeat(10_000) }))),
  "files that are all null": () => zipOf(sound().map(({ name }) => ({ name, content: "null" }))),
  "files that are all empty": () => zipOf(sound().map(({ name }) => ({ name, content: "" }))),
  "files that are all empty gzip": () => zipOf(sound().map(({ name }) => ({ name, content: gzipSync("") }))),
  "files that hold each other's content": () => {
    const members = sound();
    return zipOf(members.map(({ name }, index) => ({ name, content: members.at(index - 1)?.content ?? "" })));
  },
};

/** A bundle is the same whatever Feldera there is: a few are enough once more. */
const TRIED = Object.entries(HOSTILE);

let root: string;
let cases = 0;
let longestMs = 0;
const failures: string[] = [];
let failed = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "feldera-mcp-bundles-"));
  writeFileSync(join(root, "secret.txt"), OUTSIDE);
});

afterAll(() => {
  rmSync(root, { recursive: true });
  report({ what: "hostile support bundles", cases, failed, longestMs });
});

/** Counts for the report what a test has noted, and fails the test. */
function expectNoFailure(): void {
  failed += failures.length;
  expect(failures.splice(0)).toEqual([]);
}

async function everyToolAnswers(registry: Registry, what: string): Promise<void> {
  for (const { tool, args } of CALLS) {
    cases += 1;
    const startedMs = performance.now();
    try {
      const { text } = await registry.call(tool, args);
      if (text === "" || text.includes(OUTSIDE)) failures.push(`${what}, ${tool}: ${text.slice(0, 300)}`);
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? "") : String(error);
      failures.push(`${what}, ${tool}: a defect: ${stack.slice(0, 600)}`);
    }
    longestMs = Math.max(longestMs, performance.now() - startedMs);
  }
}

describe("every tool answers in its own words over a bundle with", () => {
  test.each(TRIED)(
    "%s",
    async (what, zip) => {
      const folder = mkdtempSync(join(root, "a-"));
      const bundle = join(folder, "bundle.zip");
      writeFileSync(bundle, zip());
      await everyToolAnswers(registryOver({ source: { bundle } }), what);
      expectNoFailure();
      expect(readdirSync(folder), "nothing is unpacked").toEqual(["bundle.zip"]);
    },
    120_000,
  );
});

test("links in an unpacked bundle are not followed", async () => {
  const folder = join(root, "unpacked");
  const collection = join(folder, COLLECTION);
  mkdirSync(collection, { recursive: true });
  symlinkSync(join(root, "secret.txt"), join(collection, "logs.txt"));
  symlinkSync(root, join(folder, "2026-11-21T07-49-15Z"));
  for (const { name, content } of sound()) {
    const file = name.split("/").at(-1) ?? "";
    if (file !== "logs.txt") writeFileSync(join(collection, file), content);
  }
  await everyToolAnswers(registryOver({ source: { bundle: folder } }), "links");
  expectNoFailure();
});

test("a downloaded bundle may be any of them", async () => {
  const feldera = await startLoopbackFeldera();
  const outputDir = mkdtempSync(join(root, "out-"));
  const registry = registryOver({ source: { url: feldera.url }, outputDir });
  for (const [what, zip] of TRIED) {
    cases += 1;
    feldera.on(
      "GET",
      "/v0/pipelines/payments/support_bundle",
      bytes(200, zip(), { "content-type": "application/zip" }),
    );
    const answer = await registry
      .call("download_support_bundle", { pipeline_name: "payments" })
      .catch((error: unknown) => ({ text: `a defect: ${String(error)}` }));
    if (answer.text.startsWith("a defect")) failures.push(`${what}, downloaded: ${answer.text}`);
  }
  await feldera.close();
  expectNoFailure();
  expect(atLeastOne(readdirSync(outputDir)).filter((file) => !file.endsWith(".zip"))).toEqual([]);
}, 120_000);
