/**
 * Writes the heap and CPU profiles in test/recordings/generated: small ones, of kinds that Feldera does not make,
 * so that pprof's rules for several sample types, inlining, labels, negative values, missing symbols and ties in
 * rounding are held against pprof itself. Run by hand; then run pprof-goldens.mjs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { pick, randomNumbers, Table } from "./pprof-table.mjs";

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
    table.location(0, [{ functionId: named, line: 2 }], { id: 1_000_003 }),
    table.location(
      0,
      [
        { functionId: named, line: 2 },
        { functionId: nameless, line: 2 },
      ],
      { id: 2n ** 63n + 1n },
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

/**
 * Values of up to 63 bits: stacks that cancel but for a few bytes, ties that only the last digit breaks, and a type
 * whose sums pass 64 bits and wrap around.
 */
function large() {
  const table = new Table();
  const location = (name) => table.location(0, [{ functionId: table.function(name), line: 1 }]);
  const [main, cache, trace, queue, spill, other] = ["main", "cache", "trace", "queue", "spill", "other"].map(
    location,
  );
  const samples = [
    [[cache, main], 2n ** 60n + 1n, 2n ** 62n],
    [[trace, main], 2n ** 60n + 2n, 2n ** 62n],
    [[queue, trace, main], 2n ** 53n + 1n, 2n ** 62n + 3n],
    [[queue, cache, main], 2n ** 53n + 1n, 2n ** 62n + 5n],
    [[spill, main], -(2n ** 60n) - 3n, -7n],
    [[spill, queue, main], 2n ** 60n, -(2n ** 63n)],
    [[spill, spill, cache, main], -1n, 1n],
    [[other, main], 2n ** 55n + 1n, 2n ** 40n],
    [[other, spill, main], 1n - 2n ** 55n, 1n],
    [[main], 1n, 0n],
  ].map(([locationId, ...value]) => ({ locationId, value: value.map((of) => BigInt.asUintN(64, of)) }));
  return table.profile(["inuse_space/bytes", "events/count"], samples, { defaultSampleType: "inuse_space" });
}

/** drop_frames and keep_frames, for whole locations and within inlined ones, above and below frames that stay. */
function pruned() {
  const table = new Table();
  const id = (name) => table.function(name);
  const location = (...names) =>
    table.location(
      0,
      names.map((name, index) => ({ functionId: id(name), line: index + 1 })),
    );
  const main = location("main");
  const insert = location("(anonymous namespace)::Map::insert(int)", "app::store");
  const malloc = location("malloc");
  const grow = location("malloc", "Vec::grow(unsigned long)", "app::push");
  const call = location("operator()(int)", "app::each");
  const kept = location("malloc_kept");
  const hook = location(".malloc_hook");
  const samples = [
    [malloc, insert, main],
    [grow, main],
    [malloc, grow, main],
    [malloc, malloc],
    [main, malloc, grow],
    [malloc, call, main],
    [kept, grow, main],
    [malloc, kept, main],
    [hook, insert, call, main],
    [main, hook, main],
  ].map((locationId, index) => ({ locationId, value: [1000 * (index + 1)] }));
  return table.profile(["inuse_space/bytes"], samples, {
    dropFrames: "malloc.*|Vec::grow|operator\\(\\)|\\(anonymous namespace\\)::Map::in.*",
    keepFrames: "malloc_k.*",
  });
}

/** Debug information as a release build with line tables has it: bare names, inlined chains, paths of all kinds. */
function lines() {
  const table = new Table();
  const random = randomNumbers(3);
  const files = [
    "src/trace.rs",
    "./src/../src/trace.rs",
    "/proc/self/cwd/src/cache.rs",
    "lib//alloc/",
    "",
    "b/é.rs",
  ];
  const functions = ["new", "push", "{closure#0}", "grow_one<u8, alloc::Global>", "new", "poll", ""].map(
    (name) => table.function(name, { file: pick(random, files) }),
  );
  const objects = ["/opt/app/bin/app", "/usr/lib/app", ""].map((file) => table.mapping(file));
  const locations = Array.from({ length: 40 }, () =>
    table.location(
      pick(random, objects),
      Array.from({ length: Math.floor(random() * 5) }, () => ({
        functionId: pick(random, functions),
        line: Math.floor(random() * 4),
        column: Math.floor(random() * 3),
      })),
    ),
  );
  const samples = Array.from({ length: 80 }, () => ({
    locationId: Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(random, locations)),
    value: [Math.floor(random() * 1e8)],
  }));
  return table.profile(["inuse_space/bytes"], samples);
}

