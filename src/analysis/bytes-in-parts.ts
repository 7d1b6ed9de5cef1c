/** Bytes that come one part after the other, and so are never all in memory. */
export class ComingBytes {
  /** Gives the parts, once. */
  readonly parts: () => AsyncIterable<Uint8Array>;

  constructor(parts: () => AsyncIterable<Uint8Array>) {
    this.parts = parts;
  }
}

/** Of which it is known how many there are. */
export class BytesInParts extends ComingBytes {
  readonly length: number;

  constructor(length: number, parts: () => AsyncIterable<Uint8Array>) {
    super(parts);
    this.length = length;
  }
}

/** Bytes that are at hand, as one part. */
export function inParts(bytes: Uint8Array | BytesInParts): BytesInParts {
  if (bytes instanceof BytesInParts) return bytes;
  return new BytesInParts(bytes.length, async function* () {
    yield bytes;
  });
}
