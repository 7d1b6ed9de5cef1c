import * as z from "zod";
import { brokerFailure } from "../../analysis/logs/connector-failure.ts";
import { DeploymentFailure } from "../../analysis/pipeline/deployment-error.ts";
import { failureKind } from "../../analysis/pipeline/failure-kind.ts";
import { errorReason } from "../../analysis/stats/error-reason.ts";
import { gist } from "../../text/page/gist.ts";
import { words } from "../../text/page/words.ts";
import { unresolvedWords } from "../connector-advice/configuration.ts";
import { OF_BROKER } from "../connector-advice/connections.ts";
import { connectorAdvice, isRefused, meantWords, OF_NO_KIND } from "../connector-advice.ts";
import { OfServer, serverOf, serverWords } from "../hosts.ts";
import { defineRule } from "../rule.ts";
import { onlyConnectorOf } from "./panics.ts";
import { failureOf, LOG_CALL, newestRun, signOf } from "./standing-failure.ts";

/** "kafka_input" of "… the Kafka input connector …". */
function transportIn(cause: string): string | undefined {
  const [, transport, direction] = /\b(\w+) (input|output) connector\b/i.exec(cause) ?? [];
  return transport === undefined || direction === undefined
    ? undefined
    : `${transport}_${direction}`.toLowerCase();
}

export const connectorFailed = defineRule({
  id: "connector/failed-at-start",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a connector that cannot start`,
  about: z.object({
    failure: DeploymentFailure,
    refused: z.boolean(),
    /** What its log says of the broker, of which the error itself has no word. */
    broker: z.string().optional(),
    ...OfServer,
    is_broker_unread: z.literal(true).optional(),
  }),
  find(evidence) {
    const failure = failureOf(evidence);
    if (failure === undefined || failureKind(failure) !== "connector") return [];
    const refused = isRefused(failure.cause);
    const connector = failure.connector ?? onlyConnectorOf(transportIn(failure.cause), evidence);
    const isOfBroker = OF_BROKER.test(failure.cause);
    const broker = isOfBroker ? brokerFailure(newestRun(evidence)) : undefined;
    const about = {
      failure: { ...failure, ...(connector !== undefined && { connector }) },
      refused,
      ...(broker !== undefined && { broker }),
      ...serverOf(connector ?? "", broker ?? failure.cause, evidence),
      ...(isOfBroker && evidence.log === undefined && { is_broker_unread: true as const }),
    };
    return [{ about, signs: [signOf(failure, evidence)] }];
  },
  what({ failure: { connector, cause }, refused, broker, is_broker_unread, ...of }) {
    const unread = is_broker_unread && words` (what its log says of the broker is not known)`;
    const said = broker === undefined ? unread : words` (its log: ${broker})`;
    const which = connector === undefined ? words`a connector` : words`the connector ${connector}`;
    return refused
      ? words`the pipeline could not start: ${which} was refused by its server (authentication): ${errorReason(cause)}`
      : words`the pipeline could not start: ${which} failed: ${errorReason(cause)}${serverWords(of)}${said}`;
  },
  brief: ({ failure: { connector, cause }, refused, broker, ...of }) => {
    const which = connector ?? words`a connector`;
    const unresolved = unresolvedWords(cause);
    if (unresolved !== undefined) return words`${which} ${unresolved}`;
    return words`${which} ${refused ? words`was refused by its server` : words`failed`}: ${broker ?? gist(errorReason(cause))}${meantWords(broker ?? cause)}${serverWords(of)}`;
  },
  cause: ({ refused, failure: { cause }, broker }) =>
    refused
      ? words`Wrong or expired credentials, or a user without the right; correct them in the connector's configuration (or the secret that it names) and start again`
      : words`${connectorAdvice(broker ?? "") ?? connectorAdvice(cause) ?? OF_NO_KIND}. One connector that fails keeps the whole pipeline from starting`,
  next: () => [
    { tool: "get_pipeline", args: { section: "connectors" }, why: words`for its configuration` },
    LOG_CALL,
  ],
});
