import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { isPositive } from "../../analysis/stats/counts.ts";
import { goesOn } from "../../analysis/stats/going-on.ts";
import { isPushed } from "../../analysis/stats/pushed.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { Finding } from "../../answers/diagnosis.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { type GeneratedPace, generatedPace, generatedPaceWords } from "../rules/generated.ts";
import { NOTHING_RECEIVED } from "../rules/input.ts";
import { THRESHOLDS } from "../thresholds.ts";
import {
  INPUTS_PAUSED,
  type Inputs,
  inputsOf,
  isSource,
  livingInputs,
  REST_ENDED,
} from "./what-inputs-do.ts";

const Silent = z.object({ connectors: z.array(z.string()) });

/**
 * What has delivered nothing neither sets the pace nor has ended: it may have failed, as the log alone may say. Where
 * rows wait for longer than for the next step, it is not what goes on that sets it.
 */
export function paceOf(evidence: Evidence, stats: StatsFacts, findings: readonly Finding[]): Pace {
  const abouts = findings.flatMap(({ rule, about }) => (rule === NOTHING_RECEIVED ? [about] : []));
  const silent = new Set(abouts.flatMap((about) => Silent.safeParse(about).data?.connectors ?? []));
  const others = { ...stats, connectors: stats.connectors.filter(({ name }) => !silent.has(name)) };
  const inputs = inputsOf(others);
  const isFed = livingInputs(others.connectors).some((one) => goesOn(one) && isPositive(one.records));
  const isToldBySilence = silent.size > 0 && inputs !== "active";
  const isPaced = isFed && stats.connectors.filter(isSource).every(isTakenAtOnce) && !isBusyBehind(evidence);
  const source = silent.size === 0 && isPaced ? onlySource(others) : undefined;
  const generated =
    source && generatedPace(source.name, Number(source.records), source.records_per_s, evidence);
  return {
    inputs: isToldBySilence || (inputs === "active" && !isPaced) ? "unknown" : inputs,
    ...(source && { only_source: source.name }),
    ...(source && isPushed(source) && source.relation !== undefined && { pushed_to: source.relation }),
    ...(generated && { generated }),
  };
}

interface Pace {
  readonly inputs: Inputs;
  readonly only_source?: string;
  readonly pushed_to?: string;
  readonly generated?: z.infer<typeof GeneratedPace>;
}

/** Whether rows wait, and the workers have next to nothing but work: then these set the pace. */
export function isBusyBehind({ stats, circuit_profile }: Evidence): boolean {
  const { idle_s, total_s = 0 } = circuit_profile?.split ?? {};
  const isBusy = idle_s !== undefined && idle_s < total_s * THRESHOLDS.busyIdleShare;
  return isBusy && isPositive(stats?.buffered_records);
}

/** Whether no more of it waits than may have come since the last step began; of what has ended or is paused, none. */
function isTakenAtOnce(one: ConnectorStats): boolean {
  const { waiting_records: waiting, records_per_s = 0, troubles } = one;
  if (waiting === undefined || waiting <= 0) return true;
  // A full queue holds back what would come.
  if (troubles.includes("at its limit")) return false;
  return goesOn(one) && Number(waiting) <= records_per_s * THRESHOLDS.queueS;
}

function onlySource({ connectors }: StatsFacts): ConnectorStats | undefined {
  const inputs = livingInputs(connectors);
  const areKnown = inputs.every(
    ({ end_of_input, paused, relation }) =>
      end_of_input !== undefined && paused !== undefined && relation !== undefined,
  );
  const [one, ...others] = inputs.filter(goesOn);
  // One that may have brought nothing may have failed, too.
  const isOnly = others.length === 0 && areKnown && isPositive(one?.records);
  return isOnly ? one : undefined;
}

/** What decides how much comes to be processed, of a pipeline for which nothing waits long. */
export const PACE_OF: Readonly<Record<Inputs, Words | undefined>> = {
  active: words`its sources set the pace`,
  unknown: undefined,
  ended: words`all its input has ended`,
  "rest ended": REST_ENDED,
  paused: INPUTS_PAUSED,
  none: words`it has no input connector`,
};

export function sourceWords({
  only_source,
  pushed_to,
  generated,
}: {
  readonly only_source?: string | undefined;
  readonly pushed_to?: string | undefined;
  readonly generated?: z.infer<typeof GeneratedPace> | undefined;
}): Words | undefined {
  if (only_source === undefined) return undefined;
  if (pushed_to !== undefined) return words`what is sent to ${pushed_to} by HTTP sets the pace`;
  return words`${only_source} sets the pace${generated && words`, since ${generatedPaceWords(generated)}`}`;
}
