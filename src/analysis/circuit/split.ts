import * as z from "zod";
import type { CircuitProfile } from "./profile.ts";

const Times = z.object({
  running_s: z.number(),
  waiting_s: z.number(),
  idle_s: z.number().optional(),
  /** CPU time while evaluating steps; a part of running. */
  cpu_s: z.number().optional(),
});

/**
 * What the workers did since the pipeline started: evaluated steps (running), waited within a step for other
 * workers or background work (waiting), or waited between steps for input or for outputs (idle).
 */
export const CircuitSplit = Times.extend({
  steps: z.number().optional(),
  /** The sum of running, waiting and idle over all workers. */
  total_s: z.number(),
  workers: z.array(Times),
});

export type CircuitSplit = z.infer<typeof CircuitSplit>;

/** The circuit's own split, from the metrics of its root; undefined where it has none. */
export function circuitSplit({ ofCircuit }: CircuitProfile): CircuitSplit | undefined {
  const runtime = ofCircuit("circuit_runtime_seconds");
  if (runtime === undefined) return undefined;
  const waiting = ofCircuit("circuit_wait_time_seconds");
  const idle = ofCircuit("circuit_idle_time_seconds");
  const cpu = ofCircuit("circuit_cpu_time_seconds");
  const steps = ofCircuit("steps_count");
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const waiting_s = sum(waiting ?? []);
  return {
    running_s: sum(runtime) - waiting_s,
    waiting_s,
    total_s: sum(runtime) + sum(idle ?? []),
    ...(idle && { idle_s: sum(idle) }),
    ...(cpu && { cpu_s: sum(cpu) }),
    ...(steps && { steps: Math.max(...steps) }),
    workers: runtime.map((seconds, worker) => ({
      running_s: seconds - (waiting?.[worker] ?? 0),
      waiting_s: waiting?.[worker] ?? 0,
      ...(idle && { idle_s: idle[worker] ?? 0 }),
      ...(cpu && { cpu_s: cpu[worker] ?? 0 }),
    })),
  };
}
