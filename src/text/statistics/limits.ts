import type { Disk } from "../../analysis/stats/disk.ts";
import type { MemoryLimit } from "../../analysis/stats/memory-limit.ts";
import { bytes, megabytes, percent } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import { settingWords, unreadableWords } from "../settings.ts";

/** Of a limit that is only known as it is configured. */
export const MEASURED_UNKNOWN = words`what the process itself measures is not known`;

/** "1.33 GiB (NAME 1500, less what is set aside for ad-hoc queries)": how much it is, and what set it. */
export function memoryLimitWords(limit: MemoryLimit): Words {
  return words`${sizeBeside(limit)(Number(limit.bytes))} (${originWords(limit)})`;
}

/** "its limit of 1,425 MB", or "the 22.4 GiB of its container or machine" where nobody set one; the size alone where that is not known. */
export function limitNamed(limit: MemoryLimit): Words {
  const size = sizeBeside(limit)(Number(limit.bytes));
  if (limit.configured === undefined) return size;
  return isOfMachine(limit) ? words`the ${size} of its container or machine` : words`its limit of ${size}`;
}

/** Whether no limit is configured, so that what the process measures is all the memory that there is. */
export function isOfMachine({ set_by, configured }: MemoryLimit): boolean {
  return set_by === "machine" && configured?.is === "unset";
}

/** How sizes are told beside a limit: in MB where that was set in MB, so that figures that are compared have one unit. */
export function sizeBeside(limit: MemoryLimit | undefined): (bytes: number) => Words {
  return isSetInMegabytes(limit) ? megabytes : bytes;
}

export function isSetInMegabytes({ configured }: Partial<MemoryLimit> = {}): boolean {
  return (
    configured?.is === "set" && (/_mb$/.test(configured.name) || /\d\s*[kKMGT]B?$/.test(configured.written))
  );
}

function originWords({ bytes: held, from, set_by, configured }: MemoryLimit): Words {
  if (from === "status") return words`its container's memory now`;
  if (from === "deployment") return words`its container's memory since it was resized`;
  if (configured?.is === "unreadable")
    return words`as the process measures it; ${unreadableWords(configured)}`;
  if (configured?.is === "set") {
    const setting = settingWords(configured);
    if (set_by === "machine")
      return words`all that its container or machine has, which is less than ${setting}`;
    if (from === "configuration") return words`${setting}; ${MEASURED_UNKNOWN}`;
    return held < configured.bytes ? words`${setting}, less what is set aside for ad-hoc queries` : setting;
  }
  return set_by === "machine"
    ? words`none is configured: all the memory of its container or machine`
    : words`as the process measures it; what is configured is not known`;
}

/** "40 GiB of 100 GiB are left (60 % full), on host 2 of 3". */
export function diskWords({ total_bytes, available_bytes, share, host, hosts }: Disk): Words {
  const where = host === undefined ? undefined : words`, on host ${host}, the fullest of ${hosts}`;
  return words`${bytes(Number(available_bytes))} of ${bytes(Number(total_bytes))} are left (${percent(share)} full)${where}`;
}
