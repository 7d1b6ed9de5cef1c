import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { recordingPath } from "../support/responses.ts";
import { report } from "./report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const Dependencies = z.record(z.string(), z.string());
const Manifest = z.looseObject({
  files: z.array(z.string()),
  scripts: z.record(z.string(), z.string()),
  devDependencies: Dependencies,
});
const Lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      devDependencies: Dependencies.optional(),
    }),
  ),
});

const manifest = Manifest.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
const lock = Lock.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));

/** What npm installs to build and to test with, by its path in the lock file. */
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");

/** What is built into the server, as `notices --check` holds THIRD-PARTY-NOTICES.md to it. */
const bundled = [
  ...readFileSync(join(root, "THIRD-PARTY-NOTICES.md"), "utf8").matchAll(/^## (\S+) (\S+) \((.+)\)$/gm),
].map(([, name = "", version = "", license = ""]) => ({ name, version, license }));

const BUNDLED_LICENCES = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];
const TOOLS_LICENCES = [
  ...BUNDLED_LICENCES,
  "0BSD",
  "MPL-2.0",
  "MIT OR Apache-2.0",
  "(MIT OR CC0-1.0)",
  "Unlicense",
];

let failed = 0;

afterEach(({ task }) => {
  if (task.result?.state === "fail") failed += 1;
});

afterAll(() =>
  report({ what: `packages (${bundled.length} of them built in)`, cases: installed.length, failed }),
);

describe("every package of the lock file", () => {
  test("comes from a registry, with the hash of its content", () => {
    const wrong = installed.filter(
      ([, { integrity = "", resolved, link }]) =>
        link === true ||
        !/^sha512-/.test(integrity) ||
        (resolved !== undefined && !resolved.startsWith("https://")),
    );
    expect(wrong).toEqual([]);
    expect(installed.length).toBeGreaterThan(100);
  });

  test("has a licence that allows its use", () => {
    const wrong = installed.filter(([, { license = "none" }]) => !TOOLS_LICENCES.includes(license));
    expect(wrong.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  test("has an exact version, the one that package.json names", () => {
    expect(
      Object.values(manifest.devDependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version)),
    ).toEqual([]);
    expect(lock.packages[""]?.devDependencies).toEqual(manifest.devDependencies);
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  test("does without scripts at installation, save the bundler, which works without its own", () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted.map(([path]) => path)).toEqual(["node_modules/esbuild"]);
  });
});

describe("every package that is built in", () => {
  const locked = (name: string) => lock.packages[`node_modules/${name}`];

  test("is the locked one, under a licence that lets it be passed on", () => {
    expect(bundled.length).toBeGreaterThan(5);
    for (const { name, version, license } of bundled) {
      expect(locked(name)?.version, name).toBe(version);
      expect(BUNDLED_LICENCES, name).toContain(license);
    }
  });

  test("has no script at installation", () => {
    expect(bundled.filter(({ name }) => locked(name)?.hasInstallScript === true)).toEqual([]);
  });
});

const Packed = z.tuple([z.object({ files: z.array(z.object({ path: z.string(), size: z.number() })) })]);

describe("the published package", () => {
  test("installs nothing beside itself and runs no script", () => {
    for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"]) {
      expect(manifest).not.toHaveProperty(kind);
    }
    const hooks = /^(pre|post)?(install|prepare|pack|publish|prepublishOnly)$/;
    expect(Object.keys(manifest.scripts).filter((name) => hooks.test(name))).toEqual([]);
  });

  test("holds what `files` names, and nothing else", () => {
    const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
    });
    const { files } = Packed.parse(JSON.parse(output))[0];
    const paths = files.map(({ path }) => path);
    const always = ["LICENSE", "README.md", "package.json"];
    const named = (path: string) =>
      manifest.files.some((entry) => path === entry || path.startsWith(`${entry}/`));
    expect(paths.filter((path) => !always.includes(path) && !named(path))).toEqual([]);
    expect(manifest.files.filter((entry) => !/^(demo|dist|[A-Z-]+\.md)$/.test(entry))).toEqual([]);
    const demo = files.filter(({ path }) => path.startsWith("demo/"));
    expect(demo.map(({ path }) => path)).toEqual([
      "demo/order_enrich2-support-bundle.zip",
      "demo/samply_profile.json.gz",
      "demo/time_series.json",
    ]);
    expect(demo.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(300_000);
    expect(paths).toEqual(
      expect.arrayContaining([...always, "THIRD-PARTY-NOTICES.md", "dist/feldera-mcp.js"]),
    );
  });

  test("runs where no other package is", () => {
    const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-alone-"));
    cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(folder, "package.json"));
    const args = ["--bundle", recordingPath("support_bundle.body"), "call", "summarize_heap_profile"];
    const answer = execFileSync(
      process.execPath,
      [join(folder, "dist/feldera-mcp.js"), ...args, '{"pipeline_name":"payments"}'],
      { cwd: folder, env: {}, encoding: "utf8" },
    );
    rmSync(folder, { recursive: true });
    expect(answer).toMatch(/of heap in use/);
  });
});
