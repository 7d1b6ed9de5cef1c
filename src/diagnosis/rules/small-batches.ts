import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, percent, plural, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall, inputs, isFull } from "./input.ts";

const Otherwise = z.discriminatedUnion("is", [
  z.object({ is: z.enum(["memory", "checkpoint", "bootstrap"]) }),
  z.object({ is: z.literal("long"), ms: z.number() }),
  z.object({ is: z.literal("operator"), share: z.number() }),
]);

/** A step takes its time whatever it has to do: with a few rows in each the circuit is slow and mostly idle. */
const smallBatches = defineRule({
  id: "input/small-batches",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`an input of which each step may take only a few rows`,
  thresholds: ["smallBatchRecords", "backlogS", "shortStepMs", "operatorOfStep"],
  about: z.object({
    name: z.string(),
    batch_records: Integer,
    waiting_records: Integer,
    records_per_step: z.number(),
    steps_per_s: z.number(),
    /** What a step takes its time for, where that is, or may be, other than being a step. */
    otherwise: Otherwise.optional(),
    /** Whether it is known that it does not. */
    is_step_known: z.boolean(),
  }),
  find(evidence) {
    const {
      over,
      processed_records_per_s,
      completed_steps_per_s: steps_per_s = 0,
    } = evidence.stats?.rates ?? {};
    if (processed_records_per_s === undefined || steps_per_s <= 0) return [];
    const records_per_step = processed_records_per_s / steps_per_s;
    const otherwise = otherwiseOf(evidence, steps_per_s);
    const is_step_known = evidence.circuit_profile?.split !== undefined;
    return inputs(evidence).flatMap((one) => {
      const { name, batch_records, waiting_records } = one;
      if (batch_records === undefined || waiting_records === undefined) return [];
      const batch = Number(batch_records);
      if (batch >= THRESHOLDS.smallBatchRecords) return [];
      // A mean since the start has steps of a time when less came.
      const takeAll = records_per_step >= batch / 2 || (over === "since start" && isFull(one));
      // However much other inputs bring: if every step took all that it may, what waits would still last for long.
      const isBehind = Number(waiting_records) >= steps_per_s * batch * THRESHOLDS.backlogS;
      // Of several inputs each brings its own; a step that takes far more is not held to this one's.
      if (!isBehind && !(isFull(one) && takeAll && records_per_step <= 2 * batch)) return [];
      return [
        {
          about: {
            name,
            batch_records,
            waiting_records,
            records_per_step,
            steps_per_s,
            is_step_known,
            ...(otherwise && { otherwise }),
          },
          ...(otherwise
            ? { severity: "info" as const }
            : { explains: ["input/backpressure", "input/falling-behind"] }),
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
  what: ({ name, batch_records, waiting_records, steps_per_s, otherwise }) =>
    words`each step takes at most ${plural(batch_records, words`record`, words`records`)} of ${name} (max_batch_size), though ${grouped(waiting_records)} wait${otherwise ? undefined : words`: with ${stepsWords(steps_per_s)} that is at most ${grouped(Math.ceil(steps_per_s * Number(batch_records)))} records/s`}`,
  brief: ({ name, batch_records }) =>
    words`each step takes at most ${plural(batch_records, words`record`, words`records`)} of ${name} (max_batch_size)`,
  cause: ({ otherwise, is_step_known }) =>
    otherwise
      ? words`That need not be what holds it back: ${otherwiseWords(otherwise)}`
      : words`The setting holds it back, and not the SQL: a step takes some time however few rows it has${is_step_known ? undefined : words` (whether it takes more for what it does is not known)`}. Leave max_batch_size out, or raise it to some ten thousand`,
  next: ({ name }) => connectorCall(name, "input", words`for its settings`),
});

/** "24 steps/s", "0.4 steps/s". */
function stepsWords(per_s: number): Words {
  return words`${per_s < 10 ? Math.round(per_s * 10) / 10 : grouped(Math.round(per_s))} steps/s`;
}

/** A step takes long for what it does, or for what goes on beside it: then it is not the number of its rows. */
function otherwiseOf(evidence: Evidence, steps_per_s: number): z.infer<typeof Otherwise> | undefined {
  const { stats, circuit_profile } = evidence;
  if (["high", "critical"].includes(stats?.memory.pressure ?? "")) return { is: "memory" };
  if (stats?.checkpoints.activity?.status === "in_progress") return { is: "checkpoint" };
  if (stats?.bootstrap.in_progress === true) return { is: "bootstrap" };
  const ms = stepMs(evidence, steps_per_s);
  if (ms !== undefined && ms > THRESHOLDS.shortStepMs) return { is: "long", ms };
  const { expressions: [worst] = [], split } = circuit_profile ?? {};
  const share = worst && split && split.total_s > 0 ? worst.runtime_s / split.total_s : 0;
  return share >= THRESHOLDS.operatorOfStep ? { is: "operator", share } : undefined;
}

/** Steps follow one another while rows wait; since the start there were times without. */
function stepMs({ stats, circuit_profile }: Evidence, steps_per_s: number): number | undefined {
  const { running_s = 0, waiting_s = 0, steps, workers = [] } = circuit_profile?.split ?? {};
  const of = steps && ((running_s + waiting_s) * 1_000) / (steps * workers.length);
  const between = stats?.rates?.over === "two samples" ? 1_000 / steps_per_s : undefined;
  return of === undefined ? between : Math.min(of, between ?? of);
}

function otherwiseWords(otherwise: z.infer<typeof Otherwise>): Words {
  switch (otherwise.is) {
    case "memory":
      return words`its memory is short, which slows every step`;
    case "checkpoint":
      return words`a checkpoint is being written, which slows steps`;
    case "bootstrap":
      return words`it makes views anew, and takes in nothing meanwhile`;
    case "long":
      return words`a step takes ${span(otherwise.ms)}, more than it does for being a step`;
    case "operator":
      return words`one expression of the SQL takes ${percent(otherwise.share)} of the workers' time`;
  }
}

export const SMALL_BATCH_RULES = [smallBatches];
