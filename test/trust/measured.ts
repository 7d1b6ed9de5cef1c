import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { BUILT_SERVER } from "../support/built-server.ts";

const LOOK_EVERY_MS = 10;

/** Writes the peak of its own memory to stderr when it exits. */
const REPORT_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS+"\\n"))';

export interface Measured {
  readonly text: string;
  readonly code: number | null;
  /** The most resident memory of the server and of the processes that it started, added up. */
  readonly peakBytes: number;
  readonly ms: number;
}

/** One call of the built server, in a process of its own. */
export async function measuredCall(
  server: readonly string[],
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Measured> {
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", REPORT_PEAK, BUILT_SERVER, ...server, "call", tool, JSON.stringify(args)],
    { env: { PATH: process.env.PATH ?? "" } },
  );
  const watch = watchMemory(child);
  const [answer, report] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  const [, kib] = /\npeak (\d+)\n/.exec(report) ?? [];
  if (kib === undefined) throw new Error(`the server ended without its report: ${report}`);
  return {
    text: answer,
    code: child.exitCode,
    peakBytes: Number(kib) * 1024 + watch.stop().ofChildren,
    ms: performance.now() - startedMs,
  };
}

/** Follows the peaks of a process and of those that it starts, where the system tells them (Linux). */
export function watchMemory(server: ChildProcessWithoutNullStreams) {
  const peaks = new Map<number, number>();
  const look = () => {
    for (const pid of [server.pid ?? 0, ...childrenOf(server.pid ?? 0)]) {
      peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)));
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      const ofServer = peaks.get(server.pid ?? 0) ?? 0;
      const all = [...peaks.values()].reduce((sum, bytes) => sum + bytes, 0);
      return { ofServer, ofChildren: all - ofServer };
    },
  };
}

/** Processes that a process has started and that still run; none where the system does not tell. */
export function childrenOf(pid: number): number[] {
  return readProc(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

/** The letter that stands for a process's state, such as R, S or Z; empty where the system does not tell. */
export function stateOf(pid: number): string {
  return /^\d+ \(.*\) (\w)/s.exec(readProc(`/proc/${pid}/stat`))?.[1] ?? "";
}

/** The most memory that a process has held, in bytes; 0 where the system does not tell. */
export function peakOf(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`)) ?? [];
  return Number(kib ?? 0) * 1024;
}

function readProc(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
