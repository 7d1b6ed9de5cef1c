import type { CircuitGraph, CircuitNode } from "./graph.ts";

/** An operator of the circuit: a node, or both halves of one that feeds back its own output. */
export interface Operator {
  readonly id: string;
  /** `Operation @ path:line:column`; absent where the profile has no graph. */
  readonly label?: string;
  /** The label of the outermost cluster around it, and its id. */
  readonly region?: string;
  readonly regionId?: string;
  /** The ids of all clusters around it, the outermost first. */
  readonly regions?: readonly string[];
  /** The id of the half `… (output)` that was merged into it. */
  readonly outputHalf?: string;
  /** `<64 hex digits><suffix>`. */
  readonly persistentId?: string;
}

export interface Operators {
  readonly list: readonly Operator[];
  readonly byNode: ReadonlyMap<string, Operator>;
  /** What each operator feeds, and what feeds it. */
  readonly successors: ReadonlyMap<Operator, readonly Operator[]>;
  readonly predecessors: ReadonlyMap<Operator, readonly Operator[]>;
}

/**
 * The operators of a circuit. `Z1 (trace)` and `Z1 (trace) (output)`, and others of that kind, are two halves of
 * one, the second with an edge to the first.
 *
 * @param measured the nodes that the profile measures, which stand for the graph where it has none
 */
export function operatorsOf(
  graph: CircuitGraph | undefined,
  measured: Iterable<string>,
  persistentIds: ReadonlyMap<string, string>,
): Operators {
  const nodes = graph?.nodes.values() ?? withoutRoot(measured);
  const outputHalves = graph === undefined ? new Map<string, string>() : outputHalvesOf(graph);
  const merged = new Set(outputHalves.values());
  const list = [...nodes]
    .filter(({ id }) => !merged.has(id))
    .map((node) => operatorOf(node, outputHalves.get(node.id), persistentIds));
  const byNode = new Map(
    list.flatMap((operator) =>
      operator.outputHalf === undefined
        ? [[operator.id, operator] as const]
        : [[operator.id, operator] as const, [operator.outputHalf, operator] as const],
    ),
  );
  const edges = (graph?.edges ?? []).flatMap(([from, to]) => {
    const [source, target] = [byNode.get(from), byNode.get(to)];
    return source === undefined || target === undefined || source === target
      ? []
      : [[source, target] as const];
  });
  return {
    list,
    byNode,
    successors: neighbours(edges),
    predecessors: neighbours(edges.map(([source, target]) => [target, source] as const)),
  };
}

/** The operation without the place in Feldera's sources. */
export function operationOf(label: string): string {
  return label.split(" @ ", 1)[0] ?? label;
}

function withoutRoot(measured: Iterable<string>): { id: string }[] {
  return [...measured].filter((id) => id !== ROOT).map((id) => ({ id }));
}

/** The root cluster's id in every profile that was seen. */
export const ROOT = "n";

/** From the node that keeps the state to its half `(output)`. */
function outputHalvesOf({ nodes, edges }: CircuitGraph): Map<string, string> {
  const operation = (id: string) => operationOf(nodes.get(id)?.label ?? "");
  return new Map(
    edges
      .filter(([from, to]) => nodes.has(to) && operation(from) === `${operation(to)} (output)`)
      .map(([from, to]) => [to, from]),
  );
}

function operatorOf(
  { id, label, region, regionId, regions }: Partial<CircuitNode> & Pick<CircuitNode, "id">,
  outputHalf: string | undefined,
  persistentIds: ReadonlyMap<string, string>,
): Operator {
  const persistentId =
    persistentIds.get(id) ?? (outputHalf === undefined ? undefined : persistentIds.get(outputHalf));
  return {
    id,
    ...(label !== undefined && { label }),
    ...(region !== undefined && { region }),
    ...(regionId !== undefined && { regionId }),
    ...(regions !== undefined && regions.length > 0 && { regions }),
    ...(outputHalf !== undefined && { outputHalf }),
    ...(persistentId !== undefined && { persistentId }),
  };
}

function neighbours(edges: readonly (readonly [Operator, Operator])[]): Map<Operator, Operator[]> {
  const all = new Map<Operator, Set<Operator>>();
  for (const [from, to] of edges) {
    const known = all.get(from);
    if (known === undefined) all.set(from, new Set([to]));
    else known.add(to);
  }
  return new Map([...all].map(([from, others]) => [from, [...others]]));
}
