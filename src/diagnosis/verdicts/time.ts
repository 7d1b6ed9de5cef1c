import * as z from "zod";
import { percent } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { Where, whereOf, whereWords } from "../rules/where.ts";
import { defineVerdict } from "../verdict.ts";

/** Where the circuit's time goes. */
export const time = defineVerdict({
  verdict: "time",
  label: words`Time`,
  parts: ["circuit_profile"],
  about: z.object({ operator: Where.optional(), share: z.number(), waiting: z.number(), idle: z.number() }),
  judge({ circuit_profile }) {
    if (circuit_profile === undefined) return undefined;
    const { split, operators, runtime_s } = circuit_profile;
    const [costliest] = operators.toSorted((a, b) => runtimeOf(b) - runtimeOf(a));
    const of = (seconds: number | undefined) => (split?.total_s ? (seconds ?? 0) / split.total_s : 0);
    return {
      standing: "well" as const,
      about: {
        ...(costliest && { operator: whereOf(costliest) }),
        share: costliest === undefined || runtime_s === 0 ? 0 : runtimeOf(costliest) / runtime_s,
        waiting: of(split?.waiting_s),
        idle: of(split?.idle_s),
      },
    };
  },
  tell({ operator, share, waiting, idle }) {
    const most = operator && words`${percent(share)} of the operators' time in ${whereWords(operator)}; `;
    return words`${most}workers wait for ${percent(waiting)} of their time and are idle for ${percent(idle)}`;
  },
});

function runtimeOf({ numbers }: { numbers: { runtime_seconds?: { total: number } | undefined } }): number {
  return numbers.runtime_seconds?.total ?? 0;
}
