import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { afterAll, beforeAll } from "vitest";

/** What the file's tests have run, as a module that Node can start. */
export function bundledJobs(): () => URL {
  let folder: string | undefined;
  let module: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "feldera-mcp-jobs-"));
    module = join(folder, "jobs-process.mjs");
    await esbuild.build({
      entryPoints: [fileURLToPath(new URL("jobs-process.ts", import.meta.url))],
      outfile: module,
      bundle: true,
      platform: "node",
      format: "esm",
    });
  });
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
  return () => {
    if (module === undefined) throw new Error("the jobs are bundled before the first test");
    return pathToFileURL(module);
  };
}
