import * as z from "zod";
import { BUILT_IN_VIEW } from "../../analysis/pipeline/pipeline-facts.ts";
import type { NeededTables } from "../../analysis/program/needed-tables.ts";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { nameList, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** What connectors have brought for each table, HTTP among them: Feldera keeps an endpoint of its own for that. */
export function fedTables(inputs: readonly ConnectorStats[]): Map<string, number> {
  const fed = new Map<string, number>();
  for (const { relation, records } of inputs) {
    const table = nameOfStream(relation);
    if (table === undefined) continue;
    fed.set(table, (fed.get(table) ?? 0) + Number(records ?? 0));
  }
  return fed;
}

/** The tables that no row has reached; undefined where that cannot be told. */
export function unfedTables({
  stats,
  pipeline,
}: Evidence): { unfed: Set<string>; fed: Map<string, number> } | undefined {
  // What a process carries on from a checkpoint may hold rows that no counter of its own has.
  if (stats?.lists_inputs !== true || stats.resumed !== false || pipeline?.compiled !== true)
    return undefined;
  const inputs = stats.connectors.filter(({ direction }) => direction === "input");
  // What is gone has brought nothing, where all that was read is that of the others.
  const there = inputs.filter(({ troubles }) => !troubles.includes("missing"));
  if (there.some(({ relation, records }) => relation === undefined || records === undefined))
    return undefined;
  const listed = inputs.reduce((sum, { records }) => sum + Number(records ?? 0), 0);
  if (stats.read_records === undefined || Number(stats.read_records) > listed) return undefined;
  const fed = fedTables(inputs);
  return { unfed: new Set(pipeline.tables.filter((table) => (fed.get(table) ?? 0) === 0)), fed };
}

/** A join or a group of a table without rows has none, however many the other tables have. */
const starved = defineRule({
  id: "view/starved",
  severity: "warning",
  parts: ["stats", "pipeline"],
  needsGraph: true,
  looksFor: words`views that need a table of which no row has come`,
  thresholds: ["firstRecordMs"],
  about: z.object({
    tables: z.array(z.string()),
    /** Those of them that have a connector, which has brought nothing. */
    connected: z.array(z.string()),
    views: z.array(z.string()),
    /** Whether they need tables that have rows as well. */
    joins: z.boolean(),
    /** The runs before this one that had run, of which nothing is left: it began without a checkpoint. */
    lost_runs: z.int(),
  }),
  find(evidence) {
    const { stats, needed_tables } = evidence;
    const known = unfedTables(evidence);
    if (known === undefined || needed_tables === undefined) return [];
    if (stats?.state !== "Running" || Number(stats.uptime_ms ?? 0) < THRESHOLDS.firstRecordMs) return [];
    const { unfed, fed } = known;
    const outputs = stats.connectors.filter(({ direction }) => direction === "output");
    const hasSent = (view: string) =>
      outputs.some(({ relation, records }) => nameOfStream(relation) === view && Number(records ?? 0) > 0);
    const waiting = needed_tables.filter(
      ({ view, tables }) =>
        view !== BUILT_IN_VIEW && tables.some((table) => unfed.has(table)) && !hasSent(view),
    );
    const isJoined = ({ tables }: NeededTables) => tables.some((table) => (fed.get(table) ?? 0) > 0);
    const joined = waiting.filter(isJoined);
    const found = joined.length > 0 ? joined : waiting;
    if (found.length === 0) return [];
    const missing = new Set(found.flatMap(({ tables }) => tables.filter((table) => unfed.has(table))));
    const lost_runs = (evidence.runs ?? []).filter(
      ({ ran_since, ended }) => ran_since !== undefined && ended !== undefined,
    ).length;
    return [
      {
        about: {
          tables: [...missing],
          connected: [...missing].filter((table) => fed.has(table)),
          views: found.map(({ view }) => view),
          joins: joined.length > 0,
          lost_runs,
        },
        ...(joined.length === 0 && { severity: "info" as const }),
        signs: [...missing].map((table) => ({
          part: "stats" as const,
          field: `inputs of table ${table}`,
          value: { count: 0 },
        })),
      },
    ];
  },
  what: ({ tables, views, joins }) =>
    words`${views.length === 1 ? words`view` : words`views`} ${nameList(views)} can have no row: ${views.length === 1 ? (joins ? words`it joins` : words`it needs`) : joins ? words`they join` : words`they need`} ${tables.length === 1 ? words`table` : words`tables`} ${nameList(tables)}, and no row for ${tables.length === 1 ? words`it` : words`them`} has come since the start`,
  brief({ tables, connected, views, lost_runs }) {
    const gone = lost_runs === 0 ? undefined : words`, and rows sent earlier are gone`;
    const untold = connected.length === 0 ? words`: no connector${gone}` : undefined;
    return words`${nameList(views)} can have no row without one of ${nameList(tables)}${untold}`;
  },
  cause({ tables, connected, lost_runs }) {
    const unconnected = tables.filter((table) => !connected.includes(table));
    const none =
      unconnected.length === 0
        ? undefined
        : words`No connector feeds ${nameList(unconnected)}, and no row has come by HTTP in this run: declare a connector, or send them. `;
    const silent =
      connected.length === 0
        ? undefined
        : words`What feeds ${nameList(connected)} has brought nothing: look at its connector. `;
    const lost =
      lost_runs === 0 || unconnected.length === 0
        ? undefined
        : words`. This run began from nothing, without a checkpoint: rows that were sent by HTTP in ${lost_runs === 1 ? words`the run` : words`the ${lost_runs} runs`} before it are gone, and have to be sent again`;
    return words`${none}${silent}If they are still to come, nothing is wrong${lost}`;
  },
  next: () => [],
});

export const EMPTY_VIEW_RULES = [starved];
