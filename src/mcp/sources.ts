import type { BundleConfig, Config, Instance } from "../config/config.ts";
import type { Limits } from "../config/limits.ts";
import type { Bundle } from "../feldera/bundle/archive.ts";
import { connectFeldera } from "../feldera/http/client.ts";
import type { Source } from "../feldera/source.ts";
import { words } from "../text/page/words.ts";
import { ToolError } from "../tools/errors.ts";

/** Where the answers of a call come from. */
export interface Sources {
  /** Whether a call may name a `collection`: the source is a support bundle. */
  readonly hasCollections: boolean;
  /** What each call is of, where there are several. */
  readonly instances?: readonly Pick<Instance, "name" | "readOnly">[];
  /** The name of the only one, where a file of instances names one. */
  readonly onlyInstance?: string;
  readonly open: (collection: string | undefined, instance?: string) => Promise<Source>;
  /** Lets go of connections and files. */
  readonly close: () => Promise<void>;
}

/** Sources, and what can be known of them beforehand. */
export interface ConfiguredSources extends Sources {
  /** The bundle that is read; undefined where it is a running Feldera, or no bundle can be opened, as calls then say. */
  readonly bundle: () => Promise<Bundle | undefined>;
}

/** What the configuration names; a bundle is opened at the first call, and once. */
export function sourcesOf(
  config: Config,
  log: (line: string) => void,
  keepSecret: (secret: string) => void,
): ConfiguredSources {
  const { instances, onlyInstance } = config;
  if (instances === undefined) {
    const only = sourceOf(config.source, config, log, keepSecret);
    return onlyInstance === undefined ? only : { ...only, onlyInstance };
  }
  const byName = new Map(
    instances.map(({ name, source }) => {
      const named = (line: string) => log(`${name}: ${line}`);
      return [name, sourceOf(source, config, named, keepSecret)] as const;
    }),
  );
  return {
    hasCollections: instances.some(({ source }) => source.kind === "bundle"),
    instances,
    bundle: async () => undefined,
    async open(collection, instance) {
      const one = byName.get(instance ?? "");
      if (one === undefined) throw new Error(`no instance ${instance}`);
      if (collection !== undefined && !one.hasCollections) throw noCollections();
      return one.open(collection);
    },
    async close() {
      await Promise.all([...byName.values()].map((one) => one.close()));
    },
  };
}

function sourceOf(
  source: Config["source"],
  { limits, debug }: Config,
  log: (line: string) => void,
  keepSecret: (secret: string) => void,
): ConfiguredSources {
  if (source.kind === "feldera") {
    const feldera = connectFeldera(source, limits, debug ? log : () => {}, keepSecret);
    return {
      hasCollections: false,
      open: async () => feldera,
      bundle: async () => undefined,
      close: feldera.close,
    };
  }
  return bundleSources(source, limits);
}

/** What reads bundles is read itself where there is one. */
function bundleSources(config: BundleConfig, limits: Limits): ConfiguredSources {
  const made = async () => (await import("./bundle-sources.ts")).bundleSources(config, limits);
  let sources: ReturnType<typeof made> | undefined;
  const read = () => (sources ??= made());
  return {
    hasCollections: true,
    bundle: async () => (await read()).bundle(),
    open: async (collection) => (await read()).open(collection),
    close: async () => (await sources)?.close(),
  };
}

export function noCollections(): ToolError {
  return new ToolError(
    words`A live Feldera is read here: there are no collections to compare with.`,
    words`Name the profile_id of an earlier answer, or start a server with --bundle to compare collections.`,
  );
}
