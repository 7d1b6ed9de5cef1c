/** Orders texts by the bytes of their UTF-8 form, as Go does; JavaScript's own order is that of UTF-16. */
export function compareUtf8(left: string, right: string): number {
  if (left === right) return 0;
  // The two orders differ only where a surrogate meets a character from U+E000 on.
  if (FROM_SURROGATES_ON.test(left) && FROM_SURROGATES_ON.test(right)) {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return left < right ? -1 : 1;
}

const FROM_SURROGATES_ON = /[\ud800-\uffff]/;
