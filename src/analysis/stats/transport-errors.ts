import * as z from "zod";
import type { ConnectorError } from "../../feldera/schemas/stats.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { type Count, isPositive } from "./counts.ts";
import { errorReason } from "./error-reason.ts";

/** What a connector lost when it met errors, and goes on without. */
export const TransportLoss = z.object({
  lost: z.enum([
    "rows not sent",
    "rows sent and not delivered",
    "rows of repeated keys",
    "rows too large",
    "objects not read",
    "objects not listed",
  ]),
  /** Errors of this kind. */
  errors: Integer,
  /** Whether there may be more errors, and rows, than are kept. */
  is_least: z.literal(true).optional(),
  /** Rows, where each of the errors says how many. */
  rows: z.number().optional(),
  /** Keys, where each of the errors says which: one may be met in several steps. */
  keys: z.int().optional(),
  /** Why, by the newest. */
  reason: z.string(),
});

export type TransportLoss = z.infer<typeof TransportLoss>;

type Lost = TransportLoss["lost"];

/** Where Feldera 0.337's connectors report what they do not try again. */
const OF_TAG: ReadonlyMap<string, Lost> = new Map([
  ["outprobe_push_buf", "rows not sent"],
  ["outprobe_push_key", "rows not sent"],
  ["postprocessor", "rows not sent"],
  ["delta_batch_end", "rows not sent"],
  ["pg_batch_end", "rows not sent"],
  ["kafka_nonft_delivery", "rows sent and not delivered"],
  ["delta_uniqueness_violation", "rows of repeated keys"],
  ["pg_uniqueness_violation", "rows of repeated keys"],
  ["dynamodb_uniqueness_violation", "rows of repeated keys"],
  ["dynamodb_item_too_large", "rows too large"],
  ["s3-obj-fetch", "objects not read"],
  ["s3-obj-read", "objects not read"],
]);

/** Of errors whose tag does not tell: by their words. */
const OF_WORDS: readonly (readonly [RegExp, Lost])[] = [
  [/\buncommitted updates will be lost\b/, "rows sent and not delivered"],
  [/\bDynamoDB worker\(s\) failed\b/, "rows not sent"],
  [/^error retrieving object list\b/, "objects not listed"],
];

/** The error that says why, of one that says only what came of it. */
const REASON_IN: ReadonlyMap<string, string> = new Map([["pg_batch_end", "pg_exec"]]);

/** Of outputs to Postgres, which write a batch anew once they are connected again. */
const RETRIED: ReadonlySet<string> = new Set(["pg_conn_retry", "pg_exec"]);

const ROWS =
  /\b(?:so (\d+) row\(s\) from the current batch were dropped|(\d+) uncommitted updates will be lost)\b/;

/** EINVAL, which a pipe or a device answers to fsync, and not to the write before it. */
const NO_FLUSH = /\bos error 22\b/;

/** Feldera keeps so many of a tag. */
const KEPT = 100;

/** What was lost by the errors that are kept, kind by kind. */
export function transportLosses(errors: readonly ConnectorError[], counted: Count): TransportLoss[] {
  return TransportLoss.shape.lost.options.flatMap((lost) => {
    const those = errors.filter((error) => lostBy(error) === lost);
    const newest = those.at(-1);
    if (newest === undefined) return [];
    // Where no error is of another kind, the connector's own count is that of this kind.
    const isAll = those.length === errors.length && isPositive(counted);
    const rows = rowsTold(those);
    const keys = keysTold(those);
    const isInPart = those.some(({ tag }) => errors.filter((one) => one.tag === tag).length >= KEPT);
    const isWhole = isAll && rows === undefined && keys === undefined;
    return [
      {
        lost,
        errors: isAll && counted != null ? counted : those.length,
        ...(isInPart && !isWhole && { is_least: true as const }),
        ...(rows !== undefined && { rows }),
        ...(keys !== undefined && { keys }),
        reason: errorReason(saidWhy(errors, newest).message ?? ""),
      },
    ];
  });
}

/** Undefined where an error does not say how many rows it was. */
function rowsTold(errors: readonly ConnectorError[]): number | undefined {
  let rows = 0;
  for (const { message } of errors) {
    const [, dropped, uncommitted] = ROWS.exec(message ?? "") ?? [];
    const told = dropped ?? uncommitted;
    if (told === undefined) return undefined;
    rows += Number(told);
  }
  return rows;
}

const KEY = /^The offending key is: (.+)$/m;

/** Undefined where an error does not say which. */
function keysTold(errors: readonly ConnectorError[]): number | undefined {
  const keys = errors.map(({ message }) => KEY.exec(message ?? "")?.[1]);
  return keys.includes(undefined) ? undefined : new Set(keys).size;
}

/** Undefined where nothing is lost, or where what comes of it is not known. */
function lostBy(error: ConnectorError): Lost | undefined {
  return isOfFlush(error) ? undefined : givenUp(error);
}

function givenUp({ tag, message }: ConnectorError): Lost | undefined {
  return OF_TAG.get(tag ?? "") ?? OF_WORDS.find(([words]) => words.test(message ?? ""))?.[1];
}

/** Whether rows were written, and the flush to a disk failed that comes after that. */
export function isOfFlush(error: ConnectorError): boolean {
  return givenUp(error) === "rows not sent" && NO_FLUSH.test(error.message ?? "");
}

/** Of an output to a file, which writes each batch whole and flushes it to the disk then. */
export function areOfFlush(errors: readonly ConnectorError[]): boolean {
  return errors.length > 0 && errors.every(isOfFlush);
}

function saidWhy(errors: readonly ConnectorError[], newest: ConnectorError): ConnectorError {
  const wanted = REASON_IN.get(newest.tag ?? "");
  return errors.findLast(({ tag }) => wanted !== undefined && tag === wanted) ?? newest;
}

/** Whether all of them are of what is tried again until it succeeds, where none counts as fatal. */
export function areRetried(errors: readonly ConnectorError[]): boolean {
  return errors.length > 0 && errors.every(({ tag }) => RETRIED.has(tag ?? ""));
}
