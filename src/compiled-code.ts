import { join } from "node:path";

/**
 * Has what is imported from here on be compiled once and then read from the user's own cache, where Node can (from 22.1
 * on). Nobody else may write there, since what is read is run; without such a directory nothing is kept.
 */
export function keepCompiledCode(env: Readonly<Record<string, string | undefined>>): void {
  const directory = cacheDirectory(env);
  if (directory === undefined) return;
  const module = process.getBuiltinModule("node:module");
  if ("enableCompileCache" in module && typeof module.enableCompileCache === "function") {
    module.enableCompileCache(join(directory, "feldera-mcp"));
  }
}

/** By the custom of each system. */
function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (process.platform === "win32") return env.LOCALAPPDATA;
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  return env.HOME && join(env.HOME, process.platform === "darwin" ? "Library/Caches" : ".cache");
}
