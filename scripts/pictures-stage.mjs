import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The stage of the tests in a browser, for scripts: it is TypeScript, and so is bundled first. */
export async function openStage() {
  const out = `${root}test/pictures/support/stage-bundled.mjs`;
  await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: ["stage", "made-flame", "made-dataflow", "made-facts", "pictures-server"]
        .map((name) => `export * from "./${name}.ts";`)
        .concat('export { PICTURE_KEY } from "../../../src/answers/pictures.ts";')
        .join("\n"),
      resolveDir: "test/pictures/support",
    },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: out,
    logLevel: "warning",
  });
  const made = await import(pathToFileURL(out).href);
  rmSync(out);
  return Object.assign(await made.Stage.open(), made);
}
