import { closestMatch } from "leven";

/** A longer name is no slip of somebody who meant one of ours. */
const LONGEST_NAME = 300;

/** "; did you mean …?" where a known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (name.length > LONGEST_NAME) return "";
  const nearest = closestMatch(name, known, { maxDistance: Math.max(3, Math.floor(name.length / 2)) });
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}
