import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The stage of the tests in a browser, for scripts. */
export async function openStage() {
  const made = await bundled("test/pictures/support", [
    ...["stage", "made-flame", "made-dataflow", "made-facts", "pictures-server"].map(
      (name) => `export * from "./${name}.ts";`,
    ),
    'export { PICTURE_KEY } from "../../../src/answers/pictures.ts";',
  ]);
  return Object.assign(await made.Stage.open(), made);
}

/** The Feldera of the tests, on loopback, with the recorded pipelines that it can replay. */
export function openRecordings() {
  return bundled(
    "test/support",
    ["loopback-feldera", "replay-world", "worlds", "responses"].map(
      (name) => `export * from "./${name}.ts";`,
    ),
  );
}

/** What is TypeScript is bundled first, beside its sources: they find files from where they stand. */
async function bundled(folder, lines) {
  const outfile = `${root}${folder}/scripts-bundled.mjs`;
  await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: lines.join("\n"), resolveDir: folder },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
    logLevel: "warning",
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}
