import type * as z from "zod";
import type { JoinSides } from "../../analysis/circuit/join-sides.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { OF_CLOCK } from "./clock-joins.ts";
import { OF_OVER, overWords } from "./over-joins.ts";
import type { Where } from "./where.ts";

interface Multiplying {
  readonly operator: z.infer<typeof Where>;
  readonly updated: readonly string[];
  readonly sides?: JoinSides | undefined;
  /** Of how many workers one takes all rows; absent where several take some. */
  readonly all_on_one_of?: number | undefined;
}

/** Why a join makes many rows of each that it takes, and what to do about it. */
export function whyItMultiplies(about: Multiplying): Words {
  return words`${whyOf(about)}${oneWorkerWords(about)}`;
}

function whyOf({ operator, updated, sides }: Multiplying): Words {
  if (sides?.of_clock) return OF_CLOCK;
  if (overWords(operator, sides) !== undefined) return OF_OVER;
  if (sides?.left_out) return leftOutWords(sides.left_out);
  if (updated.length > 0)
    return words`Each update of a row of ${nameList(updated)} takes back all rows that it is joined with, and makes them again. Leave out updates that change nothing, send fewer, join only the columns that are needed and seldom change, or what held at the time of the other row (ASOF JOIN)`;
  return isWritten(operator, sides)
    ? conditionWords(sides)
    : words`The program does not write this join: the compiler makes it of OVER, IN, EXISTS or a subquery. ${OF_OVER}`;
}

/** Whether the SQL has it as a join: one that was made of something else has only the place of what is near. */
function isWritten({ place }: z.infer<typeof Where>, sides: JoinSides | undefined): boolean {
  return place === undefined || place.distance === 0 || sides?.condition !== undefined;
}

function leftOutWords({ table, key, columns }: NonNullable<JoinSides["left_out"]>): Words {
  return words`Of the PRIMARY KEY of ${nameList([table])} (${nameList(key)}) it does not compare ${nameList(columns)}, though the other side has that as well: each row finds all rows of ${nameList([table])} that have the rest of the key. Add it to the condition; if it is left out on purpose, aggregate one side first`;
}

/** What is aggregated before the join needs no such advice. */
function conditionWords(
  { aggregated, rows_of }: JoinSides = { operator: "", aggregated: 0, rows_of: [] },
): Words {
  if (aggregated > 0 && rows_of.length === 0) {
    return words`A join without a condition, or on fewer columns than its sides are grouped by: each change of a group takes back all rows that it is part of and makes them again, a total over all rows in every step. Compare all columns that they are grouped by, or give the groups of each side out as a view of its own, to be joined where they are read`;
  }
  const which = aggregated === 0 ? words`one side` : nameList(rows_of);
  return words`A join without a condition, on too few columns, or on a key with many rows on both sides. Add the missing condition, or aggregate ${which} first`;
}

/** Rows go to workers by what is compared: of many values, each has some. */
function oneWorkerWords({ all_on_one_of, sides }: Multiplying): Words | undefined {
  return all_on_one_of === undefined || sides?.of_clock
    ? undefined
    : words`. One worker of ${all_on_one_of} takes all of it, as where what is compared has one value, or few: count the rows of each (GROUP BY)`;
}
