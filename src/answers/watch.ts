import * as z from "zod";
import { LogRecordFacts } from "../analysis/logs/log-facts.ts";
import { UNTIL, WatchFacts } from "../analysis/watch/watched.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";

/** What watch_pipeline answers. */
export const WatchAnswer = WatchFacts.extend({
  pipeline_name: z.string(),
  window_secs: z.number(),
  until: z.enum(UNTIL).optional(),
  /** Of level warn and more severe, that the log got meanwhile; the newest last. */
  log_news: z
    .object({ records: z.array(LogRecordFacts), matched: z.int(), lines_lost: z.int().optional() })
    .optional(),
  log_missing: MissingPart.optional().describe("Why it, or its end, was not read"),
  /** Why there are no statistics. */
  stats_missing: MissingPart.optional(),
});

export type WatchAnswer = z.infer<typeof WatchAnswer>;
