import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { SetSize } from "../../feldera/settings/reading.ts";
import { bytes, percent } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { settingWords } from "../../text/settings.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

const nearlyFull = defineRule({
  id: "storage/nearly-full",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`storage that is nearly full`,
  thresholds: ["storageShare"],
  about: z.object({ bytes: Integer, limit: SetSize, share: z.number() }),
  find({ stats }) {
    const { bytes: used, limit, share } = stats?.storage ?? {};
    if (used === undefined || limit?.is !== "set" || share === undefined) return [];
    if (share < THRESHOLDS.storageShare) return [];
    return [
      {
        about: { bytes: used, limit, share },
        signs: [
          {
            part: "stats",
            field: "global_metrics.storage_bytes",
            value: { bytes: used },
            threshold: { bytes: Math.round(Number(limit.bytes) * THRESHOLDS.storageShare) },
          },
          { part: "pipeline", field: `runtime_config.${limit.name}`, value: { bytes: limit.bytes } },
        ],
      },
    ];
  },
  what: ({ bytes: used, limit, share }) =>
    words`storage holds ${bytes(Number(used))} of ${bytes(Number(limit.bytes))} (${percent(share)}): the pipeline panics when it is full`,
  cause: ({ limit }) =>
    words`State grows, or the limit (${settingWords(limit)}) is too low for what the views must remember`,
  next: () => [
    {
      tool: "summarize_circuit_profile",
      args: { by: "storage" },
      why: words`for the operators that hold the most`,
    },
  ],
});

export const STORAGE_RULES = [nearlyFull];
