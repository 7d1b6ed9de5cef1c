import * as z from "zod";
import { nameList, words } from "../../text/page/words.ts";
import { defineVerdict } from "../verdict.ts";

/** The rules that tell of rows lost. */
const LOSSES: ReadonlySet<string> = new Set([
  "input/parse-errors",
  "input/late-rows",
  "connector/vanished",
  "output/discards",
  "output/encode-errors",
]);

/** Does it lose rows. */
export const losesRows = defineVerdict({
  verdict: "loses_rows",
  label: words`Loses rows`,
  parts: ["stats"],
  about: z.object({ rules: z.array(z.string()), late_unseen: z.boolean() }),
  judge({ stats }, findings) {
    if (stats === undefined) return undefined;
    const rules = findings.filter(({ rule }) => LOSSES.has(rule)).map(({ rule }) => rule);
    const late_unseen = findings.some(({ rule }) => rule === "input/late-rows-unseen");
    return {
      standing:
        rules.length > 0 ? ("trouble" as const) : late_unseen ? ("unknown" as const) : ("well" as const),
      about: { rules, late_unseen },
    };
  },
  tell({ rules, late_unseen }) {
    if (rules.length > 0) return words`yes: ${nameList(rules)}`;
    return late_unseen
      ? words`none by its counters; whether late rows are dropped is not known`
      : words`none by its counters`;
  },
});
