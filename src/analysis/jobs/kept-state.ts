import * as z from "zod";
import { SqlSources, sqlPlaces } from "../operators/sql-places.ts";
import { CountedAddition, countedAdditions } from "../program/counted-additions.ts";
import { HeldView, heldViews } from "../program/held-views.ts";
import { KeptState, keptState } from "../program/kept-state.ts";
import { ManyJoins, manyJoins } from "../program/many-joins.ts";
import { NeededTables, neededTables } from "../program/needed-tables.ts";
import { RepeatedSum, repeatedSums } from "../program/repeated-sums.ts";
import { UndoneJoin, undoneJoins } from "../program/undone-joins.ts";
import { WholeQuotient, wholeQuotients } from "../program/whole-quotients.ts";
import { defineJob } from "./job.ts";

/** So many operators take some 10 ms. */
const SMALL = 500;

/** What the operators of a compiled program will remember, and what its views need. */
export const keptStateJob = defineJob({
  name: "kept-state",
  input: z.object({ sql: SqlSources, materialized: z.array(z.string()).optional() }),
  output: z.object({
    kept: z.array(KeptState).optional(),
    needed: z.array(NeededTables),
    held: z.array(HeldView),
    undone: z.array(UndoneJoin),
    quotients: z.array(WholeQuotient),
    counted: z.array(CountedAddition),
    repeated: z.array(RepeatedSum),
    joins: ManyJoins.optional(),
  }),
  isSmall: ({ sql }) => Object.keys(sql.graph.mir ?? {}).length <= SMALL,
  run({ sql, materialized }) {
    const places = sqlPlaces(sql);
    const joins = manyJoins(places);
    return {
      ...(materialized && { kept: keptState(places, materialized) }),
      needed: neededTables(places),
      held: heldViews(places),
      undone: undoneJoins(places),
      quotients: wholeQuotients(places),
      counted: countedAdditions(places),
      repeated: repeatedSums(places),
      ...(joins && { joins }),
    };
  },
});
