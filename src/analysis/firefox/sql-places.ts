import type { CratePlace } from "../operators/crate-places.ts";
import type { SqlPlace } from "../operators/sql-places.ts";
import { crateHash } from "../owners/operator-crate.ts";
import { addCost, type Cost, noCost, sumCosts } from "./cost.ts";
import { type CostBasis, knownCost, rankedCost, shareOf } from "./cost-basis.ts";
import type { OperatorFacts } from "./operators/operator-facts-schema.ts";
import { attributedTo, type OperatorSums } from "./operators/operator-sums.ts";
import type { OperatorPlace, ProfilePlaces } from "./profile-places.ts";

/** The place of the operator in whose crate a function is. */
export function placeOfFunction(name: string, { ofCrates }: ProfilePlaces): CratePlace | undefined {
  return ofCrates[crateHash(name) ?? ""];
}

/**
 * The place of an operator: its node's, as every tool has it, else that of the crate in its frames. A node of another
 * operation is one of another program, and tells nothing.
 */
export function placeOfOperator(
  { nodeId, sides, byCrate }: OperatorSums,
  { ofNodes, ofCrates }: ProfilePlaces,
): OperatorPlace | undefined {
  const node = ofNodes[nodeId];
  const evaluated = sides.get("foreground")?.kind;
  const isSame = evaluated === undefined || node?.operation === undefined || node.operation === evaluated;
  const ofNode = isSame ? node?.place : undefined;
  if (ofNode !== undefined) return { ...ofNode, by: "node" };
  const [[largest] = []] = [...byCrate].sort(
    ([, a], [, b]) => b.cpuMicros - a.cpuMicros || b.samples - a.samples,
  );
  const ofCrate = ofCrates[largest ?? ""];
  return ofCrate && { ...ofCrate, by: "crate" };
}

/** What is spent in the crates that have a place; undefined where no crate has one. */
export function placedFacts(
  byCrate: ReadonlyMap<string, Cost>,
  { ofCrates }: ProfilePlaces,
  basis: CostBasis,
) {
  if (Object.keys(ofCrates).length === 0) return undefined;
  const placed = sumCosts([...byCrate].flatMap(([hash, cost]) => (ofCrates[hash] ? [cost] : [])));
  return { ...knownCost(placed, basis), share: shareOf(rankedCost(placed, basis), basis) };
}

interface PlacedOperator {
  readonly place: OperatorPlace;
  readonly cost: Cost;
}

/** How much of the CPU of operators is placed in the SQL, and in which tables and views. */
export function placedOperators(
  operators: readonly OperatorSums[],
  places: ProfilePlaces,
  basis: CostBasis,
): Pick<OperatorFacts, "placed" | "relations"> {
  const placed = operators.flatMap((sums): PlacedOperator[] => {
    const place = placeOfOperator(sums, places);
    return place === undefined ? [] : [{ place, cost: attributedTo(sums) }];
  });
  const all = sumCosts(placed.map(({ cost }) => cost));
  const nearest = sumCosts(placed.flatMap(({ place, cost }) => (place.distance > 0 ? [cost] : [])));
  const share = (cost: Cost) => shareOf(rankedCost(cost, basis), basis);
  const areKnown = Object.keys(places.ofNodes).length + Object.keys(places.ofCrates).length > 0;
  return {
    placed: areKnown
      ? { ...knownCost(all, basis), share: share(all), nearestShare: share(nearest) }
      : undefined,
    relations: sumRelations(placed)
      .sort((a, b) => rankedCost(b.cost, basis) - rankedCost(a.cost, basis))
      .map(({ relation, cost }) => ({ relation, ...knownCost(cost, basis), share: share(cost) })),
  };
}

function sumRelations(placed: readonly PlacedOperator[]) {
  const sums = new Map<string, { relation: SqlPlace["relation"]; cost: Cost }>();
  for (const { place, cost } of placed) {
    const key = place.relation === undefined ? "" : `${place.relation.kind} ${place.relation.name}`;
    const sum = sums.get(key) ?? { relation: place.relation, cost: noCost() };
    sums.set(key, sum);
    addCost(sum.cost, cost);
  }
  return [...sums.values()];
}
