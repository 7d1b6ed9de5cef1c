import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import type { Evidence } from "../evidence.ts";
import { FAR_AHEAD, LATE_ROWS } from "./dropped-rows.ts";
import { EQUAL_ROWS, equalRows } from "./equal-rows.ts";
import { inputsInto, lossyFilters } from "./lossy-filters.ts";

/** As many rows find none as are missing among those that they look for, where they look for each as often. */
const OFTENER = 2;

/**
 * The rules that tell what is wrong with the sources of these tables, where so many of their rows may be missing for it.
 *
 * @param share of what looks for their rows, how much finds none
 */
export function sourceTroubles(tables: readonly string[], share: number, evidence: Evidence): string[] {
  const isEnough = (lost: number) => lost * OFTENER >= share;
  const areLate = lossyFilters(evidence).some(
    ({ tables: of, records_in, records_out }) =>
      of.some((table) => tables.includes(table)) && isEnough(1 - records_out / records_in),
  );
  return [
    ...inputsInto(tables, evidence.stats).flatMap((input) => troublesOf(input, isEnough)),
    ...(equalRows(evidence).some(({ table }) => tables.includes(table)) ? [EQUAL_ROWS] : []),
    ...(areLate ? [FAR_AHEAD, LATE_ROWS] : []),
  ];
}

function troublesOf(input: ConnectorStats, isEnough: (lost: number) => boolean): string[] {
  const { troubles, parse_loss, transport_losses = [], records, end_of_input, paused, awaits } = input;
  return [
    ...(troubles.includes("missing") ? ["connector/vanished"] : []),
    ...(troubles.includes("fatal error") ? ["connector/fatal-error"] : []),
    ...(transport_losses.length > 0 ? ["connector/transport-errors"] : []),
    // Where nothing tells how much was lost, it may be as much.
    ...(parse_loss && isEnough(parse_loss.share ?? 1) ? ["input/parse-errors"] : []),
    ...(end_of_input === true && records === 0 ? ["input/ended-empty"] : []),
    ...(paused === true ? [awaits === undefined ? "input/paused" : "input/starts-after"] : []),
  ];
}
