import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { goesOn, isGone } from "../../analysis/stats/going-on.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { words } from "../../text/page/words.ts";
import { isClock } from "../rules/fast-clock.ts";

/** What its inputs do; of those that have failed or are gone nothing more comes, and the rest may have ended. */
export const INPUTS = ["active", "ended", "rest ended", "paused", "none", "unknown"] as const;

export type Inputs = (typeof INPUTS)[number];

export const INPUTS_PAUSED = words`its inputs are paused, or paused and ended`;

export const REST_ENDED = words`what has not failed of its input has ended`;

export function inputsOf({ connectors, lists_inputs, configuration_known }: StatsFacts): Inputs {
  if (!lists_inputs) return "unknown";
  const all = connectors.filter(isSource);
  // Beside the clock there may be those that are declared, and that are not there.
  if (all.length === 0) return configuration_known || !connectors.some(isClock) ? "none" : "unknown";
  const inputs = livingInputs(connectors);
  if (inputs.length === 0) return "unknown";
  const haveFailed = inputs.length < all.length;
  if (inputs.every(({ end_of_input }) => end_of_input === true)) return haveFailed ? "rest ended" : "ended";
  if (inputs.every(({ end_of_input, paused }) => end_of_input === true || paused === true)) return "paused";
  // The clock may be what goes on.
  return inputs.some(goesOn) && inputs.every(({ relation }) => relation !== undefined) ? "active" : "unknown";
}

/** Those that are there, and have not failed. */
export function livingInputs(connectors: StatsFacts["connectors"]): ConnectorStats[] {
  return connectors.filter((one) => isSource(one) && !isGone(one));
}

export function isSource(one: ConnectorStats): boolean {
  return one.direction === "input" && !isClock(one);
}
