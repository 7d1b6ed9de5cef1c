import * as z from "zod";
import { NodeIds, nodeIds } from "../circuit/node-ids.ts";
import { Bytes, defineJob } from "./job.ts";

/** What places the nodes of a circuit in the SQL. */
export const circuitNodesJob = defineJob({
  name: "circuit nodes",
  input: z.object({
    /** The body of `GET …/circuit_json_profile`. */
    bytes: Bytes,
    maxDepth: z.int(),
  }),
  output: NodeIds,
  /** @throws MalformedInput */
  run: ({ bytes, maxDepth }) => nodeIds(bytes, { maxDepth }),
});
