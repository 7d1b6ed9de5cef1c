import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { grouped } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { inputs } from "./input.ts";

const Source = z.object({
  name: z.string(),
  relation: z.string().optional(),
  rows: z.number().optional(),
  /** Whether the program itself has it start paused; absent where the program was not read. */
  by_configuration: z.boolean().optional(),
});

type Source = z.infer<typeof Source>;

function sourceOf({ name, relation, records, starts_paused }: ConnectorStats): Source {
  return {
    name,
    ...(relation !== undefined && { relation }),
    ...(records !== undefined && { rows: Number(records) }),
    ...(starts_paused !== undefined && { by_configuration: starts_paused }),
  };
}

interface IdleSources {
  readonly paused: Source[];
  readonly ended: Source[];
  readonly others: number;
  /** Whether it is known of each of the others that it goes on. */
  readonly are_others_known: boolean;
}

/** Those of a pipeline that runs. */
function idleSources(evidence: Evidence): IdleSources | undefined {
  const listed = inputs(evidence).filter(({ troubles }) => !troubles.includes("missing"));
  if (evidence.stats?.state !== "Running" || listed.length === 0) return undefined;
  const paused = listed.filter((one) => one.paused === true);
  const ended = listed.filter((one) => one.paused !== true && one.end_of_input === true);
  return {
    paused: paused.map(sourceOf),
    ended: ended.map(sourceOf),
    others: listed.length - paused.length - ended.length,
    are_others_known: listed.every((one) => one.paused !== undefined && one.end_of_input !== undefined),
  };
}

function pausedSigns(paused: readonly Source[]): Sign[] {
  return paused.flatMap(({ name, by_configuration }) => [
    { part: "stats", field: `inputs.${name}.paused`, value: { text: "true" } } as const,
    ...(by_configuration === undefined
      ? []
      : [
          {
            part: "pipeline",
            field: `program_info.input_connectors.${name}.paused`,
            value: { text: String(by_configuration) },
          } as const,
        ]),
  ]);
}

/** "flow.flow_gen, by its configuration, before it read a row". */
function pausedWords({ name, rows, by_configuration }: Source): Words {
  const by =
    by_configuration === undefined
      ? undefined
      : by_configuration
        ? words`, by its configuration`
        : words`, by a call of the API (its configuration does not pause it)`;
  const after =
    rows === undefined
      ? undefined
      : rows === 0
        ? words`, before it read a row`
        : words`, after ${grouped(rows)} rows`;
  return words`${name}${by}${after}`;
}

function endedWords({ name, rows }: Source): Words {
  return rows === undefined ? words`${name}` : words`${name} (${grouped(rows)} rows)`;
}

const list = (all: readonly Words[]) => joined(all, words`; `);

const RESUME = words`It reads on once it is started: POST …/connectors/NAME/start, or control_connector`;

/** Some source is paused while others go on. */
const paused = defineRule({
  id: "input/paused",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a source that is paused while others go on`,
  about: z.object({ paused: z.array(Source), are_others_known: z.boolean() }),
  find(evidence) {
    const found = idleSources(evidence);
    if (found === undefined || found.paused.length === 0 || found.others === 0) return [];
    const { paused, are_others_known } = found;
    return [{ about: { paused, are_others_known }, signs: pausedSigns(paused) }];
  },
  what: ({ paused, are_others_known }) =>
    words`a source is paused${are_others_known ? words` while others go on` : words`, and whether others go on is not known`}: ${list(paused.map(pausedWords))}`,
  cause({ paused }) {
    const tables = [...new Set(paused.flatMap(({ relation }) => relation ?? []))].map(
      (name) => words`${name}`,
    );
    const of =
      tables.length === 0
        ? words`its table (which one is not known)`
        : words`table ${joined(tables, words`, `)}`;
    return words`What joins ${of} or is computed from it gets nothing new meanwhile, and may be empty, and other sides of a join may wait in its state. ${RESUME}`;
  },
});

/** Running and reading nothing, because every source is paused or has ended. */
const noInput = defineRule({
  id: "input/none-active",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a pipeline whose sources are all paused or at their end`,
  about: z.object({ paused: z.array(Source), ended: z.array(Source), all_processed: z.boolean().optional() }),
  find(evidence) {
    const found = idleSources(evidence);
    if (found === undefined || found.others > 0) return [];
    const { paused, ended } = found;
    const { read_records, completed_records } = evidence.stats ?? {};
    return [
      {
        about: {
          paused,
          ended,
          ...(read_records !== undefined &&
            completed_records !== undefined && { all_processed: read_records === completed_records }),
        },
        // All data read is an end, not a fault.
        severity: paused.length === 0 ? ("info" as const) : ("warning" as const),
        signs: [
          ...pausedSigns(paused),
          ...ended.map(
            ({ name }): Sign => ({
              part: "stats",
              field: `inputs.${name}.metrics.end_of_input`,
              value: { text: "true" },
            }),
          ),
        ],
      },
    ];
  },
  what({ paused, ended }) {
    const parts = [
      ...(paused.length > 0 ? [words`paused: ${list(paused.map(pausedWords))}`] : []),
      ...(ended.length > 0
        ? [words`at the end of their input: ${joined(ended.map(endedWords), words`, `)}`]
        : []),
    ];
    return words`the pipeline runs and reads nothing, since no source is active (${list(parts)})`;
  },
  cause({ paused, all_processed }) {
    if (paused.length > 0) return RESUME;
    const processed = all_processed ? words`and processed ` : undefined;
    return words`Everything there was has been read ${processed}to its end: a bounded source. That is its end, not a fault`;
  },
});

export const IDLE_INPUT_RULES = [paused, noInput];
