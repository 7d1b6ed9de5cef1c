/** Writes to the real stdout; `written` is called once the system has it all. */
export type WriteStdout = (chunk: string | Uint8Array, written?: () => void) => boolean;

/**
 * Takes stdout for the protocol: whatever else the process prints goes to stderr, since one stray line would
 * break every message after it.
 */
export function guardStdout(): WriteStdout {
  const write = process.stdout.write.bind(process.stdout);
  // Not bound beforehand: a stderr that nobody writes to is never opened.
  process.stdout.write = (chunk, encoding, written?: (error?: Error | null) => void) =>
    typeof encoding === "function"
      ? process.stderr.write(chunk, encoding)
      : process.stderr.write(chunk, encoding, written);
  return (chunk, written) => write(chunk, written);
}
