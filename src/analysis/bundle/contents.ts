import * as z from "zod";

const CollectionContents = z.object({
  /** When it was collected. */
  collected_at: z.iso.datetime(),
  /** Sizes when inflated. */
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
  /** Files that were asked for and are not there, by Feldera's reason. */
  failed: z.array(z.object({ reason: z.string(), files: z.array(z.string()) })),
  /** Files that were not asked for. */
  skipped: z.array(z.string()),
});

/** What is in a support bundle; its collections the newest first. */
export const BundleContents = z.object({
  collections: z.array(CollectionContents),
  /** Sentences on what could not be used. */
  warnings: z.array(z.string()),
});

export type BundleContents = z.infer<typeof BundleContents>;

/** An opened bundle, of which the names, sizes and reasons are enough. */
interface OpenedBundle {
  readonly collections: readonly {
    /** Epoch ms. */
    readonly time: number;
    readonly files: readonly { readonly name: string; readonly bytes: number }[];
    readonly failed: readonly { readonly file: string; readonly reason: string }[];
    readonly skipped: readonly string[];
  }[];
  readonly warnings: readonly string[];
}

export function bundleContents({ collections, warnings }: OpenedBundle): BundleContents {
  return {
    collections: collections.map(({ time, files, failed, skipped }) => ({
      collected_at: new Date(time).toISOString(),
      files: files.map(({ name, bytes }) => ({ name, bytes })),
      failed: byReason(failed),
      skipped: [...skipped],
    })),
    warnings: [...warnings],
  };
}

function byReason(
  failed: OpenedBundle["collections"][number]["failed"],
): { reason: string; files: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { file, reason } of failed) groups.set(reason, [...(groups.get(reason) ?? []), file]);
  return [...groups].map(([reason, files]) => ({ reason, files }));
}
