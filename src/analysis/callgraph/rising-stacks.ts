import { type KeyIndex, NONE, type NodeIndex, toIndex } from "./indices.ts";
import { keyOf, type StackSegments } from "./stack-segments.ts";

/** Stacks that have come from their ends to places of one key. */
export interface RisingGroup {
  readonly key: KeyIndex;
  /** Its stacks stand from here to before `to`. */
  readonly from: number;
  readonly to: number;
  /** Per value type, their weight. */
  readonly total: readonly number[];
}

/**
 * The segments in which stacks with a weight end, each followed up from its end. Those that have come up by the same keys stand
 * side by side in one list, of which a group is a range: memory is linear in the stacks however many groups there are,
 * and a method takes time linear in the stacks of its group.
 */
export class RisingStacks {
  readonly #stacks: StackSegments;
  /** The segment in which each ends, and the node of the same graph that it has come to. */
  readonly #ends: Int32Array;
  readonly #places: Int32Array;
  readonly #sortedEnds: Int32Array;
  readonly #sortedPlaces: Int32Array;

  constructor(stacks: StackSegments) {
    const { end, self } = stacks;
    this.#stacks = stacks;
    this.#ends = Int32Array.from(end.keys()).filter((segment) =>
      self.some((weights) => weights[segment] !== 0),
    );
    this.#places = this.#ends.map((segment) => this.#keyedPlace(segment, toIndex((end[segment] ?? 0) - 1)));
    this.#sortedEnds = new Int32Array(this.#ends.length);
    this.#sortedPlaces = new Int32Array(this.#ends.length);
  }

  /** All stacks at their ends, to be taken once and before any has been followed up. */
  atEnds(): RisingGroup[] {
    return this.#groups(0, this.#keepPlaced(0, this.#ends.length));
  }

  /** Follows the stacks of a group up to their next places; those without one are left. A group rises once. */
  above({ from, to }: RisingGroup): RisingGroup[] {
    for (let position = from; position < to; position++) {
      const segment = this.#ends[position] ?? NONE;
      this.#places[position] = this.#keyedPlace(segment, this.#above(segment, this.#placeAt(position)));
    }
    return this.#groups(from, this.#keepPlaced(from, to));
  }

  #above(segment: number, node: NodeIndex): NodeIndex {
    const { graphs, graph } = this.#stacks;
    return graphs[graph[segment] ?? NONE]?.graph.nodeParent[node] ?? NONE;
  }

  /** The node itself, or the nearest above it that is not passed over; NONE where there is none. */
  #keyedPlace(segment: number, node: NodeIndex): NodeIndex {
    let place = node;
    while (place >= 0 && keyOf(this.#stacks, segment, place) < 0) place = this.#above(segment, place);
    return place;
  }

  /** Moves those that have a place to the front. @returns where they end */
  #keepPlaced(from: number, to: number): number {
    const [ends, places] = [this.#ends, this.#places];
    let kept = from;
    for (let position = from; position < to; position++) {
      const place = places[position] ?? NONE;
      if (place < 0) continue;
      places[kept] = place;
      ends[kept] = ends[position] ?? NONE;
      kept++;
    }
    return kept;
  }

  #groups(from: number, to: number): RisingGroup[] {
    const counts = this.#countsOfKeys(from, to);
    const starts = new Map<KeyIndex, number>();
    let start = from;
    const groups = [...counts].map(([key, count]) => {
      starts.set(key, start);
      const range = { key, from: start, to: start + count };
      start = range.to;
      return range;
    });
    if (groups.length > 1) this.#sortByKey(from, to, starts);
    return groups.map((range) => ({ ...range, total: this.#weightOf(range) }));
  }

  /** By key, in the order in which the keys come. Most stacks have the key of the one before, and cost no look-up. */
  #countsOfKeys(from: number, to: number): Map<KeyIndex, number> {
    const counts = new Map<KeyIndex, number>();
    for (let start = from; start < to; ) {
      const key = this.#keyAt(start);
      let end = start + 1;
      while (end < to && this.#keyAt(end) === key) end++;
      counts.set(key, (counts.get(key) ?? 0) + end - start);
      start = end;
    }
    return counts;
  }

  /** Stacks of one key stay in their order. */
  #sortByKey(from: number, to: number, starts: Map<KeyIndex, number>): void {
    for (let position = from; position < to; position++) {
      const key = this.#keyAt(position);
      const sorted = starts.get(key) ?? 0;
      starts.set(key, sorted + 1);
      this.#sortedEnds[sorted] = this.#ends[position] ?? NONE;
      this.#sortedPlaces[sorted] = this.#places[position] ?? NONE;
    }
    this.#ends.set(this.#sortedEnds.subarray(from, to), from);
    this.#places.set(this.#sortedPlaces.subarray(from, to), from);
  }

  #keyAt(position: number): KeyIndex {
    return keyOf(this.#stacks, this.#ends[position] ?? NONE, this.#placeAt(position));
  }

  #placeAt(position: number): NodeIndex {
    return toIndex(this.#places[position] ?? NONE);
  }

  #weightOf({ from, to }: { readonly from: number; readonly to: number }): number[] {
    const ends = this.#ends.subarray(from, to);
    return this.#stacks.self.map((weights) => {
      let sum = 0;
      for (const end of ends) sum += weights[end] ?? 0;
      return sum;
    });
  }
}
