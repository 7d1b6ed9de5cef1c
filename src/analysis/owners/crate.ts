import { rustPaths } from "./rust-paths.ts";

/**
 * The crate of a function: that of its type or of the trait, whichever is closer to the program. Crates that are
 * generated for a program or for an operator of it go by the name that they have in common.
 *
 * @param isProgram whether a path is of the program rather than of what holds memory for it
 * @returns undefined for a name without a path, such as a C function's
 */
export function crateOf(name: string, isProgram: (path: string) => boolean): string | undefined {
  const paths = rustPaths(name).filter((path) => /^[\w$]+::/.test(path));
  const path = paths.find(isProgram) ?? paths[0];
  return path?.slice(0, path.indexOf("::")).replace(GENERATED, "$1");
}

const GENERATED = /^(feldera_pipe_(?:operator|pipeline))_.*/;
