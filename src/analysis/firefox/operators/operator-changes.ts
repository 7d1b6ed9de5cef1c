import { NOISE_DEVIATIONS } from "../../profiles/noise.ts";
import type { OperatorChanges } from "../change-schema.ts";
import type { Cost } from "../cost.ts";
import { sumCosts } from "../cost.ts";
import type { FirefoxProfile, MarkedThread } from "../format/decode.ts";
import type { ChangeOptions } from "../functions/function-changes.ts";
import { NO_PLACES } from "../profile-places.ts";
import { rankedChanges, rateChange, type Sampling, samplingOf } from "../rates.ts";
import { placeOfOperator } from "../sql-places.ts";
import { hasCpu } from "../threads/part-of-profile.ts";
import { NEVER } from "../threads/time-window.ts";
import { joinProfile } from "./operator-join.ts";
import { attributedTo, type OperatorSums, sumOperators } from "./operator-sums.ts";
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
  const rankedCost = (cost: Cost) => (isCpu ? cost.cpuMicros : cost.samples);
  const operators = new Map([...before.operators, ...after.operators]);
  const rows = [...operators].map(([identity, sums]) => {
    const attributed = ({ operators, sampling }: Side) => {
      const own = operators.get(identity);
      return { cost: own === undefined ? 0 : rankedCost(attributedTo(own)), sampling };
    };
    return {
      nodeId: sums.nodeId,
      kind: kindOf(sums),
      place: placeOfOperator(sums, places),
      ...rateChange(attributed(before), attributed(after)),
    };
  });
  return {
    rankedBy: isCpu ? "cpu" : "samples",
    seconds: { before: before.sampling.seconds, after: after.sampling.seconds },
    noiseDeviations: NOISE_DEVIATIONS,
    all: rateChange(
      { cost: rankedCost(before.all), sampling: before.sampling },
      { cost: rankedCost(after.all), sampling: after.sampling },
    ),
    operators: rankedChanges(rows, limit),
  };
}

interface Side {
  readonly operators: ReadonlyMap<string, OperatorSums>;
  readonly all: Cost;
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
  const all = sumCosts(sides.map((side) => side.all));
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
