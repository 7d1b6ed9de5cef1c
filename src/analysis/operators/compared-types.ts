import * as z from "zod";
import { isOfEqualColumns } from "./sql-conditions.ts";
import type { SqlPlaces } from "./sql-places.ts";

/**
 * What a condition of equal columns compares, as far as that decides why none are equal: a date with a moment, which
 * are equal at midnight alone, values some of which are text, or none is, or what the program does not tell.
 */
export const Compared = z.discriminatedUnion("is", [
  z.object({ is: z.literal("day and moment"), day: z.string(), moment: z.string() }),
  z.object({ is: z.enum(["text", "no text", "untold"]) }),
]);

export type Compared = z.infer<typeof Compared>;

/** Types whose values are not written in one way alone. */
const WRITTEN = /CHAR|VARIANT|BINARY|ARRAY|MAP|STRUCT|ROW/;

const MOMENT = /^TIMESTAMP/;

/**
 * @param tables whose columns it names; one that goes by another name there has no type that is known
 * @returns undefined where the program's schema was not read
 */
export function comparedIn(
  condition: string | undefined,
  tables: readonly string[],
  { columnTypes }: Pick<SqlPlaces, "columnTypes">,
): Compared | undefined {
  if (columnTypes === undefined || tables.some((table) => columnTypes[table] === undefined)) return undefined;
  if (condition === undefined || !isOfEqualColumns(condition)) return { is: "untold" };
  const typeOf = (column: string) => {
    const name = column.split(".").at(-1)?.replaceAll('"', "").toLowerCase();
    const types = tables.flatMap((table) =>
      Object.entries(columnTypes[table] ?? {}).flatMap(([one, type]) =>
        one.toLowerCase() === name ? [type] : [],
      ),
    );
    const [only, ...others] = new Set(types);
    return others.length === 0 ? only : undefined;
  };
  const pairs = condition
    .replace(/^\(|\)$/g, "")
    .split(/ AND /i)
    .map((pair) => pair.split("=").map((column) => column.trim()));
  for (const [left = "", right = ""] of pairs) {
    for (const [day, moment] of [
      [left, right],
      [right, left],
    ] as const) {
      if (typeOf(day) === "DATE" && MOMENT.test(typeOf(moment) ?? ""))
        return { is: "day and moment", day, moment };
    }
  }
  const types = pairs.flat().map(typeOf);
  if (types.some((type) => type !== undefined && WRITTEN.test(type))) return { is: "text" };
  return { is: types.includes(undefined) ? "untold" : "no text" };
}
