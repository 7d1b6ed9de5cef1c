import { type Column, NONE, type NodeIndex, type StackIndex } from "../../callgraph/indices.ts";
import { compareUtf8 } from "../../callgraph/order.ts";
import type { CratePlace } from "../../circuit/crate-places.ts";
import { crateOf } from "../../owners/crate.ts";
import type { Subsystem } from "../../owners/subsystem.ts";
import { classOfPath } from "./frame-class.ts";
import type { ProgramFrames } from "./program-frames.ts";
import type { HeapOwner } from "./site-owners.ts";
import type { CrateRow, SqlOperatorRow, SubsystemRow, WeightShare } from "./sites-schema.ts";
import { heaviestFirst, NOTHING, sumsByKey, type WeightedStacks, withShare } from "./weight-sums.ts";

/** @param ownerOf a position in the list of owners, undefined for a stack that is left out */
export function subsystemRows(
  stacks: WeightedStacks,
  ownerOf: (stack: StackIndex) => number | undefined,
  owners: readonly HeapOwner[],
): SubsystemRow[] {
  const subsystemOf = (owner: number | undefined) => owners[owner ?? -1]?.subsystem;
  const bySubsystem = sumsByKey(stacks, (stack) => subsystemOf(ownerOf(stack)));
  const byOwner = [...sumsByKey(stacks, ownerOf)];
  const partsOf = (subsystem: Subsystem) =>
    byOwner
      .filter(([owner]) => subsystemOf(owner) === subsystem)
      .map(([owner, sum]) => ({ part: owners[owner]?.part ?? {}, ...withShare(sum, stacks) }))
      .sort(heaviestFirst);
  return [...bySubsystem]
    .map(([subsystem, sum]) => ({ subsystem, ...withShare(sum, stacks), parts: partsOf(subsystem) }))
    .sort(heaviestFirst);
}

/** @param siteOf the node of each stack's site, negative for none */
export function crateRows(
  stacks: WeightedStacks,
  siteOf: Column<StackIndex, NodeIndex>,
  { names, files, keyOf }: ProgramFrames,
): CrateRow[] {
  const isProgram = (path: string) => classOfPath(path) === "program";
  const crates = names.map((name, key) => (files[key] === undefined ? crateOf(name, isProgram) : BARE) ?? "");
  const sums = sumsByKey(stacks, (stack) => crates[keyOf(siteOf[stack] ?? NONE)]);
  return [...sums]
    .map(([crate, sum]) => ({ ...crateOrBare(crate), ...withShare(sum, stacks) }))
    .sort((left, right) => heaviestFirst(left, right) || compareUtf8(left.crate ?? "", right.crate ?? ""));
}

/** Stands for the crates of Rust functions whose names have no path; no crate is called so. */
const BARE = "*";

function crateOrBare(crate: string): Pick<CrateRow, "crate" | "isBare"> {
  if (crate === BARE) return { isBare: true };
  return crate === "" ? {} : { crate };
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
