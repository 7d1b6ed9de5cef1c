import { randomBytes } from "node:crypto";
import {
  access,
  constants,
  link,
  lstat,
  open,
  realpath,
  rename,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConfigError } from "../config/error.ts";
import { codeOf } from "../config/given.ts";

/** A file that is written whole, or not at all. */
export interface NewFile {
  /** @throws ConfigError where it cannot be written; nothing is left of it then */
  readonly write: (text: string) => Promise<void>;
}

/**
 * Looks beforehand whether a file can be written, since what goes into it takes long to gather.
 *
 * @param replaces whether a file that is there is replaced; without it none is ever overwritten
 * @throws ConfigError
 */
export async function newFile(path: string, replaces: boolean): Promise<NewFile> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere && !replaces) throw isThereAlready(path);
  const place = isThere ? await replaceable(path) : path;
  const folder = dirname(place);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    const code = codeOf(error);
    throw new ConfigError(
      code === "ENOENT"
        ? `${path}: there is no folder ${folder}; make it, or name another file`
        : `${path}: nothing can be written to ${folder} (${code}); name another file`,
    );
  });
  return { write: (text) => writeWhole(place, text, isThere) };
}

/** A file as it is behind links. */
async function replaceable(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return realpath(path);
  throw new ConfigError(`${path}: is not a file that could be replaced; name another`);
}

/** Written beside its place, and moved there when it is whole. */
async function writeWhole(path: string, text: string, replaces: boolean): Promise<void> {
  const beside = join(dirname(path), `.feldera-mcp-report-${randomBytes(4).toString("hex")}.tmp`);
  try {
    await writeFile(beside, text, { flag: "wx" });
    if (replaces) await rename(beside, path);
    else await moveToNew(beside, path);
  } catch (error) {
    const code = codeOf(error);
    throw code === "EEXIST"
      ? isThereAlready(path)
      : new ConfigError(`${path}: could not be written (${code})`);
  } finally {
    await unlink(beside).catch(() => {});
  }
}

/** A link is never made over a file. Where the file system has none, the name is taken first. */
async function moveToNew(from: string, path: string): Promise<void> {
  try {
    await link(from, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    await (await open(path, "wx")).close();
    await rename(from, path).catch(async (failed: unknown) => {
      await unlink(path);
      throw failed;
    });
  }
}

function isThereAlready(path: string): ConfigError {
  return new ConfigError(`${path}: is there already; name another, or add --force to replace it`);
}
