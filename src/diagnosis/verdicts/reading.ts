import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, grouped } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";

/** A file or the like that is read, and how far. */
export const Reading = z.object({
  name: z.string(),
  records: Integer,
  bytes: Integer,
  records_per_s: z.number().optional(),
});

export function readingOf({
  is_ending,
  end_of_input,
  paused,
  records,
  bytes,
  ...one
}: ConnectorStats): z.infer<typeof Reading>[] {
  const isRead = is_ending === true && end_of_input === false && paused !== true && one.failed !== true;
  if (!isRead || records === undefined || records <= 0 || bytes === undefined) return [];
  const { name, records_per_s } = one;
  return [{ name, records, bytes, ...(records_per_s !== undefined && { records_per_s }) }];
}

/** "; trips.file has read 20,000 records (1.2 MiB), 400 a second, and Feldera does not tell how many are left". */
export function readingWords({
  reading,
  is_read_on_average,
}: {
  readonly reading: readonly z.infer<typeof Reading>[];
  readonly is_read_on_average: boolean;
}): Words | undefined {
  if (reading.length === 0) return undefined;
  const on_average = is_read_on_average ? words` on average` : undefined;
  const each = reading.map(({ name, records, bytes: size, records_per_s: rate }) => {
    const pace = rate === undefined ? undefined : words`, ${grouped(Math.round(rate))} a second${on_average}`;
    return words`${name} has read ${grouped(records)} records (${bytes(Number(size))})${pace}`;
  });
  return words`; ${joined(each, words`; `)}, and Feldera does not tell how many are left`;
}
