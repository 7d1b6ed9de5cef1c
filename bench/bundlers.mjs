// Bundles the server with esbuild, Rolldown and Rollup, and measures what comes out: build time, size, and the
// time and memory that the bundle takes to start. The other bundlers are installed into a temporary folder.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BANNER, bundle, SERVER } from "../scripts/bundle.mjs";

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
const entry = join(root, "src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-bundlers-"));
try {
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--silent", ...OTHERS], {
    cwd: folder,
  });
  const load = async (name) => import(pathToFileURL(createRequire(join(folder, "x.js")).resolve(name)).href);
  const builders = {
    esbuild: async (outfile) => {
      const { outputFiles } = await bundle({ write: false });
      const server = outputFiles.find(({ path }) => path.endsWith(`${SERVER.out}.js`));
      writeFileSync(outfile, server.contents);
    },
    rolldown: async (file) => {
      const { rolldown } = await load("rolldown");
      const built = await rolldown({ input: entry, platform: "node", cwd: root });
      await built.write({
        file,
        format: "esm",
        banner: BANNER,
        codeSplitting: false,
        minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      });
    },
    rollup: async (file) => {
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
      const built = await rollup({ input: entry, plugins, onwarn: () => {} });
      await built.write({ file, format: "esm", banner: BANNER, inlineDynamicImports: true });
    },
  };
  console.log("bundler    build ms  size kB  start ms (median)  start MB");
  for (const [name, build] of Object.entries(builders)) {
    const file = join(folder, "dist", `${name}.mjs`);
    execFileSync("mkdir", ["-p", join(folder, "dist")]);
    const startedMs = performance.now();
    try {
      await build(file);
      const buildMs = performance.now() - startedMs;
      const { ms, megabytes } = measureStart(file);
      console.log(
        `${name.padEnd(9)}  ${buildMs.toFixed(0).padStart(8)}  ${(statSync(file).size / 1000).toFixed(0).padStart(7)}  ${ms.toFixed(0).padStart(17)}  ${megabytes.toFixed(0).padStart(8)}`,
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
