import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { words } from "../text/words.ts";
import { ToolError } from "../tools/errors.ts";
import type { ToolContext } from "../tools/tool.ts";

/**
 * Writes files into `outputDir` and nowhere else: a name is reduced to letters that cannot leave the directory,
 * and an existing file is never overwritten.
 */
export function fileSaver(outputDir: string | undefined): ToolContext["save"] {
  return async (fileName, content) => {
    if (outputDir === undefined) {
      throw new ToolError(
        words`Nothing can be saved: this server was started without a directory to write to.`,
        words`An operator can name one with --output-dir; or call again without save.`,
      );
    }
    const path = join(outputDir, fileName.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_"));
    try {
      await writeFile(path, content, { flag: "wx" });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
      throw new ToolError(
        words`${path} could not be written (${code}).`,
        words`Check the directory's permissions and space; or call again without save.`,
      );
    }
    return path;
  };
}
