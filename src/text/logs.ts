import type { LogRecordFacts } from "../analysis/logs/log-facts.ts";
import type { LogAnswer } from "../answers/pipeline.ts";
import type { Cleaned } from "../untrusted/cleaner.ts";
import { renderNamedOperators } from "./circuit/named-operators.ts";
import { foldUnknownFrames, hasUnknownFrames, UNKNOWN_FRAMES } from "./functions/no-symbols.ts";
import { clock, commonDate } from "./page/clock.ts";
import { bytes, grouped, moment, plural } from "./page/format.ts";
import type { Page } from "./page/page.ts";
import { joined, type Words, words } from "./page/words.ts";

/** What is shown out of how much, then the records, the newest last. */
export function renderLogs({ facts }: Cleaned<LogAnswer>, page: Page): void {
  const { pipeline_name, records, shown } = facts;
  if (shown.scope === "nothing") {
    page.line(
      words`${pipeline_name}: the log holds no such run; it has ${plural(facts.runs.length, words`run`, words`runs`)}. What earlier runs logged is not in Feldera's buffer.`,
    );
    renderReading(facts, page);
    renderPosition(facts, page);
    return;
  }
  const date = commonDate(records.flatMap(timesOf));
  page.line(
    words`${pipeline_name}: ${grouped(records.length)} of ${plural(facts.counts.inScope, words`record`, words`records`)} in ${scopeWords(facts)}${leftOutWords(facts)}.${orderWords(records.length, date)}`,
  );
  page.line(words`Levels before any filter: ${levelWords(facts)}.`);
  renderReading(facts, page);
  renderPosition(facts, page);
  if (facts.operators) renderNamedOperators(facts.operators, page);
  if (records.length > 0) {
    page.quote(
      records.map((record) => recordText(record, date)),
      { unit: words`records`, keep: "last" },
    );
  }
  if (records.some(({ message }) => hasUnknownFrames(message))) {
    page.line(UNKNOWN_FRAMES);
  }
  suggestNext(facts, page);
}

function orderWords(records: number, date: string | undefined): Words | undefined {
  if (records === 0) return undefined;
  return words` Newest last${date === undefined ? undefined : words`, times in UTC on ${date}`}.`;
}

function scopeWords({ shown, runs, after }: LogAnswer): Words {
  const run = shown.run === undefined ? undefined : runs[shown.run];
  if (run === undefined && after && !after.is_new_log) return words`what came after that position`;
  if (run === undefined) return words`the whole log (${plural(runs.length, words`run`, words`runs`)})`;
  const start = run.start === undefined ? words`before the log begins` : moment(run.start);
  const end =
    run.end === undefined
      ? words`not ended in the log`
      : words`ended ${moment(run.end)}${run.stopRequested ? words` on request` : undefined}`;
  const error = run.resourcesError === undefined ? undefined : words`, ${run.resourcesError}`;
  return words`run ${run.index + 1} of ${runs.length} (started ${start}, ${end}${error})`;
}

function leftOutWords({ counts }: LogAnswer): Words {
  const { leftOut } = counts;
  const filters = Object.entries(leftOut).flatMap(([filter, count]) =>
    count > 0 ? words`${grouped(count)} by ${filter}` : [],
  );
  const context = counts.context > 0 ? [words`${grouped(counts.context)} of them shown as context`] : [];
  const parts = [
    ...filters,
    ...context,
    ...(counts.folded > 0 ? [words`${grouped(counts.folded)} folded into near-identical ones`] : []),
    ...(counts.cutByTail > 0 ? [words`${grouped(counts.cutByTail)} older than the tail`] : []),
    ...(counts.cutBySize > 0
      ? [words`${grouped(counts.cutBySize)} older than what an answer has room for`]
      : []),
  ];
  return parts.length === 0 ? words`` : words`; left out: ${joined(parts, words`, `)}`;
}

function levelWords({ levels }: LogAnswer): Words {
  const present = Object.entries(levels).flatMap(([level, count]) =>
    count > 0 ? words`${grouped(count)} ${level === "none" ? words`without a level` : level}` : [],
  );
  return present.length === 0 ? words`no records` : joined(present, words`, `);
}

