import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { words } from "../text/words.ts";
import { ToolError } from "../tools/errors.ts";
import type { OutputFiles } from "../tools/tool.ts";

/**
 * Writes files into `outputDir` and nowhere else: a name is reduced to letters that cannot leave the directory,
 * and an existing file is never overwritten. Nobody but the server's user may read what is written: it can hold secrets.
 */
export function outputFiles(outputDir: string | undefined): OutputFiles {
  return {
    requireOutputDir() {
      requireDirectory(outputDir);
    },
    async save(fileName, content) {
      const directory = requireDirectory(outputDir);
      const path = join(directory, fileName.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_"));
      try {
        await writeFile(path, content, { flag: "wx", mode: 0o600 });
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
        throw new ToolError(
          words`${path} could not be written (${code}).`,
          words`Check the directory's permissions and space; what has an argument save can be called without it.`,
        );
      }
      return path;
    },
  };
}

function requireDirectory(outputDir: string | undefined): string {
  if (outputDir !== undefined) return outputDir;
  throw new ToolError(
    words`Nothing can be saved: this server was started without a directory to write to.`,
    words`An operator can name one with --output-dir; what has an argument save can be called without it.`,
  );
}
