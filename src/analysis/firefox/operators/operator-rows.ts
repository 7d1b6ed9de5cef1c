import { NOISE_DEVIATIONS, samplingDeviation } from "../../profiles/noise.ts";
import type { Cost } from "../cost.ts";
import { type CostBasis, knownCost, rankedCost, shareOf } from "../cost-basis.ts";
import type { ProfilePlaces } from "../profile-places.ts";
import { placeOfOperator } from "../sql-places.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";
import type { Side } from "./operator-join.ts";
import { attributedTo, type OperatorSideSums, type OperatorSums } from "./operator-sums.ts";

export type OperatorRow = OperatorFacts["suspended"][number];
type SideRow = NonNullable<OperatorRow["foreground"]>;

/** Operators that cost less say too little about how well samples and markers agree. */
const COMPARED_FROM_MICROS = 10_000;

export function operatorRow(
  sums: OperatorSums,
  sampling: Readonly<Record<Side, { readonly microsPerSample: number }>>,
  basis: CostBasis,
  places: ProfilePlaces,
): OperatorRow {
  const { nodeId, sides, byCrate, isSuspended } = sums;
  const foreground = sides.get("foreground");
  const background = sides.get("background");
  const all = attributedTo(sums);
  return {
    nodeId,
    kind: foreground?.kind ?? background?.kind ?? "",
    ...knownCost(all, basis),
    share: shareOf(rankedCost(all, basis), basis),
    isSuspended,
    foreground: foreground && sideRow(foreground, sampling.foreground.microsPerSample, basis),
    background: background && sideRow(background, sampling.background.microsPerSample, basis),
    crates: crateFacts(byCrate, basis, places),
    place: placeOfOperator(sums, places),
  };
}

function sideRow(
  { kind, attributed, byWorker, told }: OperatorSideSums,
  microsPerSample: number,
  basis: CostBasis,
): SideRow {
  const { sampledMicros, ...sums } = told;
  return {
    kind,
    ...knownCost(attributed, basis),
    byWorker: [...byWorker]
      .sort(([, a], [, b]) => rankedCost(b, basis) - rankedCost(a, basis))
      .map(([worker, cost]) => ({
        worker,
        ...knownCost(cost, basis),
        share: rankedCost(cost, basis) / (rankedCost(attributed, basis) || 1),
      })),
    told: sums,
    agreement: basis.hasCpu
      ? { sampledMicros, deviations: deviations(sampledMicros, told.cpuMicros, microsPerSample) }
      : undefined,
  };
}

/** Of the larger of the two: where one is 0, the other still is known from samples. */
function deviations(sampledMicros: number, toldMicros: number, microsPerSample: number): number {
  const deviation = samplingDeviation(Math.max(sampledMicros, toldMicros), microsPerSample);
  return deviation === 0 ? 0 : (sampledMicros - toldMicros) / deviation;
}

/** How well samples and markers agree, each side of an operator by itself. */
export function overallAgreement(rows: readonly OperatorRow[]): OperatorFacts["agreement"] {
  const compared = rows.flatMap(({ nodeId, foreground, background }) =>
    [foreground, background].flatMap((side) =>
      side?.agreement && Math.max(side.agreement.sampledMicros, side.told.cpuMicros) >= COMPARED_FROM_MICROS
        ? [{ nodeId, deviations: side.agreement.deviations }]
        : [],
    ),
  );
  if (compared.length === 0) return undefined;
  const apart = compared.filter(({ deviations }) => Math.abs(deviations) > NOISE_DEVIATIONS);
  return {
    compared: compared.length,
    minMicros: COMPARED_FROM_MICROS,
    noiseDeviations: NOISE_DEVIATIONS,
    apart: apart.map(({ nodeId }) => nodeId),
  };
}

/** Largest first. */
export function crateFacts(
  byCrate: ReadonlyMap<string, Cost>,
  basis: CostBasis,
  { ofCrates }: ProfilePlaces,
): OperatorRow["crates"] {
  return [...byCrate]
    .sort(([, a], [, b]) => rankedCost(b, basis) - rankedCost(a, basis))
    .map(([hash, cost]) => ({ hash, ...knownCost(cost, basis), place: ofCrates[hash] }));
}
