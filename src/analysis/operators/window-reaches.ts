import * as z from "zod";
import type { DataflowGraph } from "../../feldera/schemas/program.ts";

/** Calcite has intervals of days and less in ms, those of months and years in months. */
const INTERVAL = /^INTERVAL_(?:(?:DAY|HOUR|MINUTE|SECOND)|(MONTH|YEAR))/;
const MONTH_MS = 30 * 86_400_000;

const Constant = z.object({ literal: z.number(), type: z.object({ type: z.string() }) });

/** The widest RANGE of each node's windows, by its number; none of a node whose windows are by no time. */
export function windowReachesOf(plans: DataflowGraph["calcite_plan"]): Map<number, number> {
  const rels = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  return new Map(
    rels.flatMap(({ id, constants }) => {
      const reaches = (constants ?? []).flatMap(reachOf);
      return reaches.length === 0 ? [] : [[id, Math.max(...reaches)] as const];
    }),
  );
}

function reachOf(constant: unknown): number[] {
  const { literal = 0, type } = Constant.safeParse(constant).data ?? {};
  const [interval, ofMonths] = INTERVAL.exec(type?.type ?? "") ?? [];
  if (interval === undefined) return [];
  return [literal * (ofMonths === undefined ? 1 : MONTH_MS)];
}
