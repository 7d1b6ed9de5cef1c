import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The project's own modules, bundled into a temporary folder, so that nothing need be built before. What they import
 * dynamically is in files of its own there, as in the built server.
 *
 * @param contents a module of TypeScript at the root that exports what is wanted
 * @param banner JavaScript to stand before it
 */
export async function importSource(contents, banner = "") {
  const outdir = mkdtempSync(join(tmpdir(), "feldera-mcp-source-"));
  process.on("exit", () => rmSync(outdir, { recursive: true, force: true }));
  await esbuild.build({
    stdin: { contents, resolveDir: root, sourcefile: "source.ts", loader: "ts" },
    outdir,
    entryNames: "source",
    outExtension: { ".js": ".mjs" },
    splitting: true,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
    banner: { js: banner },
  });
  return import(pathToFileURL(join(outdir, "source.mjs")).href);
}
