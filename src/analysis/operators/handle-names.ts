import type { SqlPlace } from "./sql-places.ts";

/** `.sum@76`, `."…".max@76:83#2`: the function of an aggregate is a word before the line. */
const WORD = /\.[a-z_]\w*(@\d+(?::\d+)?(?:#\d+)?)$/;

type Named = Pick<SqlPlace, "handle" | "plain_handle" | "operator">;

/**
 * The ways in which a name means an operator, the surest first: its handle; the compiler's name; its handle as it is
 * where the program's text is not read; or, where it was not read here, its
 * handle with any function.
 */
const WAYS: readonly ((one: Named, name: string) => boolean)[] = [
  ({ handle }, name) => handle === name,
  ({ operator }, name) => operator === name,
  ({ plain_handle }, name) => plain_handle === name,
  ({ handle }, name) => WORD.test(name) && handle === name.replace(WORD, ".aggregate$1"),
];

/** Those that a name means, in the surest of the ways in which it means some. */
export function meantBy<One>(
  all: readonly One[],
  name: string,
  placeOf: (one: One) => Named | undefined,
): One[] {
  for (const means of WAYS) {
    const found = all.filter((one) => {
      const place = placeOf(one);
      return place !== undefined && means(place, name);
    });
    if (found.length > 0) return found;
  }
  return [];
}
