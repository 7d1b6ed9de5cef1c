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
// Only modules of Node's own are still required: packages are in the bundle.
const require = process.getBuiltinModule;
`;

export const SERVER = { in: "src/main.ts", out: "feldera-mcp" };
/** Runs the analyses, and so loads nothing of the server but those: it starts the sooner, and takes less memory. */
export const ANALYSIS = { in: "src/processes/entry.ts", out: "analysis-process" };

/** Of undici only what sends requests: all of it takes as long to load as Node itself. */
const SENDING_ALONE = {
  name: "undici-sending-alone",
  setup({ onResolve }) {
    onResolve({ filter: /^undici$/ }, () => ({
      path: fileURLToPath(new URL("undici.cjs", import.meta.url)),
    }));
  },
};

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
    plugins: [SENDING_ALONE],
    metafile: true,
    write: outdir !== undefined,
    logLevel: "warning",
  });
}
