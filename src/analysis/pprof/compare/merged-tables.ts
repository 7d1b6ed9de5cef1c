import type { Id } from "../format/id-index.ts";
import type { PprofFunction, PprofLocation, PprofMapping, Tables } from "../format/tables.ts";

/**
 * Puts the tables of several profiles together; what is equal in several of them is there once. Addresses count
 * from the start of their mapping, which differs from run to run.
 *
 * Mappings that are alike in size, offset and build id are one, and keep the file of the first that is added: as in
 * pprof, the first of a profile is, and then those of the locations in the order of the samples.
 *
 * @see Merge, and the keys, in google/pprof's profile/merge.go
 */
export class TableMerger {
  readonly mappings: PprofMapping[] = [];
  readonly functions: PprofFunction[] = [];
  readonly locations: PprofLocation[] = [];

  readonly #mappings = new Map<string, number>();
  readonly #functions = new Map<string, number>();
  readonly #locations = new Map<string, number>();

  /** Takes a profile's tables, and returns what gives the place here of one of its locations, which it adds. */
  add({ mappings, functions, locations }: Tables): (location: number) => number {
    const mappingOf = placesOnce(mappings, (mapping) =>
      placeOf(mapping, keyOfMapping(mapping), this.mappings, this.#mappings),
    );
    const functionOf = placesOnce(functions, (entry) =>
      placeOf(entry, keyOfFunction(entry), this.functions, this.#functions),
    );
    if (this.mappings.length === 0) mappingOf(0);
    return placesOnce(locations, (location) => {
      const moved = {
        ...location,
        mapping: mappingOf(location.mapping),
        lines: location.lines.map((line) => ({ ...line, function: functionOf(line.function) })),
      };
      const start = mappings[location.mapping]?.start ?? 0;
      return placeOf(moved, keyOfLocation(moved, start), this.locations, this.#locations);
    });
  }
}

/** The place of each entry of a table, found when it is first asked for; -1 where there is no entry. */
function placesOnce<T>(table: readonly T[], find: (entry: T) => number): (index: number) => number {
  const places = new Int32Array(table.length).fill(-1);
  return (index) => {
    const entry = table[index];
    if (entry === undefined) return -1;
    const known = places[index] ?? -1;
    if (known >= 0) return known;
    const found = find(entry);
    places[index] = found;
    return found;
  };
}

/** The place of the entry in the table, which it is added to unless one with its key is there. */
function placeOf<T>(entry: T, key: string, table: T[], places: Map<string, number>): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  table.push(entry);
  places.set(key, table.length - 1);
  return table.length - 1;
}

/** Mappings differ a little in size from run to run: in pages of 4 KiB they are the same. */
function keyOfMapping({ start, limit, offset, buildId, file }: PprofMapping): string {
  const pages = (uint64Difference(limit, start) + 0xfffn) >> 12n;
  return `${BigInt.asUintN(52, pages)} ${offset} ${buildId || file}`;
}

function keyOfFunction({ startLine, name, systemName, file }: PprofFunction): string {
  return JSON.stringify([startLine, name, systemName, file]);
}

/** As in pprof, columns count for nothing but the last line's. */
function keyOfLocation({ mapping, address, isFolded, lines }: PprofLocation, start: Id): string {
  const calls = lines.map((line) => `${line.function}:${line.line}`).join(" ");
  return `${mapping} ${uint64Difference(address, start)} ${isFolded} ${calls} ${lines.at(-1)?.column ?? 0}`;
}

function uint64Difference(left: Id, right: Id): bigint {
  return BigInt.asUintN(64, BigInt(left) - BigInt(right));
}
