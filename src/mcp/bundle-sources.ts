import type { BundleConfig } from "../config/config.ts";
import type { Limits } from "../config/limits.ts";
import { type Bundle, openBundle } from "../feldera/bundle/archive.ts";
import { chooseCollection } from "../feldera/bundle/choose.ts";
import { bundleSource } from "../feldera/bundle/source.ts";

/** The collections of a support bundle, which is opened at the first call, and once. */
export function bundleSources({ path }: BundleConfig, limits: Limits) {
  let bundle: Promise<Bundle> | undefined;
  const openedBundle = () =>
    (bundle ??= openBundle(path, {
      maxFileBytes: limits.bundleFileBytes,
      maxEntries: limits.bundleEntries,
    }));
  return {
    bundle: () => openedBundle().catch(() => undefined),
    async open(collection: string | undefined) {
      const opened = await openedBundle();
      return bundleSource(opened, chooseCollection(opened, collection), limits);
    },
    async close() {
      await (await bundle?.catch(() => undefined))?.close();
    },
  };
}
