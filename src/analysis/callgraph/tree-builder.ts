import { type Column, toIndices } from "./indices.ts";

/** Times by which arrays grow: large steps leave little behind, and what is not yet written to takes no memory. */
const GROWTH = 8;

/**
 * Builds a call tree from stacks that are walked from root to leaf: equal beginnings of stacks are shared. Its columns
 * are written in place, since large profiles have millions of nodes.
 */
export class CallTreeBuilder<Node extends number, Frame extends number> {
  #parents: Int32Array = new Int32Array(2 ** 11);
  #frames: Int32Array = new Int32Array(2 ** 11);
  #count = 0;
  /**
   * Open addressing: 0 for a free slot, else node + 1. Its length is a power of two. A node right behind its parent is
   * found without a slot; others are where a stack branches off from those before it.
   */
  #slots: Int32Array = new Int32Array(4096);
  #slotsInUse = 0;

  get nodeCount(): number {
    return this.#count;
  }

  /** Parent of each node, -1 for a root, in the builder's own memory: to be asked for when the tree is complete. */
  get nodeParent(): Column<Node, Node> {
    return toIndices(this.#parents.subarray(0, this.#count));
  }

  /** Frame of each node, likewise. */
  get nodeFrame(): Column<Node, Frame> {
    return toIndices(this.#frames.subarray(0, this.#count));
  }

  /** The node of a frame called by a parent, a node of this tree, or -1 for a root. */
  child(parent: Node, frame: Frame): Node;
  child(parent: number, frame: number): number {
    const known = this.#find(parent, frame);
    return known < 0 ? this.#add(parent, frame) : known;
  }

  /**
   * The node in which a stack ends, -1 where it has no frames.
   *
   * @param stack its frames from the root to the leaf, `depth` of them
   */
  leafOf(stack: Column<number, Frame>, depth: number): Node;
  leafOf(stack: Column<number, number>, depth: number): number {
    this.#makeRoom(depth);
    const [parents, frames, count] = [this.#parents, this.#frames, this.#count];
    let node = -1;
    let at = 0;
    for (; at < depth; at++) {
      const frame = stack[at] ?? 0;
      const behind = node + 1;
      const isBehind = behind < count && parents[behind] === node && frames[behind] === frame;
      const known = isBehind ? behind : this.#findBranch(node, frame);
      if (known < 0) break;
      node = known;
    }
    if (at === depth) return node;
    node = this.#add(node, stack[at++] ?? 0);
    // Below a node that is new all are new.
    for (; at < depth; at++) {
      parents[node + 1] = node;
      frames[++node] = stack[at] ?? 0;
    }
    this.#count = node + 1;
    return node;
  }

  #find(parent: number, frame: number): number {
    const behind = parent + 1;
    return this.#isNode(behind, parent, frame) ? behind : this.#findBranch(parent, frame);
  }

  #findBranch(parent: number, frame: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash(parent, frame) & mask; ; slot = (slot + 1) & mask) {
      const node = (slots[slot] ?? 0) - 1;
      if (node < 0 || this.#isNode(node, parent, frame)) return node;
    }
  }

  #isNode(node: number, parent: number, frame: number): boolean {
    return node < this.#count && this.#parents[node] === parent && this.#frames[node] === frame;
  }

  #add(parent: number, frame: number): number {
    this.#makeRoom(1);
    const added = this.#count++;
    this.#parents[added] = parent;
    this.#frames[added] = frame;
    if (added !== parent + 1) this.#addBranch(added, parent, frame);
    return added;
  }

  #addBranch(node: number, parent: number, frame: number): void {
    if (++this.#slotsInUse * 2 > this.#slots.length) this.#enlargeSlots();
    this.#slots[freeSlot(this.#slots, parent, frame)] = node + 1;
  }

  #enlargeSlots(): void {
    const larger = new Int32Array(this.#slots.length * 2);
    for (const used of this.#slots) {
      if (used === 0) continue;
      larger[freeSlot(larger, this.#parents[used - 1] ?? 0, this.#frames[used - 1] ?? 0)] = used;
    }
    this.#slots = larger;
  }

  #makeRoom(count: number): void {
    if (this.#count + count <= this.#parents.length) return;
    const length = Math.max(this.#parents.length * GROWTH, this.#count + count);
    this.#parents = enlarged(this.#parents, length);
    this.#frames = enlarged(this.#frames, length);
  }
}

function enlarged(column: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length);
  larger.set(column);
  return larger;
}

function freeSlot(slots: Int32Array, parent: number, frame: number): number {
  const mask = slots.length - 1;
  let slot = hash(parent, frame) & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  return slot;
}

function hash(parent: number, frame: number): number {
  let mixed = Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