/** How far the reading went: nothing cut is left unsaid. */
function renderReading({ read, stopped_by, position }: LogAnswer, page: Page): void {
  // A log that has a position lives on, however its answer ended.
  const hasEnded = read.ended && position === undefined;
  const parts = [
    words`Read ${plural(read.lines, words`line`, words`lines`)} (${bytes(read.bytes)})${STOPPED_WORDS[stopped_by]}`,
    ...(read.linesDiscardedByFeldera > 0
      ? [words`${grouped(read.linesDiscardedByFeldera)} older lines were discarded by Feldera's own buffer`]
      : []),
    ...(read.startCut ? [words`older bytes were dropped to keep within this server's limit`] : []),
    ...(read.linesCut > 0
      ? [words`${plural(read.linesCut, words`overlong line was`, words`overlong lines were`)} cut`]
      : []),
    ...(hasEnded ? [words`the log has ended: the pipeline was deleted, or Feldera's runner restarted`] : []),
  ];
  page.line(words`${joined(parts, words`; `)}.`);
}

/** What was lost since the position that was asked for, and from where a later call reads on. */
function renderPosition({ position, after }: LogAnswer, page: Page): void {
  if (after?.is_new_log) {
    page.line(
      words`That position is of a log that no longer exists: Feldera's runner restarted, or the pipeline was deleted and created again. This is the new log from its beginning${after.lines_lost > 0 ? words`, but for ${plural(after.lines_lost, words`line`, words`lines`)} that its buffer has discarded` : undefined}.`,
    );
  } else if (after && after.lines_lost > 0) {
    page.line(
      words`${plural(after.lines_lost, words`line`, words`lines`)} right after that position ${after.lines_lost === 1 ? words`is` : words`are`} lost: Feldera's buffer had discarded ${after.lines_lost === 1 ? words`it` : words`them`}.`,
    );
  }
  if (position !== undefined) {
    page.line(words`position: ${position} (given as after, it reads on from here).`);
  }
}

const STOPPED_WORDS: Readonly<Record<LogAnswer["stopped_by"], Words>> = {
  silence: words`, until it fell silent`,
  "silence within a line": words`, until it fell silent within a line, so that more should follow`,
  end: words`, to its end`,
  "caught up": words`, up to now`,
  "time limit": words`, until the time limit: it had not fallen silent`,
  "byte limit": words`, until the byte limit: it had not fallen silent`,
  "cut connection": words`, until the connection was cut`,
};

function timesOf({ time, between, repeats }: LogRecordFacts): string[] {
  return [time, between?.after, between?.before, repeats?.first, repeats?.last].filter(
    (one) => one !== undefined,
  );
}

function recordText(record: LogRecordFacts, date: string | undefined): string {
  const { level, kind, source, span, target, message, repeats, linesFolded, bytesCut } = record;
  const head = [
    placeInTime(record, date),
    level?.toUpperCase() ?? "-",
    kind === "log" ? `[${source}]` : `[${kind}]`,
    ...(record.isContext ? ["(context)"] : []),
    ...(repeats
      ? [
          `(${repeats.count} times${repeats.first === undefined ? "" : ` since ${clock(repeats.first, date)}`})`,
        ]
      : []),
    ...(span === undefined ? [] : [`${span}:`]),
    ...(target === undefined ? [] : [`${target}:`]),
  ];
  const cut = [
    ...(linesFolded === undefined ? [] : [`[${linesFolded} more lines; configuration: true shows them]`]),
    ...(bytesCut === undefined ? [] : [`[${bytesCut} bytes cut]`]),
  ];
  return [...head, foldUnknownFrames(message), ...cut].join(" ");
}

function placeInTime({ time, between }: LogRecordFacts, date: string | undefined): string {
  if (time !== undefined) return clock(time, date);
  const after = between?.after === undefined ? "" : `after ${clock(between.after, date)}`;
  const before = between?.before === undefined ? "" : `before ${clock(between.before, date)}`;
  return `(no time; ${[after, before].filter((part) => part !== "").join(", ") || "none near"})`;
}

function suggestNext(facts: LogAnswer, page: Page): void {
  const { pipeline_name, shown, runs } = facts;
  const previous = shown.run === undefined ? undefined : runs[shown.run - 1];
  const current = shown.run === undefined ? undefined : runs[shown.run];
  if (previous !== undefined && previous.errors > 0 && current?.errors === 0) {
    page.next(
      "get_pipeline_logs",
      { pipeline_name, run: "previous", level: "error" },
      words`for the ${plural(previous.errors, words`error`, words`errors`)} of the run before`,
    );
  }
}
