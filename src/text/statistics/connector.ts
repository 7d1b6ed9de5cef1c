import type { ConnectorErrors, ErrorGroup } from "../../analysis/stats/connector-errors.ts";
import { errorWithFewRows } from "../../analysis/stats/error-reason.ts";
import type { ConnectorAnswer } from "../../answers/statistics.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { whyMissing } from "../not-checked.ts";
import { grouped, moment, plural } from "../page/format.ts";
import { jsonLines } from "../page/json-text.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { connectorLine, told } from "./connector-stats.ts";

/** Kinds of one tag that are quoted before the rest is only counted. */
const KINDS_SHOWN = 5;

/** The connector's line, its errors tag by tag, and how it is configured. */
export function renderConnector({ facts }: Cleaned<ConnectorAnswer>, page: Page): void {
  const { pipeline_name, connector, errors, configuration, configuration_missing } = facts;
  page.line(words`${pipeline_name}: ${connectorLine(connector)}`);
  if (connector.processed_input_records !== undefined) {
    page.line(
      words`It has put out all that follows from the first ${grouped(connector.processed_input_records)} input records of the pipeline.`,
    );
  }
  page.line(errorWords(errors));
  for (const group of errors.groups) renderGroup(group, page);
  if (connector.fatal_error !== undefined) {
    page.line(words`The fatal error:`);
    page.quote(errorWithFewRows(connector.fatal_error).split("\n"), { unit: words`lines` });
  }
  if (configuration_missing !== undefined) {
    page.line(words`Its configuration and limits were not checked: ${whyMissing(configuration_missing)}.`);
  } else if (configuration === undefined) {
    page.line(
      connector.declared === false
        ? words`The program does not declare it: it was made by a request, such as HTTP ingress.`
        : words`Its configuration was not checked: the pipeline's record does not hold the program's connectors.`,
    );
  } else {
    page.line(words`Configuration, without null and empty settings:`);
    page.quote(jsonLines(configuration), { unit: words`settings` });
  }
}

function errorWords({ lists }: ConnectorErrors): Words {
  if (lists.length === 0) return words`It has counted no errors since it was made.`;
  const parts = lists.map(({ list, counted, kept }) => {
    const texts =
      kept === undefined
        ? words`this runtime does not report their texts`
        : words`${grouped(kept)} kept (Feldera keeps the last 100 of a tag)`;
    return words`${list} ${told(counted)}, ${texts}`;
  });
  return words`Errors counted: ${joined(parts, words`; `)}.`;
}

function renderGroup({ list, tag, kept, oldest, newest, kinds }: ErrorGroup, page: Page): void {
  const named = tag === undefined ? words`without a tag` : words`tag ${tag}`;
  const times =
    oldest === undefined || newest === undefined
      ? words``
      : words`, from ${moment(oldest)} to ${moment(newest)}`;
  const shown =
    kinds.length > KINDS_SHOWN
      ? words`the ${KINDS_SHOWN} newest of ${plural(kinds.length, words`kind`, words`kinds`)}`
      : plural(kinds.length, words`kind`, words`kinds`);
  page.line(
    words`${plural(kept, words`${list} error`, words`${list} errors`)}, ${named}${times}; ${shown}, the newest message of each:`,
  );
  if (tag === "transaction_boundary") {
    page.line(
      words`These are not errors of its source: with several hosts, an input has to wait for the end of a transaction, and says so after a minute.`,
    );
  }
  page.quote(
    kinds.slice(0, KINDS_SHOWN).map(({ count, timestamp, message }) => {
      return `${count} x, newest ${timestamp ?? "at an unknown time"}: ${message}`;
    }),
    { unit: words`kinds` },
  );
}
