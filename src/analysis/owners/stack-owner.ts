import { NONE, type NodeIndex } from "../callgraph/indices.ts";
import type { CallGraph } from "../callgraph/model.ts";
import { type FoundOwner, ownerFinder } from "./owner-finder.ts";
import { SUBSYSTEM_RULES, type Subsystem } from "./subsystem.ts";
import { partFinder, type SubsystemPart } from "./subsystem-parts.ts";

/** The part of Feldera that a stack belongs to. */
export interface StackOwner {
  readonly subsystem: Subsystem;
  readonly part: SubsystemPart;
  /** The node of the frame that names the owner best, NONE where nothing does. */
  readonly node: NodeIndex;
}

const NOBODY: StackOwner = { subsystem: "other", part: {}, node: NONE };

/** Says whom the stack belongs to that ends at a node, NONE for the empty stack. */
export function stackOwners(graph: CallGraph): (leaf: NodeIndex) => StackOwner {
  const ownerAt = ownerFinder(graph);
  const partOf = partFinder(graph);
  let userAt: ((leaf: NodeIndex) => FoundOwner) | undefined;

  /** Storage is used on behalf of others: of whoever would own the stack without it. */
  function userOf(leaf: NodeIndex): Subsystem | undefined {
    userAt ??= ownerFinder(
      graph,
      SUBSYSTEM_RULES.filter(({ subsystem }) => subsystem !== "storage"),
    );
    const { subsystem } = userAt(leaf);
    return subsystem === "other" ? undefined : subsystem;
  }

  return (leaf) => {
    if (leaf < 0) return NOBODY;
    const { subsystem, node } = ownerAt(leaf);
    const by = subsystem === "storage" ? userOf(leaf) : undefined;
    const part = { ...partOf(leaf, subsystem), ...(by !== undefined && { by }) };
    return { subsystem, part, node };
  };
}
