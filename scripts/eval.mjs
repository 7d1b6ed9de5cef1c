// Runs test/eval: has an assistant look into planted faults, and scores what it says. `--help` tells the options.
import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
// It stands beside its source, since tests find their recordings and the built server from where they stand.
const bundle = `${root}test/eval/bundle-${process.pid}.mjs`;
try {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["test/eval/main.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const { main } = await import(pathToFileURL(bundle).href);
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`eval: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
} finally {
  rmSync(bundle, { force: true });
}
