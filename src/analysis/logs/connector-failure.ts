import { isFailedRequest } from "./failed-request.ts";
import type { LogFacts, LogRecordFacts } from "./log-facts.ts";

/** `FATAL error on input endpoint 'table.connector': what its transport said`. */
const CAUSE = /\berror on (?:input|output) endpoint '([^'\n]{1,300})': (.*)/s;

/** What a connector failed of, and the record that says so: the cause itself where one does, and no consequence of it. */
export interface ConnectorFailure {
  readonly message: string;
  /** What its transport said, without the words around it. */
  readonly cause?: string;
  /** Of which connector it said so. */
  readonly name?: string;
}

/** @param names `table.connector` */
export function connectorFailure(
  records: readonly LogRecordFacts[],
  names: readonly string[],
): ConnectorFailure | undefined {
  const about = records.filter(
    ({ message }) => !isFailedRequest(message) && names.some((name) => message.includes(name)),
  );
  const causes = about.flatMap(({ message }) => {
    const [, name, cause] = CAUSE.exec(message) ?? [];
    return name !== undefined && cause !== undefined && names.includes(name)
      ? [{ message, cause, name }]
      : [];
  });
  const newest = about.at(-1);
  return causes.at(-1) ?? (newest && { message: newest.message });
}

const FATAL = /\bFATAL error on input endpoint '/;

/** What an input failed of for good, where its transport says so in the log alone, in the newest run. */
export function loggedFatal(
  { records, runs }: Pick<LogFacts, "records" | "runs">,
  name: string,
): ConnectorFailure | undefined {
  const newest = runs.at(-1)?.index;
  const fatal = records.filter(({ message, run }) => run === newest && FATAL.test(message));
  const failure = connectorFailure(fatal, [name]);
  return failure?.cause === undefined ? undefined : failure;
}

/** What its newest run warns of. */
export function newestWarnings({ records, runs }: Pick<LogFacts, "records" | "runs">): LogRecordFacts[] {
  const newest = runs.at(-1)?.index;
  return records.filter(({ run, level }) => run === newest && (level === "warn" || level === "error"));
}

const OBJECT = /^(?:could not fetch object|error reading object|Could not fetch object keys)\b/;

/** What a reader of S3 warns of while it tries again, which names no connector. */
export function objectFailure(records: readonly LogRecordFacts[]): string | undefined {
  return records.findLast(({ message }) => OBJECT.test(message))?.message;
}

/** What librdkafka logs of a broker, which Kafka's own errors do not name. */
const BROKER = /\blibrdkafka: (?:FAIL|ERROR) \[[^\]\n]{1,200}\]: [^\s]{1,300}: ([^\n(]{1,300}?) ?(?:\(|$)/;

/** Why no broker could be reached, in the newest words of Kafka's library. */
export function brokerFailure(records: readonly LogRecordFacts[]): string | undefined {
  const newest = records.findLast(({ message }) => BROKER.test(message) && !isFailedRequest(message));
  return newest && BROKER.exec(newest.message)?.[1];
}
