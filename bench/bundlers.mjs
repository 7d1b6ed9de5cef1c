// Bundles the server with esbuild, Rolldown and Rollup, and measures what comes out: build time, size, and the
// time and memory that the bundle takes to start. The other bundlers are installed into a temporary folder.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ANALYSIS, BANNER, bundle, SERVER } from "../scripts/bundle.mjs";

const STARTS = 21;
const OTHERS = [
  "rolldown@1.3.2",
  "rollup@4.68.7",
  "@rollup/plugin-node-resolve@16",
  "@rollup/plugin-commonjs@29",
  "@rollup/plugin-json@6",
  "rollup-plugin-esbuild@6",
  "esbuild@0.28.2",
];

const root = fileURLToPath(new URL("..", import.meta.url));
const input = Object.fromEntries([SERVER, ANALYSIS].map((entry) => [entry.out, join(root, entry.in)]));
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-bundlers-"));
try {
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--silent", ...OTHERS], {
    cwd: folder,
  });
  const load = async (name) => import(pathToFileURL(createRequire(join(folder, "x.js")).resolve(name)).href);
  const builders = {
    esbuild: (dir) => bundle({ outdir: dir }),
    rolldown: async (dir) => {
      const { rolldown } = await load("rolldown");
      const built = await rolldown({ input, platform: "node", cwd: root });
      await built.write({
        dir,
        format: "esm",
        banner: BANNER,
        minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      });
    },
    rollup: async (dir) => {
      const [{ rollup }, resolve, commonjs, json, esbuild] = await Promise.all(
        [
          "rollup",
          "@rollup/plugin-node-resolve",
          "@rollup/plugin-commonjs",
          "@rollup/plugin-json",
          "rollup-plugin-esbuild",
        ].map(load),
      );
      const plugins = [
        plugin(resolve)({
          preferBuiltins: true,
          exportConditions: ["node"],
          extensions: [".js", ".ts", ".mjs"],
        }),
        plugin(commonjs)(),
        plugin(json)(),
        plugin(esbuild)({ target: "node20", minifySyntax: true, minifyWhitespace: true }),
      ];
      const built = await rollup({ input, plugins, onwarn: () => {} });
      await built.write({ dir, format: "esm", banner: BANNER });
    },
  };
  console.log("bundler    build ms  size kB  start ms (median)  start MB");
  for (const [name, build] of Object.entries(builders)) {
    const dir = join(folder, name);
    const startedMs = performance.now();
    try {
      await build(dir);
      const buildMs = performance.now() - startedMs;
      const { ms, megabytes } = measureStart(join(dir, `${SERVER.out}.js`));
      console.log(
        `${name.padEnd(9)}  ${buildMs.toFixed(0).padStart(8)}  ${(sizeOf(dir) / 1000).toFixed(0).padStart(7)}  ${ms.toFixed(0).padStart(17)}  ${megabytes.toFixed(0).padStart(8)}`,
      );
    } catch (error) {
      console.log(
        `${name.padEnd(9)}  failed: ${error instanceof Error ? error.message.split("\n")[0] : error}`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

function sizeOf(dir) {
  return readdirSync(dir, { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
}

/** `require.resolve` finds the CommonJS form, whose default export is one level further in. */
function plugin(module) {
  return module.default.default ?? module.default;
}

/** Medians over starts that load everything and end. */
function measureStart(file) {
  const report = `process.on("exit",()=>process.stderr.write(String(process.resourceUsage().maxRSS)))`;
  const runs = Array.from({ length: STARTS }, () => {
    const startedMs = performance.now();
    const run = spawnSync(
      process.execPath,
      ["--import", `data:text/javascript,${encodeURIComponent(report)}`, file, "--version"],
      { encoding: "utf8" },
    );
    if (run.status !== 0) throw new Error(/^\w*Error.*$/m.exec(run.stderr)?.[0] ?? "it did not start");
    return { ms: performance.now() - startedMs, megabytes: Number(run.stderr) / 1024 };
  });
  return { ms: median(runs.map((run) => run.ms)), megabytes: median(runs.map((run) => run.megabytes)) };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
