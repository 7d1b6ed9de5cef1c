/**
 * Whether one version of Feldera comes before another, by their numbers: 0.99.1 before 0.100.0. Undefined where either
 * is no version with numbers, such as a commit.
 */
export function isBefore(version: string, other: string): boolean | undefined {
  const [ours, theirs] = [numbersOf(version), numbersOf(other)];
  if (ours === undefined || theirs === undefined) return undefined;
  for (const [i, mine] of ours.entries()) {
    const yours = theirs[i] ?? 0;
    if (mine !== yours) return mine < yours;
  }
  return false;
}

/** "0.337.0", "0.349.0+enterprise", "0.375.0-rc.1". */
function numbersOf(version: string): readonly number[] | undefined {
  const [, ...numbers] = /^v?(\d+)\.(\d+)\.(\d+)(?:[+-]|$)/.exec(version) ?? [];
  return numbers.length === 0 ? undefined : numbers.map(Number);
}

/** Whether a `runtime_version` is of the engine that reads the circuit in place of compiled Rust: `gen2`, `gen2:<revision>`. */
export function isGen2(runtime_version: string): boolean {
  return /^gen2\b/.test(runtime_version);
}

/** Whether there is that engine in a platform of this version: since 0.341; where it is not known there may be. */
export function mayBeGen2(platform_version: string | undefined): boolean {
  return platform_version === undefined || isBefore(platform_version, "0.341.0") !== true;
}
