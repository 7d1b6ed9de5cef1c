import { Unnest } from "../../analysis/circuit/unnests.ts";
import { grouped } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** UNNEST of long arrays, or HOP by short steps: many rows of one, which all that follows has to work on and to keep. */
const explodingUnnest = defineRule({
  id: "engine/exploding-unnest",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`an UNNEST or HOP that makes many rows of one`,
  thresholds: ["joinRecords", "joinFactor"],
  explains: ["input/backpressure", "transaction/slow-commit", "engine/no-progress", "input/falling-behind"],
  about: Unnest,
  find: ({ circuit_profile }) =>
    (circuit_profile?.unnests ?? [])
      .filter(
        ({ records_in, records_out }) =>
          records_out >= THRESHOLDS.joinRecords && records_out >= records_in * THRESHOLDS.joinFactor,
      )
      .map((about) => ({
        about,
        signs: [
          {
            part: "circuit_profile" as const,
            field: "records that it has put out",
            value: { count: about.records_out, unit: "records" },
            threshold: { count: Math.round(about.records_in * THRESHOLDS.joinFactor), unit: "records" },
          },
        ],
      })),
  what: (about) =>
    words`${unnestWords(about)}: ${grouped(about.records_out)} of ${grouped(about.records_in)}`,
  brief: (about) => unnestWords(about),
  cause: () =>
    words`Every element of an array (UNNEST), or every window that a time lies in (HOP), becomes a row that all that follows works on, and keeps. Filter or shorten the arrays before UNNEST, take longer steps for HOP, or aggregate right after it, by as few columns as the result needs`,
  next: () => [],
});

function unnestWords({ place, records_in, records_out }: Unnest) {
  return words`${operatorWords(place, place.operator)} makes ${grouped(Math.round(records_out / records_in))} rows of each (UNNEST or HOP)`;
}

export const UNNEST_RULES = [explodingUnnest];
