import { Int32List } from "./int32-list.ts";

/**
 * Builds a call tree from stacks that are walked from root to leaf: `child` gives the same node for the same
 * parent and frame, so equal beginnings of stacks are shared.
 */
export class CallTreeBuilder {
  readonly nodeParent = new Int32List();
  readonly nodeFrame = new Int32List();
  /** Open addressing: 0 for a free slot, else node + 1. Its length is a power of two. */
  #slots = new Int32Array(4096);

  get nodeCount(): number {
    return this.nodeParent.length;
  }

  /** The node of a frame called by a parent node, -1 for the parent of a root. */
  child(parent: number, frame: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(parent, frame) & mask; ; slot = (slot + 1) & mask) {
      const node = (this.#slots[slot] ?? 0) - 1;
      if (node < 0) return this.#add(parent, frame, slot);
      if (this.nodeParent.at(node) === parent && this.nodeFrame.at(node) === frame) return node;
    }
  }

  #add(parent: number, frame: number, slot: number): number {
    const node = this.nodeCount;
    this.nodeParent.push(parent);
    this.nodeFrame.push(frame);
    this.#slots[slot] = node + 1;
    if (this.nodeCount * 2 > this.#slots.length) this.#grow();
    return node;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let node = 0; node < this.nodeCount; node++) {
      let slot = hash(this.nodeParent.at(node), this.nodeFrame.at(node)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node + 1;
    }
    this.#slots = slots;
  }
}

function hash(parent: number, frame: number): number {
  let mixed = Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
