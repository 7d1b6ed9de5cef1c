import * as z from "zod";
import { nameInPath } from "../../sql-identifiers.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fedTables } from "./empty-views.ts";
import { inputs } from "./input.ts";

/** How a table's time stands still: no row of it has come, or none comes any more. */
const STANDING = ["empty", "ended"] as const;

type Standing = (typeof STANDING)[number];

/** Those of these tables whose LATENESS stands where it is, since they have no rows, or all their inputs have ended. */
function standingTables(evidence: Evidence, tables: readonly string[]): Map<string, Standing> {
  const listed = inputs(evidence);
  const fed = fedTables(listed);
  const isOpen = new Set(
    listed.flatMap(({ relation, end_of_input }) =>
      relation === undefined || end_of_input === true ? [] : [nameInPath(relation)],
    ),
  );
  const standing = new Map<string, Standing>();
  for (const table of tables) {
    if ((fed.get(table) ?? 0) === 0) standing.set(table, "empty");
    else if (!isOpen.has(table)) standing.set(table, "ended");
  }
  return standing;
}

interface Held {
  /** The tables whose LATENESS lets it go. */
  readonly waterlines: readonly string[];
  /** Those whose rows it holds. */
  readonly tables: readonly string[];
}

/**
 * The tables whose LATENESS stands, and lets nothing go of what is held of tables that go on; none where the statistics
 * do not tell.
 */
export function standingFor(evidence: Evidence, held: readonly Held[]): string[] {
  if (!areRowsTold(evidence)) return [];
  const named = held.flatMap(({ waterlines, tables }) => [...waterlines, ...tables]);
  const standing = standingTables(evidence, named);
  const growing = held.filter(({ tables }) => tables.some((table) => !standing.has(table)));
  return [...new Set(growing.flatMap(({ waterlines }) => waterlines))].filter((table) => standing.has(table));
}

/** Whether the statistics tell of every row that has come, which those of a process that carries on do not. */
export function areRowsTold({ stats }: Evidence): boolean {
  if (stats?.state !== "Running" || stats.resumed !== false || stats.lists_inputs !== true) return false;
  const listed = stats.connectors.filter(({ direction }) => direction === "input");
  const isTold = listed.every(
    ({ relation, records, end_of_input }) =>
      relation !== undefined && records !== undefined && end_of_input !== undefined,
  );
  const sum = listed.reduce((all, { records }) => all + Number(records ?? 0), 0);
  return isTold && stats.read_records !== undefined && Number(stats.read_records) <= sum;
}

export const HELD_BACK = "view/held-back";

export const HeldBack = z.object({
  view: z.string(),
  tables: z.array(z.string()),
  standing: z.array(z.object({ table: z.string(), how: z.enum(STANDING) })),
  going_on: z.array(z.string()),
});

/** "view per_minute waits for south". */
export function heldBackWords({ view, standing }: z.infer<typeof HeldBack>): Words {
  return words`view ${view} waits for ${nameList(standing.map(({ table }) => table))}, whose time does not move on`;
}

/** The views that wait for a table whose time stands still, while that of others goes on. */
export function heldBackViews(evidence: Evidence): z.infer<typeof HeldBack>[] {
  const { stats, pipeline, held_views = [] } = evidence;
  if (pipeline?.compiled !== true || !areRowsTold(evidence)) return [];
  if (Number(stats?.uptime_ms ?? 0) < THRESHOLDS.firstRecordMs) return [];
  const stands = standingTables(
    evidence,
    held_views.flatMap(({ tables }) => tables),
  );
  return held_views.flatMap(({ view, tables }) => {
    const standing = tables.flatMap((table) => {
      const how = stands.get(table);
      return how === undefined ? [] : [{ table, how }];
    });
    const going_on = tables.filter((table) => !stands.has(table));
    return standing.length === 0 || going_on.length === 0 ? [] : [{ view, tables, standing, going_on }];
  });
}

/** The rows of a view over several tables come out once the last of them has moved on; one that does not holds all. */
const heldBack = defineRule({
  id: HELD_BACK,
  severity: "warning",
  parts: ["stats", "pipeline"],
  needsGraph: true,
  looksFor: words`views that wait for a table whose time does not move on`,
  thresholds: ["firstRecordMs"],
  about: HeldBack,
  find: (evidence) =>
    heldBackViews(evidence).map((about) => ({
      about,
      signs: about.standing.map(({ table, how }) => ({
        part: "stats" as const,
        field: `inputs of table ${table}`,
        value: how === "empty" ? { count: 0, unit: "records" } : { text: "end of input" },
      })),
    })),
  what: ({ view, tables, standing }) =>
    words`view ${view} gives out ${standing.some(({ how }) => how === "empty") ? words`nothing` : words`nothing new`}: its rows come out once LATENESS says of all of ${nameList(tables)} that they are final, and ${standingWords(standing)}`,
  brief: heldBackWords,
  cause: ({ standing, going_on }) =>
    words`The time of a view over several tables is that of the table that is furthest behind, and what comes of ${nameList(going_on)} waits in its state meanwhile. Send ${nameList(standing.map(({ table }) => table))} a row now and then that carries its time on, take it out of the view, or give the view's rows out as they come, without emit_final`,
});

function standingWords(standing: readonly { table: string; how: Standing }[]): Words {
  const of = (wanted: Standing) => standing.filter(({ how }) => how === wanted).map(({ table }) => table);
  const empty = of("empty");
  return empty.length > 0
    ? words`no row of ${nameList(empty)} has come`
    : words`${nameList(of("ended"))} ${standing.length === 1 ? words`has` : words`have`} come to the end of the input, so that no more time passes there`;
}

export const HELD_VIEW_RULES = [heldBack];
