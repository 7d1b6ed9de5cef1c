import * as z from "zod";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { OF_CLIENT } from "./sinks.ts";

/** An output whose queue is full, and how many records wait in it. */
export const FullOutput = z.object({ name: z.string(), waiting_records: Integer.optional() });

type FullOutput = z.infer<typeof FullOutput>;

/** The outputs whose full queue may hold up the circuit. */
export function fullOutputs({ connectors, lists_outputs }: StatsFacts) {
  const all = connectors.filter(({ direction }) => direction === "output");
  const areTold = lists_outputs === true && all.every(({ waiting_records }) => waiting_records !== undefined);
  const waiting = all.filter(({ waiting_records = 0 }) => waiting_records > 0);
  // A queue falls below its limit while the rest of a step waits for room in it: the only one is it all the same.
  const [only] = areTold && waiting.length === 1 ? waiting : [];
  return all.filter((one) => one === only || one.troubles.includes("at its limit"));
}

/** Whether one has held it up for long; where the runtime does not tell for how long, whether one may. */
export function isStalled(stats: StatsFacts): boolean {
  const { output_stall_ms: stall_ms } = stats;
  if (stall_ms !== undefined) return stall_ms >= THRESHOLDS.outputStallMs;
  return fullOutputs(stats).some(({ troubles }) => troubles.includes("at its limit"));
}

/** What is told of each of them. */
export function toldOutputs(full: ReturnType<typeof fullOutputs>): FullOutput[] {
  return full.map(({ name, waiting_records }) => ({
    name,
    ...(waiting_records !== undefined && { waiting_records }),
  }));
}

/** Whether clients of HTTP read all of them. */
export function areOfClients(full: readonly FullOutput[]): boolean {
  return full.length > 0 && full.every(({ name }) => OF_CLIENT.test(name));
}

/** "balances.out (7,800 records wait)", of each. */
export function fullOutputWords(outputs: readonly FullOutput[]): Words[] {
  return outputs.map(
    ({ name, waiting_records }) =>
      words`${name}${waiting_records === undefined ? undefined : words` (${grouped(waiting_records)} records wait)`}`,
  );
}
