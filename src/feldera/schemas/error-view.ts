import * as z from "zod";

/** A line of what a listener gets of `error_view`; one without rows is a sign of life. */
export const ErrorViewChunk = z.looseObject({
  /** From 0 on, those included that Feldera let go. */
  sequence_number: z.number(),
  json_data: z
    .array(
      z.looseObject({
        insert: z
          .looseObject({ table_or_view_name: z.string(), message: z.string(), metadata: z.string() })
          .nullish(),
      }),
    )
    .nullish(),
});

/** What came of `error_view` while it was listened to. */
export interface HeardErrors {
  readonly chunks: readonly z.infer<typeof ErrorViewChunk>[];
  readonly ms: number;
  /** Whether a limit on what is read ended it. */
  readonly isCut: boolean;
}
