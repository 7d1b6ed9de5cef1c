import * as z from "zod";
import type { PipelineEvent } from "../../feldera/schemas/pipeline.ts";
import { DeploymentFailure, explainDeploymentError } from "../pipeline/deployment-error.ts";
import { known } from "../stats/counts.ts";
import { axesOf, EventAxes } from "./axes.ts";

export const EventFacts = z.object({
  event_id: z.string(),
  recorded_at: z.string(),
  ...EventAxes.shape,
  failure: DeploymentFailure.optional(),
  /** Free JSON of the runner: the state of the process, or of its pod. */
  resources_details: z.unknown().optional(),
  runtime_details: z.unknown().optional(),
  /** Errors that the connectors had counted, as the runtime's details say. */
  connector_errors: z.union([z.number(), z.bigint()]).optional(),
  checkpoints: z.number().optional(),
  /** Whether the event was asked for whole, so that absent details are absent in Feldera too. */
  whole: z.boolean(),
});

export type EventFacts = z.infer<typeof EventFacts>;

export function eventFacts(event: PipelineEvent, selector: "status" | "all"): EventFacts {
  return {
    event_id: event.event_id,
    recorded_at: event.recorded_at,
    ...axesOf(event),
    whole: selector === "all",
    ...(event.deployment_error && { failure: explainDeploymentError(event.deployment_error) }),
    ...(event.deployment_resources_status_details != null && {
      resources_details: event.deployment_resources_status_details,
    }),
    ...(event.deployment_runtime_status_details && {
      runtime_details: event.deployment_runtime_status_details,
    }),
    ...known({ connector_errors: event.deployment_runtime_status_details?.connector_stats?.num_errors }),
    ...(event.storage_status_details?.checkpoints && {
      checkpoints: event.storage_status_details.checkpoints.length,
    }),
  };
}
