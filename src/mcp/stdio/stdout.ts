/** Writes to the real stdout; `written` is called once the system has it all. */
export type WriteStdout = (chunk: string | Uint8Array, written?: () => void) => boolean;

/**
 * Takes stdout for the protocol: whatever else the process prints goes to stderr, since one stray line would
 * break every message after it.
 */
export function guardStdout(): WriteStdout {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return (chunk, written) => write(chunk, written);
}
