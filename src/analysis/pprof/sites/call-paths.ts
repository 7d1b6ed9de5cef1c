import {
  type Arrival,
  type CallerNodes,
  heaviestCallers,
  type WeightedKey,
} from "../../callgraph/heaviest-callers.ts";
import {
  FIRST,
  type KeyIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
} from "../../callgraph/indices.ts";
import { Int32List } from "../../callgraph/int32-list.ts";
import type { CallGraph, StackWeights } from "../../callgraph/model.ts";
import { isPassedOver } from "../../owners/passed-over.ts";
import type { ProgramFrames } from "./program-frames.ts";
import type { HeapOwners } from "./site-owners.ts";
import type { CallPath } from "./sites-schema.ts";
import { heaviestFirst } from "./weight-sums.ts";

/** A caller is followed while it holds at least this share of a path's weight. */
const CALLER_SHARE = 0.75;

/** The stacks in which one function of the program occurs, and the node of each at which it does. */
export interface Occurrences {
  readonly stacks: Int32List;
  readonly nodes: Int32List;
}

/**
 * Where functions of the program occur, by their keys and in their order. By flat, in each stack whose site they are, at
 * the site; by cum, in each stack, at the node nearest to the root.
 *
 * @param sites the graph, with each stack ending at its site
 */
export function occurrencesOf(
  { stackNode, nodeParent }: CallGraph,
  weights: StackWeights,
  { keyOf }: ProgramFrames,
  keys: readonly KeyIndex[],
  sort: "flat" | "cum",
): ReadonlyMap<KeyIndex, Occurrences> {
  const occurrences = new Map(keys.map((key) => [key, { stacks: new Int32List(), nodes: new Int32List() }]));

  function add(key: KeyIndex, stack: StackIndex, node: NodeIndex): void {
    const ofKey = occurrences.get(key);
    if (ofKey === undefined) return;
    const last = ofKey.stacks.length - 1;
    if (ofKey.stacks.at(last) === stack) {
      // Found beneath already, and here nearer to the root.
      ofKey.nodes.set(last, node);
    } else {
      ofKey.stacks.push(stack);
      ofKey.nodes.push(node);
    }
  }

  for (let stack: StackIndex = FIRST; stack < stackNode.length; stack++) {
    if (weights[stack] === 0) continue;
    const site = stackNode[stack] ?? NONE;
    if (sort === "flat") add(keyOf(site), stack, site);
    else for (let node = site; node >= 0; node = nodeParent[node] ?? NONE) add(keyOf(node), stack, node);
  }
  return occurrences;
}

interface Profile {
  readonly weights: StackWeights;
  readonly owners: HeapOwners;
  readonly callers: CallerNodes;
  readonly names: readonly string[];
}

/** The paths by which one site is called, one for each part of Feldera. */
export function callPathsOf(
  { stacks, nodes }: Occurrences,
  { weights, owners, callers, names }: Profile,
): CallPath[] {
  const byOwner = new Map<number, { weight: number; arrivals: Arrival[] }>();
  for (let index = 0; index < stacks.length; index++) {
    const stack: StackIndex = toIndex(stacks.at(index));
    const node: NodeIndex = toIndex(nodes.at(index));
    const weight = weights[stack] ?? 0;
    const owner = owners.ofStack[stack] ?? -1;
    // Where the owner is beneath the node, callers above it tell nothing of that: none is followed.
    const named = owners.nodeOfStack[stack] ?? NONE;
    const end = named < node ? named : node;
    const group = byOwner.get(owner) ?? { weight: 0, arrivals: [] };
    group.weight += weight;
    group.arrivals.push({ node, weight, end });
    byOwner.set(owner, group);
  }
  const nameOf = ({ key, weight }: WeightedKey) => ({ name: names[key] ?? "", weight });
  return [...byOwner]
    .sort(([, left], [, right]) => heaviestFirst(left, right))
    .map(([owner, { weight, arrivals }]) => {
      const { path, branches, branchesInAll } = heaviestCallers(callers, arrivals, CALLER_SHARE);
      const { subsystem, part } = owners.list[owner] ?? { subsystem: "other", part: {} };
      return {
        subsystem,
        part,
        weight,
        callers: path.map(nameOf),
        branches: branches.map((branch) => branch.map(nameOf)),
        branchesInAll,
      };
    });
}

/** The frames of the program that say what they are for. */
export function tellingFrames({ nodeParent, nodeFrame }: CallGraph, program: ProgramFrames): CallerNodes {
  const passedOver = program.names.map(isPassedOver);
  const tellingKey = mapColumn(program.keyOfFrame, (key) => (passedOver[key] === true ? NONE : key));
  return { keyOf: (node) => tellingKey[nodeFrame[node] ?? NONE] ?? NONE, nodeParent };
}
