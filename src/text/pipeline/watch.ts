import type { WatchAnswer } from "../../answers/watch.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import { moment, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { rateWords, recordWords } from "../statistics/stats.ts";
import { connectorErrors, noteUncounted } from "./connector-errors.ts";
import { statusWords } from "./status-words.ts";

type State = WatchAnswer["states"][number];

/** What happened meanwhile: states, rates, and what the log got. */
export function renderWatch({ facts }: Cleaned<WatchAnswer>, page: Page): void {
  const { pipeline_name, looks, states, stats, stats_missing, checkpoints } = facts;
  page.line(words`${pipeline_name}: ${endWords(facts)}.`);
  const [first, ...later] = states;
  if (first !== undefined) {
    const changes = later.map((state) => words`after ${span(state.ms)} ${stateWords(state)}`);
    const never = looks < 2 ? undefined : words` all the time`;
    page.line(
      words`State: ${stateWords(first)}${later.length === 0 ? never : words`; ${joined(changes, words`; `)}`}.`,
    );
    noteUncounted(
      states.map(({ connector_errors }) => connector_errors || undefined),
      page,
    );
  }
  if (stats === undefined) {
    const why = stats_missing === undefined ? words`it was not running` : whyMissing(stats_missing);
    page.line(words`Statistics: not read (${why}).`);
  } else {
    page.line(rateWords(stats));
    page.line(recordWords(stats));
  }
  if (checkpoints !== undefined) {
    page.line(words`Checkpoints made meanwhile: ${checkpoints}.`);
  }
  renderNews(facts, page);
  if (states.some(({ error_code }) => error_code !== undefined)) {
    page.next("diagnose_pipeline", { pipeline_name }, words`for why it failed`);
  }
}

function endWords({ until, reached, watched_ms }: WatchAnswer): Words {
  if (until === undefined) return watched_ms === 0 ? words`one look` : words`watched for ${span(watched_ms)}`;
  return words`${until} ${reached ? words`reached after` : words`not reached within`} ${span(watched_ms)}`;
}

function stateWords({ status, desired, program, error_code, connector_errors }: State): Words {
  const compiled = program === "Success" ? undefined : words`, program ${program}`;
  const failed = error_code === undefined ? undefined : words`, failed with ${error_code}`;
  const errors =
    connector_errors === undefined || connector_errors <= 0
      ? undefined
      : words`, ${connectorErrors(connector_errors)}`;
  return words`${statusWords({ status, desired })}${compiled}${failed}${errors}`;
}

function renderNews({ log_news, log_missing }: WatchAnswer, page: Page): void {
  if (log_missing !== undefined) {
    const what = log_news === undefined ? words`not read` : words`not read to its end`;
    page.line(words`Log: ${what} (${whyMissing(log_missing)}).`);
  }
  if (log_news === undefined) return;
  const { records, matched, lines_lost } = log_news;
  const lost =
    lines_lost === undefined
      ? undefined
      : words`; ${plural(lines_lost, words`line`, words`lines`)} were discarded by Feldera before they could be read`;
  page.line(
    words`Log: ${plural(matched, words`new warning or error`, words`new warnings and errors`)}${lost}.`,
  );
  if (records.length === 0) return;
  page.quote(
    records.map(({ time, level, message, repeats }) => {
      const when = time === undefined ? "" : `${String(moment(time))} `;
      const often = repeats === undefined ? "" : ` (${repeats.count} times)`;
      return `${when}${level?.toUpperCase() ?? ""} ${message}${often}`;
    }),
    { unit: words`records`, keep: "last" },
  );
}
