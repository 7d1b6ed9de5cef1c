import * as z from "zod";
import type { ListedPipeline, PipelineStatus } from "../../feldera/schemas/pipeline.ts";
import { DeploymentFailure, explainDeploymentError } from "./deployment-error.ts";

/** One status axis: what is, what is wanted where that differs in kind, and since when. */
const Axis = z.object({
  status: z.string(),
  desired: z.string().optional(),
  since: z.string().optional(),
  /** When `desired` was asked for. */
  desired_since: z.string().optional(),
});

export const PipelineState = z.object({
  name: z.string(),
  description: z.string().optional(),
  platform_version: z.string().optional(),
  /** The resources and the runtime taken together. */
  deployment: Axis,
  resources: Axis,
  runtime: Axis.optional(),
  program: Axis,
  storage: z.string().optional(),
  connector_errors: z.union([z.number(), z.bigint()]).optional(),
  failure: DeploymentFailure.optional(),
  /** What is wrong, most serious first; empty where the status shows nothing wrong. */
  troubles: z.array(
    z.enum([
      "deployment error",
      "compile error",
      "unavailable",
      "awaiting approval",
      "not as desired",
      "connector errors",
    ]),
  ),
});

export type PipelineState = z.infer<typeof PipelineState>;

const UNKNOWN = "unknown";

/** @param pipeline as it stands in its record, or in the list of all, without its description */
export function pipelineState(
  pipeline: ListedPipeline & Pick<Partial<PipelineStatus>, "description">,
): PipelineState {
  const resources = axis(
    pipeline.deployment_resources_status,
    pipeline.deployment_resources_desired_status,
    pipeline.deployment_resources_status_since,
    pipeline.deployment_resources_desired_status_since,
  );
  const runtime = axis(
    pipeline.deployment_runtime_status,
    pipeline.deployment_runtime_desired_status,
    pipeline.deployment_runtime_status_since,
    pipeline.deployment_runtime_desired_status_since,
  );
  // A bundle's pipeline_config.json lacks the combined status: it follows from the other two.
  const deployment =
    axis(
      pipeline.deployment_status,
      pipeline.deployment_desired_status,
      pipeline.deployment_status_since,
      pipeline.deployment_desired_status_since,
    ) ?? combined(resources, runtime);
  const connectorErrors =
    pipeline.connectors?.num_errors ??
    pipeline.deployment_runtime_status_details?.connector_stats?.num_errors ??
    undefined;
  const failure = pipeline.deployment_error ? explainDeploymentError(pipeline.deployment_error) : undefined;
  const state = {
    name: pipeline.name,
    ...(pipeline.description && { description: pipeline.description }),
    ...(pipeline.platform_version && { platform_version: pipeline.platform_version }),
    deployment,
    resources: resources ?? { status: UNKNOWN },
    ...(runtime && { runtime }),
    program: axis(pipeline.program_status, undefined, pipeline.program_status_since) ?? { status: UNKNOWN },
    ...(pipeline.storage_status && { storage: pipeline.storage_status }),
    ...(connectorErrors !== undefined && { connector_errors: connectorErrors }),
    ...(failure && { failure }),
  };
  return { ...state, troubles: troublesOf(state) };
}

function axis(
  status: string | null | undefined,
  desired: string | null | undefined,
  since: string | null | undefined,
  desired_since?: string | null | undefined,
): z.infer<typeof Axis> | undefined {
  if (!status) return undefined;
  return {
    status,
    ...(desired && { desired }),
    ...(since && { since }),
    ...(desired_since && { desired_since }),
  };
}

type AxisFacts = z.infer<typeof Axis>;

/** Feldera's own rule: while provisioned the runtime speaks, otherwise the resources. */
function combined(resources: AxisFacts | undefined, runtime: AxisFacts | undefined): AxisFacts {
  if (resources?.status === "Provisioned" && runtime) return runtime;
  return resources ?? { status: UNKNOWN };
}

function troublesOf(state: Omit<PipelineState, "troubles">): PipelineState["troubles"] {
  const { deployment, program, failure } = state;
  const isUnavailable = deployment.status === "Unavailable";
  const awaitsApproval = deployment.status === "AwaitingApproval";
  const isOtherwise = deployment.desired !== undefined && deployment.desired !== deployment.status;
  return [
    ...(failure ? (["deployment error"] as const) : []),
    ...(program.status.endsWith("Error") ? (["compile error"] as const) : []),
    ...(isUnavailable ? (["unavailable"] as const) : []),
    ...(awaitsApproval ? (["awaiting approval"] as const) : []),
    ...(isOtherwise && !isUnavailable && !awaitsApproval ? (["not as desired"] as const) : []),
    ...(Number(state.connector_errors ?? 0) > 0 ? (["connector errors"] as const) : []),
  ];
}
