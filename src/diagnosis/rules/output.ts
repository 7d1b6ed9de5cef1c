import * as z from "zod";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { joined, nameList, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { burst, burstOf } from "./burst.ts";
import { Flooded, flooded } from "./flooded.ts";
import {
  areOfClients,
  FullOutput,
  fullOutputs,
  fullOutputWords,
  isStalled,
  toldOutputs,
} from "./full-outputs.ts";
import { connectorCall } from "./input.ts";
import { behind } from "./outputs-behind.ts";
import { isNull, UNREAD, WRITES_NOWHERE } from "./sinks.ts";
import { circuitCall } from "./where.ts";

/** A sink that is sent a multiple of all that is read is not what is slow. */
const manyRows = defineRule({
  id: "output/many-rows",
  severity: "error",
  parts: ["stats"],
  looksFor: words`a view that makes more rows than its output can put out`,
  thresholds: ["outputStallMs", "joinRecords", "joinFactor"],
  explains: ["input/backpressure", "engine/no-progress"],
  about: Flooded,
  find: ({ stats }) =>
    flooded(stats).map((about) => ({
      about,
      signs: [
        {
          part: "stats" as const,
          field: `outputs.${about.name}.metrics.transmitted_records + queued_records`,
          value: { count: about.made_records, unit: "records" },
          threshold: { count: about.read_records * THRESHOLDS.joinFactor, unit: "records" },
        },
        {
          part: "stats" as const,
          field: "global_metrics.total_processed_records - transaction_records",
          value: { count: about.read_records, unit: "records" },
        },
        {
          part: "stats" as const,
          field: "global_metrics.output_stall_msecs",
          value: { ms: about.stall_ms },
          threshold: { ms: THRESHOLDS.outputStallMs },
        },
      ],
    })),
  what: ({ name, view, made_records, read_records, stall_ms }) =>
    words`the view of ${name}${view && words` (${view})`} has made ${grouped(made_records)} rows of ${grouped(read_records)} that were read, ${grouped(Math.round(made_records / read_records))} of each, more than ${name} can put out: its full queue has held up the whole pipeline for ${span(Number(stall_ms))}`,
  brief: ({ name, view, made_records, read_records }) =>
    words`${view ?? name} makes ${grouped(Math.round(made_records / read_records))} rows of each that is read, more than can be put out`,
  cause: () =>
    words`A join on too few columns, or on a key with many rows on both sides, an UNNEST, or a view all of which changes with every row: correct that first, since a faster sink would only be sent more`,
  next: () => [circuitCall(words`for the operator that multiplies rows`)],
});

/** `output_stall_msecs` is how long an output's full queue has held up the whole circuit. */
const slowSink = defineRule({
  id: "output/slow-sink",
  severity: "error",
  parts: ["stats"],
  looksFor: words`an output that holds up the pipeline`,
  thresholds: ["outputStallMs"],
  explains: ["input/backpressure", "engine/no-progress", "transaction/slow-commit"],
  about: z.object({
    /** Absent where the runtime is too old to tell (before 0.254). */
    stall_ms: Integer.optional(),
    outputs: z.array(FullOutput),
    /** Whether they write nowhere: then no other system is slow. */
    are_null: z.boolean().optional(),
    /** Whether clients of HTTP read them, by which Feldera has named them. */
    are_of_clients: z.boolean(),
  }),
  find(evidence) {
    const { stats, pipeline } = evidence;
    if (stats === undefined || flooded(stats).length > 0 || !isStalled(stats)) return [];
    if (burstOf(evidence) !== undefined) return [];
    const { output_stall_ms: stall_ms } = stats;
    const full = fullOutputs(stats);
    const signs: Sign[] = [];
    if (stall_ms !== undefined) {
      signs.push({
        part: "stats",
        field: "global_metrics.output_stall_msecs",
        value: { ms: stall_ms },
        threshold: { ms: THRESHOLDS.outputStallMs },
      });
    }
    for (const { name, waiting_records, limit_records } of full) {
      if (waiting_records === undefined) continue;
      signs.push({
        part: "stats",
        field: `outputs.${name}.metrics.queued_records`,
        value: { count: waiting_records, unit: "records" },
        ...(limit_records !== undefined && { threshold: { count: limit_records, unit: "records" } }),
      });
    }
    const nulls = full.map(({ name }) => isNull(name, pipeline));
    const are_null = nulls.includes(undefined) ? undefined : nulls.length > 0 && !nulls.includes(false);
    const about = {
      outputs: toldOutputs(full),
      are_of_clients: areOfClients(full),
      ...(are_null !== undefined && { are_null }),
      ...(stall_ms !== undefined && { stall_ms }),
    };
    return [{ about, signs }];
  },
  what({ stall_ms, outputs, are_null }) {
    const sink = are_null === false ? words`the sink of ` : undefined;
    const names = fullOutputWords(outputs);
    if (stall_ms === undefined) {
      return words`${sink}${joined(names, words`, `)} takes too little, and a full queue holds up the whole pipeline; for how long its runtime does not tell`;
    }
    return outputs.length === 0
      ? words`an output has held up the whole pipeline for ${span(Number(stall_ms))}; which one is not known`
      : words`${sink}${joined(names, words`, `)} takes too little, which has held up the whole pipeline for ${span(Number(stall_ms))}`;
  },
  brief: ({ outputs, are_null }) =>
    outputs.length === 0
      ? words`an output takes too little`
      : words`${are_null === false ? words`the sink of ` : undefined}${nameList(outputs.map(({ name }) => name))} takes too little`,
  cause: ({ are_null, are_of_clients, outputs }) =>
    are_of_clients
      ? words`It is a client that reads the view by HTTP with backpressure=true, and takes too little of what it is sent; every other output waits for it. End that client, let it read faster, or leave out backpressure: what it does not take in time is dropped then`
      : are_null === undefined && outputs.length > 0
        ? words`${UNREAD}; every other output waits for it`
        : are_null
          ? words`${WRITES_NOWHERE}. Have it make fewer, or leave the connector out`
          : words`The receiving system is slow, full or not reading, or more is sent than it can take; every other output waits for it. Make it faster, send it less, or raise max_queued_records; a restart does not help`,
  next: ({ are_of_clients, outputs: [first] }) =>
    first === undefined || are_of_clients
      ? []
      : connectorCall(first.name, "output", words`for its settings and errors`),
});

/** A paused output takes what it is given and throws it away, so that nothing waits and nothing counts as an error. */
const discards = defineRule({
  id: "output/paused",
  severity: "error",
  parts: ["stats"],
  looksFor: words`a paused output, which throws its rows away`,
  about: z.object({ name: z.string(), starts_paused: z.boolean().optional() }),
  find: ({ stats }) =>
    (stats?.connectors ?? []).flatMap(({ name, troubles, starts_paused, records }) =>
      troubles.includes("discards output")
        ? [
            {
              about: { name, ...(starts_paused !== undefined && { starts_paused }) },
              ...(starts_paused && { severity: "warning" as const }),
              signs: [
                { part: "stats" as const, field: `outputs.${name}.paused`, value: { text: "true" } },
                ...(records === undefined
                  ? []
                  : [
                      {
                        part: "stats" as const,
                        field: `outputs.${name}.metrics.transmitted_records`,
                        value: { count: records, unit: "records" },
                      },
                    ]),
              ],
            },
          ]
        : [],
    ),
  what: ({ name }) =>
    words`the output ${name} is paused, and throws away every row that its view produces: they are not sent later`,
  brief: ({ name }) => words`${name} is paused, and throws its rows away`,
  short: ({ name }) => words`${name} is paused`,
  cause: ({ starts_paused }) =>
    starts_paused === undefined
      ? words`It was paused by a call, or the program says that it starts paused: that was not checked. Starting it ends the loss; what is lost has to be computed again, by a restart that reads the input again`
      : starts_paused
        ? words`The program says that it starts paused (paused: true). Starting it ends the loss; what is lost until then has to be computed again, by a restart that reads the input again`
        : words`Someone paused it by a call: the program does not. Starting it ends the loss; what is lost has to be computed again, by a restart that reads the input again`,
  next: ({ name }) => connectorCall(name, "output", words`for what it had sent before`),
});

/** Changes are gathered before they are sent, by the output's own settings. */
const gathers = defineRule({
  id: "output/held-in-buffer",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`rows that wait because an output is set to gather many first`,
  thresholds: ["heldMs"],
  about: z.object({
    name: z.string(),
    buffered_records: Integer,
    sent_records: Integer.optional(),
    most_records: Integer.optional(),
    ms: Integer.optional(),
    delay_setting: z.string().optional(),
  }),
  find: ({ stats }) =>
    (stats?.connectors ?? []).flatMap(({ name, gathers: set, buffered_records, records }) => {
      if (set === undefined || buffered_records === undefined || buffered_records <= 0) return [];
      if (set.ms !== undefined && set.ms < THRESHOLDS.heldMs) return [];
      const about = {
        name,
        buffered_records,
        ...(records !== undefined && { sent_records: records }),
        ...(set.records !== undefined && { most_records: set.records }),
        ...(set.ms !== undefined && { ms: set.ms }),
        ...(set.delay_setting !== undefined && { delay_setting: set.delay_setting }),
      };
      return [
        {
          about,
          signs: [
            {
              part: "stats" as const,
              field: `outputs.${name}.metrics.buffered_records`,
              value: { count: buffered_records, unit: "records" },
            },
            {
              part: "pipeline" as const,
              field: `program_info.output_connectors.${name}.enable_output_buffer`,
              value: { text: "true" },
            },
          ],
        },
      ];
    }),
  what: ({ name, buffered_records, sent_records, most_records, ms, delay_setting }) =>
    words`the output ${name} gathers changes before it sends them, ${ms === undefined ? words`for as long as it takes` : words`for up to ${span(Number(ms))} (${delay_setting})`}${most_records === undefined ? undefined : words` or until there are ${grouped(most_records)} (max_output_buffer_size_records)`}: ${grouped(buffered_records)} wait now${sent_records === undefined ? undefined : words`, ${grouped(sent_records)} were sent`}`,
  short: ({ name }) => words`${name} gathers changes first`,
  brief: ({ name, ms }) =>
    words`${name} gathers changes${ms === undefined ? undefined : words` for up to ${span(Number(ms))}`} before it sends them`,
  cause: ({ ms }) =>
    ms === undefined
      ? words`The output is set so (enable_output_buffer), and does not hang: it sends once enough have come, however long that takes. Set how many lower, or a time as well`
      : words`The output is set so (enable_output_buffer), and does not hang: what receives it is behind by up to that time. Set either lower where changes should come sooner`,
  next: ({ name }) => connectorCall(name, "output", words`for its settings`),
});

export const OUTPUT_RULES = [burst, discards, manyRows, slowSink, behind, gathers];
