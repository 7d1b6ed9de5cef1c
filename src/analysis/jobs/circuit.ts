import * as z from "zod";
import { CircuitFacts, circuitFacts } from "../circuit/circuit-facts.ts";
import { readCircuitProfileInParts } from "../circuit/profile.ts";
import { metricsOf, RANKING, RANKINGS } from "../circuit/rankings.ts";
import { programOperators } from "../operators/program-operators.ts";
import { SqlSources, sqlPlaces } from "../operators/sql-places.ts";
import { Coming, defineJob } from "./job.ts";

/** Ranks the operators of a circuit profile. @throws MalformedInput */
export const circuitJob = defineJob({
  name: "circuit",
  readInParts: () => "body",
  input: z.object({
    /** Of `GET …/circuit_json_profile`. */
    body: Coming,
    maxDepth: z.int(),
    by: z.enum(RANKINGS),
    limit: z.int(),
    /** Absent where the compiler's graph was not read: operators have no place in the SQL. */
    sql: SqlSources.optional(),
  }),
  output: CircuitFacts,
  async run({ body, maxDepth, by, limit, sql }) {
    const options = { maxDepth, metrics: metricsOf(RANKING[by]) };
    const profile = await readCircuitProfileInParts(body.parts(), options);
    const program = sql && programOperators({ circuit: profile.operators, places: sqlPlaces(sql) });
    return circuitFacts(profile, { by, limit, ...(program && { program }) });
  },
});
