import type { LogRecord } from "./record.ts";

/** Which records, by their positions, are of a process that has ended since: a run, or a process, started after it. */
export function isOfEarlierProcess(records: readonly LogRecord[]): (position: number) => boolean {
  const newestRun = records.at(-1)?.run;
  const lastStart = records.findLastIndex(isStartOfProcess);
  return (position) => position < lastStart || records[position]?.run !== newestRun;
}

/** A process prints its configuration when it starts, whoever started it. */
function isStartOfProcess({ kind }: LogRecord): boolean {
  return kind === "configuration";
}
