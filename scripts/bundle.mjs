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
/** Runs the analyses, and so holds nothing of the server but those: it starts the sooner, and takes less memory. */
export const ANALYSIS = { in: "src/processes/entry.ts", out: "analysis-process" };

/**
 * Bundles the server into two files: itself, and what runs its analyses. Modules that are imported dynamically stay
 * lazy: their code is in the file, but runs when it is first imported.
 */
export function bundle({ write }) {
  return esbuild.build({
    absWorkingDir: root,
    entryPoints: [SERVER, ANALYSIS],
    outdir: "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.18",
    banner: { js: BANNER },
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    write,
    logLevel: "warning",
  });
}
