/** CPU profiles that are valid, and as large or as lopsided as one can be written in some way, by a size. */
export const HOSTILE_CPU_PROFILES: Readonly<Record<string, (size: number) => string>> = {
  "one deep stack": (size) =>
    profile({
      stackParents: upTo(size).map((stack) => (stack === 0 ? null : stack - 1)),
      sampleStacks: [size - 1],
    }),
  "a sample of each stack of a deep recursion": (size) =>
    profile({
      stackParents: upTo(size).map((stack) => (stack === 0 ? null : stack - 1)),
      sampleStacks: upTo(size),
      functions: 1,
    }),
  "samples of one stack": (size) => profile({ stackParents: [null], sampleStacks: upTo(size).map(() => 0) }),
  "as many functions as samples": (size) =>
    profile({ stackParents: upTo(size).map(() => null), sampleStacks: upTo(size) }),
  "threads without samples": (size) => profile({ threads: size }),
  "markers within each other": (size) =>
    profile({
      stackParents: [null],
      sampleStacks: upTo(size).map(() => 0),
      markers: upTo(size).map((index) => [index, 2 * size - index]),
    }),
  "markers one after the other": (size) =>
    profile({
      stackParents: [null],
      sampleStacks: upTo(size).map(() => 0),
      markers: upTo(size).map((index) => [index, index + 1]),
    }),
  "strings that are not used": (size) => profile({ strings: upTo(size).map((index) => `string ${index}`) }),
  "one long string": (size) => profile({ strings: ["_RNvC".repeat(size)] }),
};

interface Parts {
  readonly stackParents?: readonly (number | null)[];
  readonly sampleStacks?: readonly number[];
  /** As many as stacks, if not said. */
  readonly functions?: number;
  readonly threads?: number;
  /** Start and end of each, in ms. */
  readonly markers?: readonly (readonly [number, number])[];
  readonly strings?: readonly string[];
}

/** A profile in version 57, as samply writes it, with markers as Feldera adds them. */
function profile({
  stackParents = [],
  sampleStacks = [],
  functions = stackParents.length,
  threads = 1,
  markers = [],
  strings = [],
}: Parts): string {
  const names = [
    ...upTo(functions).map((index) => `app::f${index}`),
    "eval",
    "map n1 used 5μs real time, 5μs CPU time",
  ];
  const thread = {
    name: "dbsp-worker-0",
    tid: "1",
    pid: "1",
    samples: {
      length: sampleStacks.length,
      stack: sampleStacks,
      time: upTo(sampleStacks.length),
      weight: sampleStacks.map(() => 1),
      weightType: "samples",
      threadCPUDelta: sampleStacks.map(() => 1000),
    },
    stackTable: {
      length: stackParents.length,
      prefix: stackParents,
      frame: stackParents.map((_, stack) => stack % functions),
    },
    frameTable: {
      length: functions,
      func: upTo(functions),
      nativeSymbol: upTo(functions).map(() => null),
      line: upTo(functions).map(() => null),
      address: upTo(functions).map(() => -1),
      inlineDepth: upTo(functions).map(() => 0),
    },
    funcTable: {
      length: functions,
      name: upTo(functions),
      resource: upTo(functions).map(() => -1),
      fileName: upTo(functions).map(() => null),
      lineNumber: upTo(functions).map(() => null),
    },
    resourceTable: { length: 0, lib: [], name: [], type: [] },
    nativeSymbols: { length: 0, libIndex: [], address: [], name: [], functionSize: [] },
    markers: {
      length: markers.length,
      name: markers.map(() => functions),
      data: markers.map(() => ({ type: "FelderaMarker", name: functions + 1 })),
      startTime: markers.map(([start]) => start),
      endTime: markers.map(([, end]) => end),
      phase: markers.map(() => 1),
      category: markers.map(() => 0),
    },
  };
  return JSON.stringify({
    meta: {
      preprocessedProfileVersion: 57,
      version: 24,
      product: "pipeline",
      interval: 1,
      symbolicated: true,
      sampleUnits: { time: "ms", eventDelay: "ms", threadCPUDelta: "µs" },
      categories: [{ name: "Other", color: "grey", subcategories: ["Other"] }],
    },
    libs: [],
    threads: upTo(threads).map((tid) => ({ ...thread, tid: `${tid}` })),
    shared: { stringArray: [...names, ...strings] },
  });
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
