import * as z from "zod";
import { Integer, text } from "./values.ts";

/** A moment: ms since 1970, or, as older runtimes say it, an RFC 3339 time or the digits. */
const moment = z.union([Integer, z.string()]);

/** A count, or its digits. */
const digits = z.union([Integer, z.string()]).nullish();

/** The last minute: `t` the moment, `r` records processed in all, `m` and `s` bytes of memory and of storage. */
export const TimeSeries = z.looseObject({
  now: moment.nullish(),
  samples: z.array(z.looseObject({ t: moment, r: digits, m: digits, s: digits })),
});

/** Metrics as `format=json` gives them; a value is a number, `"NaN"` or the like, or a histogram. */
export const MetricFamilies = z.array(
  z.looseObject({
    key: z.string(),
    type: text,
    description: text,
    values: z
      .array(
        z.looseObject({
          labels: z.record(z.string(), z.unknown()).nullish(),
          value: z.unknown().optional(),
        }),
      )
      .nullish(),
  }),
);

export type TimeSeries = z.infer<typeof TimeSeries>;
export type MetricFamilies = z.infer<typeof MetricFamilies>;
