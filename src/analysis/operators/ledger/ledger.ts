import type { Operator } from "../../circuit/operators.ts";
import type { CircuitProfile } from "../../circuit/profile.ts";
import { circuitSplit } from "../../circuit/split.ts";
import { spreadOf } from "../../circuit/spread.ts";
import { type CostedOperator, costedOperators, type LedgerParts } from "./costed-operators.ts";
import { addCosts, circuitCosts, costsOf, sharesOf } from "./costs.ts";
import { groupsOf } from "./groups.ts";
import type { Costs, Ledger, LedgerRow } from "./ledger-schema.ts";
import { LEDGER_RANKINGS, type LedgerBy, type LedgerGroup } from "./measures.ts";
import { memoryAccount } from "./memory-account.ts";
import { type Flow, recordFlows } from "./records.ts";

export interface LedgerOptions {
  readonly by: LedgerBy;
  readonly group: LedgerGroup;
  readonly limit: number;
}

/** What each operator costs, the dearest first; what belongs to none stands apart, so that nothing is lost. */
export function ledger(parts: LedgerParts, { by, group, limit }: LedgerOptions): Ledger {
  const { profile, program, places, cpu, heap, resident, metrics } = parts;
  const all = costedOperators(parts);
  const none = noneOf(parts);
  const totals = addCosts([...all.map(({ costs }) => costs), ...none.map(({ costs }) => costs)]);
  const flowOf = recordFlows(profile);
  const rank = (costs: Costs) => LEDGER_RANKINGS[by].reduce((sum, name) => sum + (costs[name] ?? 0), 0);
  const rows = groupsOf(all, group, places)
    .map((members) => rowOf(members, { parts, totals, flowOf }))
    .filter(({ costs }) => rank(costs) > 0)
    .toSorted((a, b) => rank(b.costs) - rank(a.costs) || (a.handle < b.handle ? -1 : 1));
  const split = circuitSplit(profile);
  return {
    by,
    group,
    workers: profile.workers,
    is_placed: places !== undefined,
    operators: program.list.length,
    nodes: profile.operators.list.length,
    totals,
    circuit_totals: circuitCosts(profile),
    ...(split && { split }),
    rows: rows.slice(0, limit),
    rows_in_all: rows.length,
    not_listed: addCosts(rows.slice(limit).map(({ costs }) => costs)),
    none,
    ...(cpu && { cpu: cpu.cpu }),
    ...(heap && { heap: heap.heap }),
    memory: memoryAccount({ profile, resident, metrics, heap: heap?.heap }),
  };
}

function noneOf({ profile, program }: LedgerParts): Ledger["none"] {
  const costs = costsOf(profile);
  const byReason = new Map<string, Operator[]>();
  for (const { id, reason } of program.none) {
    const node = profile.operators.byNode.get(id);
    if (node !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), node]);
  }
  return [...byReason].map(([reason, nodes]) => ({
    reason,
    nodes: nodes.length,
    costs: addCosts(nodes.map(costs)),
  }));
}

interface RowContext {
  readonly parts: LedgerParts;
  readonly totals: Costs;
  readonly flowOf: (members: readonly (readonly Operator[])[]) => Flow;
}

function rowOf(members: readonly CostedOperator[], { parts, totals, flowOf }: RowContext): LedgerRow {
  const byTime = members.toSorted((a, b) => (b.costs.runtime_s ?? 0) - (a.costs.runtime_s ?? 0));
  const [main] = byTime;
  const byMember = members.map(({ owner }) => owner.nodes.map(({ operator }) => operator));
  const nodes = byMember.flat();
  const costs = addCosts(members.map((one) => one.costs));
  const mainNode = costliestNode(parts.profile, main?.owner.nodes.map(({ operator }) => operator) ?? []);
  const apportioned = members.reduce(
    (sum, { owner }) => sum + (parts.heap?.ofOperator.get(owner)?.apportioned ?? 0),
    0,
  );
  return {
    handle: main?.owner.handle ?? "",
    ...(main?.owner.place && { place: main.owner.place }),
    names: byTime.flatMap(({ owner }) => owner.names),
    operators: members.length,
    nodes: nodes.length,
    ...(mainNode && { main_node: mainNode.id }),
    ...(main?.owner.place === undefined && mainNode?.region !== undefined && { region: mainNode.region }),
    costs,
    shares: sharesOf(costs, totals),
    ...flowOf(byMember),
    ...busiestOf(parts.profile, nodes),
    ...(apportioned > 0 && { heap_apportioned_bytes: apportioned }),
  };
}

function costliestNode({ byWorker }: CircuitProfile, nodes: readonly Operator[]): Operator | undefined {
  const time = (node: Operator) => (byWorker(node, "runtime_seconds") ?? []).reduce((a, b) => a + b, 0);
  return nodes.toSorted((a, b) => time(b) - time(a))[0];
}

/** By time, over the nodes of an operator. */
export function busiestOf(
  { byWorker, workers }: CircuitProfile,
  nodes: readonly Operator[],
): Pick<LedgerRow, "busiest"> {
  if (workers < 2) return {};
  const sums = Array.from({ length: workers }, () => 0);
  for (const node of nodes) {
    for (const [worker, seconds] of (byWorker(node, "runtime_seconds") ?? []).entries()) {
      sums[worker] = (sums[worker] ?? 0) + seconds;
    }
  }
  const { hot_worker, max, max_over_avg } = spreadOf(sums);
  return max_over_avg === undefined
    ? {}
    : { busiest: { worker: hot_worker, runtime_s: max, times_average: max_over_avg } };
}
