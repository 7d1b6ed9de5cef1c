import * as z from "zod";
import { SqlSources } from "../operators/sql-places.ts";
import { KeptState, keptState } from "../program/kept-state.ts";
import { defineJob } from "./job.ts";

/** So many operators take some 10 ms. */
const SMALL = 500;

/** What the operators of a compiled program will remember. */
export const keptStateJob = defineJob({
  name: "kept-state",
  input: z.object({ sql: SqlSources, materialized: z.array(z.string()) }),
  output: z.array(KeptState),
  isSmall: ({ sql }) => Object.keys(sql.graph.mir ?? {}).length <= SMALL,
  run: ({ sql, materialized }) => keptState(sql, materialized),
});
