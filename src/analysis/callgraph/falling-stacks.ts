import { type KeyIndex, NONE, type NodeIndex, toIndex } from "./indices.ts";
import { keyOf, type StackSegments } from "./stack-segments.ts";

/** Places that are reached from the root by the same keys. */
export interface FallenGroup {
  readonly key: KeyIndex;
  /** Each a segment, and one of its nodes. */
  readonly segments: readonly number[];
  readonly nodes: readonly NodeIndex[];
  /** Per value type, the weight of the stacks that pass through. */
  readonly total: readonly number[];
}

/** What is below a group. */
export interface Below {
  readonly groups: readonly FallenGroup[];
  /** Per value type, the weight of the stacks that end in the group, with those that end in what is passed over below it. */
  readonly self: readonly number[];
}

/** A group that is being put together. */
interface Filling {
  readonly key: KeyIndex;
  readonly segments: number[];
  readonly nodes: NodeIndex[];
  readonly total: number[];
}

/** Stacks followed down from their roots. What is narrow is never looked at, where nobody asks what is below it. */
export class FallingStacks {
  readonly #stacks: StackSegments;

  constructor(stacks: StackSegments) {
    this.#stacks = stacks;
  }

  atRoots(): readonly FallenGroup[] {
    const found = new Found(this.#stacks);
    found.children(-1);
    return found.below().groups;
  }

  below({ segments, nodes }: FallenGroup): Below {
    const found = new Found(this.#stacks);
    for (let at = 0; at < nodes.length; at++) found.follow(segments[at] ?? -1, nodes[at] ?? NONE);
    return found.below();
  }
}

/** What is found below some places, by key. */
class Found {
  readonly #stacks: StackSegments;
  readonly #groups = new Map<KeyIndex, Filling>();
  readonly #self: number[];
  /** Places that are passed over: what is below them is looked for too. */
  readonly #passedSegments: number[] = [];
  readonly #passedNodes: NodeIndex[] = [];

  constructor(stacks: StackSegments) {
    this.#stacks = stacks;
    this.#self = stacks.self.map(() => 0);
  }

  /** Without recursion, for a stack may be deep. */
  below(): Below {
    for (let node = this.#passedNodes.pop(); node !== undefined; node = this.#passedNodes.pop()) {
      this.follow(this.#passedSegments.pop() ?? -1, node);
    }
    return { groups: [...this.#groups.values()], self: this.#self };
  }

  follow(segment: number, node: NodeIndex): void {
    const { end, self } = this.#stacks;
    const behind = toIndex<"node">(node + 1);
    if (behind < (end[segment] ?? 0)) {
      this.#put(segment, behind);
    } else {
      addAt(self, segment, this.#self);
      this.children(segment);
    }
  }

  /** @param segment -1 for the roots */
  children(segment: number): void {
    const { start, firstChild, nextChild } = this.#stacks;
    for (let child = firstChild[segment + 1] ?? -1; child >= 0; child = nextChild[child] ?? -1) {
      this.#put(child, toIndex<"node">(start[child] ?? NONE));
    }
  }

  #put(segment: number, node: NodeIndex): void {
    const key = keyOf(this.#stacks, segment, node);
    if (key < 0) {
      this.#passedSegments.push(segment);
      this.#passedNodes.push(node);
      return;
    }
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { key, segments: [], nodes: [], total: this.#self.map(() => 0) };
      this.#groups.set(key, group);
    }
    group.segments.push(segment);
    group.nodes.push(node);
    addAt(this.#stacks.under, segment, group.total);
  }
}

function addAt(columns: readonly Float64Array[], row: number, sums: number[]): void {
  for (let type = 0; type < sums.length; type++) {
    sums[type] = (sums[type] ?? 0) + (columns[type]?.[row] ?? 0);
  }
}
