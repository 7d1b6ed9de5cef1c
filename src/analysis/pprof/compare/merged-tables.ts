import type { Id } from "../format/id-index.ts";
import type { PprofFunction, PprofLocations, PprofMapping, Tables } from "../format/tables.ts";

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

  readonly #mappings = new Map<string, number>();
  readonly #functions = new Map<string, number>();
  readonly #locations = new Map<string, number>();
  readonly #mapping: number[] = [];
  readonly #address: Id[] = [];
  readonly #isFolded: boolean[] = [];
  readonly #firstLine: number[] = [0];
  readonly #lineFunction: number[] = [];
  readonly #lineNumber: number[] = [];
  readonly #lineColumn: number[] = [];

  get locations(): PprofLocations {
    return {
      length: this.#mapping.length,
      mapping: this.#mapping,
      address: this.#address,
      isFolded: this.#isFolded,
      firstLine: this.#firstLine,
      lineFunction: this.#lineFunction,
      lineNumber: this.#lineNumber,
      lineColumn: this.#lineColumn,
    };
  }

  /** Takes a profile's tables, and returns what gives the place here of one of its locations, which it adds. */
  add({ mappings, functions, locations }: Tables): (location: number) => number {
    const mappingOf = placesOnce(mappings.length, (index) => this.#addMapping(mappings[index]));
    const functionOf = placesOnce(functions.length, (index) => this.#addFunction(functions[index]));
    if (this.mappings.length === 0) mappingOf(0);
    return placesOnce(locations.length, (location) => {
      const mapping = locations.mapping[location] ?? -1;
      const first = locations.firstLine[location] ?? 0;
      const end = locations.firstLine[location + 1] ?? first;
      return this.#addLocation({
        mapping: mappingOf(mapping),
        start: mappings[mapping]?.start ?? 0,
        address: locations.address[location] ?? 0,
        isFolded: locations.isFolded[location] === true,
        functions: locations.lineFunction.slice(first, end).map(functionOf),
        numbers: locations.lineNumber.slice(first, end),
        columns: locations.lineColumn.slice(first, end),
      });
    });
  }

  #addMapping(mapping: PprofMapping | undefined): number {
    if (mapping === undefined) return -1;
    return placeOf(keyOfMapping(mapping), this.#mappings, () => this.mappings.push(mapping));
  }

  #addFunction(entry: PprofFunction | undefined): number {
    if (entry === undefined) return -1;
    return placeOf(keyOfFunction(entry), this.#functions, () => this.functions.push(entry));
  }

  #addLocation(location: Location): number {
    return placeOf(keyOfLocation(location), this.#locations, () => {
      this.#address.push(location.address);
      this.#isFolded.push(location.isFolded);
      for (const [line, owner] of location.functions.entries()) {
        this.#lineFunction.push(owner);
        this.#lineNumber.push(location.numbers[line] ?? 0);
        this.#lineColumn.push(location.columns[line] ?? 0);
      }
      this.#firstLine.push(this.#lineFunction.length);
      return this.#mapping.push(location.mapping);
    });
  }
}

/** A location with its mapping and functions as places in the merged tables. */
interface Location {
  readonly mapping: number;
  /** Where its mapping starts in its own profile. */
  readonly start: Id;
  readonly address: Id;
  readonly isFolded: boolean;
  readonly functions: readonly number[];
  readonly numbers: readonly number[];
  readonly columns: readonly number[];
}

/** The place of each entry of a table, found when it is first asked for; -1 where there is no such entry. */
function placesOnce(length: number, find: (index: number) => number): (index: number) => number {
  const places = new Int32Array(length).fill(-1);
  return (index) => {
    const known = places[index];
    if (known === undefined || known >= 0) return known ?? -1;
    const found = find(index);
    places[index] = found;
    return found;
  };
}

/** The place of the entry with a key, which is added unless it is there; adding tells how many there are then. */
function placeOf(key: string, places: Map<string, number>, add: () => number): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  const place = add() - 1;
  places.set(key, place);
  return place;
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
function keyOfLocation({ mapping, start, address, isFolded, ...lines }: Location): string {
  const calls = lines.functions.map((entry, line) => `${entry}:${lines.numbers[line]}`).join(" ");
  const column = lines.columns.at(-1) ?? 0;
  return `${mapping} ${uint64Difference(address, start)} ${isFolded} ${calls} ${column}`;
}

function uint64Difference(left: Id, right: Id): bigint {
  return BigInt.asUintN(64, BigInt(left) - BigInt(right));
}
