import * as z from "zod";
import { CircuitSigns, circuitSigns } from "../circuit/signs.ts";
import { SqlSources, sqlPlaces } from "../operators/sql-places.ts";
import { Bytes, defineJob } from "./job.ts";

const Input = z.object({
  /** The body of `GET …/circuit_json_profile`. */
  bytes: Bytes,
  maxDepth: z.int(),
  /** Absent where the compiler's graph was not read: operators have no place in the SQL. */
  sql: SqlSources.optional(),
});

/** What a circuit profile says of a circuit's troubles. @throws MalformedInput */
export const circuitSignsJob = defineJob({
  name: "circuit-signs",
  input: Input,
  output: CircuitSigns,
  run: ({ bytes, maxDepth, sql }) =>
    circuitSigns(bytes, { maxDepth, ...(sql && { places: sqlPlaces(sql) }) }),
});
