import { NOISE_DEVIATIONS } from "../../profiles/noise.ts";
import type { Amount } from "../amount.ts";
import { sumAmounts } from "../amount.ts";
import type { OperatorChanges } from "../change-schema.ts";
import type { FirefoxProfile, MarkedThread } from "../format/decode.ts";
import type { ChangeOptions } from "../functions/function-changes.ts";
import { NO_PLACES } from "../profile-places.ts";
import { rankedChanges, rateChange, type Sampling, samplingOf } from "../rates.ts";
import { placeOfOperator } from "../sql-places.ts";
import { hasCpu } from "../threads/part-of-profile.ts";
import { NEVER } from "../threads/time-window.ts";
import { joinProfile } from "./operator-join.ts";
import { chargedTo, type OperatorSums, sumOperators } from "./operator-sums.ts";
import { sumSides } from "./side-sums.ts";

/**
 * What CPU grew, shrank, is new or gone since a baseline, by operator, per second of the window that markers
 * cover. Operators are the same by node id and kind: a changed program can give an id to another operator.
 */
export function operatorChanges(
  baseline: FirefoxProfile<MarkedThread>,
  profile: FirefoxProfile<MarkedThread>,
  { limit, places = NO_PLACES, ...part }: ChangeOptions,
): OperatorChanges {
  const isCpu = hasCpu(baseline) && hasCpu(profile);
  const before = sideOf(baseline, part, isCpu);
  const after = sideOf(profile, part, isCpu);
  const amountOf = (amount: Amount) => (isCpu ? amount.cpuMicros : amount.samples);
  const operators = new Map([...before.operators, ...after.operators]);
  const rows = [...operators].map(([identity, sums]) => {
    const charged = ({ operators, sampling }: Side) => {
      const own = operators.get(identity);
      return { amount: own === undefined ? 0 : amountOf(chargedTo(own)), sampling };
    };
    return {
      nodeId: sums.nodeId,
      kind: kindOf(sums),
      place: placeOfOperator(sums, places),
      ...rateChange(charged(before), charged(after)),
    };
  });
  return {
    rankedBy: isCpu ? "cpu" : "samples",
    seconds: { before: before.sampling.seconds, after: after.sampling.seconds },
    noiseDeviations: NOISE_DEVIATIONS,
    all: rateChange(
      { amount: amountOf(before.all), sampling: before.sampling },
      { amount: amountOf(after.all), sampling: after.sampling },
    ),
    operators: rankedChanges(rows, limit),
  };
}

interface Side {
  readonly operators: ReadonlyMap<string, OperatorSums>;
  readonly all: Amount;
  readonly sampling: Sampling;
}

function sideOf(
  { threads }: FirefoxProfile<MarkedThread>,
  part: Parameters<typeof joinProfile>[1],
  isCpu: boolean,
): Side {
  const { joined, window } = joinProfile(threads, part);
  const operators = sumOperators(joined, window ?? NEVER);
  const sides = Object.values(sumSides(joined, operators));
  const all = sumAmounts(sides.map((side) => side.all));
  const squares = sides.reduce((sum, side) => sum + side.microsPerSample * side.all.cpuMicros, 0);
  return {
    operators: new Map(operators.map((sums) => [`${sums.nodeId} ${kindOf(sums)}`, sums])),
    all,
    sampling: samplingOf(window, isCpu ? { cpuMicros: all.cpuMicros, squares } : undefined),
  };
}

function kindOf({ sides }: OperatorSums): string {
  return sides.get("foreground")?.kind ?? sides.get("background")?.kind ?? "";
}
