import * as z from "zod";
import { checkpointList } from "../../analysis/checkpoints/list.ts";
import { CheckpointListAnswer } from "../../answers/checkpoints.ts";
import { listCheckpoints as fetchCheckpoints } from "../../feldera/api/checkpoints.ts";
import { getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { renderCheckpointList } from "../../text/checkpoints/checkpoint-list.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

export const listCheckpoints = defineTool({
  name: "list_checkpoints",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "list_checkpoints",
  offline: ["get_pipeline"],
  title: "List checkpoints",
  description:
    "The checkpoints that a pipeline could be resumed from, newest first: uuid, size, steps, records, fingerprint, and the change from one to the next.",
  hints: READ_ONLY,
  input: z.strictObject({ pipeline_name }),
  facts: CheckpointListAnswer,
  async run({ pipeline_name }, { feldera }) {
    try {
      const list = checkpointList(await fetchCheckpoints(feldera, pipeline_name));
      return { pipeline_name, ...list, from: "pipeline" as const, no_record: false };
    } catch (error) {
      if (!(error instanceof FelderaError) || !RECORD_HELPS.has(error.kind)) throw error;
      const status = await getPipelineStatus(feldera, pipeline_name);
      const recorded = status.storage_status_details?.checkpoints;
      return {
        pipeline_name,
        ...checkpointList(recorded ?? []),
        from: "manager's record" as const,
        not_answered: error.errorCode ?? error.kind,
        no_record: recorded == null,
        ...(status.storage_status && { storage: status.storage_status }),
      };
    }
  },
  render: renderCheckpointList,
});

/** Errors of a pipeline that cannot answer now, while the manager still can. */
const RECORD_HELPS: ReadonlySet<FelderaError["kind"]> = new Set([
  "not_deployed",
  "unavailable",
  "unreachable",
  "initializing",
  "suspended",
  "awaiting_approval",
  "terminating",
  "pipeline_failed",
  "not_in_bundle",
] as const);
