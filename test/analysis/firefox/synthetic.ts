import { Buffer } from "node:buffer";
import {
  decodeFirefoxProfile,
  decodeMarkedProfile,
  type FirefoxProfile,
  type MarkedThread,
} from "../../../src/analysis/firefox/format/decode.ts";
import { LIMITS } from "./recorded.ts";

/** Synthetic profiles in version 57 of the format, with the tables that samply writes. */
export interface ThreadSpec {
  readonly name: string;
  readonly tid?: string;
  readonly samples: readonly SampleSpec[];
  readonly markers?: readonly MarkerSpec[];
}

/** A marker of Feldera's. */
export interface MarkerSpec {
  readonly name: string;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly category?: string;
}

/** An evaluation as Feldera writes it, `Map n1`; real and CPU time in µs. */
export function evaluation(
  label: string,
  [startMs, endMs]: readonly [number, number],
  { real = (endMs - startMs) * 1000, cpu = real }: { real?: number; cpu?: number } = {},
): MarkerSpec {
  const text = `${label} used ${real}μs real time, ${cpu}μs CPU time`;
  return { name: "eval", text, startMs, endMs, category: "Operator" };
}

/** A merge in the background as Feldera writes it, `Trace n1`, for a worker. */
export function merge(
  label: string,
  worker: number,
  [startMs, endMs]: readonly [number, number],
): MarkerSpec {
  const ms = endMs - startMs;
  const text = `${label} on behalf of worker ${worker} merged 2 batches (10 -> 10 rows) using ${ms} ms real time and ${ms} ms CPU time; done`;
  return { name: "merge-0", text, startMs, endMs, category: "Spine" };
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

const CATEGORIES = ["Other", "Operator", "Spine", "Step", "Exchange"];

export const LIBRARIES = ["pipeline", "libc.so.6"];

export function decodeSpec(spec: ProfileSpec): FirefoxProfile {
  return decodeJson(profileJson(spec));
}

export function decodeMarkedSpec(spec: ProfileSpec): FirefoxProfile<MarkedThread> {
  return decodeMarkedProfile(Buffer.from(JSON.stringify(profileJson(spec))), LIMITS);
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
      categories: CATEGORIES.map((name) => ({ name, color: "grey", subcategories: ["Other"] })),
      symbolicated: true,
      sampleUnits: { time: "ms", eventDelay: "ms", threadCPUDelta: cpuUnit },
    },
    libs: LIBRARIES.map((name) => ({ name, path: `/opt/${name}` })),
    threads: threads.map((thread) => threadJson(thread, strings, withoutCpuColumn)),
    shared: { stringArray: strings.values },
  };
}

function threadJson(
  { name, tid = "1", samples, markers = [] }: ThreadSpec,
  strings: Numbering<string>,
  noCpu: boolean,
) {
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
    markers: {
      length: markers.length,
      name: markers.map((marker) => strings.of(marker.name)),
      category: markers.map(({ category = "Other" }) => CATEGORIES.indexOf(category)),
      startTime: markers.map(({ startMs }) => startMs),
      endTime: markers.map(({ endMs }) => endMs),
      phase: markers.map(() => 1),
      data: markers.map(({ text }) => ({ type: "FelderaMarker", name: strings.of(text) })),
    },
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
