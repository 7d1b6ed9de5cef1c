import * as z from "zod";
import { readSize } from "./read.ts";
import type { SetSize, SizeReading } from "./reading.ts";
import { RUNTIME_SIZES } from "./spellings.ts";

const cores = z.number().nullish().catch(undefined);

const DeploymentConfig = z.looseObject({
  resources: z.looseObject({ cpu_cores_min: cores, cpu_cores_max: cores }).nullish().catch(undefined),
});

/**
 * What a deployed pipeline has, by `deployment_config` of its record. From 0.367 on a resize changes it while the
 * pipeline runs; `runtime_config` stays as it was.
 */
export interface DeployedResources {
  readonly least_memory: SizeReading;
  readonly container_memory: SizeReading;
  readonly cpu_cores_min?: number;
  readonly cpu_cores_max?: number;
}

export function readDeployedResources(config: unknown): DeployedResources {
  const { cpu_cores_min, cpu_cores_max } = DeploymentConfig.safeParse(config).data?.resources ?? {};
  return {
    least_memory: readSize(config, RUNTIME_SIZES.least_memory, undefined),
    container_memory: readSize(config, RUNTIME_SIZES.container_memory, undefined),
    ...(cpu_cores_min != null && { cpu_cores_min }),
    ...(cpu_cores_max != null && { cpu_cores_max }),
  };
}

/** `deployment_runtime_status_details` of a runtime from 0.370 on: the container's memory as its process has it now. */
export function readMemoryInUse(details: unknown): SetSize | undefined {
  const reading = readSize(details, { ...RUNTIME_SIZES.container_memory, at: "" }, undefined);
  return reading.is === "set" ? reading : undefined;
}
