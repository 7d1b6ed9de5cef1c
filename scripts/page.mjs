import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What hosts and disks have to carry for each picture; pictures themselves are fetched. */
export const MOST_PAGE_BYTES = 400_000;

/** The page checks facts by their schemas and makes no JSON Schema of them, which zod cannot be without: 18 kB. */
const WITHOUT_JSON_SCHEMA = {
  name: "without-json-schema",
  setup(build) {
    const filter = /[\\/]zod[\\/]v4[\\/]core[\\/](?:to-json-schema|json-schema-processors)\.js$/;
    build.onLoad({ filter }, () => ({ contents: "module.exports = {};" }));
  },
};

/** Bundles what runs in a browser into one page that needs nothing else. */
export async function bundlePage() {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [
      { in: "src/page/main.ts", out: "page" },
      { in: "src/page/page.css", out: "page" },
    ],
    outdir: "dist",
    bundle: true,
    platform: "browser",
    format: "iife",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    legalComments: "none",
    minify: true,
    metafile: true,
    write: false,
    plugins: [WITHOUT_JSON_SCHEMA],
    logLevel: "warning",
  });
  const textOf = (extension) => outputFiles.find(({ path }) => path.endsWith(extension))?.text.trim() ?? "";
  const [script, style] = [textOf(".js"), textOf(".css")];
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const template = readFileSync(`${root}src/page/template.html`, "utf8");
  const html = [
    ["%policy%", policy],
    ["/* style */", style],
    ["/* script */", script],
  ].reduce((page, [place, text]) => page.replace(place, () => text), template);
  return { html, metafile };
}

/** By which the policy knows what may run: nothing that was written into the page later. */
function hash(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
