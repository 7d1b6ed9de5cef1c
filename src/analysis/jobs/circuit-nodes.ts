import * as z from "zod";
import { NodePlaces, nodePlacesIn } from "../circuit/node-places-in.ts";
import { SqlSources, sqlPlaces } from "../operators/sql-places.ts";
import { Bytes, defineJob } from "./job.ts";

/** What places the nodes of a circuit in the SQL. */
export const circuitNodesJob = defineJob({
  name: "circuit nodes",
  input: z.object({
    /** The body of `GET …/circuit_json_profile`. */
    bytes: Bytes,
    maxDepth: z.int(),
    maxCodeChars: z.int(),
    sql: SqlSources,
  }),
  output: NodePlaces,
  /** @throws MalformedInput */
  run: ({ bytes, sql, ...limits }) => nodePlacesIn(bytes, sqlPlaces(sql), limits),
});
