import * as z from "zod";
import type { ConnectorError, InputStats, OutputStats } from "../../feldera/schemas/stats.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { type Count, isPositive, known } from "./counts.ts";
import { errorReason, errorWithFewRows, quotesRows } from "./error-reason.ts";

const ErrorKind = z.object({
  /** Errors that are alike but for numbers, quoted values and the row that they are about. */
  count: z.number(),
  /** The newest of them. */
  timestamp: z.string().optional(),
  message: z.string(),
});

export type ErrorKind = z.infer<typeof ErrorKind>;

const ErrorGroup = z.object({
  list: z.enum(["parse", "transport", "encode"]),
  /** Feldera's name for the group; it keeps the last 100 errors of each. */
  tag: z.string().optional(),
  kept: z.number(),
  oldest: z.string().optional(),
  newest: z.string().optional(),
  /** The one with the newest error first. */
  kinds: z.array(ErrorKind),
});

export type ErrorGroup = z.infer<typeof ErrorGroup>;

export const ConnectorErrors = z.object({
  /** The group with the newest error first. */
  groups: z.array(ErrorGroup),
  /** By list: what was counted, and what is kept of it; `kept` is absent where the runtime tells no texts. */
  lists: z.array(
    z.object({
      list: z.enum(["parse", "transport", "encode"]),
      counted: Integer.optional(),
      kept: z.number().optional(),
    }),
  ),
});

export type ConnectorErrors = z.infer<typeof ConnectorErrors>;

type List = ErrorGroup["list"];

export function inputErrors({ metrics, parse_errors, transport_errors }: InputStats): ConnectorErrors {
  return errorsOf([
    { list: "parse", counted: metrics?.num_parse_errors, errors: parse_errors },
    { list: "transport", counted: metrics?.num_transport_errors, errors: transport_errors },
  ]);
}

export function outputErrors({ metrics, encode_errors, transport_errors }: OutputStats): ConnectorErrors {
  return errorsOf([
    { list: "encode", counted: metrics?.num_encode_errors, errors: encode_errors },
    { list: "transport", counted: metrics?.num_transport_errors, errors: transport_errors },
  ]);
}

interface RawList {
  readonly list: List;
  readonly counted: Count;
  readonly errors: readonly ConnectorError[] | null | undefined;
}

function errorsOf(lists: readonly RawList[]): ConnectorErrors {
  const groups = lists.flatMap(({ list, errors }) =>
    [...groupBy(errors ?? [], ({ tag }) => tag ?? "")].map(([tag, members]) => groupOf(list, tag, members)),
  );
  return {
    groups: groups.sort((a, b) => compare(b.newest, a.newest)),
    lists: lists
      .filter(({ counted, errors }) => isPositive(counted) || (errors ?? []).length > 0 || counted == null)
      .map(({ list, counted, errors }) => ({ list, ...known({ counted, kept: errors?.length }) })),
  };
}

function groupOf(list: List, tag: string, members: readonly ConnectorError[]): ErrorGroup {
  const oldestFirst = members.toSorted((a, b) => compare(a.timestamp, b.timestamp));
  const kinds = [...groupBy(oldestFirst, ({ message }) => kindOf(message ?? ""))].map(([, alike]) => {
    const newest = alike.at(-1);
    return {
      count: alike.length,
      message: errorWithFewRows(newest?.message ?? ""),
      ...known({ timestamp: newest?.timestamp }),
    };
  });
  return {
    list,
    kept: members.length,
    kinds: kinds.sort((a, b) => compare(b.timestamp, a.timestamp)),
    ...(tag !== "" && { tag }),
    ...known({ oldest: oldestFirst[0]?.timestamp, newest: oldestFirst.at(-1)?.timestamp }),
  };
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** The error without its row, its numbers and the values that it quotes; the name of a field stays. */
function kindOf(message: string): string {
  if (quotesRows(message)) return kindOf(errorReason(message));
  const row = message.indexOf("Invalid fragment: ");
  return (row < 0 ? message : message.slice(0, row)).replace(/"(?:[^"\\]|\\.)*"/g, "#").replace(/\d+/g, "#");
}

/** RFC 3339 times of one zone and precision, as Feldera writes them; those that are unknown come first. */
function compare(a: string | null | undefined, b: string | null | undefined): number {
  const one = a ?? "";
  const other = b ?? "";
  return one < other ? -1 : one > other ? 1 : 0;
}
