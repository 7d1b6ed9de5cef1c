import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { joined, words } from "../../text/page/words.ts";
import type { Sign } from "../measure.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall } from "./input.ts";

/** `output_stall_msecs` is how long an output's full queue has held up the whole circuit. */
const slowSink = defineRule({
  id: "output/slow-sink",
  severity: "error",
  parts: ["stats"],
  looksFor: words`an output that holds up the pipeline`,
  thresholds: ["outputStallMs"],
  explains: ["input/backpressure"],
  about: z.object({
    stall_ms: Integer,
    outputs: z.array(z.object({ name: z.string(), waiting_records: Integer.optional() })),
  }),
  find({ stats }) {
    const stall_ms = stats?.output_stall_ms;
    if (stats === undefined || stall_ms === undefined || stall_ms < THRESHOLDS.outputStallMs) return [];
    const full = stats.connectors.filter(
      ({ direction, troubles }) => direction === "output" && troubles.includes("at its limit"),
    );
    const signs: Sign[] = [
      {
        part: "stats",
        field: "global_metrics.output_stall_msecs",
        value: { ms: stall_ms },
        threshold: { ms: THRESHOLDS.outputStallMs },
      },
    ];
    for (const { name, waiting_records, limit_records } of full) {
      if (waiting_records === undefined) continue;
      signs.push({
        part: "stats",
        field: `outputs.${name}.metrics.queued_records`,
        value: { count: waiting_records, unit: "records" },
        ...(limit_records !== undefined && { threshold: { count: limit_records, unit: "records" } }),
      });
    }
    const outputs = full.map(({ name, waiting_records }) => ({
      name,
      ...(waiting_records !== undefined && { waiting_records }),
    }));
    return [{ about: { stall_ms, outputs }, signs }];
  },
  what({ stall_ms, outputs }) {
    const names = outputs.map(
      ({ name, waiting_records }) =>
        words`${name}${waiting_records === undefined ? undefined : words` (${grouped(waiting_records)} records wait)`}`,
    );
    return outputs.length === 0
      ? words`an output has held up the whole pipeline for ${span(Number(stall_ms))}`
      : words`the sink of ${joined(names, words`, `)} takes too little, which has held up the whole pipeline for ${span(Number(stall_ms))}`;
  },
  cause: () =>
    words`The receiving system is slow, full or not reading; every other output waits for it. Make it faster, or raise max_queued_records; a restart does not help`,
  next: ({ outputs: [first] }) =>
    first === undefined ? [] : connectorCall(first.name, "output", words`for its settings and errors`),
});

export const OUTPUT_RULES = [slowSink];
