import { type Operator, type Operators, operationOf } from "../circuit/operators.ts";
import type { GeneratedOperator } from "../program/main-rust.ts";
import { circuitOwners, type NodeRule } from "./circuit-owners.ts";
import { meantBy } from "./handle-names.ts";
import { type NodeRole, roleOf } from "./node-roles.ts";
import type { SqlOperator } from "./sql-graph.ts";
import { keyOf, type SqlPlace, type SqlPlaces } from "./sql-places.ts";

/** An operator of the SQL program, with all that goes by one of its ids. */
export interface ProgramOperator {
  /** The same in every answer as long as the program is the same; without the program's graph, a node's id. */
  readonly handle: string;
  /** The compiler's names: several where copies of one operator have one persistent id. */
  readonly names: readonly string[];
  /** 64 hex digits; absent where only the compiler's name is known. */
  readonly persistentId?: string;
  /** Absent without the program's graph, and where that has no such operator. */
  readonly place?: SqlPlace;
  readonly nodes: readonly OwnedNode[];
  /** The hashes of the crates that it is compiled into; a crate may serve several operators. */
  readonly crates: readonly string[];
}

/** A node of the circuit, both halves, under its operator. */
export interface OwnedNode {
  readonly operator: Operator;
  readonly role: NodeRole;
  readonly rule: NodeRule;
  /** Edges walked; 0 unless the rule is `nearest`. */
  readonly distance: number;
}

/** What an id is of that is none of an operator's. */
export interface NoOperator {
  readonly id: string;
  readonly reason: "no id and no edge to one that has some";
}

export interface ProgramOperators {
  readonly list: readonly ProgramOperator[];
  readonly ofNode: (id: string) => ProgramOperator | undefined;
  readonly ofPersistentId: (id: string) => ProgramOperator | undefined;
  /** The compiler's name; of a recursive region, the operator that it gives its output from. */
  readonly ofName: (name: string) => ProgramOperator | undefined;
  /** Its handle, whether or not the program's text was read where that is from. */
  readonly ofHandle: (handle: string) => ProgramOperator | undefined;
  /** All that share the crate's code, in the compiler's order. */
  readonly ofCrate: (hash: string) => readonly ProgramOperator[];
  /** Nodes of the circuit that belong to no operator. */
  readonly none: readonly NoOperator[];
}

export interface ProgramParts {
  /** The operators of a circuit profile. */
  readonly circuit?: Operators | undefined;
  /** What the dataflow graph and the program say. */
  readonly places?: SqlPlaces | undefined;
  /** What the generated Rust says. */
  readonly crates?: readonly GeneratedOperator[] | undefined;
}

/**
 * The operators of a program, from whatever is at hand: each node of the circuit, each operator of the dataflow graph
 * and each persistent id leads to one of them, or is none's. Takes time linear in the documents.
 */
export function programOperators({ circuit, places, crates = [] }: ProgramParts): ProgramOperators {
  const entries = new Map<string, Entry>();
  for (const { place, copies } of places?.all ?? []) {
    const [first] = copies;
    if (first !== undefined) entries.set(keyOf(first), newEntry(place, copies));
  }
  const none: NoOperator[] = [];
  const owners = circuit === undefined ? new Map() : circuitOwners(circuit, places);
  for (const operator of circuit?.list ?? []) {
    const owner = owners.get(operator);
    if (owner === undefined) {
      none.push({ id: operator.id, reason: "no id and no edge to one that has some" });
      continue;
    }
    const { key, rule, distance } = owner;
    const entry = entries.get(key) ?? entries.get(keyOfName(key, places));
    const known = entry ?? newEntry(undefined, []);
    if (entry === undefined) entries.set(key, known);
    known.nodes.push({ operator, role: roleOf(operator), rule, distance });
  }
  for (const { crate, node, persistentId } of crates) {
    const region = places?.graph.regions.get(node ?? "");
    const key = region === undefined ? keyOfName(node ?? "", places) : keyOf(region);
    (entries.get(key) ?? entries.get(persistentId ?? ""))?.crates.add(crate);
  }
  return indexed(
    [...entries].map(([key, entry]) => finished(key, entry)),
    places,
    none,
  );
}

interface Entry {
  readonly place: SqlPlace | undefined;
  readonly copies: readonly SqlOperator[];
  readonly nodes: OwnedNode[];
  readonly crates: Set<string>;
}

function newEntry(place: SqlPlace | undefined, copies: readonly SqlOperator[]): Entry {
  return { place, copies, nodes: [], crates: new Set() };
}

function keyOfName(name: string, places: SqlPlaces | undefined): string {
  const place = places?.ofOperator(name);
  const operator = place && places?.byName(place.operator);
  return operator === undefined ? name : keyOf(operator);
}

function finished(key: string, { place, copies, nodes, crates }: Entry): ProgramOperator {
  const [main] = nodes.filter(({ rule }) => rule === "id").concat(nodes);
  const label = main?.operator.label;
  const byNode = main && `${label === undefined ? "" : `${operationOf(label)} `}${main.operator.id}`;
  return {
    handle: place?.handle ?? byNode ?? key,
    names: copies.map(({ name }) => name),
    ...(/^[0-9a-f]{64}$/.test(key) && { persistentId: key }),
    ...(place && { place }),
    nodes,
    crates: [...crates],
  };
}

function indexed(
  list: readonly ProgramOperator[],
  places: SqlPlaces | undefined,
  none: readonly NoOperator[],
): ProgramOperators {
  const byNode = new Map<string, ProgramOperator>();
  const byId = new Map<string, ProgramOperator>();
  const byName = new Map<string, ProgramOperator>();
  const byHandle = new Map<string, ProgramOperator>();
  const byCrate = new Map<string, ProgramOperator[]>();
  for (const one of list) {
    byHandle.set(one.handle, one);
    if (one.persistentId !== undefined) byId.set(one.persistentId, one);
    for (const name of one.names) byName.set(name, one);
    for (const { operator } of one.nodes) {
      byNode.set(operator.id, one);
      if (operator.outputHalf !== undefined) byNode.set(operator.outputHalf, one);
    }
    for (const crate of one.crates) byCrate.set(crate, [...(byCrate.get(crate) ?? []), one]);
  }
  for (const [region, output] of places?.graph.regions ?? []) {
    const one = byName.get(output.name);
    if (one !== undefined) byName.set(region, one);
  }
  return {
    list,
    none,
    ofNode: (id) => byNode.get(id),
    ofPersistentId: (id) => byId.get(id.slice(0, ID_DIGITS).toLowerCase()) ?? byName.get(id),
    ofName: (name) => byName.get(name),
    ofHandle: (handle) => byHandle.get(handle) ?? meantBy(list, handle, ({ place }) => place)[0],
    ofCrate: (hash) => byCrate.get(hash) ?? [],
  };
}

const ID_DIGITS = 64;
