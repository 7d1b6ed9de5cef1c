import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { words } from "../text/page/words.ts";
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
      const name = fileName.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");
      for (let copy = 1; ; copy++) {
        const path = join(directory, copy === 1 ? name : numbered(name, copy));
        const code = await writeNew(path, content);
        if (code === undefined) return path;
        if (code === "EEXIST" && copy < MOST_COPIES) continue;
        throw new ToolError(
          words`${path} could not be written (${code}).`,
          words`Check the directory's permissions and space; what has an argument save can be called without it.`,
        );
      }
    },
  };
}

/** Calls within one second give their files the same name. */
const MOST_COPIES = 1000;

function numbered(name: string, copy: number): string {
  return name.replace(/(?=(\.\w+)*$)/, `-${copy}`);
}

/** The code of what kept the file from being written, if anything did. */
async function writeNew(path: string, content: Uint8Array): Promise<string | undefined> {
  try {
    await writeFile(path, content, { flag: "wx", mode: 0o600 });
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  }
}

function requireDirectory(outputDir: string | undefined): string {
  if (outputDir !== undefined) return outputDir;
  throw new ToolError(
    words`Nothing can be saved: this server was started without a directory to write to.`,
    words`An operator can name one with --output-dir; what has an argument save can be called without it.`,
  );
}
