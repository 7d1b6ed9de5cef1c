import type { Config } from "../config/config.ts";
import { type Bundle, openBundle } from "../feldera/bundle/archive.ts";
import { chooseCollection } from "../feldera/bundle/choose.ts";
import { bundleSource } from "../feldera/bundle/source.ts";
import { connectFeldera } from "../feldera/http/client.ts";
import type { Source } from "../feldera/source.ts";

/** Where the answers of a call come from. */
export interface Sources {
  /** Whether a call may name a `collection`: the source is a support bundle. */
  readonly hasCollections: boolean;
  readonly open: (collection: string | undefined) => Promise<Source>;
  /** Lets go of connections and files. */
  readonly close: () => Promise<void>;
}

/** Sources, and what can be known of them beforehand. */
export interface ConfiguredSources extends Sources {
  /** The bundle that is read; undefined where it is a running Feldera, or no bundle can be opened, as calls then say. */
  readonly bundle: () => Promise<Bundle | undefined>;
}

/** The source that the configuration names; a bundle is opened at the first call, and once. */
export function sourcesOf(
  config: Config,
  log: (line: string) => void,
  keepSecret: (secret: string) => void,
): ConfiguredSources {
  const { source, limits } = config;
  if (source.kind === "feldera") {
    const feldera = connectFeldera(source, limits, config.debug ? log : () => {}, keepSecret);
    return {
      hasCollections: false,
      open: async () => feldera,
      bundle: async () => undefined,
      close: feldera.close,
    };
  }
  let bundle: Promise<Bundle> | undefined;
  const openedBundle = () =>
    (bundle ??= openBundle(source.path, {
      maxFileBytes: limits.bundleFileBytes,
      maxEntries: limits.bundleEntries,
    }));
  return {
    hasCollections: true,
    bundle: () => openedBundle().catch(() => undefined),
    async open(collection) {
      const opened = await openedBundle();
      return bundleSource(opened, chooseCollection(opened, collection), limits);
    },
    async close() {
      await (await bundle?.catch(() => undefined))?.close();
    },
  };
}
