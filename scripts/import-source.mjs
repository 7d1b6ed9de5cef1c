import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The project's own modules, bundled in memory, so that nothing need be built before.
 *
 * @param contents a module of TypeScript at the root that exports what is wanted
 * @param banner JavaScript to stand before it
 */
export async function importSource(contents, banner = "") {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "warning",
    banner: { js: banner },
  });
  const [{ contents: code }] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}
