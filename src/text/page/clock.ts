/**
 * The day that all of these RFC 3339 times share, so that it need be said only once; undefined where they
 * differ, or are not all in UTC.
 */
export function commonDate(times: readonly string[]): string | undefined {
  const dates = new Set(times.map((time) => (time.endsWith("Z") ? time.slice(0, 10) : time)));
  const [date] = dates;
  return dates.size === 1 && date?.length === 10 ? date : undefined;
}

/** A time to the millisecond; without its day where that is said once for all. */
export function clock(time: string, date: string | undefined): string {
  const short = time.replace(/(\.\d{3})\d+/, "$1");
  return date === undefined ? short : short.slice(11, -1);
}
