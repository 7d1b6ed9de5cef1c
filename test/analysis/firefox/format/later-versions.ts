import * as z from "zod";

/**
 * The same profile in later versions of the format, made from one in version 57 by the format's changelog. They
 * are synthetic: no recording of these versions exists.
 */
const index = z.number().nullable();
const table = <T extends z.ZodRawShape>(columns: T) => z.looseObject({ length: z.int(), ...columns });

const stackTable = table({ frame: z.array(z.number()), prefix: z.array(index) });
const frameTable = table({
  func: z.array(z.number()),
  address: z.array(z.number()),
  inlineDepth: z.array(z.number()),
  line: z.array(index),
});
const funcTable = table({
  name: z.array(z.number()),
  resource: z.array(z.number()),
  fileName: z.array(index),
});
const resourceTable = table({ name: z.array(z.number()), lib: z.array(index) });

const version57 = z.looseObject({
  meta: z.looseObject({ preprocessedProfileVersion: z.literal(57) }),
  shared: z.looseObject({ stringArray: z.array(z.string()) }),
  threads: z.array(
    z.looseObject({
      samples: z.looseObject({ stack: z.array(index) }),
      stackTable,
      frameTable,
      funcTable,
      resourceTable,
    }),
  ),
});

/** 58: files are sources in `shared`, no longer strings. */
export function inVersion58(json: unknown) {
  const profile = version57.parse(json);
  const files = [...new Set(profile.threads.flatMap(({ funcTable }) => funcTable.fileName))];
  const filename = files.filter((file) => file !== null);
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 58 },
    shared: {
      ...profile.shared,
      sources: { length: filename.length, id: filename.map(() => null), filename },
    },
    threads: profile.threads.map(({ funcTable: { fileName, ...funcs }, ...thread }) => ({
      ...thread,
      funcTable: {
        ...funcs,
        source: fileName.map((file) => (file === null ? null : filename.indexOf(file))),
      },
    })),
  };
}

/** 60: all threads share their tables; equal resources and functions of several threads become one. */
export function inVersion60(json: unknown) {
  const profile = inVersion58(json);
  const resources = { length: 0, name: column<number>(), lib: column<number | null>() };
  const funcs = {
    length: 0,
    name: column<number>(),
    resource: column<number>(),
    source: column<number | null>(),
  };
  const frames = {
    length: 0,
    func: column<number>(),
    address: column<number>(),
    inlineDepth: column<number>(),
    line: column<number | null>(),
  };
  const stacks = { length: 0, frame: column<number>(), prefix: column<number | null>() };
  const known = new Map<string, number>();

  const threads = profile.threads.map((thread) => {
    const { stackTable, frameTable, funcTable, resourceTable, ...rest } = thread;
    const resourceAt = resourceTable.name.map((name, row) => {
      const lib = resourceTable.lib[row] ?? null;
      return numbered(known, `resource ${name} ${lib}`, () => {
        resources.name.push(name);
        resources.lib.push(lib);
        return resources.length++;
      });
    });
    const funcAt = funcTable.name.map((name, row) => {
      const resource = resourceAt[funcTable.resource[row] ?? -1] ?? -1;
      const source = funcTable.source[row] ?? null;
      return numbered(known, `function ${name} ${resource} ${source}`, () => {
        funcs.name.push(name);
        funcs.resource.push(resource);
        funcs.source.push(source);
        return funcs.length++;
      });
    });
    const firstFrame = frames.length;
    const firstStack = stacks.length;
    frames.func.push(...frameTable.func.map((func) => funcAt[func] ?? -1));
    frames.address.push(...frameTable.address);
    frames.inlineDepth.push(...frameTable.inlineDepth);
    frames.line.push(...frameTable.line);
    frames.length += frameTable.length;
    stacks.frame.push(...stackTable.frame.map((frame) => frame + firstFrame));
    stacks.prefix.push(...stackTable.prefix.map((prefix) => shifted(prefix, firstStack)));
    stacks.length += stackTable.length;
    const stack = thread.samples.stack.map((row) => shifted(row, firstStack));
    return { ...rest, samples: { ...thread.samples, stack } };
  });
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 60 },
    shared: {
      ...profile.shared,
      stackTable: stacks,
      frameTable: frames,
      funcTable: funcs,
      resourceTable: resources,
    },
    threads,
  };
}

/** 66: a stack says how far before it its prefix is, 0 for none. */
export function inVersion66(json: unknown) {
  const profile = inVersion60(json);
  const { prefix, ...stacks } = profile.shared.stackTable;
  const prefixOffset = prefix.map((parent, row) => (parent === null ? 0 : row - parent));
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 66 },
    shared: { ...profile.shared, stackTable: { ...stacks, prefixOffset } },
  };
}

/** 70: libraries belong to frames, no longer to resources. */
export function inVersion70(json: unknown) {
  const profile = inVersion66(json);
  const { frameTable, funcTable, resourceTable } = profile.shared;
  const { lib: resourceLib, ...resources } = resourceTable;
  const lib = frameTable.func.map((func) => resourceLib[funcTable.resource[func] ?? -1] ?? -1);
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 70 },
    shared: { ...profile.shared, frameTable: { ...frameTable, lib }, resourceTable: resources },
  };
}

/** 75: flags say which columns of a frame (71) and of a function (75) count; those that do not are 0. */
export function inVersion75(json: unknown) {
  const profile = inVersion70(json);
  const { inlineDepth, lib, ...frames } = profile.shared.frameTable;
  const { resource, source, ...funcs } = profile.shared.funcTable;
  return {
    ...profile,
    meta: { ...profile.meta, preprocessedProfileVersion: 75 },
    shared: {
      ...profile.shared,
      frameTable: {
        ...frames,
        lib: lib.map((library) => Math.max(library, 0)),
        flags: inlineDepth.map((depth, row) => (depth > 0 ? 1 : 0) + ((lib[row] ?? -1) >= 0 ? 2 : 0)),
      },
      funcTable: {
        ...funcs,
        resource: resource.map((row) => Math.max(row, 0)),
        source: source.map((row) => row ?? 0),
        flags: resource.map((row, func) => (row >= 0 ? 4 : 0) + ((source[func] ?? null) !== null ? 8 : 0)),
      },
    },
  };
}

function column<T>(): T[] {
  return [];
}

function shifted(row: number | null, by: number): number | null {
  return row === null ? null : row + by;
}

function numbered(known: Map<string, number>, key: string, add: () => number): number {
  const number = known.get(key) ?? add();
  known.set(key, number);
  return number;
}
