/** Bytes that come one part after the other, and so are never all in memory. */
export class BytesInParts {
  readonly length: number;
  /** Gives the parts, once. */
  readonly parts: () => AsyncIterable<Uint8Array>;

  constructor(length: number, parts: () => AsyncIterable<Uint8Array>) {
    this.length = length;
    this.parts = parts;
  }
}

/** Bytes that are at hand, as one part. */
export function inParts(bytes: Uint8Array | BytesInParts): BytesInParts {
  if (bytes instanceof BytesInParts) return bytes;
  return new BytesInParts(bytes.length, async function* () {
    yield bytes;
  });
}
