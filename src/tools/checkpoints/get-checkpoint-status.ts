import * as z from "zod";
import { checkpointBlockers } from "../../analysis/checkpoints/blockers.ts";
import { checkpointResults, syncResults } from "../../analysis/checkpoints/status.ts";
import { CheckpointStatusAnswer } from "../../answers/checkpoints.ts";
import {
  getCheckpointStatus as fetchCheckpointStatus,
  getCheckpointSyncStatus,
  listRemoteCheckpoints,
} from "../../feldera/api/checkpoint-status.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { renderCheckpointStatus } from "../../text/checkpoints/checkpoint-status.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

export const getCheckpointStatus = defineTool({
  name: "get_checkpoint_status",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "checkpoint_status",
  offline: ["pipeline_stats"],
  title: "Get checkpoint status",
  description:
    "Whether checkpoints work: the last that worked, the last that failed, what blocks or delays the next, copies to the object store.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    remote: z.boolean().default(false).describe("Also list the object store"),
  }),
  facts: CheckpointStatusAnswer,
  async run({ pipeline_name, remote }, { feldera }) {
    const [results, blockers, sync, stored] = await Promise.all([
      partOf(fetchCheckpointStatus(feldera, pipeline_name).then(checkpointResults)),
      partOf(getStats(feldera, pipeline_name).then(checkpointBlockers)),
      partOf(getCheckpointSyncStatus(feldera, pipeline_name).then(syncResults)),
      remote
        ? partOf(listRemoteCheckpoints(feldera, pipeline_name).then((all) => all.map(({ uuid }) => uuid)))
        : undefined,
    ]);
    const isAnswered =
      !results.missing ||
      !blockers.missing ||
      !sync.missing ||
      (stored && (!stored.missing || stored.error.errorCode === "CheckpointFetchError"));
    if (!isAnswered) throw feldera.source.kind === "bundle" ? blockers.error : results.error;
    return {
      pipeline_name,
      ...(results.missing ? { results_missing: results.missing } : { results: results.value }),
      ...(blockers.missing ? { blockers_missing: blockers.missing } : { blockers: blockers.value }),
      ...(sync.missing ? { sync_missing: sync.missing } : { sync: sync.value }),
      ...(stored && (stored.missing ? { remote_missing: stored.missing } : { remote: stored.value })),
    };
  },
  render: renderCheckpointStatus,
});
