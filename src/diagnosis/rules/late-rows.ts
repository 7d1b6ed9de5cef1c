import * as z from "zod";
import { plural, span } from "../../text/page/format.ts";
import { joined, nameList, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { HEARD, heardOf, noneHeardWords } from "./heard-late.ts";
import { inputsInto, sourcesOf } from "./lossy-filters.ts";
import { circuitCall } from "./where.ts";

/**
 * A row later than its column's LATENESS allows is dropped, and no counter of Feldera's moves: `records_late_total`
 * stays 0. Where it can happen, it cannot be ruled out without a query or the circuit profile.
 */
const suspicion = defineRule({
  id: "input/late-rows-unseen",
  severity: "info",
  parts: ["pipeline", "stats"],
  looksFor: words`tables whose late rows are dropped unseen`,
  ofSetup: true,
  about: z.object({
    tables: z.array(
      z.object({ name: z.string(), columns: z.array(z.string()), sources: z.array(z.string()) }),
    ),
    /** By Feldera's own count; absent where that is 0, which says nothing, or was not read. */
    counted: z.int().optional(),
    ...HEARD,
  }),
  find(evidence) {
    const { pipeline, stats, circuit_profile, metrics } = evidence;
    // The circuit profile's filters tell what they drop; of a pipeline that is down nothing can be asked.
    if (pipeline === undefined || stats === undefined || (circuit_profile?.late_filters ?? []).length > 0)
      return [];
    const tables = (pipeline.lateness ?? []).map(({ table, columns }) => ({
      name: table,
      columns,
      // What is sent by HTTP is declared nowhere.
      sources: [
        ...new Set([
          ...sourcesOf([table], pipeline.connectors),
          ...inputsInto([table], stats).map(({ name }) => name),
        ]),
      ],
    }));
    const fed = tables.filter(({ sources }) => sources.length > 0);
    const heard = heardOf(evidence);
    // Of what was heard to come late, more is told.
    if (fed.length === 0 || heard.is_heard) return [];
    // Sources of one table share a waterline: the one that is behind loses its rows.
    const first = fed.toSorted((a, b) => b.sources.length - a.sources.length);
    const read = stats.read_records;
    const counted = metrics?.late_records ?? 0;
    return [
      {
        about: { tables: first, ...(counted > 0 && { counted }), ...heard },
        ...(counted > 0 && { severity: "warning" as const }),
        signs: [
          ...(counted > 0
            ? [{ part: "metrics" as const, field: "records_late_total", value: { count: counted } }]
            : []),
          ...first.map(({ name, columns }) => ({
            part: "pipeline" as const,
            field: `program_info.schema.inputs.${name}`,
            value: { text: `LATENESS on ${columns.join(", ")}` },
          })),
          ...(read === undefined
            ? []
            : [
                {
                  part: "stats" as const,
                  field: "global_metrics.total_input_records",
                  value: { count: read, unit: "records read, late ones among them" },
                },
              ]),
        ],
      },
    ];
  },
  what({ tables, counted, ...heard }) {
    const each = tables.map(({ name, columns, sources }) => {
      const several =
        sources.length < 2
          ? undefined
          : words`, fed by ${sources.length} sources of which one that is behind the others would lose its rows`;
      return words`${name} (LATENESS on ${joined(
        columns.map((column) => words`${column}`),
        words`, `,
      )}${several})`;
    });
    if (counted !== undefined) {
      return words`${plural(counted, words`row was`, words`rows were`)} dropped as late, by records_late_total; it can happen in ${joined(each, words`; `)}`;
    }
    return words`whether rows are dropped as late cannot be told here: no counter of Feldera's is known to show it; it can happen in ${joined(each, words`; `)}${noneHeardWords(heard)}`;
  },
  brief: ({ tables: [first, ...others], counted, none_heard_ms }) => {
    if (counted !== undefined)
      return words`${plural(counted, words`row was`, words`rows were`)} dropped as late`;
    if (first === undefined) return words`late rows would be dropped without a count`;
    const { name, columns, sources } = first;
    const fed = sources.length < 2 ? undefined : words`, fed by ${sources.length} sources`;
    const more = others.length === 0 ? undefined : words` and ${others.length} more`;
    const told =
      none_heard_ms === undefined
        ? words`depth deep, or the view error_view, tells`
        : words`none came in ${span(none_heard_ms)}`;
    return words`late rows of ${name} (LATENESS on ${nameList(columns)}${fed})${more} would be dropped without a count: ${told}`;
  },
  cause: () =>
    words`If results lack rows: a source whose event times are further behind the newest than LATENESS allows. Proof: the late rows themselves, which depth deep hears of error_view, or what goes into and comes out of the late filter in the circuit profile`,
  next: () => [circuitCall(words`to see whether rows are dropped as late`)],
});

export const LATE_ROWS_RULES = [suspicion];
