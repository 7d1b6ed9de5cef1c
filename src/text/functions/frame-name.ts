import { crateHash } from "../../analysis/owners/operator-crate.ts";
import { rustPaths } from "../../analysis/owners/rust-paths.ts";
import { shortRustName } from "./rust-name.ts";

/**
 * What a frame is, where what it is called by and calls stand beside it: the type and the method without their
 * arguments, the function that a closure is in, the operator that a crate is of.
 *
 *     <dbsp::trace::VecBuilder<K,V> as dbsp::trace::Builder<B>>::done   VecBuilder::done
 *     feldera_pipe_operator_<hash>::create_operator_<hash>::{{closure}}   SQL operator <hash>
 */
export function frameName(name: string): string {
  const hash = crateHash(name);
  if (hash !== undefined) return `SQL operator ${hash}`;
  const [path = ""] = rustPaths(name).filter((each) => /^(?!(alloc|core|std)::)[\w$]+::/.test(each));
  const segments = path.replace(/(::\{\{closure\}\})+/g, "").split("::");
  return path === "" ? shortRustName(name) : segments.slice(-2).join("::");
}

/** The frames of a path, one after the other, without repetition; the middle of a long one is left out. */
export function framePath(names: readonly string[], most: number): string {
  const frames = names.map(frameName).filter((frame, index, all) => frame !== all[index - 1]);
  const left = frames.length - most;
  if (left <= 0) return frames.join(" < ");
  return [...frames.slice(0, most - 1), `(${left} more)`, frames.at(-1)].join(" < ");
}
