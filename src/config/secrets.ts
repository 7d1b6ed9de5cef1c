import type { Config } from "./config.ts";

/** What the configuration holds that nobody may read: keys, values of headers, addresses of proxies. */
export function secretsOf({ source, instances = [] }: Pick<Config, "source" | "instances">): string[] {
  return [source, ...instances.map((one) => one.source)].flatMap(secretsOfSource);
}

function secretsOfSource(source: Config["source"]): string[] {
  if (source.kind === "bundle") return [];
  const { apiKey, proxy, headers = [] } = source;
  return [apiKey, proxy.http, proxy.https, ...headers.map(({ value }) => value)].flatMap(
    (secret) => secret ?? [],
  );
}
