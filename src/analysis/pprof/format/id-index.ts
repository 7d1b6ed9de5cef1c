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

  /** The same for an id as two unsigned halves of 32 bits. */
  getHalves(low: number, high: number): number {
    if (high === 0 && low < this.#dense.length) return this.#dense[low] ?? -1;
    return this.get(uint64((BigInt(high) << 32n) | BigInt(low)));
  }
}

export function uint64(value: Id): Id {
  if (typeof value === "number") return value;
  const unsigned = BigInt.asUintN(64, value);
  return unsigned <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(unsigned) : unsigned;
}

/** A field of type int64, exact up to 2^53. `pprof-format` gives negative ones as large unsigned ones. */
export function int64(value: Id): number {
  return typeof value === "number" ? value : Number(BigInt.asIntN(64, value));
}
