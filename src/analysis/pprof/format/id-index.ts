import { MalformedInput } from "../../malformed.ts";

/** Ids are unsigned 64-bit numbers: a number where that is exact, else a bigint. */
export type Id = number | bigint;

/** The position of each entry of a table by its id. Ids that are small, as they mostly are, need no hashing. */
export class IdIndex {
  readonly #dense: Int32Array;
  readonly #sparse = new Map<Id, number>();

  /**
   * @param table name of the entries, for the error
   * @throws MalformedInput for an id of 0 and for an id that occurs twice
   */
  constructor(table: string, ids: readonly Id[]) {
    this.#dense = new Int32Array(ids.length * 4 + 64).fill(-1);
    for (const [position, id] of ids.entries()) {
      if (id === 0) throw new MalformedInput("pprof", `${table} ${position + 1}`, "id 0 is reserved");
      if (this.get(id) >= 0) {
        throw new MalformedInput("pprof", `${table} ${position + 1}`, `id ${id} occurs twice`);
      }
      if (id < this.#dense.length) this.#dense[Number(id)] = position;
      else this.#sparse.set(id, position);
    }
  }

  /** Position of the entry with the id, -1 if there is none. */
  get(id: Id): number {
    return id < this.#dense.length ? (this.#dense[Number(id)] ?? -1) : (this.#sparse.get(id) ?? -1);
  }

  /** Puts positions in the place of a list's ids. @returns the first id that there is no entry with, if any */
  replaceIds(ids: Int32Array, from: number, to: number): number | undefined {
    const dense = this.#dense;
    for (let at = from; at < to; at++) {
      const id = ids[at] ?? 0;
      const position = id < dense.length ? (dense[id] ?? -1) : this.get(id);
      if (position < 0) return id;
      ids[at] = position;
    }
    return undefined;
  }
}

/** Of two unsigned halves of 32 bits. */
export function uint64(low: number, high: number): Id {
  return high < 2 ** 21 ? high * 2 ** 32 + low : (BigInt(high) << 32n) | BigInt(low);
}
