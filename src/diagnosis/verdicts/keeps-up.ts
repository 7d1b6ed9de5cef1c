import * as z from "zod";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { joined, words } from "../../text/page/words.ts";
import { BURST, burstOf } from "../rules/burst.ts";
import { GeneratedPace } from "../rules/generated.ts";
import { TinySteps, tinySteps, tinyStepsWords } from "../rules/one-by-one.ts";
import { defineVerdict } from "../verdict.ts";
import { DOUBT_WORDS, DOUBTS, doubtOf } from "./doubts.ts";
import { figuresOf, ratesOf } from "./flow.ts";
import { PACE_OF, paceOf, sourceWords } from "./pace.ts";
import { Quiet, quietSources, quietWords } from "./quiet.ts";
import { Reading, readingOf, readingWords } from "./reading.ts";
import { Reason, reasonsOf, reasonWords } from "./reasons.ts";
import { LongerSteps, longerSteps, longerStepsWords } from "./step-lengths.ts";
import { INPUTS } from "./what-inputs-do.ts";

/** The rules whose findings say that rows wait for longer than they should. */
export const HELD_UP: ReadonlySet<string> = new Set([
  "output/many-rows",
  "output/slow-sink",
  "output/behind",
  "output/held-in-buffer",
  "transaction/never-committed",
  "transaction/slow-commit",
  "input/backpressure",
  "input/falling-behind",
  "input/small-batches",
  "input/small-queue",
  "input/held-for-batch",
  "engine/no-progress",
  "engine/costliest-sql",
  "runtime/unresponsive",
]);

/** Does it keep up with what comes in: what waits at its inputs and before its outputs, and which way that goes. */
export const keepsUp = defineVerdict({
  verdict: "keeps_up",
  label: words`Keeps up`,
  parts: ["stats"],
  about: z.object({
    /** What it is held up by, as the findings tell it. */
    held_up_by: z.array(Reason),
    /** What holds it up for the moment alone. */
    bursts: z.array(Reason),
    /** Where it does not run. */
    state: z.string().optional(),
    inputs: z.enum(INPUTS),
    /** The one of them that goes on, where it is known of all whether they do. */
    only_source: z.string().optional(),
    /** The table that it sends rows to, where those are sent by HTTP. */
    pushed_to: z.string().optional(),
    /** What sets its pace, where it is a generator. */
    generated: GeneratedPace.optional(),
    /** Why it is not known, though nothing shows that it does not. */
    doubt: z.enum(DOUBTS).optional(),
    /** Where its steps take longer than they did, so that it may keep up no longer. */
    longer_steps: LongerSteps.optional(),
    /** Where each has a row or a few of those that are sent by HTTP. */
    tiny_steps: TinySteps.optional(),
    waiting_records: Integer.optional(),
    /** Processed, and not yet put out by every output. */
    uncompleted_records: Integer.optional(),
    /** The outputs that have not put those out, where others have. */
    late_outputs: z.array(z.string()),
    reading: z.array(Reading),
    quiet: z.array(Quiet),
    is_read_on_average: z.boolean(),
    /** Whether what waited at the inputs became less between two looks. */
    drains: z.boolean(),
    window_ms: z.number().optional(),
    /** How long ago the time series ended that the rates are of, where they do not go on. */
    window_age_ms: z.number().optional(),
    input_per_s: z.number().optional(),
    processed_per_s: z.number().optional(),
    /** Whether the rates are of a look long enough, rather than means since the start. */
    is_average: z.boolean(),
  }),
  judge(evidence, findings) {
    const { stats } = evidence;
    if (stats === undefined) return undefined;
    const holding = findings.filter(({ rule, severity }) => HELD_UP.has(rule) && severity !== "info");
    const roots = new Set(holding.map(({ rule, follows_from }) => follows_from ?? rule));
    const held_up_by = reasonsOf(findings.filter(({ rule }) => roots.has(rule)));
    const isBurst = burstOf(evidence)?.of_all !== undefined;
    const bursts = isBurst ? reasonsOf(findings.filter(({ rule }) => rule === BURST)) : [];
    const rates = ratesOf(evidence);
    const isRunning = stats.state === undefined || stats.state === "Running";
    const doubt = doubtOf(evidence, stats);
    const longer_steps = longerSteps(evidence);
    const tiny_steps = tinySteps(evidence);
    const isKnown = isRunning && doubt === undefined && longer_steps === undefined;
    return {
      standing:
        held_up_by.length > 0
          ? ("trouble" as const)
          : isKnown || isBurst
            ? ("well" as const)
            : ("unknown" as const),
      about: {
        held_up_by,
        bursts,
        ...(doubt !== undefined && { doubt }),
        ...(longer_steps && { longer_steps }),
        ...(tiny_steps && { tiny_steps }),
        ...(!isRunning && { state: stats.state }),
        ...paceOf(evidence, stats, findings),
        ...(stats.buffered_records !== undefined && { waiting_records: stats.buffered_records }),
        ...(stats.uncompleted_records !== undefined && { uncompleted_records: stats.uncompleted_records }),
        late_outputs: lateOutputs(stats),
        reading: isRunning ? stats.connectors.flatMap(readingOf) : [],
        quiet: isRunning ? quietSources(evidence) : [],
        is_read_on_average: stats.rates?.over === "since start",
        drains: drains(stats),
        ...rates,
      },
    };
  },
  rulesTold: ({ held_up_by, bursts }) => [...held_up_by, ...bursts].map(({ rule }) => rule),
  tell(about) {
    const { held_up_by, bursts, state, inputs, doubt, longer_steps, tiny_steps, drains } = about;
    const sources = words`${readingWords(about)}${quietWords(about.quiet)}`;
    const figures = joined(figuresOf(about), words`, `);
    if (held_up_by.length > 0) {
      const but = drains ? words`, though what waits becomes less` : undefined;
      const why = joined(held_up_by.map(reasonWords), words`; `);
      return words`no, ${why}${but}: ${figures}${sources}`;
    }
    if (bursts.length > 0)
      return words`yes, by what it had room for so far, though ${joined(bursts.map(reasonWords), words`; `)}: ${figures}${sources}`;
    if (state !== undefined) return words`it is ${state}: ${figures}`;
    if (doubt !== undefined) {
      return words`${joined([DOUBT_WORDS[doubt], ...figuresOf(about)], words`; `)}${sources}`;
    }
    if (longer_steps !== undefined) {
      return words`it does now, but ${longerStepsWords(longer_steps)}: ${figures}${sources}`;
    }
    const why = sourceWords(about) ?? PACE_OF[inputs];
    const tiny = tiny_steps && words`, in ${tinyStepsWords(tiny_steps)}`;
    return words`yes${why && words`, ${why}`}${why && tiny}: ${figures}${sources}`;
  },
});

/** None where all are late, or it is not known of one. */
function lateOutputs({ connectors }: StatsFacts): string[] {
  const outputs = connectors.filter(({ direction }) => direction === "output");
  const late = outputs.filter(({ lag_records = 1 }) => lag_records > 0);
  const areTold = outputs.every(({ lag_records }) => lag_records !== undefined);
  return areTold && late.length < outputs.length ? late.map(({ name }) => name) : [];
}

function drains({ rates }: StatsFacts): boolean {
  return (rates?.buffered_change_records ?? 0) < 0;
}
