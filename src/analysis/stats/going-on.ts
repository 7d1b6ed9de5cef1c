import type { ConnectorStats } from "./connectors.ts";

/** Whether an input has failed or is not there: it brings nothing more, and rules of its own tell it. */
export function isGone({ failed, troubles }: ConnectorStats): boolean {
  return failed === true || troubles.includes("missing");
}

/** Whether no more rows come of an input: it is gone, or at its end. */
export function isOver(one: ConnectorStats): boolean {
  return isGone(one) || one.end_of_input === true;
}

/** Whether it is known of an input that it goes on: neither at its end, nor paused. */
export function goesOn({ end_of_input, paused }: ConnectorStats): boolean {
  return end_of_input === false && paused === false;
}
