import * as z from "zod";
import type { PipelineEvent } from "../../feldera/schemas/pipeline.ts";

/** The status axes of an event, those that it has. */
export const EventAxes = z.object({
  resources: z.string().optional(),
  resources_desired: z.string().optional(),
  runtime: z.string().optional(),
  runtime_desired: z.string().optional(),
  has_error: z.boolean(),
  program: z.string().optional(),
  storage: z.string().optional(),
});

export type EventAxes = z.infer<typeof EventAxes>;

export function axesOf(event: PipelineEvent): EventAxes {
  return {
    has_error: event.deployment_has_error ?? event.deployment_error != null,
    ...(event.deployment_resources_status && { resources: event.deployment_resources_status }),
    ...(event.deployment_resources_desired_status && {
      resources_desired: event.deployment_resources_desired_status,
    }),
    ...(event.deployment_runtime_status && { runtime: event.deployment_runtime_status }),
    ...(event.deployment_runtime_desired_status && {
      runtime_desired: event.deployment_runtime_desired_status,
    }),
    ...(event.program_status && { program: event.program_status }),
    ...(event.storage_status && { storage: event.storage_status }),
  };
}
