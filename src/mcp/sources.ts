import type { Config } from "../config/config.ts";
import { type Bundle, openBundle } from "../feldera/bundle/archive.ts";
import { chooseCollection } from "../feldera/bundle/choose.ts";
import { bundleSource } from "../feldera/bundle/source.ts";
import { connectFeldera } from "../feldera/http/client.ts";
import type { Sources } from "./registry.ts";

/** The source that the configuration names; a bundle is opened at the first call, and once. */
export function sourcesOf(
  config: Config,
  log: (line: string) => void,
  keepSecret: (secret: string) => void,
): Sources {
  const { source, limits } = config;
  if (source.kind === "feldera") {
    const feldera = connectFeldera(source, limits, config.debug ? log : () => {}, keepSecret);
    return { hasCollections: false, open: async () => feldera, close: feldera.close };
  }
  let bundle: Promise<Bundle> | undefined;
  return {
    hasCollections: true,
    async open(collection) {
      bundle ??= openBundle(source.path, {
        maxFileBytes: limits.bundleFileBytes,
        maxEntries: limits.bundleEntries,
      });
      const opened = await bundle;
      return bundleSource(opened, chooseCollection(opened, collection), limits);
    },
    async close() {
      await (await bundle?.catch(() => undefined))?.close();
    },
  };
}
