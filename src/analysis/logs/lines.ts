export interface Line {
  /** Without its line break. */
  readonly text: string;
  /** Bytes at the end of an overlong line that were not read. */
  readonly bytesCut: number;
}

/**
 * The lines of a text, ended by LF or CRLF, the last one perhaps by nothing. Of a line, at most `maxBytes` in UTF-8
 * are kept, whole characters only.
 */
export function* readLines(text: string, maxBytes: number): Generator<Line> {
  for (let start = 0; start < text.length; ) {
    const lineBreak = text.indexOf("\n", start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const isWithCarriageReturn = end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN;
    yield cutText(text.slice(start, isWithCarriageReturn ? end - 1 : end), maxBytes);
    start = end + 1;
  }
}

const CARRIAGE_RETURN = 0x0d;

/** The longest start of the text that takes at most `maxBytes` in UTF-8. */
export function cutText(text: string, maxBytes: number): Line {
  if (text.length * 3 <= maxBytes) return { text, bytesCut: 0 };
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= maxBytes) return { text, bytesCut: 0 };
  const { read, written } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return { text: text.slice(0, read), bytesCut: bytes.length - written };
}
