import type { OtherRuntime } from "../../analysis/pipeline/runtime.ts";
import { NO_TRANSACTION, type Progress, type StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { rootsOf } from "../../answers/diagnosis.ts";
import type { StatsAnswer } from "../../answers/statistics.ts";
import type { SizeReading } from "../../feldera/settings/reading.ts";
import { blockerWords, suspendWords } from "../checkpoints/checkpoint-blockers.ts";
import { briefWords, causesWords } from "../diagnosis/brief.ts";
import type { ToldFinding } from "../diagnosis/told-findings.ts";
import { bytes, grouped, moment, percent, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, nameList, type Words, words } from "../page/words.ts";
import { renderUnoptimized } from "../pipeline/unoptimized.ts";
import { settingWords, unreadableWords } from "../settings.ts";
import { connectorLine, perSecond, told } from "./connector-stats.ts";
import { diskWords, memoryLimitWords, sizeBeside } from "./limits.ts";

/** State and what stands out, then the figures, then a line per connector. */
export function renderStats(facts: StatsAnswer, findings: readonly ToldFinding[], page: Page): void {
  const { pipeline_name, causes, uptime_ms } = facts;
  const state = facts.state === undefined ? words`state not reported` : words`${facts.state}`;
  const up = uptime_ms === undefined ? words`` : words`, process up for ${span(Number(uptime_ms))}`;
  const head = words`${pipeline_name}: ${state}${facts.complete ? words` (all input is processed)` : undefined}${up}`;
  const roots = rootsOf(findings);
  const wrong = roots.filter(({ severity }) => severity !== "info");
  if (wrong.length === 0) {
    page.line(
      words`${head}. Nothing wrong shows in these figures (${causesWords(causes)} looked for); skew, late rows and slow operators do not show in them.`,
    );
  } else {
    page.sentences(
      words`${head}. What stands out:`,
      wrong.map((finding) => words`- ${briefWords(finding)}`),
      { unit: words`findings` },
    );
  }
  const infos = roots.filter(({ severity }) => severity === "info");
  if (infos.length > 0) {
    page.line(
      words`For information: ${nameList([...new Set(infos.map(({ rule }) => rule))])}; diagnose_pipeline tells them.`,
    );
  }
  page.line(startWords(facts));
  if (facts.other_runtime) page.line(runtimeWords(facts.other_runtime));
  page.line(recordWords(facts));
  page.line(rateWords(facts));
  renderUnoptimized(facts, page);
  page.line(words`Memory: ${memoryWords(facts)}. Storage: ${storageWords(facts)}.`);
  page.line(words`Transaction: ${transactionWords(facts)}. Bootstrap: ${bootstrapWords(facts)}.`);
  const suspend = suspendWords(facts.checkpoints);
  page.line(words`Checkpoints: ${blockerWords(facts.checkpoints)}${suspend && words`; ${suspend}`}.`);
  renderConnectors(facts, page);
}

function startWords(facts: StatsFacts): Words {
  const started =
    facts.started_at === undefined ? words`Start not reported` : words`Started ${moment(facts.started_at)}`;
  const before =
    facts.resumed === undefined
      ? words`whether it was resumed is not reported`
      : facts.resumed
        ? words`it carries on a process begun ${facts.resumed_from === undefined ? words`earlier` : moment(facts.resumed_from)}: it was resumed or restarted`
        : words`it carries on no earlier process`;
  const incarnation =
    facts.incarnation_uuid === undefined ? words`` : words` (incarnation ${facts.incarnation_uuid})`;
  return words`${started}${incarnation}; ${before}.`;
}

function runtimeWords({ runtime, platform }: OtherRuntime): Words {
  return words`Its runtime is ${runtime}, not that of the platform${platform && words`, ${platform}`}.`;
}

/** What was received, processed and put out, and what waits. */
export function recordWords(facts: StatsFacts): Words {
  const size = facts.read_bytes === undefined ? words`` : words` (${bytes(Number(facts.read_bytes))})`;
  const unparsed = facts.connectors.some(({ parse_errors = 0 }) => parse_errors > 0)
    ? words` (without rows that did not parse)`
    : undefined;
  const waiting =
    facts.buffered_bytes === undefined ? words`` : words` (${bytes(Number(facts.buffered_bytes))})`;
  return words`Input records: ${told(facts.read_records)}${size} received${unparsed}, ${told(facts.processed_records)} processed, ${told(facts.completed_records)} completed (put out by every output); ${told(facts.buffered_records)}${waiting} wait at the inputs, ${told(facts.uncompleted_records)} are processed and not completed. Steps: ${told(facts.initiated_steps)} begun, ${told(facts.completed_steps)} completed.`;
}

export const NO_RATES: Readonly<Record<NonNullable<StatsFacts["rates_missing"]>, Words>> = {
  "restarted between the samples": words`the process restarted between the two samples`,
  "uptime did not advance": words`the process's clock did not advance`,
  "uptime unknown": words`the runtime does not tell its uptime`,
  resumed: words`there is one sample, and the totals of a resumed process began in an earlier one`,
};

/** The rates, what they were taken over, and how what is held changed meanwhile. */
export function rateWords({ rates, rates_missing }: StatsFacts): Words {
  if (rates === undefined) {
    return words`Rates: not known, since ${rates_missing === undefined ? words`there is no window` : NO_RATES[rates_missing]}.`;
  }
  const window =
    rates.over === "two samples"
      ? words`Rates over ${span(rates.window_ms)}, between two samples`
      : words`Averages over the ${span(rates.window_ms)} since the start, from one sample`;
  const rate = (value: number | undefined) => (value === undefined ? words`not reported` : perSecond(value));
  const size =
    rates.input_bytes_per_s === undefined
      ? words``
      : words` (${bytes(Math.round(rates.input_bytes_per_s))}/s)`;
  const changes = [
    ...changed(words`waiting records`, rates.buffered_change_records, grouped),
    ...changed(words`RSS`, rates.rss_change_bytes, bytes),
    ...changed(words`storage`, rates.storage_change_bytes, bytes),
  ];
  return words`${window}: received ${rate(rates.input_records_per_s)}/s${size}, processed ${rate(rates.processed_records_per_s)}/s, completed ${rate(rates.completed_records_per_s)}/s; ${rate(rates.completed_steps_per_s)} steps/s; ${rate(rates.cpu_cores)} cores of CPU.${changes.length === 0 ? undefined : words` Change in that time: ${joined(changes, words`, `)}.`}`;
}

function changed(what: Words, change: number | undefined, spell: (value: number) => Words): Words[] {
  if (change === undefined) return [];
  return [words`${what} ${change > 0 ? words`+` : undefined}${spell(change)}`];
}

type Memory = Pick<StatsAnswer, "memory" | "memory_limit">;

function memoryWords(facts: Memory): Words {
  const { memory_limit: limit } = facts;
  const { rss_bytes } = facts.memory;
  const size = sizeBeside(limit === "none" ? undefined : limit);
  const rss = rss_bytes === undefined ? words`RSS not reported` : words`RSS ${size(Number(rss_bytes))}`;
  return words`${rss}, ${memoryLimitedWords(facts)}`;
}

/** How much that is of the memory that there is, and how the process feels it. */
export function memoryLimitedWords({ memory: { pressure }, memory_limit: limit }: Memory): Words {
  const level = pressure === undefined ? words`pressure not reported` : words`pressure ${pressure}`;
  if (limit === undefined) return words`${level}, limit not known`;
  if (limit === "none") return words`${level}; nothing limits it, so that its pressure stays low`;
  const part = limit.share === undefined ? words`limit ` : words`${percent(limit.share)} of `;
  return words`${part}${memoryLimitWords(limit)}; ${level}`;
}

function storageWords({ storage }: StatsAnswer): Words {
  const used = storage.bytes === undefined ? words`not reported` : bytes(Number(storage.bytes));
  return words`${used}, ${storageLimitedWords(storage)}`;
}

/** How much that is of what is configured, and what is left of the disk. */
export function storageLimitedWords({ limit, share, disk }: StatsFacts["storage"]): Words {
  return words`${configuredWords(limit, share)}${disk && words`; of its disk ${diskWords(disk)}`}`;
}

function configuredWords(limit: SizeReading | undefined, share: number | undefined): Words {
  if (limit === undefined) return words`limit not checked`;
  if (limit.is === "unset") return words`no limit is configured`;
  if (limit.is === "unreadable") return words`its limit is not known, since ${unreadableWords(limit)}`;
  const part = share === undefined ? words`limit ` : words`${percent(share)} of `;
  return words`${part}${bytes(Number(limit.bytes))} (${settingWords(limit)})`;
}

function transactionWords({ transaction, ...facts }: StatsFacts): Words {
  if (transaction === undefined) return words`not reported`;
  const { status, id, ms, records, commit } = transaction;
  if (status === NO_TRANSACTION) return words`none`;
  const parts = [
    words`${status}${id === undefined ? undefined : words` (id ${grouped(id)})`}`,
    ...(ms === undefined ? [] : [words`for ${span(Number(ms))}`]),
    ...(records === undefined ? [] : [words`${grouped(records)} records`]),
    ...(transaction.initiators.length === 0 ? [] : [initiatorWords({ transaction, ...facts })]),
    ...(commit === undefined ? [] : [words`commit: ${progressWords(commit)}`]),
  ];
  return joined(parts, words`, `);
}

function initiatorWords({ transaction }: StatsFacts): Words {
  const initiators = transaction?.initiators ?? [];
  if (initiators.length === 0) return words`who began it is not reported`;
  return words`begun by ${joined(
    initiators.map(({ by, phase, label }) => {
      const who = by === undefined ? words`the API` : words`connector ${by}`;
      return words`${who} (phase ${phase}${label === undefined ? undefined : words`, label ${label}`})`;
    }),
    words`, `,
  )}`;
}

function bootstrapWords({ bootstrap: { in_progress, phase, progress } }: StatsFacts): Words {
  const concurrent = phase === undefined || phase === "Inactive" ? undefined : words`${phase}`;
  if (in_progress === undefined && phase === undefined) return words`not reported`;
  if (!in_progress && concurrent === undefined) return words`none`;
  return words`in progress${concurrent && words`, ${concurrent}`}${progress && words`, ${progressWords(progress)}`}`;
}

function progressWords({
  completed,
  in_progress,
  remaining,
  processed_records,
  total_records,
}: Progress): Words {
  const records =
    Number(total_records ?? 0) > 0
      ? words` (${told(processed_records)} of ${told(total_records)} records)`
      : words``;
  return words`${told(completed)} operators done, ${told(in_progress)} under way${records}, ${told(remaining)} to go`;
}

function renderConnectors(facts: StatsFacts, page: Page): void {
  const { connectors, lists_inputs, lists_outputs } = facts;
  if (!lists_inputs || !lists_outputs) {
    page.line(
      words`The statistics do not list ${lists_inputs ? words`the outputs` : lists_outputs ? words`the inputs` : words`any connectors, inputs or outputs`}: what they do was not checked.`,
    );
  }
  if (connectors.length === 0) {
    if (lists_inputs && lists_outputs) page.line(words`The statistics list no connectors.`);
    return;
  }
  const troubled = connectors.filter(({ troubles }) => troubles.length > 0).length;
  const order =
    troubled === 0 ? words`none with trouble in these figures` : words`${troubled} with trouble, first`;
  const title = words`${plural(connectors.length, words`connector`, words`connectors`)}, ${order}. Waiting: not yet taken by the circuit, or not yet sent, of max_queued_records. Lag: input records processed by the circuit and not by the output. Latency: p99 from arrival to processed.`;
  page.table(
    [{ title }],
    connectors.map((one) => [words`- ${connectorLine(one)}`]),
    { unit: words`connectors` },
  );
}
