import { RECORDS_IN, RECORDS_OUT, total } from "../../circuit/counts.ts";
import { type Operator, operationOf } from "../../circuit/operators.ts";
import type { CircuitProfile } from "../../circuit/profile.ts";
import { roleOf } from "../node-roles.ts";

/** Records of all workers that some nodes of a circuit took from others, and gave to others. */
export interface Flow {
  readonly records_in?: number;
  readonly records_out?: number;
}

/** Records that were appended to a trace: all of the one stream that it keeps. */
const APPENDED = "input_records_count";

/** The numbers that flows are made of. */
export const LEDGER_RECORDS = [RECORDS_IN, RECORDS_OUT, APPENDED] as const;

/** Operations that give on what they take, and count nothing themselves. */
const GIVES_ON = /^(?:Plus|Sum|Weigh|Consolidate|merge shards|ShardedAccumulator|UnaryMinus|delta0)/;

/**
 * Says how many records flow into operators that belong together, each given by its nodes, and out of them. An operator
 * gives one stream, that of its nodes which gives most. Each stream is counted once, by what the
 * node that gives it counts, or those that take it alone or keep it; where none counts, by what it gives on.
 * Traces are left out: whoever looks into one has taken its records before.
 */
export function recordFlows(profile: CircuitProfile): (members: readonly (readonly Operator[])[]) => Flow {
  const { predecessors, successors } = profile.operators;
  const counted = (node: Operator, name: string) =>
    profile.byWorker(node, name) === undefined ? undefined : total(profile, node, name);
  const given = new Map<Operator, number | undefined>();

  function givenBy(node: Operator): number | undefined {
    if (given.has(node)) return given.get(node);
    given.set(node, undefined);
    const next = successors.get(node) ?? [];
    const takers = next.filter((one) => predecessors.get(one)?.length === 1);
    // What makes rows of upserts counts none of what it gives, and some takers count none of what they take.
    const told = largest([
      counted(node, RECORDS_OUT),
      ...takers.map((one) => counted(one, RECORDS_IN)),
      ...next.filter((one) => keepsAlone(one, node)).map((one) => counted(one, APPENDED)),
    ]);
    const records = told === undefined || told === 0 ? (givenOn(node) ?? told) : told;
    given.set(node, records);
    return records;
  }

  /** Whether a node appends what `node` gives, and nothing else, to a trace. */
  function keepsAlone(keeper: Operator, node: Operator): boolean {
    return (predecessors.get(keeper) ?? []).every((one) => one === node || roleOf(one) === "trace");
  }

  function givenOn(node: Operator): number | undefined {
    if (!GIVES_ON.test(operationOf(node.label ?? ""))) return undefined;
    return sum((predecessors.get(node) ?? []).map(givenBy));
  }

  return (members) => {
    const nodes = members.flat();
    const own = new Set(nodes);
    const isStream = (node: Operator) => !["trace", "integral"].includes(roleOf(node));
    const sources = new Set(
      nodes.flatMap((node) => predecessors.get(node) ?? []).filter((one) => !own.has(one)),
    );
    const givers = (each: readonly Operator[]) =>
      each.filter((node) => (successors.get(node) ?? []).some((next) => !own.has(next)));
    const gives = members.map((each) => largest(givers(each).filter(isStream).map(givenBy)));
    const last = nodes.filter((node) => (successors.get(node) ?? []).length === 0);
    const records_in = sources.size > 0 ? sum([...sources].filter(isStream).map(givenBy)) : firstTaken(nodes);
    const records_out = sum(gives) ?? largest(last.filter(isStream).map(givenBy));
    return {
      ...(records_in !== undefined && { records_in }),
      ...(records_out !== undefined && { records_out }),
    };
  };

  /** What comes from outside of the circuit is counted where it is first taken. */
  function firstTaken(nodes: readonly Operator[]): number | undefined {
    for (const node of nodes) {
      const records = counted(node, RECORDS_IN) ?? givenBy(node);
      if (records !== undefined) return records;
    }
    return undefined;
  }
}

/** Of those that are known; undefined where none is. */
function sum(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.flatMap((one) => one ?? []);
  return known.length === 0 ? undefined : known.reduce((all, one) => all + one, 0);
}

function largest(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.flatMap((one) => one ?? []);
  return known.length === 0 ? undefined : known.reduce((most, one) => Math.max(most, one));
}
