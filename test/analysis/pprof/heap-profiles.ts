import { readFileSync } from "node:fs";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import type { PprofProfile } from "../../../src/analysis/pprof/format/profile.ts";

export const RECORDED_HEAP_PROFILES = [
  "heap_profile_1.body",
  "heap_profile_2.body",
  "opt_heap_profile_1.body",
  "paused_heap_profile.body",
  "minimal/heap_1.pb.gz",
  "minimal/heap_final.pb.gz",
] as const;

export const LIMITS = { maxInflatedBytes: 64 * 2 ** 20 };

const RECORDINGS = new URL("../../recordings/", import.meta.url);

export function heapProfileBytes(name: string): Uint8Array {
  return readFileSync(new URL(name, RECORDINGS));
}

export function heapProfile(name: string): PprofProfile {
  return decodePprof(heapProfileBytes(name), LIMITS);
}
