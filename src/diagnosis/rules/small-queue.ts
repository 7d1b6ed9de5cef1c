import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, plural, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall, inputs, isFull } from "./input.ts";

/** A queue that holds less than what comes between two steps is full at once, and its source waits, however fast the SQL is. */
const smallQueue = defineRule({
  id: "input/small-queue",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`an input whose queue may hold only a few rows`,
  thresholds: ["smallQueueMs"],
  explains: ["input/backpressure", "input/falling-behind"],
  about: z.object({
    name: z.string(),
    limit_records: Integer,
    waiting_records: Integer,
    holds_ms: z.number(),
  }),
  find: (evidence) =>
    inputs(evidence).flatMap((one) => {
      const { name, limit_records, waiting_records, records_per_s } = one;
      if (limit_records === undefined || waiting_records === undefined || !isFull(one)) return [];
      if (records_per_s === undefined || records_per_s <= 0) return [];
      const holds_ms = (Number(limit_records) / records_per_s) * 1000;
      if (holds_ms >= THRESHOLDS.smallQueueMs) return [];
      return [
        {
          about: { name, limit_records, waiting_records, holds_ms },
          signs: [
            {
              part: "pipeline" as const,
              field: `program_info.input_connectors.${name}.max_queued_records`,
              value: { count: limit_records, unit: "records" },
            },
            {
              part: "stats" as const,
              field: `inputs.${name}.metrics.buffered_records`,
              value: { count: waiting_records, unit: "records" },
            },
          ],
        },
      ];
    }),
  what: ({ name, limit_records, waiting_records, holds_ms }) =>
    words`the queue of ${name} may hold ${plural(limit_records, words`record`, words`records`)} (max_queued_records), which come in ${span(holds_ms)}: it is full at once (${grouped(waiting_records)} wait), and its source waits for the next step`,
  brief: ({ name, limit_records, holds_ms }) =>
    words`the queue of ${name} may hold only ${plural(limit_records, words`record`, words`records`)}, which come in ${span(holds_ms)} (max_queued_records)`,
  cause: () =>
    words`The setting holds the source back, whatever the SQL costs. Leave max_queued_records out (1,000,000), or let it hold a second or more of what comes`,
  next: ({ name }) => connectorCall(name, "input", words`for its settings`),
});

export const SMALL_QUEUE_RULES = [smallQueue];
