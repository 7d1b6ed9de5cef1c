import * as z from "zod";
import { isTable } from "./contents.ts";
import { total } from "./counts.ts";
import type { SqlOperator } from "./dataflow.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";
import { SqlPlace, type SqlPlaces } from "./sql-join.ts";

/** All operators that the circuit has for one expression of the SQL, such as a join with what it remembers. */
export const Expression = z.object({
  place: SqlPlace,
  /** Its costliest operator. */
  id: z.string(),
  label: z.string().optional(),
  operators: z.int(),
  /** Of all its operators and workers. */
  runtime_s: z.number(),
});

export type Expression = z.infer<typeof Expression>;

/** How many of the costliest are told. */
const EXPRESSIONS = 5;

/**
 * The expressions of the SQL that operators' time goes to, the costliest first. Operators belong together that stand
 * for the same piece of SQL, or within one cluster of the circuit: what shards, accumulates and integrates for a join
 * has no place of its own.
 */
export function expressionsOf(
  profile: CircuitProfile,
  places: SqlPlaces,
  placeOf: (operator: Operator) => SqlPlace | undefined,
): Expression[] {
  const pieceOf = piecesOf(places);
  const ownerOf = clusterOwners(profile, places);
  const pieces = new Map<string, { place: SqlPlace; operator: Operator; runtime_s: number }[]>();
  for (const operator of profile.operators.list) {
    const place = ownerOf(operator) ?? placeOf(operator);
    if (place === undefined) continue;
    const piece = pieceOf(place);
    const known = pieces.get(piece) ?? [];
    pieces.set(piece, known);
    known.push({ place, operator, runtime_s: total(profile, operator, "runtime_seconds") });
  }
  return [...pieces.values()]
    .flatMap((all) => {
      const [costliest] = all.toSorted((a, b) => b.runtime_s - a.runtime_s);
      if (costliest === undefined) return [];
      const { id, label } = costliest.operator;
      const runtime_s = all.reduce((sum, one) => sum + one.runtime_s, 0);
      const { place } = costliest;
      return [{ place, id, ...(label !== undefined && { label }), operators: all.length, runtime_s }];
    })
    .toSorted((a, b) => b.runtime_s - a.runtime_s)
    .slice(0, EXPRESSIONS);
}

/** The place of what a cluster is the code of: of the one SQL operator in it, or of a recursive region's output. */
function clusterOwners(
  { operators }: CircuitProfile,
  places: SqlPlaces,
): (operator: Operator) => SqlPlace | undefined {
  const inCluster = new Map<string, Set<SqlOperator>>();
  for (const { regionId, persistentId = "" } of operators.list) {
    const [own] = /^[0-9a-f]{64}$/i.test(persistentId) ? places.withPersistentId(persistentId) : [];
    if (regionId === undefined || own === undefined) continue;
    const known = inCluster.get(regionId);
    if (known === undefined) inCluster.set(regionId, new Set([own]));
    else known.add(own);
  }
  const outputs = new Set(places.graph.regions.values());
  const owners = new Map(
    [...inCluster].flatMap(([regionId, own]) => {
      const [output] = [...own].filter((one) => outputs.has(one) || own.size === 1);
      const place = output && places.ofOperator(output.name);
      return place === undefined ? [] : [[regionId, place] as const];
    }),
  );
  return ({ regionId }) => (regionId === undefined ? undefined : owners.get(regionId));
}

/** Which piece of the SQL a place is in: places that share a span are in the same one, unless it is a table's name. */
function piecesOf({ graph, ofOperator }: SqlPlaces): (place: SqlPlace) => string {
  const keysOf = ({ positions }: SqlPlace) =>
    positions.map(({ code: _, ...span }) => Object.values(span).join(":"));
  const placed = graph.operators.flatMap((operator) => {
    const place = ofOperator(operator.name);
    return place === undefined ? [] : [{ operator, keys: keysOf(place) }];
  });
  const ofTables = new Set(placed.flatMap(({ operator, keys }) => (isTable(operator) ? keys : [])));
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) leader = next;
    return leader;
  };
  const telling = (keys: readonly string[]) => {
    const own = keys.filter((key) => !ofTables.has(key));
    return own.length === 0 ? keys : own;
  };
  for (const { keys } of placed) {
    const [first, ...others] = telling(keys);
    for (const other of others) {
      const [a, b] = [leaderOf(first ?? other), leaderOf(other)];
      if (a !== b) leaders.set(b, a);
    }
  }
  return (place) => {
    const [first] = telling(keysOf(place));
    return first === undefined ? place.operator : leaderOf(first);
  };
}
