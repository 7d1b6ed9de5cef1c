import type { Operator, Operators } from "../circuit/operators.ts";
import { nearestOf } from "./nearest.ts";
import { idKey, keyOf, type SqlPlaces } from "./sql-places.ts";

/**
 * How a node of a circuit came to its SQL operator: by its own persistent id (`id`); by standing in a cluster that is
 * the code of that one operator (`cluster`), such as what shards, accumulates and integrates for a join; by a persistent
 * id that names a part of it (`part`); as what controls an operator that has no node of its own and gives nothing on
 * (`control`); or as the nearest along the edges (`nearest`).
 */
export const NODE_RULES = ["id", "cluster", "part", "control", "nearest"] as const;

export type NodeRule = (typeof NODE_RULES)[number];

/** What a node of a circuit belongs to. */
export interface NodeOwner {
  /** The 64 digits that the persistent ids of the SQL operator start with, or the compiler's name where it has none. */
  readonly key: string;
  readonly rule: NodeRule;
  /** Edges walked; 0 unless the rule is `nearest`. */
  readonly distance: number;
}

/**
 * The SQL operator of every node of a circuit, by persistent id. Nodes that are left out are tied to none. Takes time
 * linear in nodes, clusters around them, and edges.
 *
 * @param places the program's own graph, without which the rule `control` is not used
 */
export function circuitOwners(circuit: Operators, places?: SqlPlaces): Map<Operator, NodeOwner> {
  const clusters = clusterKeys(circuit);
  const owners = new Map<Operator, NodeOwner>();
  for (const operator of circuit.list) {
    const owner = ownOwner(operator, clusters);
    if (owner !== undefined) owners.set(operator, { ...owner, distance: 0 });
  }
  if (places !== undefined) addByControl(circuit, places, owners);
  const nearest = nearestOf(owners, circuit.successors, circuit.predecessors);
  return new Map(
    [...nearest].map(([operator, { found, distance }]) => [
      operator,
      distance === 0 ? found : { key: found.key, rule: "nearest", distance },
    ]),
  );
}

/** The keys that stand in each cluster, at any depth. */
interface ClusterKeys {
  /** Of what makes up an operator: of its own id, or of a part that is no integral. */
  readonly strong: ReadonlyMap<string, Set<string>>;
  /** Of integrals: those are of the stream that they integrate, on behalf of whoever takes it. */
  readonly weak: ReadonlyMap<string, Set<string>>;
}

const INTEGRAL = /integral/;

function clusterKeys({ list }: Operators): ClusterKeys {
  const strong = new Map<string, Set<string>>();
  const weak = new Map<string, Set<string>>();
  for (const { persistentId, regions = [] } of list) {
    const id = sqlId(persistentId);
    if (id === undefined) continue;
    const keys = INTEGRAL.test(id.suffix) ? weak : strong;
    for (const region of regions) add(keys, region, id.key);
  }
  return { strong, weak };
}

function ownOwner(
  { persistentId, regions = [] }: Operator,
  { strong, weak }: ClusterKeys,
): Omit<NodeOwner, "distance"> | undefined {
  const id = sqlId(persistentId);
  if (id?.suffix === "") return { key: id.key, rule: "id" };
  let ofIntegral: string | undefined;
  for (const region of regions.toReversed()) {
    const keys = strong.get(region);
    if (keys !== undefined && keys.size > 1) break;
    const key = onlyOne(keys);
    if (key !== undefined) return { key, rule: "cluster" };
    ofIntegral ??= onlyOne(weak.get(region));
  }
  if (id !== undefined) return { key: id.key, rule: "part" };
  return ofIntegral === undefined ? undefined : { key: ofIntegral, rule: "cluster" };
}

/** What an id names of the program, or of which operator it names a part. */
function sqlId(
  persistentId: string | undefined,
): { readonly key: string; readonly suffix: string } | undefined {
  if (persistentId === undefined) return undefined;
  const key = idKey(persistentId);
  return { key, suffix: persistentId.slice(key.length) };
}

/**
 * Operators that tell an integral what to forget leave no id in the circuit, and give nothing on. Nodes that hang
 * together without an id, feed no operator and take what one other gives are theirs: in the order of the program, where
 * one controls several.
 */
function addByControl(circuit: Operators, places: SqlPlaces, owners: Map<Operator, NodeOwner>): void {
  const byControl = unseenByInput(places, new Set([...owners.values()].map(({ key }) => key)));
  const found = new Map<string, Operator[][]>();
  for (const nodes of byControl.size === 0 ? [] : componentsWithout(owners, circuit)) {
    const feeds = nodes.some((node) => (circuit.successors.get(node) ?? []).some((next) => owners.has(next)));
    const givers = new Set(
      nodes.flatMap((node) =>
        (circuit.predecessors.get(node) ?? []).flatMap((one) => owners.get(one)?.key ?? []),
      ),
    );
    const control = feeds ? undefined : onlyOne(givers);
    if (control === undefined) continue;
    const known = found.get(control);
    if (known === undefined) found.set(control, [nodes]);
    else known.push(nodes);
  }
  for (const [control, components] of found) {
    const keys = byControl.get(control) ?? [];
    if (keys.length !== components.length) continue;
    for (const [at, nodes] of components.entries()) {
      for (const node of nodes) owners.set(node, { key: keys[at] ?? control, rule: "control", distance: 0 });
    }
  }
}

/** The operators that no node names and that feed none, by each of their inputs, in the compiler's order. */
function unseenByInput({ all, graph }: SqlPlaces, seen: ReadonlySet<string>): Map<string, string[]> {
  const number = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? 0);
  const unseen = all
    .flatMap(({ copies }) => copies.slice(0, 1))
    .filter((one) => !seen.has(keyOf(one)) && (graph.successors.get(one) ?? []).length === 0)
    .toSorted((a, b) => number(a.name) - number(b.name));
  const byInput = new Map<string, string[]>();
  for (const operator of unseen) {
    for (const input of new Set((graph.predecessors.get(operator) ?? []).map(keyOf))) {
      const known = byInput.get(input);
      if (known === undefined) byInput.set(input, [keyOf(operator)]);
      else known.push(keyOf(operator));
    }
  }
  return byInput;
}

/** The nodes without an owner, those together that edges tie. */
function componentsWithout(owners: ReadonlyMap<Operator, NodeOwner>, circuit: Operators): Operator[][] {
  const seen = new Set<Operator>();
  const components: Operator[][] = [];
  for (const start of circuit.list) {
    if (owners.has(start) || seen.has(start)) continue;
    seen.add(start);
    const component = [start];
    for (const node of component) {
      for (const next of [
        ...(circuit.successors.get(node) ?? []),
        ...(circuit.predecessors.get(node) ?? []),
      ]) {
        if (owners.has(next) || seen.has(next)) continue;
        seen.add(next);
        component.push(next);
      }
    }
    components.push(component);
  }
  return components;
}

function onlyOne(keys: ReadonlySet<string> | undefined): string | undefined {
  return keys?.size === 1 ? keys.values().next().value : undefined;
}

function add(keys: Map<string, Set<string>>, name: string, key: string): void {
  const known = keys.get(name);
  if (known === undefined) keys.set(name, new Set([key]));
  else known.add(key);
}
