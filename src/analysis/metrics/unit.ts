import * as z from "zod";

export const MetricUnit = z.enum([
  "bytes",
  "bytes per second",
  "byte seconds",
  "seconds",
  "unix time",
  "percent",
  "records",
]);

export type MetricUnit = z.infer<typeof MetricUnit>;

const UNIT_OF_NAME: readonly (readonly [RegExp, MetricUnit])[] = [
  [/bytes_per_second$/, "bytes per second"],
  [/byte_seconds$/, "byte seconds"],
  [/bytes$/, "bytes"],
  [/(?:start_time|timestamp)_seconds$/, "unix time"],
  [/seconds$/, "seconds"],
  [/percent$/, "percent"],
  [/(?:^|_)records(?:_|$)/, "records"],
];

/** The unit that a metric's name tells, if it tells one. */
export function unitOf(name: string): MetricUnit | undefined {
  const base = name.replace(/_total$/, "");
  return UNIT_OF_NAME.find(([pattern]) => pattern.test(base))?.[1];
}
