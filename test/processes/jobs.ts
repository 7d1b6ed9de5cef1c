import * as z from "zod";
import { inParts } from "../../src/analysis/bytes-in-parts.ts";
import { InvalidMoment } from "../../src/analysis/duration.ts";
import { InvalidPattern } from "../../src/analysis/invalid-pattern.ts";
import { Bytes, Coming, defineJob, GivenBytes } from "../../src/analysis/jobs/job.ts";
import { AnalysisStopped } from "../../src/analysis/jobs/stopped.ts";
import { MalformedInput } from "../../src/analysis/malformed.ts";
import { OtherInput } from "../../src/analysis/other-input.ts";
import { IncompatibleProfiles } from "../../src/analysis/pprof/compare/incompatible-profiles.ts";
import { UnknownSampleType } from "../../src/analysis/pprof/format/sample-type.ts";

/** Gives back what it gets, and says where it ran. */
export const echo = defineJob({
  name: "echo",
  input: z.object({
    text: z.string().optional(),
    counts: z.map(z.string(), z.bigint()).optional(),
    first: Bytes.optional(),
    second: Bytes.optional(),
  }),
  output: z.object({
    text: z.string().optional(),
    counts: z.map(z.string(), z.bigint()).optional(),
    first: Bytes.optional(),
    second: Bytes.optional(),
    pid: z.int(),
  }),
  run: (input) => ({ ...input, pid: process.pid }),
});

/** Says where it ran. */
export const small = defineJob({
  name: "small",
  isSmall: ({ bytes }) => bytes.length < 1000,
  input: z.object({ bytes: Bytes }),
  output: z.int(),
  run: () => process.pid,
});

let isHeld = false;

/** Keeps something for its next run, and says where it ran and whether something was kept. */
export const keeps = defineJob({
  name: "keeps",
  input: z.object({}),
  output: z.object({ pid: z.int(), wasHeld: z.boolean() }),
  kept: {
    holds: () => isHeld,
    drop() {
      isHeld = false;
    },
  },
  run() {
    const wasHeld = isHeld;
    isHeld = true;
    return { pid: process.pid, wasHeld };
  },
});

/** Reads its bytes as they come; refuses them, unless they are at hand, where one of them is 255. */
export const sums = defineJob({
  name: "sums",
  readInParts: () => "bytes",
  input: z.object({ bytes: z.union([GivenBytes, Coming]) }),
  output: z.object({ sum: z.int(), areAtHand: z.boolean() }),
  async run({ bytes }) {
    const areAtHand = bytes instanceof Uint8Array;
    let sum = 0;
    const parts = areAtHand ? inParts(bytes).parts() : bytes.parts();
    for await (const part of parts) {
      if (!areAtHand && part.includes(255)) throw new Error("refused");
      for (const byte of part) sum += byte;
    }
    return { sum, areAtHand };
  },
});

export const ERRORS = {
  malformed: new MalformedInput("pprof", "byte 12", "no such string"),
  "other kind": new OtherInput("pprof", "Chrome trace", "baseline"),
  "other version": new OtherInput("firefox profile", "firefox profile", "profile", {
    version: 24,
    oldest: 41,
    newest: 75,
  }),
  pattern: new InvalidPattern("(a", "missing closing )"),
  moment: new InvalidMoment("yesterday", "neither an RFC 3339 time nor a duration"),
  "sample type": new UnknownSampleType("cpu", ["inuse_space", "inuse_objects"]),
  incompatible: new IncompatibleProfiles("they have no sample type in common"),
  stopped: new AnalysisStopped("memory", "too large"),
} as const;

export const FAILURES = [
  "malformed",
  "other kind",
  "other version",
  "pattern",
  "moment",
  "sample type",
  "incompatible",
  "stopped",
] as const satisfies readonly (keyof typeof ERRORS)[];

export const fails = defineJob({
  name: "fails",
  input: z.object({ how: z.enum(FAILURES) }),
  output: z.never(),
  run({ how }) {
    throw ERRORS[how];
  },
});

const Nothing = z.object({});

/** Has a defect. */
export const stumbles = defineJob({
  name: "stumbles",
  input: Nothing,
  output: z.never(),
  run() {
    throw new TypeError("undefined is not what was expected");
  },
});

/** Never comes to an end, nor lets go of the thread. */
export const spins = defineJob({
  name: "spins",
  input: Nothing,
  output: z.never(),
  run() {
    for (;;);
  },
});

export const dies = defineJob({
  name: "dies",
  input: Nothing,
  output: z.never(),
  run() {
    process.stderr.write("its last words");
    process.exit(3);
  },
});

const GROWTH = {
  "many small objects": () => {
    const all: object[] = [];
    for (;;) all.push({ of: [1, 2] });
  },
  "one array that doubles": () => {
    const all: number[] = [];
    for (let i = 0; ; i++) all[i] = i + 0.5;
  },
  "a buffer of more than there is": () => new ArrayBuffer(2 ** 46),
  "a map of more entries than a map takes": () => {
    const all = new Map<number, number>();
    for (let i = 0; ; i++) all.set(i, i);
  },
} as const;

export const GROWTHS = [
  "many small objects",
  "one array that doubles",
  "a buffer of more than there is",
  "a map of more entries than a map takes",
] as const satisfies readonly (keyof typeof GROWTH)[];

export const grows = defineJob({
  name: "grows",
  input: z.object({ by: z.enum(GROWTHS) }),
  output: z.never(),
  run({ by }) {
    GROWTH[by]();
    throw new Error("it did not grow");
  },
});
