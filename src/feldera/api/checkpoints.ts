import * as z from "zod";
import { Checkpoint } from "../schemas/checkpoints.ts";
import { type Feldera, fetchJson } from "./call.ts";

/** `GET /v0/pipelines/{pipeline_name}/checkpoints`: oldest first; needs a deployed pipeline. */
export function listCheckpoints(feldera: Feldera, pipeline_name: string): Promise<Checkpoint[]> {
  return fetchJson(feldera, { endpoint: "list_checkpoints", path: { pipeline_name } }, z.array(Checkpoint));
}
