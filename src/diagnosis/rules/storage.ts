import * as z from "zod";
import { Disk } from "../../analysis/stats/disk.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { SetSize } from "../../feldera/settings/reading.ts";
import { bytes, percent, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { settingWords } from "../../text/settings.ts";
import { diskWords } from "../../text/statistics/limits.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** How fast storage grows at present, and for how long what is left will last. */
const Growth = z.object({ per_sec: z.number(), window_ms: z.number(), lasts_ms: z.number() });

const About = z.object({
  /** Of the pipeline's own files. */
  bytes: Integer.optional(),
  /** The one of the two that is fuller. */
  full: z.union([
    z.object({ limit: SetSize, share: z.number() }),
    z.object({ disk: Disk, share: z.number() }),
  ]),
  growth: Growth.optional(),
});

type Full = z.infer<typeof About>["full"];

/** What of storage is nearest to its end: the disk that holds it, or the limit that is configured. */
function fullestOf({ stats }: Evidence): Full | undefined {
  const { limit, share, disk } = stats?.storage ?? {};
  const ofLimit = limit?.is === "set" && share !== undefined ? [{ limit, share }] : [];
  const ofDisk = disk ? [{ disk, share: disk.share }] : [];
  return [...ofDisk, ...ofLimit].toSorted((one, other) => other.share - one.share)[0];
}

function leftOf(full: Full, used: number): number {
  return "disk" in full ? Number(full.disk.available_bytes) : Math.max(0, Number(full.limit.bytes) - used);
}

function growthOf({ time_series }: Evidence, left_bytes: number): z.infer<typeof Growth> | undefined {
  const { storage, window } = time_series ?? {};
  const { direction, per_sec } = storage?.trend ?? {};
  if (direction !== "rising" || per_sec === undefined || per_sec <= 0 || window === undefined)
    return undefined;
  return { per_sec, window_ms: window.ms, lasts_ms: (left_bytes / per_sec) * 1000 };
}

function signsOf(full: Full, used: number | bigint | undefined): Sign[] {
  const isOfDisk = "disk" in full;
  const held: Sign[] =
    used === undefined
      ? []
      : [
          {
            part: "stats",
            field: "global_metrics.storage_bytes",
            value: { bytes: used },
            ...(!isOfDisk && {
              threshold: { bytes: Math.round(Number(full.limit.bytes) * THRESHOLDS.storageShare) },
            }),
          },
        ];
  if (!isOfDisk) {
    const { name, bytes: size } = full.limit;
    return [...held, { part: "pipeline", field: `runtime_config.${name}`, value: { bytes: size } }];
  }
  const { total_bytes, available_bytes, host } = full.disk;
  const total = Number(total_bytes);
  const within = host === undefined ? "global_metrics" : `host_metrics.${host}`;
  return [
    {
      part: "stats",
      field: `${within}.disk_total_bytes less disk_available_bytes`,
      value: { bytes: total - Number(available_bytes) },
      threshold: { bytes: Math.round(total * THRESHOLDS.storageShare) },
    },
    { part: "stats", field: `${within}.disk_total_bytes`, value: { bytes: total_bytes } },
    ...held,
  ];
}

const nearlyFull = defineRule({
  id: "storage/nearly-full",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`storage that is nearly full`,
  thresholds: ["storageShare"],
  about: About,
  find(evidence) {
    const used = evidence.stats?.storage.bytes;
    const full = fullestOf(evidence);
    if (full === undefined || full.share < THRESHOLDS.storageShare) return [];
    const growth = growthOf(evidence, leftOf(full, Number(used ?? 0)));
    return [
      {
        about: { full, ...(used !== undefined && { bytes: used }), ...(growth && { growth }) },
        signs: signsOf(full, used),
      },
    ];
  },
  what: ({ bytes: used, full, growth }) =>
    "disk" in full
      ? words`the disk that holds its storage is nearly full: ${diskWords(full.disk)}${growthWords(growth)}; the pipeline panics when it is full`
      : words`storage holds ${bytes(Number(used))} of ${bytes(Number(full.limit.bytes))} (${percent(full.share)})${growthWords(growth)}: the pipeline panics when it is full`,
  brief: ({ full }) =>
    "disk" in full
      ? words`the disk that holds its storage is ${percent(full.share)} full`
      : words`its storage is ${percent(full.share)} full`,
  cause: ({ bytes: used, full }) =>
    "disk" in full
      ? words`State grows, or other things fill that disk${used === undefined ? undefined : words` (the pipeline's own files are ${bytes(Number(used))})`}`
      : words`State grows, or the limit (${settingWords(full.limit)}) is too low for what the views must remember`,
  next: () => [
    {
      tool: "summarize_circuit_profile",
      args: { by: "storage" },
      why: words`for the operators that hold the most`,
    },
  ],
});

function growthWords(growth: z.infer<typeof Growth> | undefined): Words | undefined {
  if (growth === undefined) return undefined;
  const { per_sec, window_ms, lasts_ms } = growth;
  return words`, which lasts for ${span(lasts_ms)} if it goes on to grow by ${bytes(Math.round(per_sec))}/s, as in the last ${span(window_ms)}`;
}

export const STORAGE_RULES = [nearlyFull];
