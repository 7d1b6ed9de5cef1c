import type { memoryLimit } from "../../analysis/stats/memory-limit.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import type { Words } from "../../text/page/words.ts";
import { averageWords, processedWords } from "../../text/statistics/history.ts";
import { memoryLimitedWords, storageLimitedWords } from "../../text/statistics/stats.ts";

type Moment = NonNullable<PictureOf<"history">["moment"]>;
type Figure = Moment["figures"][number];

/** What the statistics of one moment tell at first sight. */
export function momentOf(
  stats: StatsFacts,
  memory_limit: ReturnType<typeof memoryLimit>,
  at_ms: number,
): Moment {
  const { memory, storage, processed_records, rates } = stats;
  const share = typeof memory_limit === "object" ? memory_limit.share : undefined;
  const limited = { memory, ...(memory_limit && { memory_limit }) };
  return {
    at_ms,
    figures: [
      figure("processed", "records", processed_records, processedWords(stats)),
      figure("throughput", "records_per_s", rates?.processed_records_per_s, averageWords(stats)),
      figure("memory", "bytes", memory.rss_bytes, memoryLimitedWords(limited), share),
      figure("storage", "bytes", storage.bytes, storageLimitedWords(storage), storage.share),
    ],
  };
}

function figure(
  name: Figure["name"],
  unit: Figure["unit"],
  value: number | bigint | undefined,
  says: Words,
  share?: number,
): Figure {
  return {
    name,
    unit,
    ...(value !== undefined && { value: Number(value) }),
    says: String(says),
    ...(share !== undefined && { share }),
  };
}
