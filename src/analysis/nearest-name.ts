import { closestMatch } from "leven";

/** What is known that is nearest to a name, where that is a slip of it: two letters, or a third of them, at most. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return closestMatch(name, known, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
}
