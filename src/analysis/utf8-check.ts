import { Buffer, isUtf8 } from "node:buffer";

/** Checks whether a text that comes in parts is UTF-8. */
export class Utf8Check {
  #isSound = true;
  /** The beginning of a character, up to 3 bytes. */
  #cut: Uint8Array = new Uint8Array();

  /** False from the first part on that is not. */
  add(part: Uint8Array): boolean {
    const bytes = this.#cut.length === 0 ? part : Buffer.concat([this.#cut, part]);
    const end = endOfCharacters(bytes);
    this.#isSound &&= isUtf8(bytes.subarray(0, end));
    this.#cut = new Uint8Array(bytes.subarray(end));
    return this.#isSound;
  }

  /** Whether all parts together are. */
  get isSound(): boolean {
    return this.#isSound && this.#cut.length === 0;
  }
}

/** Where the last character ends that is whole. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (isContinuation) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
