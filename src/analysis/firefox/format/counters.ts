import { numberColumn, tableAt, timeColumn } from "./columns.ts";
import { identifier, isPresent, type JsonPart, jsonValue, listAt, objectAt } from "./json-part.ts";

/** Resident memory of a process over the recording. Feldera reads it every 100 ms. */
export interface RssCounter {
  readonly pid: string;
  /** On the clock of the samples. */
  readonly timeMs: Float64Array;
  readonly bytes: Float64Array;
}

/** The counters called RSS. Their first count is absolute, each later one a difference. */
export function readRssCounters(counters: JsonPart | undefined): RssCounter[] {
  const rss: RssCounter[] = [];
  const entries = isPresent(counters) ? listAt(counters, "counters") : [];
  for (let index = 0; index < entries.length; index++) {
    const counter = objectAt(entries[index], `counters[${index}]`);
    if (jsonValue(counter.get("name")) !== "RSS") continue;
    const table = tableAt(counter.get("samples"), `counters[${index}].samples`);
    const bytes = numberColumn(table, "count");
    for (let row = 1; row < bytes.length; row++) bytes[row] = (bytes[row] ?? 0) + (bytes[row - 1] ?? 0);
    rss.push({ pid: identifier(counter.get("pid")), timeMs: timeColumn(table), bytes });
  }
  return rss;
}
