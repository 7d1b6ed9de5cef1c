import { Buffer } from "node:buffer";
import { decodeFirefoxProfile, type FirefoxProfile } from "../../../src/analysis/firefox/decode.ts";
import { LIMITS } from "./recorded.ts";

/** Synthetic profiles in version 57 of the format, with the tables that samply writes. */
export interface ThreadSpec {
  readonly name: string;
  readonly tid?: string;
  readonly samples: readonly SampleSpec[];
}

export interface SampleSpec {
  /** Functions from the outermost to the innermost, each `function` or `library!function`. */
  readonly stack: readonly string[] | null;
  readonly timeMs: number;
  readonly weight?: number;
  /** In the unit of the profile, which is µs unless said otherwise. */
  readonly cpu?: number;
}

export interface ProfileSpec {
  readonly threads: readonly ThreadSpec[];
  readonly cpuUnit?: string;
  readonly withoutCpuColumn?: boolean;
}

export const LIBRARIES = ["pipeline", "libc.so.6"];

export function decodeSpec(spec: ProfileSpec): FirefoxProfile {
  return decodeJson(profileJson(spec));
}

export function decodeJson(json: unknown): FirefoxProfile {
  return decodeFirefoxProfile(Buffer.from(JSON.stringify(json)), LIMITS);
}

export function profileJson({ threads, cpuUnit = "µs", withoutCpuColumn = false }: ProfileSpec) {
  const strings = new Numbering<string>();
  return {
    meta: {
      preprocessedProfileVersion: 57,
      version: 24,
      product: "orders",
      interval: 1,
      symbolicated: true,
      sampleUnits: { time: "ms", eventDelay: "ms", threadCPUDelta: cpuUnit },
    },
    libs: LIBRARIES.map((name) => ({ name, path: `/opt/${name}` })),
    threads: threads.map((thread) => threadJson(thread, strings, withoutCpuColumn)),
    shared: { stringArray: strings.values },
  };
}

function threadJson({ name, tid = "1", samples }: ThreadSpec, strings: Numbering<string>, noCpu: boolean) {
  const functions = new Numbering<string>();
  const stacks = new Numbering<string>();
  const prefix: (number | null)[] = [];
  const frame: number[] = [];
  const stackOf = (stack: readonly string[]): number | null => {
    let parent: number | null = null;
    for (const name of stack) {
      const func = functions.of(name);
      const row = stacks.of(`${parent},${func}`);
      if (row === prefix.length) {
        prefix.push(parent);
        frame.push(func);
      }
      parent = row;
    }
    return parent;
  };
  const stack = samples.map((sample) => (sample.stack === null ? null : stackOf(sample.stack)));
  const count = functions.values.length;
  const times = samples.map(({ timeMs }) => timeMs);
  return {
    name,
    tid,
    pid: "1",
    samples: {
      length: samples.length,
      weightType: "samples",
      stack,
      timeDeltas: times.map((time, row) => time - (times[row - 1] ?? 0)),
      weight: samples.map(({ weight = 1 }) => weight),
      threadCPUDelta: noCpu ? null : samples.map(({ cpu = 0 }) => cpu),
    },
    stackTable: { length: frame.length, frame, prefix },
    frameTable: {
      length: count,
      func: functions.values.map((_, index) => index),
      address: fill(count, -1),
      line: fill(count, null),
      inlineDepth: fill(count, 0),
    },
    funcTable: {
      length: count,
      name: functions.values.map((label) => strings.of(label.replace(/^[^!]*!/, ""))),
      fileName: fill(count, null),
      resource: functions.values.map((label) => (label.startsWith(`${LIBRARIES[1]}!`) ? 1 : 0)),
    },
    resourceTable: {
      length: LIBRARIES.length,
      lib: LIBRARIES.map((_, index) => index),
      name: LIBRARIES.map((library) => strings.of(library)),
    },
    markers: { length: 0, name: [], data: [] },
  };
}

function fill<T>(length: number, value: T): T[] {
  return new Array<T>(length).fill(value);
}

class Numbering<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<T, number>();

  of(value: T): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}
