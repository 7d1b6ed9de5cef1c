import { Int32List } from "./int32-list.ts";

/**
 * Builds a call tree from stacks that are walked from root to leaf: `child` gives the same node for the same
 * parent and frame, so equal beginnings of stacks are shared.
 */
export class CallTreeBuilder {
  readonly nodeParent = new Int32List();
  readonly nodeFrame = new Int32List();
  /**
   * Open addressing: 0 for a free slot, else node + 1. Its length is a power of two. A node right behind its parent is
   * found without a slot; others are where a stack branches off from those before it.
   */
  #slots = new Int32Array(4096);
  #slotsInUse = 0;

  get nodeCount(): number {
    return this.nodeParent.length;
  }

  /** The node of a frame called by a parent, a node of this tree, or -1 for a root. */
  child(parent: number, frame: number): number {
    const behind = parent + 1;
    if (behind === this.nodeCount) return this.#add(parent, frame);
    if (this.#isChild(behind, parent, frame)) return behind;
    const mask = this.#slots.length - 1;
    for (let slot = hash(parent, frame) & mask; ; slot = (slot + 1) & mask) {
      const node = (this.#slots[slot] ?? 0) - 1;
      if (node < 0) {
        const added = this.#add(parent, frame);
        this.#slots[slot] = added + 1;
        if (++this.#slotsInUse * 2 > this.#slots.length) this.#grow();
        return added;
      }
      if (this.#isChild(node, parent, frame)) return node;
    }
  }

  #isChild(node: number, parent: number, frame: number): boolean {
    return this.nodeParent.at(node) === parent && this.nodeFrame.at(node) === frame;
  }

  #add(parent: number, frame: number): number {
    this.nodeParent.push(parent);
    this.nodeFrame.push(frame);
    return this.nodeCount - 1;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const used of this.#slots) {
      if (used === 0) continue;
      let slot = hash(this.nodeParent.at(used - 1), this.nodeFrame.at(used - 1)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = used;
    }
    this.#slots = slots;
  }
}

function hash(parent: number, frame: number): number {
  let mixed = Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
