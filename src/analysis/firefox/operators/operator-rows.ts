import { NOISE_DEVIATIONS, samplingDeviation } from "../../profiles/noise.ts";
import type { Amount } from "../amount.ts";
import type { ProfilePlaces } from "../profile-places.ts";
import { amountFacts, amountOf, type Scale, shareOf } from "../scale.ts";
import { placeOfOperator } from "../sql-places.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";
import type { Side } from "./operator-join.ts";
import { chargedTo, type OperatorSideSums, type OperatorSums } from "./operator-sums.ts";

export type OperatorRow = OperatorFacts["suspended"][number];
type SideRow = NonNullable<OperatorRow["foreground"]>;

/** Operators that cost less say too little about how well samples and markers agree. */
const COMPARED_FROM_MICROS = 10_000;

export function operatorRow(
  sums: OperatorSums,
  sampling: Readonly<Record<Side, { readonly microsPerSample: number }>>,
  scale: Scale,
  places: ProfilePlaces,
): OperatorRow {
  const { nodeId, sides, byCrate, isSuspended } = sums;
  const foreground = sides.get("foreground");
  const background = sides.get("background");
  const all = chargedTo(sums);
  return {
    nodeId,
    kind: foreground?.kind ?? background?.kind ?? "",
    ...amountFacts(all, scale),
    share: shareOf(amountOf(all, scale), scale),
    isSuspended,
    foreground: foreground && sideRow(foreground, sampling.foreground.microsPerSample, scale),
    background: background && sideRow(background, sampling.background.microsPerSample, scale),
    crates: crateFacts(byCrate, scale, places),
    place: placeOfOperator(sums, places),
  };
}

function sideRow(
  { kind, charged, byWorker, told }: OperatorSideSums,
  microsPerSample: number,
  scale: Scale,
): SideRow {
  const { sampledMicros, ...sums } = told;
  return {
    kind,
    ...amountFacts(charged, scale),
    byWorker: [...byWorker]
      .sort(([, a], [, b]) => amountOf(b, scale) - amountOf(a, scale))
      .map(([worker, amount]) => ({
        worker,
        ...amountFacts(amount, scale),
        share: amountOf(amount, scale) / (amountOf(charged, scale) || 1),
      })),
    told: sums,
    agreement: scale.hasCpu
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
  byCrate: ReadonlyMap<string, Amount>,
  scale: Scale,
  { ofCrates }: ProfilePlaces,
): OperatorRow["crates"] {
  return [...byCrate]
    .sort(([, a], [, b]) => amountOf(b, scale) - amountOf(a, scale))
    .map(([hash, amount]) => ({ hash, ...amountFacts(amount, scale), place: ofCrates[hash] }));
}
