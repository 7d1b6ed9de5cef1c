import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { errorReason } from "../../analysis/stats/error-reason.ts";
import { TransportLoss } from "../../analysis/stats/transport-errors.ts";
import type { Severity, Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { plural } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { words } from "../../text/page/words.ts";
import { connectorAdvice, meantWords, OF_NO_KIND, UNTIL_RESTARTED } from "../connector-advice.ts";
import { OfServer, serverOf, serverWords } from "../hosts.ts";
import { defineRule } from "../rule.ts";
import { afterLosses, lossesWords, UNTIL_SENT_ANEW } from "../transport-loss-words.ts";
import { connectorCall } from "./input.ts";
import { areBehindByErrors } from "./outputs-behind.ts";

const About = z.object({
  name: z.string(),
  direction: z.enum(["input", "output"]),
  ...OfServer,
});

function signOf({ direction, name }: ConnectorStats, field: string, value: Sign["value"]): Sign {
  return { part: "stats", field: `${direction}s.${name}.${field}`, value };
}

/** An input stops for good with it; an output goes on, without what it was sending then. */
const fatal = defineRule({
  id: "connector/fatal-error",
  severity: "error",
  parts: ["stats"],
  looksFor: words`a connector with a fatal error`,
  explains: ["view/starved"],
  about: About.extend({
    error: z.string(),
    losses: z.array(TransportLoss),
  }),
  find: (evidence) =>
    (evidence.stats?.connectors ?? []).flatMap((one) => {
      const { name, direction, fatal_error, transport_losses: losses = [] } = one;
      if (fatal_error === undefined) return [];
      const error = errorReason(fatal_error);
      return [
        {
          about: { name, direction, error, losses, ...serverOf(name, error, evidence) },
          signs: [signOf(one, "fatal_error", { text: error })],
        },
      ];
    }),
  what: ({ name, direction, error, losses, ...of }) =>
    direction === "input"
      ? words`the input connector ${name} has failed for good: ${error}${serverWords(of)}`
      : words`the output connector ${name} has met an error that counts as fatal${losses.length > 0 ? words`, and ${lossesWords(losses)}` : undefined}: ${error}${serverWords(of)}`,
  brief: ({ name, direction, error, losses, ...of }) => {
    const at = words`${meantWords(error)}${serverWords(of)}`;
    if (direction === "input")
      return words`nothing more is read from ${name}, which has failed for good: ${error}${at}`;
    return words`${name} met ${error}${at}, and ${losses.length > 0 ? lossesWords(losses) : words`rows were not sent`}`;
  },
  short: ({ name }) => words`${name} met a fatal error`,
  cause: ({ direction, error }) => {
    const why = connectorAdvice(error) ?? OF_NO_KIND;
    if (direction === "input") return words`${why}. ${UNTIL_RESTARTED}`;
    return words`${why}. Feldera drops what it was sending then, and goes on with what comes after: what receives it lacks those rows ${UNTIL_SENT_ANEW}`;
  },
  next: ({ name, direction }) => connectorCall(name, direction, words`for its errors and its configuration`),
});

/** Its server refuses or loses it, and it tries again. */
const transport = defineRule({
  id: "connector/transport-errors",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a connector with transport errors`,
  about: About.extend({
    errors: Integer.optional(),
    health: z.string().optional(),
    description: z.string().optional(),
    /** Of runtimes from 0.367 on that several hosts run. */
    only_waits: z.literal(true).optional(),
    newest: z.string().optional(),
    losses: z.array(TransportLoss),
    /** Whether all that the circuit has put out was sent since; null where that is not known. */
    is_over: z.literal(true).nullish(),
    /** Whether there are such losses, which a verdict goes by. */
    loses_rows: z.literal(true).optional(),
    sends_nothing: z.literal(true).optional(),
    /** Whether no row has come of an input, and what it met is not tried again. */
    reads_nothing: z.literal(true).optional(),
    /** Whether it is told how many it has sent. */
    is_sent_told: z.boolean(),
    /** Whether rows were written all the same. */
    is_of_flush: z.literal(true).optional(),
  }),
  find: (evidence) =>
    (evidence.stats?.connectors ?? []).flatMap((one) => {
      const { name, direction, transport_errors, newest_transport_error: newest, health, troubles } = one;
      if (troubles.includes("fatal error")) return [];
      const isUnhealthy = troubles.includes("unhealthy");
      if (!isUnhealthy && !troubles.includes("transport errors")) return [];
      const losses = one.transport_losses ?? [];
      const isRetried = one.only_retried === true && !isUnhealthy;
      const is_over = isRetried && one.lag_records === 0;
      const isWithoutRows = one.records === 0;
      const sends_nothing = direction === "output" && losses.length > 0 && isWithoutRows;
      const reads_nothing = direction === "input" && losses.length > 0 && isWithoutRows;
      const signs: Sign[] = [];
      if (transport_errors !== undefined && transport_errors > 0) {
        signs.push(signOf(one, "metrics.num_transport_errors", { count: transport_errors }));
      }
      if (isUnhealthy && health !== undefined)
        signs.push(signOf(one, "health.status", { text: health.status }));
      return [
        {
          about: {
            name,
            direction,
            ...(transport_errors !== undefined && { errors: transport_errors }),
            ...(isUnhealthy && health && { health: health.status }),
            ...(isUnhealthy && health?.description !== undefined && { description: health.description }),
            ...(newest !== undefined && { newest: newest.message }),
            losses,
            ...serverOf(name, newest?.message ?? health?.description ?? "", evidence),
            ...(is_over && { is_over: true as const }),
            ...(isRetried && direction === "output" && one.lag_records === undefined && { is_over: null }),
            ...(losses.length > 0 && { loses_rows: true as const }),
            ...(sends_nothing && { sends_nothing: true as const }),
            ...(reads_nothing && { reads_nothing: true as const }),
            is_sent_told: one.records !== undefined,
            ...(newest?.is_of_flush && { is_of_flush: true as const }),
            ...(!isUnhealthy && one.only_waits_for_transactions && { only_waits: true as const }),
          },
          severity: severityOf({
            isUnhealthy,
            isDead: sends_nothing || reads_nothing,
            isHarmless: is_over || one.only_of_flush === true,
          }),
          ...(direction === "output" && areBehindByErrors(evidence) && { explains: ["output/behind"] }),
          ...(direction === "input" && isWithoutRows && { explains: ["view/starved"] }),
          signs,
        },
      ];
    }),
  what({ name, direction, errors, health, description, only_waits, newest, losses, ...rows }) {
    if (only_waits && errors !== undefined) {
      return words`the ${direction} connector ${name} has had to wait for a transaction to end, and said so ${plural(errors, words`time`, words`times`)}`;
    }
    const counted =
      errors === undefined || (errors === 0 && health !== undefined)
        ? undefined
        : words` has met ${plural(errors, words`transport error`, words`transport errors`)}`;
    const state =
      health === undefined
        ? undefined
        : words` reports that it is ${health}${description === undefined ? undefined : words` (${description})`}`;
    const cost =
      losses.length > 0
        ? words`, with which ${lossesWords(losses)}${rows.sends_nothing ? words`, and it has sent nothing at all` : undefined}`
        : rows.is_of_flush
          ? words` after rows were written, which count as not sent`
          : rows.is_over
            ? words`, and has put out everything since`
            : rows.is_over === null
              ? words`, and whether it has put out everything since is not known`
              : undefined;
    const last = newest === undefined ? undefined : words`; the newest: ${newest}`;
    const at = serverWords(rows);
    return words`the ${direction} connector ${name}${counted}${cost}${counted !== undefined && state !== undefined ? words` and` : undefined}${state}${last}${at}`;
  },
  brief: ({ name, health, description, newest, only_waits, losses, ...rows }) => {
    const [lost] = losses;
    const said = lost?.reason ?? newest ?? description;
    const at = words`${meantWords(said ?? "")}${serverWords(rows)}`;
    const why = said === undefined ? undefined : words`: ${gist(said)}${at}`;
    if (only_waits) return words`${name} has had to wait for a transaction to end`;
    if (rows.sends_nothing) return words`${name} could not send a single row${why}`;
    if (rows.reads_nothing) return words`${name} could not read a single row${why}`;
    const doubt = rows.is_sent_told ? undefined : words` (how many it has sent is not known)`;
    if (lost !== undefined)
      return words`${name} met ${gist(lost.reason)}${at}, and ${lossesWords(losses)}${doubt}`;
    return health === undefined
      ? words`${name} has met transport errors${why}`
      : words`${name} reports that it is ${health}${why}`;
  },
  short({ name, sends_nothing, reads_nothing }) {
    if (reads_nothing) return words`${name} reads nothing`;
    return sends_nothing ? words`${name} sends nothing` : words`${name} has met transport errors`;
  },
  cause({ only_waits, newest: met, description, losses, is_of_flush, is_over }) {
    if (only_waits) {
      return words`With several hosts, an input waits for the transaction in progress before it goes on: that is no error of its source. See what keeps transactions open, or hosts behind`;
    }
    if (is_over)
      return words`It tries again until it is connected, writes the batch anew, and has: nothing of it is lost`;
    const newest = met ?? description;
    if (newest === undefined)
      return words`Which errors they were is not known; as a rule a server cannot be reached, refuses the credentials, or closes the connection`;
    const why = connectorAdvice(losses[0]?.reason ?? newest) ?? OF_NO_KIND;
    if (is_of_flush)
      return words`${why}. What is written comes before that, so whoever reads there has the rows, and the number of records sent tells nothing`;
    return losses.length > 0 ? words`${why}. ${afterLosses(losses)}` : why;
  },
  next: ({ name, direction }) => connectorCall(name, direction, words`for the errors and its configuration`),
});

function severityOf(is: { isUnhealthy: boolean; isDead: boolean; isHarmless: boolean }): Severity {
  if (is.isUnhealthy || is.isDead) return "error";
  return is.isHarmless ? "info" : "warning";
}

const VERY_LARGE_WEIGHT = /\bvery large weight\b/;

/** Rows of a view that could not be written in the output's format are lost. */
const encode = defineRule({
  id: "output/encode-errors",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`rows that an output could not write`,
  about: z.object({ name: z.string(), errors: Integer, newest: z.string().optional() }),
  find: ({ stats }) =>
    (stats?.connectors ?? []).flatMap((one) =>
      one.encode_errors !== undefined && one.encode_errors > 0
        ? [
            {
              about: {
                name: one.name,
                errors: one.encode_errors,
                ...(one.newest_encode_error !== undefined && { newest: one.newest_encode_error }),
              },
              signs: [signOf(one, "metrics.num_encode_errors", { count: one.encode_errors })],
            },
          ]
        : [],
    ),
  what: ({ name, errors, newest }) =>
    words`the output ${name} has met ${plural(errors, words`encode error`, words`encode errors`)}: those rows are not written${newest === undefined ? undefined : words`; the newest: ${newest}`}`,
  brief: ({ name, newest }) =>
    words`${name} could not write rows in its format${newest === undefined ? undefined : words`: ${gist(newest)}`}`,
  cause: ({ newest }) => {
    if (newest === undefined)
      return words`The view's rows do not fit the output's format or the receiver's schema: the runtime tells no errors' texts, so that which is not known`;
    return VERY_LARGE_WEIGHT.test(newest)
      ? words`The view has one row very many times over: leave out what is there more than once (SELECT DISTINCT), or see which join multiplies rows`
      : (connectorAdvice(newest) ??
          words`The view's rows do not fit the output's format or the receiver's schema`);
  },
  next: ({ name }) => connectorCall(name, "output", words`for the errors`),
});

export const CONNECTOR_FAILURE_RULES = [fatal];
export const CONNECTOR_RULES = [transport, encode];
