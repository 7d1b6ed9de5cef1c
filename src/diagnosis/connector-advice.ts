import { type Words, words } from "../text/page/words.ts";
import { OF_BROKERS } from "./connector-advice/brokers.ts";
import { BARE_ADDRESS, OF_CONFIGURATION } from "./connector-advice/configuration.ts";
import { BARE_TLS, NO_BROKER, OF_CONNECTIONS, REFUSED } from "./connector-advice/connections.ts";
import { OF_DATABASES } from "./connector-advice/databases.ts";
import type { Kinds } from "./connector-advice/kinds.ts";
import { OF_STORES } from "./connector-advice/stores.ts";

/** In words that nothing else has. */
const OF_ONE_SOURCE: Kinds = [...OF_BROKERS, ...OF_DATABASES, ...OF_STORES, ...OF_CONFIGURATION];

/** What errors mean whose words do not say it. */
const MEANT: Kinds = [
  [BARE_ADDRESS, words` (the address in its configuration is not valid)`],
  [BARE_TLS, words` (what answers there speaks no TLS)`],
  [/\bcyclic 'start_after' dependency\b/, words` (connectors wait for one another in a circle)`],
  [NO_BROKER, words` (what answers there is no Kafka broker, or speaks TLS)`],
];

/** Undefined where the error says itself what is wrong. */
export function meantWords(cause: string): Words | undefined {
  return MEANT.find(([pattern]) => pattern.test(cause))?.[1];
}

export const UNTIL_RESTARTED = words`It does not try again until the pipeline is restarted`;

/** Where nothing is known of an error. */
export const OF_NO_KIND = words`The error's own words are all that is known of it`;

/** Undefined where the error is of no known kind. */
export function connectorAdvice(cause: string): Words | undefined {
  const said = withoutNames(cause);
  const [, advice] =
    OF_ONE_SOURCE.find(([pattern]) => pattern.test(cause)) ??
    OF_CONNECTIONS.find(([pattern]) => pattern.test(said)) ??
    [];
  return advice;
}

/** Settings that stand beside an error, and what names files, addresses, tables and the like. */
const NAMES =
  /\b\w*timeout=\d+\w*|\b[a-z][a-z0-9+-]*:\/\/[^\s'")]+|(?<!\w)'[^'\n]*'(?!\w)|\b(?:relation|column|table|schema|database|role|user|publication|slot) "[^"\n]*"/gi;

function withoutNames(cause: string): string {
  return cause.replace(NAMES, (name) => (/^[a-z]+ "/i.test(name) ? name.replace(/ ".*/, "") : "…"));
}

/** Whether a server refuses the connector: a path, or the name of a secret, may have such words too. */
export function isRefused(cause: string): boolean {
  return connectorAdvice(cause) === REFUSED;
}
