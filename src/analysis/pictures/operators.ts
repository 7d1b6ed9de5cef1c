import { operationOf } from "../circuit/operators.ts";
import {
  type CostedOperator,
  costedOperators,
  type LedgerParts,
} from "../operators/ledger/costed-operators.ts";
import { addCosts, sharesOf } from "../operators/ledger/costs.ts";
import { busiestOf, ledger } from "../operators/ledger/ledger.ts";
import type { Costs, Ledger } from "../operators/ledger/ledger-schema.ts";
import { matchedOperators } from "../operators/ledger/matched-operators.ts";
import { MEASURES, type Measure } from "../operators/ledger/measures.ts";
import { recordFlows } from "../operators/ledger/records.ts";
import type { Columns, PicturedOperators } from "./operators-schema.ts";
import { picturedPlace } from "./placed.ts";

/** What a ledger has, for pictures. */
export interface Pictured {
  readonly parts: LedgerParts;
  readonly all: readonly CostedOperator[];
  readonly totals: Costs;
  /** What belongs to no operator. */
  readonly none: Ledger["none"];
  readonly measures: readonly Measure[];
  /** What those cost in the baseline that were in it. */
  readonly before: ReadonlyMap<CostedOperator, Costs> | undefined;
}

export function pictured(parts: LedgerParts, baseline: LedgerParts | undefined): Pictured {
  const all = costedOperators(parts);
  const { totals, none } = ledger(parts, { by: "time", group: "operator", limit: 0 });
  const pairs = baseline && matchedOperators(costedOperators(baseline), all);
  return {
    parts,
    all,
    totals,
    none,
    measures: MEASURES.filter((name) => totals[name] !== undefined),
    before:
      pairs &&
      new Map(
        pairs.flatMap(({ before, after }) => (before && after ? [[after, before.costs] as const] : [])),
      ),
  };
}

export function operatorFacts({
  parts: { profile },
  all,
  totals,
  none,
  measures,
  before,
}: Pictured): PicturedOperators {
  const flowOf = recordFlows(profile);
  const nodes = all.map(({ owner }) => owner.nodes.map(({ operator }) => operator));
  const flows = nodes.map((own) => flowOf([own]));
  const busiest = nodes.map((own) => busiestOf(profile, own).busiest);
  const costs = all.map((one) => one.costs);
  return {
    measures: [...measures],
    totals,
    places: all.map(({ owner: { handle, place } }, at) =>
      place === undefined
        ? { handle, operation: operationOf(nodes[at]?.[0]?.label ?? "") }
        : picturedPlace(place),
    ),
    costs: columns(costs, measures),
    shares: shareColumns(costs, totals, measures),
    ...(before && {
      costs_before: columns(
        all.map((one) => before.get(one) ?? {}),
        measures,
      ),
    }),
    records_in: flows.map(({ records_in }) => records_in ?? null),
    records_out: flows.map(({ records_out }) => records_out ?? null),
    workers: profile.workers,
    busiest_worker: busiest.map((one) => one?.worker ?? null),
    busiest_times_average: busiest.map((one) => one?.times_average ?? null),
    none: none.map((one) => ({ reason: one.reason, costs: one.costs })),
  };
}

export function columns(rows: readonly Costs[], measures: readonly Measure[]): Columns {
  const found: Columns = {};
  for (const name of measures) found[name] = rows.map((row) => row[name] ?? null);
  return found;
}

export function shareColumns(rows: readonly Costs[], totals: Costs, measures: readonly Measure[]): Columns {
  return columns(
    rows.map((row) => sharesOf(row, totals)),
    measures,
  );
}

/** The sum of what operators cost. */
export function sumOf(operators: readonly CostedOperator[]): Costs {
  return addCosts(operators.map(({ costs }) => costs));
}
