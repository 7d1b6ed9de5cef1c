import * as z from "zod";
import { type PipelineState, pipelineState } from "../../analysis/pipeline/status.ts";
import { PipelineListAnswer } from "../../answers/pipeline-list.ts";
import { listPipelines as fetchPipelines } from "../../feldera/api/pipelines.ts";
import { renderPipelineList } from "../../text/pipeline/pipeline-list.ts";
import { defineTool, READ_ONLY } from "../tool.ts";

export const listPipelines = defineTool({
  name: "list_pipelines",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "list_pipelines",
  tellsBundle: true,
  title: "List pipelines",
  description:
    "Every pipeline in a line, those in trouble first: status and the one wanted, since when, compilation, error code, connector errors, version. Start here when no pipeline was named; then diagnose_pipeline.",
  hints: READ_ONLY,
  input: z.strictObject({
    status: z
      .string()
      .max(100)
      .optional()
      .describe("Only with this deployment or program status, such as Running, SqlError"),
    name: z.string().max(200).optional().describe("Only names that contain this, in any case"),
  }),
  facts: PipelineListAnswer,
  async run({ status, name }, { feldera }) {
    const all = (await fetchPipelines(feldera)).map(pipelineState);
    const wanted = all.filter((one) => hasStatus(one, status) && hasName(one, name));
    return {
      total: all.length,
      by_status: countByStatus(all),
      filtered: status !== undefined || name !== undefined,
      pipelines: wanted
        .toSorted((a, b) => Number(b.troubles.length > 0) - Number(a.troubles.length > 0))
        .map(rowOf),
    };
  },
  render: renderPipelineList,
});

function rowOf(state: PipelineState): PipelineListAnswer["pipelines"][number] {
  const { name, platform_version, deployment, program, storage, connector_errors, troubles, failure } = state;
  const error_code = failure?.error_code;
  return { name, platform_version, deployment, program, storage, connector_errors, troubles, error_code };
}

function hasStatus(state: PipelineState, status: string | undefined): boolean {
  const wanted = status?.toLowerCase();
  return (
    wanted === undefined ||
    [state.deployment.status, state.program.status].some((one) => one.toLowerCase() === wanted)
  );
}

function hasName(state: PipelineState, name: string | undefined): boolean {
  return name === undefined || state.name.toLowerCase().includes(name.toLowerCase());
}

function countByStatus(all: readonly PipelineState[]): PipelineListAnswer["by_status"] {
  const counts = new Map<string, number>();
  for (const { deployment } of all) counts.set(deployment.status, (counts.get(deployment.status) ?? 0) + 1);
  return [...counts].map(([status, pipelines]) => ({ status, pipelines }));
}
