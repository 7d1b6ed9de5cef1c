import { constants, gzipSync } from "node:zlib";
import type { Random } from "./random.ts";

/** Damages bytes without a thought for what they mean. */
export function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return bytes.subarray(at);
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + random.below(9))));
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(random.below(at + 1)));
    case 4:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256)),
        bytes.subarray(at),
      );
    default:
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << random.below(8)) : byte));
  }
}

/** The bytes as they are, or in gzip members, whole or damaged, with or without what may not follow them. */
export function packed(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.8)) return bytes;
  const cut = random.below(bytes.length + 1);
  const members = random.chance(0.5)
    ? gzipped(bytes)
    : joined(gzipped(bytes.subarray(0, cut)), gzipped(bytes.subarray(cut)));
  if (random.chance(0.7)) return members;
  return random.chance(0.2) ? joined(members, bytes.subarray(0, 20)) : damaged(members, random);
}

export function joined(...parts: readonly (Uint8Array | readonly Uint8Array[])[]): Uint8Array {
  return Buffer.concat(parts.flat());
}

function gzipped(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: constants.Z_BEST_SPEED });
}
