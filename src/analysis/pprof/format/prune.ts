import { InvalidPattern } from "../../invalid-pattern.ts";
import { MalformedInput } from "../../malformed.ts";
import { compilePattern, type Pattern } from "../../pattern.ts";
import type { Tables } from "./tables.ts";

/** What becomes of a stack at a location, on the way from the root to the leaf. */
export const KEEP = 0;
/** The location is the last one of the stack. */
export const PRUNE_BENEATH = 1;
/** The location before is the last one. */
export const PRUNE = 2;

export interface PrunedLocations {
  /** The first line of each location that stays: not frames to drop that were inlined into others, nor lines before. */
  readonly firstLine: readonly number[];
  /** KEEP, PRUNE_BENEATH or PRUNE for each location; a stack is not pruned above its first KEEP. */
  readonly pruning: Uint8Array;
}

/**
 * Applies a profile's own patterns of frames to drop and to keep (drop_frames, keep_frames).
 *
 * @throws MalformedInput for a pattern that is not RE2's or is too large; pprof ignores the first kind
 * @see Prune in google/pprof's profile/prune.go
 */
export function pruneLocations({ functions, locations, header }: Tables): PrunedLocations {
  const pruning = new Uint8Array(locations.length).fill(KEEP);
  if (header.dropFrames === "") return { firstLine: locations.firstLine, pruning };
  const drop = wholeName(header.dropFrames, "frames to drop");
  const keep = header.keepFrames === "" ? undefined : wholeName(header.keepFrames, "frames to keep");
  const isDropped = functions.map(({ name }) => {
    const bare = withoutArguments(name);
    return name !== "" && drop.matches(bare) && keep?.matches(bare) !== true;
  });
  const firstLine = locations.firstLine.map((first, location) => {
    const last = (locations.firstLine[location + 1] ?? 0) - 1;
    let line = last;
    while (line >= first && isDropped[locations.lineFunction[line] ?? -1] !== true) line--;
    if (line < first) return first;
    pruning[location] = line === last ? PRUNE : PRUNE_BENEATH;
    return line === last ? first : line + 1;
  });
  return { firstLine, pruning };
}

function wholeName(source: string, where: string): Pattern {
  try {
    return compilePattern(`^(${source})$`);
  } catch (error) {
    if (error instanceof InvalidPattern) throw new MalformedInput("pprof", where, error.message);
    throw error;
  }
}

/** The name up to its arguments, of which some names have parentheses that look like them. */
function withoutArguments(name: string): string {
  const symbol = name.replace(/^\./, "");
  for (const { 0: match, index } of symbol.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g)) {
    if (match === "(") return symbol.slice(0, index);
  }
  return symbol;
}
