import type * as z from "zod";
import type { JoinSides } from "../../analysis/circuit/join-sides.ts";
import { type Words, words } from "../../text/page/words.ts";
import { lineWords } from "../../text/sql/operator-words.ts";
import { sqlName } from "../../text/sql/sql-name.ts";
import type { Evidence } from "../evidence.ts";
import { explodingJoins } from "./exploding-joins.ts";
import type { Where } from "./where.ts";

/** Of NOW() in a SELECT: what that costs is told by the join with the clock, where the circuit was read. */
export const OF_NOW = /^Inefficient pattern$/;

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

/** The lines of the program whose NOW() is told as a join with the clock that costs much. */
export function clockLines({ circuit_profile }: Evidence): Set<number | undefined> {
  const joins = circuit_profile?.joins?.filter(({ of_clock }) => of_clock) ?? [];
  const costly = circuit_profile === undefined || joins.length === 0 ? [] : explodingJoins(circuit_profile);
  const ofClock = costly.filter(({ name }) => joins.some(({ operator }) => operator === name));
  return new Set(ofClock.flatMap(({ operator }) => operator.place?.line ?? []));
}

/** What the compiler says of the NOW() that the join is of. */
export function nowSigns({ place }: z.infer<typeof Where>, { pipeline }: Evidence) {
  const warnings = pipeline?.compile_errors?.sql ?? [];
  return warnings
    .filter((one) => OF_NOW.test(one.error_type) && one.line === place?.line)
    .slice(0, 1)
    .map(({ error_type }) => ({
      part: "pipeline" as const,
      field: "program_error.sql_compilation.messages",
      value: { text: error_type },
    }));
}
