export interface Line {
  /** Without its line break; invalid UTF-8 has become U+FFFD. */
  readonly text: string;
  /** Bytes at the end of an overlong line that were not read. */
  readonly bytesCut: number;
}

const NEWLINE = 0x0a;

/**
 * The lines of a byte stream, ended by LF or CRLF, the last one perhaps by nothing. Chunks may be cut anywhere.
 * Of a line, at most `maxBytes` are kept and decoded, whole characters only.
 */
export function* readLines(chunks: Iterable<Uint8Array>, maxBytes: number): Generator<Line> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let pieces: Uint8Array[] = [];
  let length = 0;
  let kept = 0;

  const add = (piece: Uint8Array) => {
    if (piece.length === 0) return;
    const part = piece.subarray(0, maxBytes - kept);
    if (part.length > 0) pieces.push(part);
    length += piece.length;
    kept += part.length;
  };
  const finish = (): Line => {
    const bytes = joined(pieces, kept);
    const whole = kept < length ? bytes.subarray(0, endOfWholeCharacters(bytes)) : bytes;
    const line = { text: withoutCarriageReturn(decoder.decode(whole)), bytesCut: length - whole.length };
    pieces = [];
    length = 0;
    kept = 0;
    return line;
  };

  for (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

/** The longest start of the text that takes at most `maxBytes` in UTF-8. */
export function cutText(text: string, maxBytes: number): Line {
  if (text.length * 3 <= maxBytes) return { text, bytesCut: 0 };
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= maxBytes) return { text, bytesCut: 0 };
  const { read, written } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return { text: text.slice(0, read), bytesCut: bytes.length - written };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** Where the last character starts if it is cut short, the end otherwise. */
function endOfWholeCharacters(bytes: Uint8Array): number {
  for (let start = bytes.length - 1; start >= Math.max(0, bytes.length - 3); start--) {
    const byte = bytes[start] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return start + size > bytes.length ? start : bytes.length;
  }
  return bytes.length;
}

function withoutCarriageReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
