import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { span } from "../../text/page/format.ts";
import { joined, nameList, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { flooded } from "./flooded.ts";
import {
  areOfClients,
  FullOutput,
  fullOutputs,
  fullOutputWords,
  isStalled,
  toldOutputs,
} from "./full-outputs.ts";
import { connectorCall } from "./input.ts";

/** The rule whose findings say that an output holds up the pipeline for a moment. */
export const BURST = "output/burst";

/** For how long an output's full queue holds up the circuit now, and in all since its process started. */
const Burst = z.object({
  stall_ms: Integer,
  outputs: z.array(FullOutput),
  /** Absent where the metrics were not read: whether it does so for a moment, or for most of the time, is not known. */
  of_all: z.object({ stall_ms: z.number(), uptime_ms: z.number() }).optional(),
});

/**
 * What an output holds up that takes what comes but for a burst: it has not for long, nor for most of the time since it
 * started, as far as that is known, and next to nothing waits behind it.
 */
export function burstOf({ stats, metrics }: Evidence): z.infer<typeof Burst> | undefined {
  if (stats === undefined || flooded(stats).length > 0 || !isStalled(stats)) return undefined;
  const { output_stall_ms: stall_ms, uptime_ms, buffered_records, rates } = stats;
  const full = fullOutputs(stats);
  if (areOfClients(full)) return undefined;
  if (stall_ms === undefined || stall_ms >= THRESHOLDS.burstStallMs || uptime_ms === undefined)
    return undefined;
  const perS = rates?.processed_records_per_s ?? 0;
  const isBehind = Number(buffered_records ?? 0) * 1_000 >= perS * THRESHOLDS.outputBehindMs;
  if (isBehind && buffered_records !== 0) return undefined;
  const outputs = toldOutputs(full);
  if (metrics?.output_stall_s === undefined) return { stall_ms, outputs };
  // Metrics that were read before it began do not hold it.
  const in_all_ms = Math.max(metrics.output_stall_s * 1_000, Number(stall_ms));
  if (in_all_ms >= Number(uptime_ms) * THRESHOLDS.burstStallShare) return undefined;
  return { stall_ms, outputs, of_all: { stall_ms: in_all_ms, uptime_ms: Number(uptime_ms) } };
}

export const burst = defineRule({
  id: BURST,
  severity: "info",
  parts: ["stats"],
  looksFor: words`bursts that an output takes`,
  thresholds: ["outputStallMs", "burstStallMs", "burstStallShare", "outputBehindMs"],
  about: Burst,
  find(evidence) {
    const about = burstOf(evidence);
    if (about === undefined) return [];
    const value = { ms: about.stall_ms };
    return [{ about, signs: [{ part: "stats", field: "global_metrics.output_stall_msecs", value }] }];
  },
  what({ stall_ms, outputs, of_all }) {
    const names = fullOutputWords(outputs);
    const who = names.length === 0 ? words`an output` : joined(names, words`, `);
    const often =
      of_all === undefined
        ? words`whether it does so for a moment, or for most of the time, is not known without the metrics`
        : words`outputs have for ${span(of_all.stall_ms)} of the ${span(of_all.uptime_ms)} since its start`;
    return words`the full queue of ${who} has held up the whole pipeline for ${span(Number(stall_ms))}; ${often}`;
  },
  brief: ({ outputs, stall_ms }) =>
    words`${outputs.length === 0 ? words`an output` : nameList(outputs.map(({ name }) => name))} has held it up for ${span(Number(stall_ms))}, as bursts do`,
  cause: ({ of_all }) =>
    words`${of_all === undefined ? words`If it has had` : words`It has had`} room for most of the time, ${of_all === undefined ? undefined : words`so that `}it catches up between bursts. If what comes at once has to go through sooner, make the receiving system faster, or raise max_queued_records`,
  next: ({ outputs: [first] }) =>
    first === undefined ? [] : connectorCall(first.name, "output", words`for its settings and errors`),
});
