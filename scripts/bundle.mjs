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

/**
 * Bundles the server into one file. Modules that are imported dynamically stay lazy: their code is in the
 * file, but runs when it is first imported.
 */
export function bundle({ write }) {
  return esbuild.build({
    absWorkingDir: root,
    entryPoints: ["src/main.ts"],
    outfile: "dist/feldera-mcp.js",
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
