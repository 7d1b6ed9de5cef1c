import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { goesOn } from "../../analysis/stats/going-on.ts";
import { grouped, span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { isClock } from "../rules/fast-clock.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** A source that goes on, and has brought nothing for so long, after so many rows a second. */
export const Quiet = z.object({ name: z.string(), ms: z.number(), per_s: z.number() });

type Quiet = z.infer<typeof Quiet>;

/** Those of which it shows, where many rows would have come in that time as they came before. */
export function quietSources(evidence: Evidence): Quiet[] {
  const { stats } = evidence;
  const uptime_ms = Number(stats?.uptime_ms ?? 0);
  const open = (stats?.connectors ?? []).filter((one) => one.direction === "input" && goesOn(one));
  return open.filter(mayBeQuiet).flatMap((one) => {
    const ms = silenceMs(one, open, evidence);
    if (one.records === undefined || ms === undefined) return [];
    if (ms < THRESHOLDS.firstRecordMs || uptime_ms <= ms) return [];
    const per_s = Number(one.records) / ((uptime_ms - ms) / 1_000);
    // Of fewer than as many as tell between two looks, chance may have held back all.
    return (per_s * ms) / 1_000 < THRESHOLDS.betweenLooksRows ? [] : [{ name: one.name, ms, per_s }];
  });
}

/** What waits at its queue, or is read to an end, is told as that. */
function mayBeQuiet(one: ConnectorStats): boolean {
  return (
    !isClock(one) && one.troubles.length === 0 && one.waiting_records === 0 && one.is_ending === undefined
  );
}

function silenceMs(
  { last_rows_at, records_per_s }: ConnectorStats,
  open: readonly ConnectorStats[],
  { nowMs, stats, time_series }: Evidence,
): number | undefined {
  if (last_rows_at !== undefined) return nowMs - Date.parse(last_rows_at);
  if (stats?.rates?.over === "two samples") {
    return records_per_s === 0 ? stats.rates.window_ms : undefined;
  }
  // What is processed is of all that go on, and within a long step none is, whatever has come.
  const isProcessed = stats?.read_records !== undefined && stats.read_records === stats.processed_records;
  const isAlone = open.length === 1 && stats?.lists_inputs === true && isProcessed;
  return isAlone && time_series?.records?.per_sec === 0 ? time_series.window?.ms : undefined;
}

/** "; moves.tail has brought nothing for 12 min, after 75 rows a second (…)". */
export function quietWords(quiet: readonly Quiet[]): Words | undefined {
  if (quiet.length === 0) return undefined;
  const each = quiet.map(
    ({ name, ms, per_s }) =>
      words`${name} has brought nothing for ${span(Math.round(ms / 1_000) * 1_000)}, after ${per_s < 1 ? words`less than a row` : words`some ${grouped(Math.round(per_s))} rows`} a second on average`,
  );
  return words`; ${joined(each, words`; `)}: nothing new, or its source has stopped`;
}
