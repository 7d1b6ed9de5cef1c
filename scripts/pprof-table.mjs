import { Profile, StringTable } from "pprof-format";

/** The tables of a profile, filled by name. */
export class Table {
  #strings = new StringTable();
  #functions = [];
  #mappings = [];
  #locations = [];

  function(name, { file = "", startLine = 0 } = {}) {
    const id = this.#functions.length + 1;
    const nameIndex = this.#strings.dedup(name);
    this.#functions.push({
      id,
      name: nameIndex,
      systemName: nameIndex,
      filename: this.#strings.dedup(file),
      startLine,
    });
    return id;
  }

  mapping(file, { start, size = 0x10000, offset = 0, buildId = "" } = {}) {
    const id = this.#mappings.length + 1;
    const memoryStart = start ?? id * 0x10000;
    this.#mappings.push({
      id,
      memoryStart,
      memoryLimit: memoryStart + size,
      fileOffset: offset,
      filename: this.#strings.dedup(file),
      buildId: this.#strings.dedup(buildId),
    });
    return id;
  }

  location(
    mappingId,
    line,
    { id = this.#locations.length + 1, address = 0x10000 + this.#locations.length } = {},
  ) {
    this.#locations.push({ id, mappingId, address, line });
    return id;
  }

  label(key, text) {
    return { key: this.#strings.dedup(key), str: this.#strings.dedup(text) };
  }

  numberLabel(key, num, unit) {
    return { key: this.#strings.dedup(key), num, numUnit: this.#strings.dedup(unit) };
  }

  profile(sampleTypes, sample, options = {}) {
    const {
      timeNanos = 0,
      durationNanos = 0,
      defaultSampleType = "",
      dropFrames = "",
      keepFrames = "",
    } = options;
    return new Profile({
      sampleType: sampleTypes.map((name) => {
        const [type, unit] = name.split("/");
        return { type: this.#strings.dedup(type), unit: this.#strings.dedup(unit) };
      }),
      sample,
      mapping: this.#mappings,
      location: this.#locations,
      function: this.#functions,
      timeNanos,
      durationNanos,
      defaultSampleType: this.#strings.dedup(defaultSampleType),
      dropFrames: this.#strings.dedup(dropFrames),
      keepFrames: this.#strings.dedup(keepFrames),
      stringTable: this.#strings,
    });
  }
}

export function pick(random, items) {
  return items[Math.floor(random() * items.length)];
}

/** Numbers from 0 to 1, the same ones for the same seed (a linear congruential generator). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
