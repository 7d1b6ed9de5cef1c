/**
 * A short id for a function's whole name: `f` and seven hex digits, the same in every profile and call.
 *
 * It has 28 bits, so among n different names some two share an id with a chance of about n² / 2²⁹: 0.2 % for
 * 1,000 names, 17 % for 10,000. Whoever looks a name up by its id must therefore be ready for several.
 */
export function nameId(name: string): string {
  return `f${(hash32(name) >>> 4).toString(16).padStart(7, "0")}`;
}

/** All different names of this id, in the order given: none, one or, rarely, several. */
export function namesWithId(names: Iterable<string>, id: string): readonly string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (nameId(name) === id) found.add(name);
  }
  return [...found];
}

/** FNV-1a over UTF-16 code units, then MurmurHash3's finalizer, which spreads the last characters over all bits. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