/** Two runs of a program at other addresses: stacks that stay, grow, shrink, vanish and are new. */
function run(number) {
  const table = new Table();
  const random = randomNumbers(4);
  const start = number * 0x40_0000;
  const app = table.mapping("/opt/app/bin/app", { start, size: 0x10000 + number, buildId: "a1b2c3" });
  const libc = table.mapping(`/run-${number}/libc.so.6`, { start: start + 0x100000, size: 0x8000 });
  const functions = ["main", "read", "write", "cache", "merge", "compact"].map((name) =>
    table.function(name, { file: `src/${name}.rs` }),
  );
  const locations = Array.from({ length: 40 }, (_, index) =>
    table.location(index % 7 === 0 ? libc : app, [{ functionId: pick(random, functions), line: index % 9 }], {
      address: start + (index % 7 === 0 ? 0x100000 : 0) + index * 16,
    }),
  );
  const samples = Array.from({ length: 90 }, (_, index) => {
    const locationId = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(random, locations));
    const before = Math.floor(random() * 1e7);
    const after = index % 3 === 0 ? before : Math.floor(random() * 1e7);
    const isThere = index % 5 !== number;
    const bytes = isThere ? [before, after][number - 1] : 0;
    const label = index % 4 === 0 ? [table.label("thread", `worker-${index % 8}`)] : [];
    return { locationId, value: [Math.ceil(bytes / 4096), bytes], label };
  });
  return table.profile(["inuse_objects/count", "inuse_space/bytes"], samples, {
    timeNanos: 1_795_247_184_000_000_000n + BigInt(number),
  });
}

/**
 * Two runs whose mappings are alike in size, offset and build id, but not in their files, and come in another order
 * in the samples than in the table; what is first in the samples alone comes to nothing, or is the base's.
 */
function alike(number) {
  const table = new Table();
  const random = randomNumbers(5);
  const start = number * 0x100_0000;
  const places = [
    ["/opt/app/bin/app", "", 0],
    ["/opt/app/libone.so", "abc", 1],
    ["/opt/app/libtwo.so", "abc", 2],
    [`/run-${number}/libthree.so`, "def", 3],
    ["/opt/app/libfour.so", "def", 4],
    ["/opt/app/libfive.so", "def", 5],
    ["/opt/app/libsix.so", "abc", 6],
  ];
  const mappings = places.map(([file, buildId, place]) =>
    table.mapping(file, {
      start: start + place * 0x10000,
      size: 0x10000,
      buildId,
      ...(place === 6 && { offset: 0x2000 }),
    }),
  );
  const nameless = [3, 7].map((startLine) => table.function("", { file: "src/a.rs", startLine }));
  const functions = ["main", "read", "write"].map((name) => table.function(name, { file: `src/${name}.rs` }));
  const locations = mappings.flatMap((mapping, place) =>
    [[], [nameless[0]], [nameless[1]], [functions[place % 3]], [nameless[place % 2], functions[0]]].map(
      (calls, index) =>
        table.location(
          mapping,
          calls.map((functionId, line) => ({ functionId, line })),
          { address: start + place * 0x10000 + 0x100 + index * 16 },
        ),
    ),
  );
  const ofMapping = (place) => locations[place * 5 + Math.floor(random() * 5)];
  const first = [5, 2, 4, 3].map((place) => [ofMapping(place), ofMapping(0), ofMapping(place)]);
  const others = Array.from({ length: 60 }, () =>
    Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(random, locations)),
  );
  const samples = [...first, ...others].map((locationId, index) => {
    const before = 1000 + Math.floor(random() * 1e6);
    const after = index % 3 === 0 ? before : 1000 + Math.floor(random() * 1e6);
    return { locationId, value: [index === 0 ? 0 : [before, after][number - 1]] };
  });
  return table.profile(["inuse_space/bytes"], samples);
}

mkdirSync(FOLDER, { recursive: true });
for (const [name, profile] of Object.entries({
  cpu: cpu(),
  difference: difference(),
  unsymbolised: unsymbolised(),
  ties: ties(),
  large: large(),
  pruned: pruned(),
  lines: lines(),
  "run-1": run(1),
  "run-2": run(2),
  "alike-1": alike(1),
  "alike-2": alike(2),
})) {
  writeFileSync(new URL(`${name}.pb.gz`, FOLDER), gzipSync(profile.encode()));
}
