import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, plural } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall, inputs, isFull } from "./input.ts";

/** A step takes its time whatever it has to do: with a few rows in each the circuit is slow and mostly idle. */
const smallBatches = defineRule({
  id: "input/small-batches",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`an input of which each step may take only a few rows`,
  thresholds: ["smallBatchRecords", "backlogS"],
  explains: ["input/backpressure", "input/falling-behind"],
  about: z.object({
    name: z.string(),
    batch_records: Integer,
    waiting_records: Integer,
    records_per_step: z.number(),
    steps_per_s: z.number(),
  }),
  find(evidence) {
    const { processed_records_per_s, completed_steps_per_s: steps_per_s = 0 } = evidence.stats?.rates ?? {};
    if (processed_records_per_s === undefined || steps_per_s <= 0) return [];
    const records_per_step = processed_records_per_s / steps_per_s;
    return inputs(evidence).flatMap((one) => {
      const { name, batch_records, waiting_records } = one;
      if (batch_records === undefined || waiting_records === undefined) return [];
      const batch = Number(batch_records);
      if (batch >= THRESHOLDS.smallBatchRecords) return [];
      // One that is not full yet, where steps take all that they may and it would last them for long.
      const isBehind =
        records_per_step >= batch / 2 && Number(waiting_records) >= steps_per_s * batch * THRESHOLDS.backlogS;
      if (!isFull(one) && !isBehind) return [];
      // Of several inputs each brings its own; a step that takes far more is not held to this one's.
      if (records_per_step > 2 * batch) return [];
      return [
        {
          about: { name, batch_records, waiting_records, records_per_step, steps_per_s },
          signs: [
            {
              part: "pipeline" as const,
              field: `program_info.input_connectors.${name}.max_batch_size`,
              value: { count: batch_records, unit: "records" },
            },
            {
              part: "stats" as const,
              field: `inputs.${name}.metrics.buffered_records`,
              value: { count: waiting_records, unit: "records" },
            },
          ],
        },
      ];
    });
  },
  what: ({ name, batch_records, waiting_records, steps_per_s }) =>
    words`each step takes at most ${plural(batch_records, words`record`, words`records`)} of ${name} (max_batch_size), though ${grouped(waiting_records)} wait: with ${grouped(Math.round(steps_per_s))} steps/s that is all it can process`,
  brief: ({ name, batch_records }) =>
    words`each step takes at most ${plural(batch_records, words`record`, words`records`)} of ${name} (max_batch_size)`,
  cause: () =>
    words`The setting holds it back, and not the SQL: a step takes some time however few rows it has. Leave max_batch_size out, or raise it to some ten thousand`,
  next: ({ name }) => connectorCall(name, "input", words`for its settings`),
});

export const SMALL_BATCH_RULES = [smallBatches];
