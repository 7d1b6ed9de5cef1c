import * as z from "zod";
import type { Stats } from "../../feldera/schemas/stats.ts";
import { Integer } from "../../feldera/schemas/values.ts";

/** The disk that holds a pipeline's storage, and maybe other things; of several hosts, the one that is fullest. */
export const Disk = z.object({
  total_bytes: Integer,
  /** What the pipeline can still write. */
  available_bytes: Integer,
  /** What is not available of the whole, from 0 to 1. */
  share: z.number(),
  /** The host's ordinal, and how many there are, where there are several. */
  host: z.int().optional(),
  hosts: z.int().optional(),
});

export type Disk = z.infer<typeof Disk>;

/** Runtimes tell it from 0.350 on, of each host from 0.360 on. */
export function fullestDisk({ global_metrics, host_metrics }: Stats): Disk | undefined {
  const hosts = host_metrics ?? [];
  const disks = hosts.flatMap((metrics, host) => {
    const disk = diskOf(metrics);
    return disk === undefined ? [] : [{ ...disk, ...(hosts.length > 1 && { host, hosts: hosts.length }) }];
  });
  const fullest = disks.toSorted((one, other) => other.share - one.share)[0];
  return fullest ?? diskOf(global_metrics ?? {});
}

type DiskMetrics = NonNullable<Stats["host_metrics"]>[number];

function diskOf({ disk_total_bytes: total, disk_available_bytes: available }: DiskMetrics): Disk | undefined {
  if (total == null || available == null || total <= 0) return undefined;
  return {
    total_bytes: total,
    available_bytes: available,
    share: Math.min(1, Math.max(0, 1 - Number(available) / Number(total))),
  };
}
