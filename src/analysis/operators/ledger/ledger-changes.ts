import * as z from "zod";
import { circuitSplit } from "../../circuit/split.ts";
import { SqlPlace } from "../sql-places.ts";
import { costedOperators, type LedgerParts } from "./costed-operators.ts";
import { groupKeys } from "./groups.ts";
import type { LedgerOptions } from "./ledger.ts";
import type { Costs } from "./ledger-schema.ts";
import { MATCHES, type Match, matchedOperators, type Pair } from "./matched-operators.ts";
import { LEDGER_BY, LEDGER_GROUPS, LEDGER_RANKINGS, type LedgerBy, type LedgerGroup } from "./measures.ts";

/** What operators cost now against what they cost in another ledger. */
export const LedgerChanges = z.object({
  by: z.enum(LEDGER_BY),
  group: z.enum(LEDGER_GROUPS),
  /** Sums since the start are compared by the second that the circuit was at work; sizes as they are. */
  unit: z.enum(["per second", "amount"]),
  /** For how many seconds the circuit, or the recording of CPU, had been at work; absent where it is not told. */
  before_s: z.number().optional(),
  after_s: z.number().optional(),
  total: z.object({ before: z.number(), after: z.number() }),
  rows: z.array(
    z.object({
      /** An operator's handle; of several that belong together, that of the one which changed most. */
      handle: z.string(),
      operators: z.int(),
      /** Its handle in the baseline, where that was another. */
      before_handle: z.string().optional(),
      place: SqlPlace.optional(),
      /** Absent where members of the row were matched in several ways. */
      matched: z.enum(MATCHES).optional(),
      before: z.number(),
      after: z.number(),
      change: z.number(),
    }),
  ),
  /** How many changed. */
  rows_in_all: z.int(),
  /** Of all operators. */
  matched: z.record(z.enum(MATCHES), z.int()),
});

export type LedgerChanges = z.infer<typeof LedgerChanges>;
type Row = LedgerChanges["rows"][number];

/** Sums since the start of the pipeline, or of a recording. */
const ACCUMULATED: ReadonlySet<LedgerBy> = new Set(["time", "cpu", "waits", "cache"]);

/** The operators, expressions or views whose costs changed most, operators of equal SQL compared where a new version gave them other ids. */
export function ledgerChanges(
  before: LedgerParts,
  after: LedgerParts,
  { by, group, limit }: LedgerOptions,
): LedgerChanges {
  const isRate = ACCUMULATED.has(by);
  const [beforeS, afterS] = [before, after].map((parts) => (isRate ? secondsOf(parts, by) : undefined));
  // Without a time on both sides, sums are all that can be compared.
  const perSecond = beforeS !== undefined && afterS !== undefined;
  const amount = (costs: Costs | undefined, seconds: number | undefined) => {
    const sum = LEDGER_RANKINGS[by].reduce((all, name) => all + (costs?.[name] ?? 0), 0);
    return perSecond && seconds !== undefined ? sum / seconds : sum;
  };
  const pairs = matchedOperators(costedOperators(before), costedOperators(after));
  const changes = ({ before, after }: Pair) => ({
    before: amount(before?.costs, beforeS),
    after: amount(after?.costs, afterS),
  });
  const rows = groupsOfPairs(pairs, group, { before, after }).map((members) => rowOf(members, changes));
  const changed = rows
    .filter(({ change }) => change !== 0)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.handle < b.handle ? -1 : 1));
  const count = (matched: Match) => pairs.filter((pair) => pair.matched === matched).length;
  return {
    by,
    group,
    unit: perSecond ? "per second" : "amount",
    ...(perSecond && { before_s: beforeS, after_s: afterS }),
    total: {
      before: rows.reduce((sum, row) => sum + row.before, 0),
      after: rows.reduce((sum, row) => sum + row.after, 0),
    },
    rows: changed.slice(0, limit),
    rows_in_all: changed.length,
    matched: { id: count("id"), sql: count("sql"), new: count("new"), gone: count("gone") },
  };
}

/** What sums are divided by. */
function secondsOf({ profile, cpu }: LedgerParts, by: LedgerBy): number | undefined {
  if (by === "cpu") return cpu === undefined || cpu.cpu.window_s === 0 ? undefined : cpu.cpu.window_s;
  const { total_s = 0, idle_s } = circuitSplit(profile) ?? {};
  return idle_s === undefined || total_s === 0 ? undefined : total_s / profile.workers;
}

/** Pairs that a row stands for; what is gone stands with the rest of the expression that it was in. */
function groupsOfPairs(
  pairs: readonly Pair[],
  group: LedgerGroup,
  { before, after }: { readonly before: LedgerParts; readonly after: LedgerParts },
): (readonly Pair[])[] {
  if (group === "operator" || before.places === undefined || after.places === undefined) {
    return pairs.map((pair) => [pair]);
  }
  const [keyBefore, keyAfter] = [groupKeys(group, before.places), groupKeys(group, after.places)];
  const now = new Map(
    pairs.flatMap(({ before, after }) => (before && after ? [[keyBefore(before), keyAfter(after)]] : [])),
  );
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const was = pair.before === undefined ? "" : keyBefore(pair.before);
    const gone = group === "view" ? was : `gone ${was}`;
    const key = pair.after === undefined ? (now.get(was) ?? gone) : keyAfter(pair.after);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [pair]);
    else known.push(pair);
  }
  return [...groups.values()];
}

function rowOf(
  members: readonly Pair[],
  changesOf: (pair: Pair) => { readonly before: number; readonly after: number },
): Row {
  const changes = members.map((pair) => {
    const { before, after } = changesOf(pair);
    return { pair, before, after, change: after - before };
  });
  const [most] = changes.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const owner = (most?.pair.after ?? most?.pair.before)?.owner;
  const before_handle = most?.pair.before?.owner.handle;
  const sum = (of: "before" | "after") => changes.reduce((all, one) => all + one[of], 0);
  return {
    handle: owner?.handle ?? "",
    operators: members.length,
    ...(before_handle !== undefined && before_handle !== owner?.handle && { before_handle }),
    ...(owner?.place && { place: owner.place }),
    ...matchOf(members),
    before: sum("before"),
    after: sum("after"),
    change: sum("after") - sum("before"),
  };
}

function matchOf(members: readonly Pair[]): Pick<Row, "matched"> {
  const [first, ...others] = new Set(members.map(({ matched }) => matched));
  return first === undefined || others.length > 0 ? {} : { matched: first };
}
