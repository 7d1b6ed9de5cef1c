import { joined } from "./bytes.ts";

/** Heap profiles that are valid, and as large or as lopsided as one can be written in some way, by a size. */
export const HOSTILE_HEAP_PROFILES: Readonly<Record<string, (size: number) => Uint8Array>> = {
  "one location of many lines, in many samples": (size) =>
    profile({
      names: ["app::f1", "app::f2"],
      locations: [manyLines(size)],
      samples: Array.from({ length: 50 }, () => sample([1])),
    }),
  "one sample of many locations": (size) =>
    profile({ locations: oneLineEach(size), samples: [sample(upTo(size))] }),
  "one sample of one location many times": (size) =>
    profile({ samples: [sample(Array.from({ length: size }, () => 1))] }),
  "two locations in turn, many times": (size) =>
    profile({ samples: [sample(Array.from({ length: size }, (_, index) => 1 + (index % 2)))] }),
  "many leaves of a deep recursion": (size) =>
    profile({
      locations: [...oneLineEach(100), manyLines(size, 101, 1)],
      samples: upTo(100).map((leaf) => sample([leaf, 101])),
    }),
  "many samples of one frame each": (size) =>
    profile({ locations: oneLineEach(size), samples: upTo(size).map((location) => sample([location])) }),
  "many functions of one name": (size) =>
    profile({
      names: upTo(size).map(() => "name"),
      locations: oneLineEach(size),
      samples: upTo(size).map((location) => sample([location])),
    }),
  "every function calls every other": (size) => {
    const side = Math.ceil(Math.sqrt(size));
    const pairs = upTo(side).flatMap((caller) => upTo(side).map((callee) => sample([callee, caller])));
    return profile({ locations: oneLineEach(side), samples: pairs });
  },
  "values of both signs and beyond 2^53": (size) =>
    profile({
      locations: oneLineEach(size),
      samples: upTo(size).map((location) =>
        sample([location], [location % 2 === 0 ? -(2n ** 63n) : 2n ** 62n]),
      ),
    }),
  "many sample types": (size) =>
    profile({
      types: size,
      samples: [
        sample(
          [1],
          Array.from({ length: size }, () => 1n),
        ),
        sample(
          [2],
          Array.from({ length: size }, () => 1n),
        ),
      ],
    }),
  "many labels": (size) =>
    profile({
      samples: [
        joined(
          sample([1]),
          Array.from({ length: size }, () => label()),
        ),
      ],
    }),
  "a name that is very long": (size) =>
    profile({ names: ["a::b<".repeat(size / 5), "_RNvC".repeat(size / 5)] }),
  "a mangled name that refers back": (size) =>
    profile({ names: [`_RNvC6abcdef${"INvB2_1fB2_".repeat(size / 12)}E`, `_ZN${"1a".repeat(size / 2)}E`] }),
  "a library's path of many slashes": (size) =>
    profile({
      file: `${"/".repeat(size)}x`,
      locations: [joined(field(1, 1), field(2, 1))],
      samples: [sample([1])],
    }),
  "a mapping for each location": (size) =>
    profile({
      mappings: upTo(size),
      locations: upTo(size).map((id) => joined(field(1, id), field(2, id))),
      samples: upTo(size).map((location) => sample([location])),
    }),
};

interface Parts {
  readonly types?: number;
  readonly names?: readonly string[];
  readonly file?: string;
  readonly mappings?: readonly number[];
  /** Messages, of which the ids count from 1. */
  readonly locations?: readonly Uint8Array[];
  readonly samples?: readonly Uint8Array[];
}

function profile(parts: Parts): Uint8Array {
  const {
    types = 1,
    file = "/bin/app",
    mappings = [1],
    locations = oneLineEach(2),
    samples = [sample([1])],
  } = parts;
  const names = parts.names ?? locations.map((_, index) => `app::f${index}`);
  const strings = ["", "space", "bytes", file, ...names];
  return joined(
    Array.from({ length: types }, () => message(1, field(1, 1), field(2, 2))),
    samples.map((content) => message(2, content)),
    mappings.map((id) =>
      message(3, field(1, id), field(2, id * 4096), field(3, id * 4096 + 4096), field(5, 3)),
    ),
    locations.map((content) => message(4, content)),
    names.map((_, index) => message(5, field(1, index + 1), field(2, index + 4))),
    strings.map((text) => message(6, Buffer.from(text))),
  );
}

/** Locations of a line each, of as many functions. */
function oneLineEach(count: number): Uint8Array[] {
  return upTo(count).map((id) => joined(field(1, id), field(2, 1), message(4, field(1, id), field(2, id))));
}

function manyLines(count: number, id = 1, functionId?: number): Uint8Array {
  const lines = upTo(count).map((line) => message(4, field(1, functionId ?? 1 + (line % 2)), field(2, line)));
  return joined(field(1, id), lines);
}

function sample(locations: readonly number[], values: readonly bigint[] = [4096n]): Uint8Array {
  return joined(message(1, locations.map(varint)), message(2, values.map(varint)));
}

function label(): Uint8Array {
  return message(3, field(1, 1), field(2, 2));
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function message(number: number, ...parts: readonly (Uint8Array | readonly Uint8Array[])[]): Uint8Array {
  const content = joined(...parts);
  return joined(varint(number * 8 + 2), varint(content.length), content);
}

function field(number: number, value: number): Uint8Array {
  return joined(varint(number * 8), varint(value));
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}
