import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, percent } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

const MB = 1_000_000;

const nearlyFull = defineRule({
  id: "storage/nearly-full",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`storage that is nearly full`,
  thresholds: ["storageShare"],
  about: z.object({ bytes: Integer, limit_mb: z.number(), share: z.number() }),
  find({ stats }) {
    const { bytes: used, limit_mb, share } = stats?.storage ?? {};
    if (used === undefined || limit_mb === undefined || share === undefined) return [];
    if (share < THRESHOLDS.storageShare) return [];
    return [
      {
        about: { bytes: used, limit_mb, share },
        signs: [
          {
            part: "stats",
            field: "global_metrics.storage_bytes",
            value: { bytes: used },
            threshold: { bytes: limit_mb * MB * THRESHOLDS.storageShare },
          },
          {
            part: "pipeline",
            field: "runtime_config.resources.storage_mb_max",
            value: { bytes: limit_mb * MB },
          },
        ],
      },
    ];
  },
  what: ({ bytes: used, limit_mb, share }) =>
    words`storage holds ${bytes(Number(used))} of ${bytes(limit_mb * MB)} (${percent(share)}): the pipeline panics when it is full`,
  cause: () =>
    words`State grows, or the limit (resources.storage_mb_max) is too low for what the views must remember`,
  next: () => [
    {
      tool: "summarize_circuit_profile",
      args: { by: "storage" },
      why: words`for the operators that hold the most`,
    },
  ],
});

export const STORAGE_RULES = [nearlyFull];
