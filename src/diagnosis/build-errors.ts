import { type Words, words } from "../text/page/words.ts";
import { OF_ANOTHER_VERSION } from "./known-errors.ts";

/** What keeps a program from being compiled that is not the program's fault, or not that of its code: in short, and what helps. */
export interface BuildError {
  readonly brief: Words;
  readonly means: Words;
}

type Kinds = readonly (readonly [pattern: RegExp, brief: Words, means: Words])[];

const DISK = [
  /\bNo space left on device\b|\bos error 28\b/i,
  words`the compiler's disk is full`,
  words`Make room where Feldera's compiler works (what it keeps of programs grows with each), and compile again`,
] as const;

const OF_RUST: Kinds = [
  DISK,
  [
    /\bsignal: 9\b|\bSIGKILL\b|\bterminated with signal 9\b/,
    words`a compiler of its Rust was killed`,
    words`As a rule that is for want of memory where Feldera's compiler works, which the kernel's log there tells: give it more, or have it compile fewer programs at once, and compile again`,
  ],
  [
    /\bcompiler unexpectedly panicked\b|\binternal compiler error\b|\bsignal: 11\b|\bSIGSEGV\b/,
    words`the Rust compiler itself crashed`,
    words`That is a defect of the Rust compiler: compile again, or with another profile of program_config`,
  ],
  [
    /\bno matching package named\b|\bfailed to select a version\b/,
    words`udf_toml asks for a crate that there is not`,
    words`Correct the crate's name or version in udf_toml`,
  ],
  [
    /\bdownload of \S+ failed\b|\bfailed to download\b|\bCould not resolve host|\bnetwork failure\b|\bfailed to (?:query replaced source|fetch)\b/i,
    words`a crate that it needs could not be downloaded`,
    words`Feldera's compiler has no way to where crates come from, or that is down: give it one, or take the crate out of udf_toml`,
  ],
  [
    /\bcannot find -l|\bunable to find library\b/,
    words`a library of the system is not there to be linked`,
    words`A crate of udf_toml needs it: install it where Feldera's compiler works, or use a crate without it`,
  ],
];

const OF_COMPILER: Kinds = [
  DISK,
  [
    /\bPlatform version \S+ is not equal to current\b/,
    words`Feldera was replaced by another version while it was to be compiled`,
    words`Compile it again`,
  ],
  [
    /\bruntime_version\b|\bruntime version\b/,
    words`the runtime that runtime_version asks for cannot be had`,
    words`There is no such version, this Feldera does not allow another than its own, or it cannot be downloaded: correct runtime_version of program_config, or take it out`,
  ],
  [
    /^The program configuration is not valid\b/,
    words`its program_config is not valid for this version of Feldera`,
    OF_ANOTHER_VERSION,
  ],
  [
    /\binsufficient memory\b|\bNot enough space\b|\bOutOfMemoryError\b|\bterminated by a signal\b/,
    words`Feldera's compiler has too little memory`,
    words`Give it more where it works, and compile again`,
  ],
  [
    /\bFailed to upload\b/,
    words`Feldera's compiler could not hand over what it made`,
    words`What keeps compiled programs is down, full or cannot be reached from there`,
  ],
];

/** Undefined where a build's own words are of none of these. */
export function buildError(said: string): BuildError | undefined {
  return firstOf(OF_RUST, said);
}

/** The same of a compiler that says itself that it has failed. */
export function compilerError(said: string): BuildError | undefined {
  return firstOf(OF_COMPILER, said);
}

function firstOf(kinds: Kinds, said: string): BuildError | undefined {
  const [, brief, means] = kinds.find(([pattern]) => pattern.test(said)) ?? [];
  return brief && means && { brief, means };
}
