import type { StackIndex } from "../../callgraph/indices.ts";
import { compareUtf8 } from "../../callgraph/order.ts";
import type { CratePlace } from "../../operators/crate-places.ts";
import type { Subsystem } from "../../owners/subsystem.ts";
import type { HeapOwner } from "./site-owners.ts";
import type { SqlOperatorRow, SubsystemRow, WeightShare } from "./sites-schema.ts";
import { heaviestFirst, NOTHING, sumsByKey, type WeightedStacks, withShare } from "./weight-sums.ts";

/**
 * @param ownerOf a position in the list of owners, undefined for a stack that is left out
 * @param isShown whether a stack is of a site that is among the rows
 */
export function subsystemRows(
  stacks: WeightedStacks,
  ownerOf: (stack: StackIndex) => number | undefined,
  owners: readonly HeapOwner[],
  isShown: (stack: StackIndex) => boolean,
): SubsystemRow[] {
  const subsystemOf = (owner: number | undefined) => owners[owner ?? -1]?.subsystem;
  const bySubsystem = sumsByKey(stacks, (stack) => subsystemOf(ownerOf(stack)));
  const byOwner = [...sumsByKey(stacks, ownerOf)];
  const notShown = sumsByKey(stacks, (stack) => (isShown(stack) ? undefined : ownerOf(stack)));
  const partsOf = (subsystem: Subsystem) =>
    byOwner
      .filter(([owner]) => subsystemOf(owner) === subsystem)
      .map(([owner, sum]) => ({
        part: owners[owner]?.part ?? {},
        ...withShare(sum, stacks),
        notShown: notShown.get(owner)?.weight ?? 0,
      }))
      .sort(heaviestFirst);
  return [...bySubsystem]
    .map(([subsystem, sum]) => ({ subsystem, ...withShare(sum, stacks), parts: partsOf(subsystem) }))
    .sort(heaviestFirst);
}

/** @param hashOf the crate's hash of each stack's operator, undefined for none */
export function operatorRows(
  stacks: WeightedStacks,
  hashOf: (stack: StackIndex) => string | undefined,
  places: Readonly<Record<string, CratePlace>>,
): SqlOperatorRow[] {
  const placeOf = new Map(Object.entries(places));
  return [...sumsByKey(stacks, hashOf)]
    .map(([hash, sum]) => {
      const place = placeOf.get(hash);
      return { hash, ...withShare(sum, stacks), ...(place && { place }) };
    })
    .sort((left, right) => heaviestFirst(left, right) || compareUtf8(left.hash, right.hash));
}

/** What of the operators has a place. */
export function placedSum(operators: readonly SqlOperatorRow[], stacks: WeightedStacks): WeightShare {
  const sum = operators
    .filter(({ place }) => place !== undefined)
    .reduce(
      (all, { weight, stacks }) => ({ weight: all.weight + weight, stacks: all.stacks + stacks }),
      NOTHING,
    );
  return withShare(sum, stacks);
}
