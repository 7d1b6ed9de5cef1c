import type * as z from "zod";
import type { JoinSides } from "../../analysis/circuit/join-sides.ts";
import { type Words, words } from "../../text/page/words.ts";
import { lineWords } from "../../text/sql/operator-words.ts";
import { sqlName } from "../../text/sql/sql-name.ts";
import type { Where } from "./where.ts";

/** Why a join with the clock multiplies rows, and what helps. */
export const OF_CLOCK = words`The compiler joins the rows of the view with the clock, which takes back each row and makes it again whenever it moves on. Compare a column of times with NOW() in WHERE, which is kept up row by row, and compute ages where the view is read; or let the clock tick less often`;

/** "NOW() in view v on line 48". */
export function nowWords({ place }: z.infer<typeof Where>): Words {
  const of =
    place?.relation && words` in ${place.relation.kind} ${sqlName(place.relation.name)}${lineWords(place)}`;
  return words`NOW()${of}`;
}

/** "NOW() in view v on line 48 makes its rows anew with each tick of the clock: ", of a join with the clock alone. */
export function clockWords(operator: z.infer<typeof Where>, sides: JoinSides | undefined): Words | undefined {
  return sides?.of_clock && words`${nowWords(operator)} makes its rows anew with each tick of the clock: `;
}
