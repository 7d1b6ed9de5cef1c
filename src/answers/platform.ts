import * as z from "zod";
import { BundleContents } from "../analysis/bundle/contents.ts";

/** What download_support_bundle answers. */
export const SupportBundleAnswer = BundleContents.extend({
  pipeline_name: z.string(),
  /** Whether Feldera was to collect anew. */
  collect: z.boolean(),
  /** The zip's size. */
  bytes: z.number(),
  /** Absent where the bundle holds no collection, and so was not worth saving. */
  saved_as: z.string().optional(),
});

export type SupportBundleAnswer = z.infer<typeof SupportBundleAnswer>;
