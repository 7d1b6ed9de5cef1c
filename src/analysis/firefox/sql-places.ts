import type { CratePlace } from "../circuit/crate-places.ts";
import type { SqlPlace } from "../circuit/sql-join.ts";
import { crateHash } from "../owners/operator-crate.ts";
import { type Amount, addAmount, noAmount, sumAmounts } from "./amount.ts";
import type { OperatorFacts } from "./operators/operator-facts-schema.ts";
import { chargedTo, type OperatorSums } from "./operators/operator-sums.ts";
import type { OperatorPlace, ProfilePlaces } from "./profile-places.ts";
import { amountFacts, amountOf, type Scale, shareOf } from "./scale.ts";

/** The place of the operator in whose crate a function is. */
export function placeOfFunction(name: string, { ofCrates }: ProfilePlaces): CratePlace | undefined {
  return ofCrates[crateHash(name) ?? ""];
}

/**
 * The place of an operator: its node's own; else that of the crate in its frames; else that of the node nearest to
 * it. A node of another operation is one of another program, and tells nothing.
 */
export function placeOfOperator(
  { nodeId, sides, byCrate }: OperatorSums,
  { ofNodes, ofCrates }: ProfilePlaces,
): OperatorPlace | undefined {
  const node = ofNodes[nodeId];
  const evaluated = sides.get("foreground")?.kind;
  const isSame = evaluated === undefined || node?.operation === undefined || node.operation === evaluated;
  const ofNode = isSame ? node?.place : undefined;
  if (ofNode?.distance === 0) return { ...ofNode, by: "node" };
  const [[largest] = []] = [...byCrate].sort(
    ([, a], [, b]) => b.cpuMicros - a.cpuMicros || b.samples - a.samples,
  );
  const ofCrate = ofCrates[largest ?? ""];
  if (ofCrate !== undefined) return { ...ofCrate, by: "crate" };
  return ofNode && { ...ofNode, by: "node" };
}

/** What is spent in the crates that have a place; undefined where no crate has one. */
export function placedFacts(byCrate: ReadonlyMap<string, Amount>, { ofCrates }: ProfilePlaces, scale: Scale) {
  if (Object.keys(ofCrates).length === 0) return undefined;
  const placed = sumAmounts([...byCrate].flatMap(([hash, amount]) => (ofCrates[hash] ? [amount] : [])));
  return { ...amountFacts(placed, scale), share: shareOf(amountOf(placed, scale), scale) };
}

interface PlacedOperator {
  readonly place: OperatorPlace;
  readonly amount: Amount;
}

/** How much of the CPU of operators is placed in the SQL, and in which tables and views. */
export function placedOperators(
  operators: readonly OperatorSums[],
  places: ProfilePlaces,
  scale: Scale,
): Pick<OperatorFacts, "placed" | "relations"> {
  const placed = operators.flatMap((sums): PlacedOperator[] => {
    const place = placeOfOperator(sums, places);
    return place === undefined ? [] : [{ place, amount: chargedTo(sums) }];
  });
  const all = sumAmounts(placed.map(({ amount }) => amount));
  const nearest = sumAmounts(placed.flatMap(({ place, amount }) => (place.distance > 0 ? [amount] : [])));
  const share = (amount: Amount) => shareOf(amountOf(amount, scale), scale);
  const areKnown = Object.keys(places.ofNodes).length + Object.keys(places.ofCrates).length > 0;
  return {
    placed: areKnown
      ? { ...amountFacts(all, scale), share: share(all), nearestShare: share(nearest) }
      : undefined,
    relations: sumRelations(placed)
      .sort((a, b) => amountOf(b.amount, scale) - amountOf(a.amount, scale))
      .map(({ relation, amount }) => ({ relation, ...amountFacts(amount, scale), share: share(amount) })),
  };
}

function sumRelations(placed: readonly PlacedOperator[]) {
  const sums = new Map<string, { relation: SqlPlace["relation"]; amount: Amount }>();
  for (const { place, amount } of placed) {
    const key = place.relation === undefined ? "" : `${place.relation.kind} ${place.relation.name}`;
    const sum = sums.get(key) ?? { relation: place.relation, amount: noAmount() };
    sums.set(key, sum);
    addAmount(sum.amount, amount);
  }
  return [...sums.values()];
}
