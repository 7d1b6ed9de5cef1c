/** `scheme://user:password@host:port/…`, or host:port alone, as in Kafka's list of servers. */
const IN_URL = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?([^/?#\s]+)/i;
const HOST_AND_PORT = /^[a-z0-9_.-]+:\d{1,5}$/i;

/** Settings that hold a host without a scheme. */
const HOST_SETTINGS = /^(?:host|hostname|bootstrap\.servers|servers|broker|address|endpoint)$/i;

/** The hosts, with their ports, that a connector's configuration names. */
export function hostsIn(config: unknown): string[] {
  return Object.entries(isObject(config) ? config : {}).flatMap(([setting, value]) => {
    if (isObject(value)) return hostsIn(value);
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
    return texts.flatMap((text) => text.split(",").flatMap((part) => hostOf(part.trim(), setting)));
  });
}

function hostOf(text: string, setting: string): string[] {
  const [, hosts] = IN_URL.exec(text) ?? [];
  if (hosts !== undefined) return [hosts.toLowerCase()];
  return HOST_AND_PORT.test(text) || (HOST_SETTINGS.test(setting) && text !== "") ? [text.toLowerCase()] : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
