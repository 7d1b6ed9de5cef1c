import { Int32List } from "../../callgraph/int32-list.ts";
import type { Int64 } from "../../callgraph/int64.ts";
import { Int64Sums } from "../../callgraph/int64-sums.ts";
import { CallTreeBuilder } from "../../callgraph/tree-builder.ts";
import { MalformedInput } from "../../malformed.ts";
import {
  DIFF_BASE_LABEL,
  isDiffBase,
  type Label,
  type SampleReader,
  type Samples,
} from "../format/samples.ts";

/** What becomes of the samples of one profile where they are merged with another's. */
export interface Merging {
  /** The place of a location in the merged table. */
  readonly locationOf: (location: number) => number;
  /** The place in the profile of each merged sample type. */
  readonly typeOf: readonly number[];
  /** Whether values are subtracted. */
  readonly negative: boolean;
  /** Whether samples are marked as the base of a difference. */
  readonly diffBase: boolean;
}

const MAX_STACK_NODES = 10_000_000;

/**
 * The samples of several profiles. Those with equal stacks of locations and equal labels are summed up; those
 * that come to nothing are left out.
 */
export class MergedSamples implements Samples {
  locations = new Int32Array(256);
  depth = 0;
  inDiffBase = false;
  sampleCount = 0;

  /** Stacks of locations, below a root for each set of labels. */
  readonly #tree = new CallTreeBuilder<number, number>();
  /** The merged sample that ends at each node of the tree, -1 for none. */
  readonly #sampleOfLeaf = new Int32List();
  readonly #leafOfSample = new Int32List();
  readonly #labelSets = new Map<string, number>();
  readonly #labelSetInDiffBase: boolean[] = [];
  /** Per type, of each merged sample. */
  readonly #sums: readonly Int64Sums[];
  #position = -1;

  constructor(typeCount: number) {
    this.#sums = Array.from({ length: typeCount }, () => new Int64Sums());
  }

  /** @throws MalformedInput for what reading throws, and where the stacks are too many to hold */
  add(reader: SampleReader, { locationOf, typeOf, negative, diffBase }: Merging): void {
    while (reader.next()) {
      const values = typeOf.map((type) => (negative ? negated(reader.value(type)) : reader.value(type)));
      if (values.every(isZero)) continue;
      let leaf = this.#tree.child(-1, this.#labelSet(diffBase ? withDiffBase(reader.labels) : reader.labels));
      this.#makeRoom(reader.depth);
      // pprof meets the locations from the leaf on.
      for (let index = 0; index < reader.depth; index++) {
        this.locations[index] = locationOf(reader.locations[index] ?? -1);
      }
      for (let index = reader.depth - 1; index >= 0; index--) {
        leaf = this.#tree.child(leaf, this.locations[index] ?? -1);
      }
      if (this.#tree.nodeCount > MAX_STACK_NODES) {
        throw new MalformedInput(
          "pprof",
          `sample ${reader.sampleCount}`,
          "too many frames to hold up to here",
        );
      }
      const sample = this.#sampleEndingAt(leaf);
      for (const [type, sums] of this.#sums.entries()) sums.add(sample, values[type] ?? 0);
    }
  }

  next(): boolean {
    do {
      if (++this.#position >= this.#leafOfSample.length) return false;
    } while (this.#sums.every((sums) => isZero(sums.at(this.#position))));
    this.sampleCount++;
    this.depth = 0;
    const { nodeParent, nodeFrame } = this.#tree;
    let node = this.#leafOfSample.at(this.#position);
    // There is room: no sample is deeper than one of those that were added.
    for (let above = nodeParent[node] ?? -1; above >= 0; above = nodeParent[node] ?? -1) {
      this.locations[this.depth++] = nodeFrame[node] ?? -1;
      node = above;
    }
    this.inDiffBase = this.#labelSetInDiffBase[nodeFrame[node] ?? -1] === true;
    return true;
  }

  value(type: number): Int64 {
    return this.#sums[type]?.at(this.#position) ?? 0;
  }

  #makeRoom(depth: number): void {
    if (depth > this.locations.length) this.locations = new Int32Array(depth * 2);
  }

  #sampleEndingAt(leaf: number): number {
    while (this.#sampleOfLeaf.length <= leaf) this.#sampleOfLeaf.push(-1);
    const known = this.#sampleOfLeaf.at(leaf);
    if (known >= 0) return known;
    this.#sampleOfLeaf.set(leaf, this.#leafOfSample.length);
    this.#leafOfSample.push(leaf);
    return this.#leafOfSample.length - 1;
  }

  #labelSet(labels: readonly Label[]): number {
    const text = labels.length === 0 ? NO_LABELS : textOf(labels);
    const known = this.#labelSets.get(text);
    if (known !== undefined) return known;
    this.#labelSets.set(text, this.#labelSets.size);
    this.#labelSetInDiffBase.push(isDiffBase(labels));
    return this.#labelSets.size - 1;
  }
}

/** pprof negates by way of a double, which rounds beyond 2^53. */
function negated(value: Int64): Int64 {
  return typeof value === "number" ? 0 - value : BigInt.asIntN(64, BigInt(-Number(value)));
}

function withDiffBase(labels: readonly Label[]): readonly Label[] {
  const others = labels.filter(({ key, text }) => text === "" || key !== DIFF_BASE_LABEL.key);
  return [...others, DIFF_BASE_LABEL];
}

function isZero(value: Int64): boolean {
  return Number(value) === 0;
}

const NO_LABELS = textOf([]);

/** Equal for labels that say the same of a sample, whatever the order of their keys. */
function textOf(labels: readonly Label[]): string {
  const texts = labels.filter(({ text }) => text !== "").map(({ key, text }) => [key, text]);
  const numbers = labels
    .filter(({ text, number, unit }) => text === "" && (number !== 0n || unit !== ""))
    .map(({ key, number, unit }) => [key, `${number} ${unit}`]);
  return JSON.stringify([texts, numbers].map((pairs) => pairs.sort(byKey)));
}

function byKey([left = ""]: readonly string[], [right = ""]: readonly string[]): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
