import * as z from "zod";
import type { DeployedResources } from "../../feldera/settings/deployed.ts";
import { SetSize, type SizeReading } from "../../feldera/settings/reading.ts";
import type { RuntimeSettings } from "../../feldera/settings/runtime.ts";

/** A resource that the deployed pipeline has otherwise than its `runtime_config` says. */
export const Resized = z.object({
  /** Its path within either of the two. */
  setting: z.string(),
  /** As they are written. */
  now: z.string(),
  configured: z.string().optional().describe("Absent where runtime_config sets none"),
  /** What the process itself still counts with, where that is something else. */
  in_process: z.string().optional(),
});

export type Resized = z.infer<typeof Resized>;

/** What the container of a running pipeline has in place of what is configured, and who tells it. */
export const MemoryInUse = z.object({
  size: SetSize,
  told_by: z.enum(["deployment_runtime_status_details", "deployment_config"]),
});

export type MemoryInUse = z.infer<typeof MemoryInUse>;

/**
 * What `deployment_config` does not set is not told to be otherwise.
 *
 * @param ofProcess the memory that the process tells
 */
export function resizedResources(
  deployed: DeployedResources,
  settings: RuntimeSettings,
  ofProcess: SetSize | undefined,
): Resized[] {
  const { least_memory, container_memory } = settings.sizes;
  return [
    ...resizedSize(deployed.least_memory, least_memory, undefined),
    ...resizedSize(deployed.container_memory, container_memory, ofProcess),
    ...resizedCores("resources.cpu_cores_min", deployed.cpu_cores_min, settings.cpu_cores_min),
    ...resizedCores("resources.cpu_cores_max", deployed.cpu_cores_max, settings.cpu_cores_max),
  ];
}

function resizedSize(now: SizeReading, configured: SizeReading, ofProcess: SetSize | undefined): Resized[] {
  if (now.is !== "set" || configured.is === "unreadable") return [];
  if (configured.is === "set" && configured.bytes === now.bytes) return [];
  return [
    {
      setting: now.name,
      now: now.written,
      ...(configured.is === "set" && { configured: configured.written }),
      ...(ofProcess && ofProcess.bytes !== now.bytes && { in_process: ofProcess.written }),
    },
  ];
}

function resizedCores(setting: string, now: number | undefined, configured: number | undefined): Resized[] {
  if (now === undefined || now === configured) return [];
  return [{ setting, now: `${now}`, ...(configured !== undefined && { configured: `${configured}` }) }];
}

/** The process's own word goes before the record's, which may run ahead of it. */
export function memoryInUse(
  ofProcess: SetSize | undefined,
  { container_memory }: DeployedResources,
  resized: readonly Resized[],
): MemoryInUse | undefined {
  if (ofProcess) return { size: ofProcess, told_by: "deployment_runtime_status_details" };
  const isResized = resized.some(({ setting }) => setting === container_memory.name);
  return container_memory.is === "set" && isResized
    ? { size: container_memory, told_by: "deployment_config" }
    : undefined;
}
