import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

/** The rule whose findings say that no view sends its rows anywhere. */
export const NO_OUTPUTS = "output/none";

export const NOTHING_SENT = words`no view has an output connector, so that nothing is sent`;

/** A program may have views alone, and somebody who waits for its output. */
const noOutputs = defineRule({
  id: NO_OUTPUTS,
  severity: "info",
  parts: ["stats", "pipeline"],
  looksFor: words`views of which none has an output connector`,
  ofSetup: true,
  about: z.object({}),
  find({ stats, pipeline }) {
    if (stats?.lists_outputs !== true || pipeline?.connectors === undefined) return [];
    const all = [...stats.connectors, ...pipeline.connectors];
    if (all.some(({ direction }) => direction === "output")) return [];
    return [
      { about: {}, signs: [{ part: "stats", field: "outputs", value: { count: 0, unit: "connectors" } }] },
    ];
  },
  brief: () => words`what its views hold is read by HTTP, or by queries where they are materialized`,
  what: () => NOTHING_SENT,
  cause: () =>
    words`What the views hold stays there: declare a connector on one, read one by HTTP, or query one that is materialized`,
  next: () => [],
});

export const NO_OUTPUT_RULES = [noOutputs];
