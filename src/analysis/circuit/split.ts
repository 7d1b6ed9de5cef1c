import * as z from "zod";
import type { CircuitProfile } from "./profile.ts";
import { WAIT_METRIC, WAIT_REASONS } from "./wait-reasons.ts";

const Times = z.object({
  running_s: z.number(),
  waiting_s: z.number(),
  /** What the waiting was for, in seconds, without zeros; absent where the runtime does not tell (before 0.354). */
  waits_s: z.partialRecord(z.enum(WAIT_REASONS), z.number()).optional(),
  idle_s: z.number().optional(),
  /** CPU time while evaluating steps; a part of running. */
  cpu_s: z.number().optional(),
});

/**
 * What the workers did since the pipeline started: evaluated steps (running), waited within a step for other workers,
 * background work or, since 0.354, storage (waiting), or waited between steps for input, for outputs or for other
 * workers to end the step (idle).
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
  const reasons = WAIT_REASONS.flatMap((reason) => {
    const seconds = ofCircuit(`${WAIT_METRIC}.${reason}`);
    return seconds === undefined ? [] : [{ reason, seconds }];
  });
  const waits = (of: (seconds: readonly number[]) => number) =>
    reasons.length === 0
      ? {}
      : {
          waits_s: Object.fromEntries(
            reasons.flatMap(({ reason, seconds }) => (of(seconds) > 0 ? [[reason, of(seconds)]] : [])),
          ),
        };
  return {
    running_s: sum(runtime) - waiting_s,
    waiting_s,
    ...waits(sum),
    total_s: sum(runtime) + sum(idle ?? []),
    ...(idle && { idle_s: sum(idle) }),
    ...(cpu && { cpu_s: sum(cpu) }),
    ...(steps && { steps: Math.max(...steps) }),
    workers: runtime.map((seconds, worker) => ({
      running_s: seconds - (waiting?.[worker] ?? 0),
      waiting_s: waiting?.[worker] ?? 0,
      ...waits((byWorker) => byWorker[worker] ?? 0),
      ...(idle && { idle_s: idle[worker] ?? 0 }),
      ...(cpu && { cpu_s: cpu[worker] ?? 0 }),
    })),
  };
}
