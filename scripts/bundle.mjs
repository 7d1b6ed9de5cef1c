import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

const SHEBANG = "#!/usr/bin/env node\n";

/** Runs before anything else of the bundle, and so is written for the oldest Node that may meet it. */
const FIRST = `{
  const [major, minor, patch] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
    process.stderr.write("feldera-mcp: needs Node.js 20.18.1 or newer, and this is " + process.versions.node + "; install a newer one\\n");
    process.exit(1);
  }
}`;

/** Only modules of Node's own are still required: packages are in the bundle. */
const REQUIRE = "const require=process.getBuiltinModule;";

/** Stands before what is started by hand; all else runs after it. */
const BANNER = `${SHEBANG}${esbuild.transformSync(FIRST, { minify: true, target: "es2015" }).code}${REQUIRE}`;

export const SERVER = { in: "src/main.ts", out: "feldera-mcp" };
const PROGRAM = { in: "src/program.ts", out: "program" };
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

/** Of the SDK not the validator that it makes at its start and this server never uses. */
const NO_AJV = {
  name: "no-ajv",
  setup({ onResolve }) {
    onResolve({ filter: /\/validation\/ajv-provider\.js$/ }, () => ({
      path: fileURLToPath(new URL("no-ajv.mjs", import.meta.url)),
    }));
  },
};

/**
 * Of undici neither HTTP/2, which it speaks only where that is asked for, nor SOCKS: the configuration takes HTTP proxies
 * alone; not the bodies of forms, since this server sends texts; and of the two builds of its parser the one that every
 * machine can run, which it falls back to. Of prom-client not OpenTelemetry, which it asks for exemplars alone.
 */
const LEFT_OUT = {
  name: "left-out",
  setup({ onResolve }) {
    onResolve(
      {
        filter:
          /\/(?:client-h2\.js|socks5-proxy-agent|web\/fetch\/body\.js|llhttp_simd-wasm\.js)$|^@opentelemetry\/api$/,
      },
      () => ({
        path: fileURLToPath(new URL("left-out.cjs", import.meta.url)),
      }),
    );
  },
};

/** Of package.json only the version, which is all that the server knows of it. */
const VERSION_ALONE = {
  name: "version-alone",
  setup({ onLoad }) {
    onLoad({ filter: /^.*\/package\.json$/ }, ({ path }) => {
      if (path !== `${root}package.json`) return undefined;
      const { version } = JSON.parse(readFileSync(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** For what every session starts with, the program is another file. */
const PROGRAM_APART = {
  name: "program-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/program\.ts$/ }, () => ({ path: `./${PROGRAM.out}.js`, external: true }));
  },
};

/**
 * Bundles what every session starts with into one file, since each file more takes time; and into chunks the program and
 * what runs its analyses: what both need, and what is imported dynamically, which is not even read before. They are
 * written into `outdir`, if any.
 */
export async function bundle({ outdir } = {}) {
  const start = await built(
    { entryPoints: [SERVER], banner: { js: BANNER }, plugins: [PROGRAM_APART, VERSION_ALONE] },
    outdir,
  );
  const rest = await built(
    {
      entryPoints: [PROGRAM, ANALYSIS],
      banner: { js: REQUIRE },
      splitting: true,
      chunkNames: "chunks/[name]-[hash]",
      plugins: [SENDING_ALONE, LEFT_OUT, NO_AJV, VERSION_ALONE],
    },
    outdir,
  );
  return { metafile: merged(start.metafile, rest.metafile) };
}

function built(options, outdir) {
  return esbuild.build({
    ...options,
    absWorkingDir: root,
    outdir: outdir ?? "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.18",
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    write: outdir !== undefined,
    logLevel: "warning",
  });
}

function merged(one, other) {
  return {
    inputs: { ...one.inputs, ...other.inputs },
    outputs: { ...one.outputs, ...other.outputs },
  };
}
