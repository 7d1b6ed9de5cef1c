import type * as z from "zod";
import type { JoinSides } from "../../analysis/circuit/join-sides.ts";
import { clip } from "../../text/page/clip.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { CODE_CHARS, type Where } from "./where.ts";

/** Why the join that the compiler makes of it multiplies rows. */
export const OF_OVER = words`With OVER (PARTITION BY …) and no ORDER BY every row of a partition is put out again with each row that comes to it: partition by more columns, or give the totals out as a view of their own (GROUP BY), to be joined where they are read`;

const OVER = /\bOVER\s*\((?!.*\bORDER\s+BY\b)[^()]*\)/is;

/** The OVER without ORDER BY that the compiler makes a join of; undefined where the program may write the join. */
function overOf({ place }: z.infer<typeof Where>, sides: JoinSides | undefined): string | undefined {
  const code = place?.positions.flatMap((position) => position.code ?? []).join(" ") ?? "";
  const mayBeWritten = sides?.condition !== undefined || /\bJOIN\b/i.test(code);
  return mayBeWritten || place?.rule === "nearest" ? undefined : OVER.exec(code)?.[0];
}

/** " (made of "OVER (PARTITION BY artist)")". */
export function overWords(...join: Parameters<typeof overOf>): Words | undefined {
  const over = overOf(...join);
  return over === undefined ? undefined : words` (made of ${clip(over, CODE_CHARS)})`;
}

/** ""OVER (PARTITION BY artist)" in view share_of_artist". */
export function overBriefly(...join: Parameters<typeof overOf>): Words | undefined {
  const [{ place }] = join;
  const over = overOf(...join);
  if (over === undefined || place?.relation === undefined) return undefined;
  return words`${clip(over, CODE_CHARS)} in view ${nameList([place.relation.name])}`;
}
