import { Profile, StringTable } from "pprof-format";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import type { PprofProfile } from "../../../src/analysis/pprof/format/profile.ts";
import { LIMITS } from "./heap-profiles.ts";

export interface FoldedStack {
  /** Function names from the root to the leaf, with ` < ` between them as between caller and callee. */
  readonly stack: string;
  readonly weight: number;
}

/** A heap profile from stacks as text. A name may be followed by ` @ ` and its source file. */
export function heapProfileOf(stacks: readonly FoldedStack[], object = "/opt/app"): PprofProfile {
  return decodePprof(encodedHeapProfile(stacks, object), LIMITS);
}

/** The same as pprof writes it. */
export function encodedHeapProfile(stacks: readonly FoldedStack[], object = "/opt/app"): Uint8Array {
  const table = new StringTable();
  const ids = new Map<string, number>();
  const locationOf = (name: string) => {
    const id = ids.get(name) ?? ids.size + 1;
    ids.set(name, id);
    return id;
  };
  const sample = stacks.map(({ stack, weight }) => ({
    locationId: stack === "" ? [] : stack.split(" < ").map(locationOf).reverse(),
    value: [weight],
  }));
  const profile = new Profile({
    sampleType: [{ type: table.dedup("inuse_space"), unit: table.dedup("bytes") }],
    sample,
    mapping: [{ id: 1, filename: table.dedup(object) }],
    location: [...ids.values()].map((id) => ({ id, mappingId: 1, line: [{ functionId: id, line: 1 }] })),
    function: [...ids].map(([text, id]) => {
      const [name = "", file = ""] = text.split(" @ ");
      return { id, name: table.dedup(name), systemName: table.dedup(name), filename: table.dedup(file) };
    }),
    stringTable: table,
  });
  return profile.encode();
}
