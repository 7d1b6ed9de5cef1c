/**
 * Writes the heap and CPU profiles in test/recordings/generated: small ones, of kinds that Feldera does not make,
 * so that pprof's rules for several sample types, inlining, labels, negative values, missing symbols and ties in
 * rounding are held against pprof itself. Run by hand; then run pprof-goldens.mjs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Profile, StringTable } from "pprof-format";

const FOLDER = new URL("../test/recordings/generated/", import.meta.url);

/** Stacks of calls, several types, labels, recursion, and functions that are inlined always or at times. */
function cpu() {
  const table = new Table();
  const random = randomNumbers(1);
  const functions = ["main", "run", "step", "eval", "hash", "probe", "merge", "sort", "compare", "drop"].map(
    (name) => table.function(`app::${name}`, { file: `src/${name}.rs`, startLine: 10 }),
  );
  const binary = table.mapping("/opt/app/bin/app");
  const locations = Array.from({ length: 60 }, () => {
    const depth = 1 + Math.floor(random() * 3);
    return table.location(
      binary,
      Array.from({ length: depth }, () => ({
        functionId: pick(random, functions),
        line: Math.floor(random() * 90),
      })),
    );
  });
  const samples = Array.from({ length: 120 }, () => ({
    locationId: Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(random, locations)),
    value: valuesOfCpu(random),
    label:
      random() < 0.5 ? [] : [table.label("thread", "worker-1"), table.numberLabel("bytes", 4096, "bytes")],
  }));
  return table.profile(["samples/count", "cpu/nanoseconds", "wall/microseconds"], samples, {
    timeNanos: 1_795_247_184_212_898_510n,
    durationNanos: 10_000_000_000n,
    defaultSampleType: "cpu",
  });
}

function valuesOfCpu(random) {
  const count = 1 + Math.floor(random() ** 4 * 1000);
  return [count, count * 10_000_000, Math.floor(random() * 1e9)];
}

/** Values of both signs, as pprof -base writes them; functions that come to zero; one pair that cancels. */
function difference() {
  const table = new Table();
  const random = randomNumbers(2);
  const functions = ["alloc", "grow", "read", "write", "cache", "flush", "close"].map((name) =>
    table.function(name),
  );
  const locations = Array.from({ length: 30 }, (_, index) =>
    table.location(0, [
      { functionId: functions[index % functions.length], line: index },
      ...(index % 4 === 0 ? [{ functionId: pick(random, functions), line: index }] : []),
    ]),
  );
  const balanced = table.location(0, [{ functionId: table.function("balanced"), line: 1 }]);
  const samples = Array.from({ length: 50 }, () => ({
    locationId: Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(random, locations)),
    value: [Math.floor((random() - 0.5) * 1e8), Math.floor((random() - 0.5) * 100)],
  }));
  const pair = [1, -1].map((sign) => ({
    locationId: [balanced, locations[0]],
    value: [sign * 65_536, sign],
  }));
  return table.profile(["inuse_space/bytes", "inuse_objects/count"], [...samples, ...pair], {
    defaultSampleType: "inuse_space",
  });
}

/** No lines, no names, no mappings, several mappings of one file, ids that are large or sparse. */
function unsymbolised() {
  const table = new Table();
  const libc = table.mapping("/lib/x86_64-linux-gnu/libc.so.6");
  const libcText = table.mapping("/lib/x86_64-linux-gnu/libc.so.6");
  const trailingSlash = table.mapping("/opt/app/");
  const nameless = table.function("", { startLine: 3 });
  const namelessElsewhere = table.function("", { startLine: 7 });
  const named = table.function("named");
  const locations = [
    table.location(libc, []),
    table.location(libcText, []),
    table.location(trailingSlash, []),
    table.location(0, []),
    table.location(libc, [{ functionId: nameless, line: 4 }]),
    table.location(trailingSlash, [{ functionId: namelessElsewhere, line: 8 }]),
    table.location(libcText, [{ functionId: named, line: 1 }]),
    table.location(0, [{ functionId: named, line: 2 }], 1_000_003),
    table.location(
      0,
      [
        { functionId: named, line: 2 },
        { functionId: nameless, line: 2 },
      ],
      2n ** 63n + 1n,
    ),
  ];
  const samples = locations.flatMap((location, index) => [
    { locationId: [location, locations[6]], value: [1000 * (index + 1)] },
    { locationId: [location, locations[(index + 4) % locations.length], location], value: [index] },
  ]);
  return table.profile(["inuse_space/bytes"], [...samples, { locationId: [], value: [77] }]);
}

/**
 * Shares that are exact ties between two roundings, and tiny ones that a stack through all functions keeps from
 * being cut; names of equal weight that UTF-8 and UTF-16 order differently.
 */
function ties() {
  const table = new Table();
  const location = (name) => table.location(0, [{ functionId: table.function(name), line: 1 }]);
  const shares = [0.125, 0.625, 0.375, 0.0625, 0.00005, 1e-7, 6.25, 12.125];
  const total = 100 * 2 ** 33;
  const leaves = shares.map((share) => ({
    locationId: [location(`${share}%`)],
    weight: (total * share) / 100,
  }));
  const odd = ["𐐷 deseret", "\ue000 private", "é", "e", "<T as U>::v", "[libc.so.6]"];
  const equal = odd.map((name) => ({ locationId: [location(name)], weight: 4096 }));
  const listed = [...leaves, ...equal];
  const rest = total - listed.reduce((sum, { weight }) => sum + Math.round(weight), 0);
  const through = listed.flatMap(({ locationId }) => locationId);
  const all = [...listed, { locationId: [location("rest"), ...through], weight: rest }];
  const samples = all.map(({ locationId, weight }, index) => ({
    locationId,
    value: [index + 1, Math.round(weight), Math.round(weight)],
  }));
  return table.profile(["events/widgets", "delay/Seconds", "space/kilobytes"], samples, {
    defaultSampleType: "not among them",
  });
}

/** The tables of a profile, filled by name. */
class Table {
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

  mapping(file) {
    const id = this.#mappings.length + 1;
    this.#mappings.push({
      id,
      memoryStart: id * 0x10000,
      memoryLimit: (id + 1) * 0x10000,
      filename: this.#strings.dedup(file),
    });
    return id;
  }

  location(mappingId, line, id = this.#locations.length + 1) {
    this.#locations.push({ id, mappingId, address: 0x10000 + this.#locations.length, line });
    return id;
  }

  label(key, text) {
    return { key: this.#strings.dedup(key), str: this.#strings.dedup(text) };
  }

  numberLabel(key, num, unit) {
    return { key: this.#strings.dedup(key), num, numUnit: this.#strings.dedup(unit) };
  }

  profile(sampleTypes, sample, { timeNanos = 0, durationNanos = 0, defaultSampleType = "" } = {}) {
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
      stringTable: this.#strings,
    });
  }
}

function pick(random, items) {
  return items[Math.floor(random() * items.length)];
}

/** Numbers from 0 to 1, the same ones for the same seed (a linear congruential generator). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

mkdirSync(FOLDER, { recursive: true });
for (const [name, profile] of Object.entries({
  cpu: cpu(),
  difference: difference(),
  unsymbolised: unsymbolised(),
  ties: ties(),
})) {
  writeFileSync(new URL(`${name}.pb.gz`, FOLDER), gzipSync(profile.encode()));
}
