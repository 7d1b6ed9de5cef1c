import { words } from "../page/words.ts";

/** Why functions may have no names, and how to get them. */
export const NO_SYMBOLS = words`the program carries no symbols; compiled with Feldera's profile optimized_symbols, or linked with another linker, it has them`;

/** Under a backtrace with frames that have none. */
export const UNKNOWN_FRAMES = words`Frames that are <unknown> have no names: ${NO_SYMBOLS}.`;

/** Frames of a backtrace of Rust that have no name, one to a line: `  12: <unknown>`, or with an address before it. */
const RUN =
  /^[ \t]*(\d+):[ \t]+(?:0x[0-9a-f]+ - )?<unknown>.*(?:\n[ \t]*(\d+):[ \t]+(?:0x[0-9a-f]+ - )?<unknown>.*)+/gm;

/** A backtrace with each run of frames without names in one line, which has their numbers. */
export function foldUnknownFrames(backtrace: string): string {
  return backtrace.replace(RUN, (_, first: string, last: string) => `  ${first} to ${last}: <unknown>`);
}

/** Whether a backtrace has frames without names, one after the other. */
export function hasUnknownFrames(backtrace: string): boolean {
  return backtrace.search(RUN) >= 0;
}
