import * as z from "zod";
import { Awaits } from "../../analysis/stats/awaits.ts";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { plural } from "../../text/page/format.ts";
import { joined, namedOf, nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { BY_LIMIT, endsByLimit } from "./generated.ts";
import { inputs } from "./input.ts";

const Source = z.object({
  name: z.string(),
  relation: z.string().optional(),
  rows: z.number().optional(),
  /** Whether there were errors in what it read, or may have been, so that it has read even without a row. */
  met_errors: z.literal(true).optional(),
  /** Whether its input ended in the middle of a row. */
  is_cut_short: z.literal(true).optional(),
  /** Whether that is not known. */
  may_be_cut_short: z.literal(true).optional(),
  awaits: Awaits.optional(),
  /** Whether it has made as many rows as it was to, of a generator. */
  by_limit: z.literal(true).optional(),
  /** Whether the program itself has it start paused; absent where the program was not read. */
  by_configuration: z.boolean().optional(),
});

type Source = z.infer<typeof Source>;

function sourceOf(input: ConnectorStats, evidence: Evidence): Source {
  const { name, relation, records, starts_paused, parse_errors, parse_loss, awaits } = input;
  return {
    name,
    ...(relation !== undefined && { relation }),
    ...(records !== undefined && { rows: Number(records) }),
    ...((parse_loss || parse_errors === undefined) && { met_errors: true as const }),
    ...(awaits && { awaits }),
    ...(input.end_of_input &&
      endsByLimit(name, Number(records ?? 0), evidence) && { by_limit: true as const }),
    ...(isWholenessUnknown(input) && { may_be_cut_short: true as const }),
    ...(parse_loss?.ends_within_row && { is_cut_short: true as const }),
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
    paused: paused.map((one) => sourceOf(one, evidence)),
    ended: ended.map((one) => sourceOf(one, evidence)),
    others: listed.length - paused.length - ended.length,
    are_others_known: listed.every((one) => one.paused !== undefined && one.end_of_input !== undefined),
  };
}

/** Whether it is not told if rows did not parse, or of those that did not how, or in what text. */
function isWholenessUnknown({ parse_errors, parse_loss, declared }: ConnectorStats): boolean {
  if (parse_errors === undefined) return true;
  return parse_loss !== undefined && (declared === undefined || parse_loss.newest === undefined);
}

function pausedSign({ name }: Source): Sign {
  return { part: "stats", field: `inputs.${name}.paused`, value: { text: "true" } };
}

/** Their names, the finding tells. */
function endedSigns(ended: readonly Source[]): Sign[] {
  const [first, ...others] = ended;
  if (first === undefined) return [];
  const which = others.length === 0 ? first.name : "*";
  const value = others.length === 0 ? "true" : `true of ${ended.length} inputs`;
  return [{ part: "stats", field: `inputs.${which}.metrics.end_of_input`, value: { text: value } }];
}

function pausedSigns(paused: readonly Source[]): Sign[] {
  return paused.flatMap((source) => [
    pausedSign(source),
    ...(source.by_configuration === undefined
      ? []
      : [
          {
            part: "pipeline",
            field: `program_info.input_connectors.${source.name}.paused`,
            value: { text: String(source.by_configuration) },
          } as const,
        ]),
  ]);
}

/** "flow.flow_gen, by its configuration, before it read a row". */
function pausedWords({ name, rows, by_configuration, awaits, met_errors }: Source): Words {
  // One that has read rows was started, and paused since.
  const doubt = rows === undefined ? words` (whether it has read rows is not known)` : undefined;
  if (awaits !== undefined) return words`${name}, which ${awaitsWords(awaits)}${doubt}`;
  const untold = by_configuration === false ? words` (its configuration does not pause it)` : undefined;
  const after =
    rows === undefined || (rows === 0 && met_errors)
      ? undefined
      : rows === 0
        ? words`, before it read a row`
        : words`, after ${plural(rows, words`row`, words`rows`)}`;
  return words`${name}, ${pausedBy(by_configuration)}${untold}${after}`;
}

function pausedBy(by_configuration: boolean | undefined): Words {
  if (by_configuration === undefined) return words`by what is not known`;
  return by_configuration ? words`by its configuration` : words`by a call of the API`;
}

/** "flow.flow_gen is paused by its configuration". */
function pausedBriefly(paused: readonly Source[]): Words {
  const causes = new Set(
    paused.map(({ awaits, by_configuration }) => (awaits ? "awaits" : by_configuration)),
  );
  const [cause] = causes;
  const by = causes.size > 1 || cause === "awaits" ? undefined : words` ${pausedBy(cause)}`;
  const are = paused.length === 1 ? words`is` : words`are`;
  return words`${nameList(paused.map(({ name }) => name))} ${are} paused${by}`;
}

/** "waits for orders.history to end (start_after history)". */
function awaitsWords({ labels, unfinished }: Awaits): Words {
  const label = words`start_after ${nameList(labels)}`;
  return unfinished.length === 0
    ? words`is to start after others (${label}), of which none is still reading`
    : words`waits for ${nameList(unfinished.map(({ name }) => name))} to end (${label})`;
}

function endedWords({ name, rows, by_limit }: Source): Words {
  const limit = by_limit && words`, ${BY_LIMIT}`;
  return rows === undefined
    ? words`${name}`
    : words`${name} (${plural(rows, words`row`, words`rows`)}${limit})`;
}

const list = (all: readonly Words[]) => joined(all, words`; `);

const RESUME = words`It reads on once it is started: POST …/connectors/NAME/start, or control_connector`;

/** Some source is paused while others go on. */
const paused = defineRule({
  id: "input/paused",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a source that is paused while others go on`,
  explains: ["view/starved"],
  about: z.object({ paused: z.array(Source), are_others_known: z.boolean() }),
  find(evidence) {
    const found = idleSources(evidence);
    if (found === undefined || found.others === 0) return [];
    const { are_others_known } = found;
    const paused = found.paused.filter(({ awaits }) => awaits === undefined);
    if (paused.length === 0) return [];
    return [{ about: { paused, are_others_known }, signs: pausedSigns(paused) }];
  },
  what: ({ paused, are_others_known }) =>
    words`a source is paused${are_others_known ? words` while others go on` : words`, and whether others go on is not known`}: ${list(paused.map(pausedWords))}`,
  brief: ({ paused }) => pausedBriefly(paused),
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

/** Sources that start once others have come to their end, which some never do. */
const waitsForOthers = defineRule({
  id: "input/starts-after",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`a source that waits for another to end, and may never start`,
  explains: ["view/starved"],
  about: z.object({ waiting: z.array(Source) }),
  find(evidence) {
    const found = idleSources(evidence);
    const waiting = found?.paused.filter(({ awaits }) => awaits !== undefined) ?? [];
    if (found === undefined || found.others === 0 || waiting.length === 0) return [];
    return [
      {
        about: { waiting },
        ...(waiting.every(mayStart) && { severity: "info" as const }),
        signs: waiting.flatMap((source): Sign[] => [
          pausedSign(source),
          {
            part: "pipeline",
            field: `program_info.input_connectors.${source.name}.start_after`,
            value: { text: (source.awaits?.labels ?? []).join(", ") },
          },
        ]),
      },
    ];
  },
  what: ({ waiting }) =>
    words`${waiting.every(mayStart) ? words`a source has not started yet` : words`a source never starts`}: ${list(waiting.map(pausedWords))}`,
  brief({ waiting }) {
    const never = waiting.filter((one) => !mayStart(one));
    const blockers = never.flatMap(({ awaits }) =>
      (awaits?.unfinished ?? []).flatMap((one) => (blockerWords(one).length > 0 ? [one.name] : [])),
    );
    if (blockers.length > 0) {
      const start = never.length === 1 ? words`never starts: it waits` : words`never start: they wait`;
      return words`${nameList(never.map(({ name }) => name))} ${start} for ${nameList([...new Set(blockers)])} to end`;
    }
    return joined(
      waiting.flatMap(({ name, awaits }) => (awaits ? [words`${name} ${awaitsWords(awaits)}`] : [])),
      words`, `,
    );
  },
  cause({ waiting }) {
    const tables = [...new Set(waiting.flatMap(({ relation }) => relation ?? []))];
    const empty =
      tables.length === 0
        ? undefined
        : words`; what joins ${nameList(tables)} or is computed from it gets nothing of it until then`;
    const [blocker] = waiting.flatMap(({ awaits }) => awaits?.unfinished.flatMap(blockerWords) ?? []);
    if (blocker !== undefined)
      return words`Nothing ends that wait: ${blocker}${empty}. ${RESUME}, or take start_after out`;
    return waiting.some(({ awaits }) => awaits?.unfinished.length === 0)
      ? words`Feldera looks for what may start only when a source ends, and no source with such a label is still to end: is the label misspelt? ${RESUME}${empty}`
      : words`Its configuration says so, and it starts by itself${empty}`;
  },
});

/** Whether all that it waits for may yet end by itself. */
function mayStart({ awaits }: Source): boolean {
  const unfinished = awaits?.unfinished ?? [];
  return unfinished.length > 0 && unfinished.every((one) => blockerWords(one).length === 0);
}

/** Why one that is waited for will not end. */
function blockerWords({ name, endless_by, paused, failed }: Awaits["unfinished"][number]): Words[] {
  if (failed) return [words`${name} has failed, and comes to no end`];
  if (paused) return [words`${name} is paused, and comes to no end meanwhile`];
  return endless_by === undefined
    ? []
    : [words`${name} has no end by its configuration (${endless_by}; change that if it is to end)`];
}

/** Running and reading nothing, because every source is paused or has ended. */
const noInput = defineRule({
  id: "input/none-active",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a pipeline whose sources are all paused or at their end`,
  about: z.object({
    paused: z.array(Source),
    ended: z.array(Source),
    all_processed: z.boolean().optional(),
    is_followable: z.boolean(),
    /** Whether an input is gone, or met errors: what it did not bring is told apart. */
    are_troubled: z.literal(true).optional(),
  }),
  find(evidence) {
    const found = idleSources(evidence);
    if (found === undefined || found.others > 0) return [];
    const are_troubled = inputs(evidence).some(({ troubles }) => troubles.some((one) => one !== "paused"));
    const { paused, ended } = found;
    const { read_records, completed_records } = evidence.stats ?? {};
    return [
      {
        about: {
          paused,
          ended,
          is_followable: areFollowable(ended, evidence),
          ...(are_troubled && { are_troubled }),
          ...(read_records !== undefined &&
            completed_records !== undefined && { all_processed: read_records === completed_records }),
        },
        // All data read is an end, not a fault.
        severity: paused.length === 0 ? ("info" as const) : ("warning" as const),
        signs: [...pausedSigns(paused), ...endedSigns(ended)],
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
  brief: ({ paused, ended }) =>
    joined(
      [
        ...(paused.length > 0 ? [pausedBriefly(paused)] : []),
        ...(ended.length > 0
          ? [
              words`${nameList(ended.map(({ name }) => name))} ${ended.length === 1 ? words`has` : words`have`} ended`,
            ]
          : []),
      ],
      words`, `,
    ),
  cause({ paused, ended, all_processed, is_followable, are_troubled }) {
    if (paused.length > 0) return RESUME;
    const cut = ended.filter(({ is_cut_short }) => is_cut_short).map(({ name }) => name);
    if (cut.length > 0) {
      return words`All that came has been read, but the input of ${nameList(cut)} ended in the middle of a row: it was cut short, and the rest is missing`;
    }
    if (ended.some(({ may_be_cut_short }) => may_be_cut_short)) {
      return words`All that came has been read; whether its text was whole is not known`;
    }
    const processed = all_processed ? words`and processed ` : undefined;
    const empty = ended.flatMap(({ name, rows, by_limit, met_errors }) =>
      rows === 0 && !by_limit && !met_errors ? [name] : [],
    );
    if (empty.length > 0) {
      return words`All that came has been read ${processed}to its end; whether there was anything to read for ${nameList(empty)} is not known`;
    }
    const follow = is_followable ? words`; what is added to a file later comes with follow` : undefined;
    return are_troubled
      ? words`What these gave has been read ${processed}to its end${follow}`
      : words`Everything there was has been read ${processed}to its end, which is no fault${follow}`;
  },
});

/** Whether any of them is a file, which goes on where its connector is told to, and is not. */
function areFollowable(ended: readonly Source[], evidence: Evidence): boolean {
  const names = new Set(ended.map(({ name }) => name));
  const files = evidence.pipeline?.connectors.filter(({ transport }) => transport === "file_input") ?? [];
  return inputs(evidence).some(
    ({ name, is_ending }) => is_ending && names.has(name) && files.some((file) => file.name === name),
  );
}

/** How many of those that have ended are named. */
const NAMED = 4;

/** Most were meant to end; of one that was not, no error tells. */
const ended = defineRule({
  id: "input/ended",
  severity: "info",
  parts: ["stats"],
  looksFor: words`sources at their end while others go on`,
  ofSetup: true,
  about: z.object({ ended: z.array(Source), is_followable: z.boolean() }),
  find(evidence) {
    const found = idleSources(evidence);
    if (!found?.are_others_known || found.others === 0 || found.ended.length === 0) return [];
    return [
      {
        about: {
          ended: found.ended.toSorted((one, other) => one.name.localeCompare(other.name)),
          is_followable: areFollowable(found.ended, evidence),
        },
        signs: endedSigns(found.ended),
      },
    ];
  },
  what: endedSourcesWords,
  cause: () => words`Nothing is wrong where that is all that there was to read`,
});

/** "at their end are claims.inbox (300 rows), depots.csv (60 rows), and what is added there is not read (of a file it is with follow)". */
function endedSourcesWords({ ended, is_followable }: { ended: Source[]; is_followable: boolean }): Words {
  const named = namedOf(ended.length, NAMED);
  const rest = ended.length - named;
  const more = rest > 0 ? words` and ${rest} more` : undefined;
  const follow = is_followable
    ? words`, and what is added there is not read (of a file it is with follow)`
    : undefined;
  const are = ended.length === 1 ? words`at its end is` : words`at their end are`;
  return words`${are} ${joined(ended.slice(0, named).map(endedWords), words`, `)}${more}${follow}`;
}

export const IDLE_INPUT_RULES = [paused, waitsForOthers, noInput, ended];
