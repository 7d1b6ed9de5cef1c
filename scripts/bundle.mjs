import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs before anything else of the bundle, and so is written for the oldest Node that may meet it. */
export const BANNER = `#!/usr/bin/env node
{
  const [major, minor, patch] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
    process.stderr.write("feldera-mcp: needs Node.js 20.18.1 or newer, and this is " + process.versions.node + "; install a newer one\\n");
    process.exit(1);
  }
}
import { createRequire as createRequireOfBundle } from "node:module";
const require = createRequireOfBundle(import.meta.url);
`;

export const SERVER = { in: "src/main.ts", out: "feldera-mcp" };
/** Runs the analyses, and so loads nothing of the server but those: it starts the sooner, and takes less memory. */
export const ANALYSIS = { in: "src/processes/entry.ts", out: "analysis-process" };

/**
 * Bundles the server into itself, what runs its analyses, and chunks: what both need, and what is imported
 * dynamically, which is not even read before. They are written into `outdir`, if any.
 */
export function bundle({ outdir } = {}) {
  return esbuild.build({
    absWorkingDir: root,
    entryPoints: [SERVER, ANALYSIS],
    outdir: outdir ?? "dist",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.18",
    banner: { js: BANNER },
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    write: outdir !== undefined,
    logLevel: "warning",
  });
}
