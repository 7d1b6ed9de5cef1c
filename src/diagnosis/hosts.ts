import * as z from "zod";
import { type Words, words } from "../text/page/words.ts";
import type { Evidence } from "./evidence.ts";

/** `scheme://user:password@host:port/…`, or host:port alone, as in Kafka's list of servers. */
const IN_URL = /^[a-z][a-z0-9+.-]*:\/\/(?:([^/?#\s]*)@)?([^/?#\s@]+)(\S*)/i;
/** What stands behind a host whole: an @ there is of a parameter. */
const PARAMETERS = /^(?:\/[\w-]*)?\?[\w.-]+=/;
const POSTGRES = /^postgres(?:ql)?:/i;
const HOST = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const HOST_AND_PORT = /^[a-z0-9_.-]+:\d{1,5}$/i;

/** Settings that hold a host without a scheme. */
const HOST_SETTINGS = /^(?:host|hostname|bootstrap\.servers|servers|broker|address|endpoint)$/i;

/** Each text that a connector's configuration holds, those of lists and in lists of objects too, with the setting's name. */
function textsIn(config: unknown, setting = ""): { setting: string; text: string }[] {
  if (typeof config === "string") return [{ setting, text: config }];
  if (Array.isArray(config)) return config.flatMap((value) => textsIn(value, setting));
  return typeof config === "object" && config !== null
    ? Object.entries(config).flatMap(([name, value]) => textsIn(value, name))
    : [];
}

/** The hosts, with their ports, that a connector's configuration names. */
export function hostsIn(config: unknown): string[] {
  return textsIn(config).flatMap(({ setting, text }) =>
    text.split(",").flatMap((part) => hostOf(part.trim(), setting)),
  );
}

function hostOf(text: string, setting: string): string[] {
  const host = IN_URL.exec(text)?.[2];
  if (host !== undefined) return HOST.test(host) && !isUnescaped(text) ? [host.toLowerCase()] : [];
  return HOST_AND_PORT.test(text) || (HOST_SETTINGS.test(setting) && text !== "") ? [text.toLowerCase()] : [];
}

/** Whether a sign of the password, such as / or @, stands as it is, so that what looks like a host is of the user. */
function isUnescaped(text: string): boolean {
  const [, user, host = "", rest = ""] = IN_URL.exec(text) ?? [];
  // Postgres' client takes the first @ for the end of the password, where others take the last.
  if (user?.includes("@") && POSTGRES.test(text)) return true;
  if (user !== undefined && PARAMETERS.test(rest)) return false;
  return (user?.includes(":") ?? host.includes(":")) && rest.includes("@");
}

function hasUnescaped(config: unknown): boolean {
  return textsIn(config).some(({ text }) => isUnescaped(text.trim()));
}

const OF_CONNECTION =
  /\bconnect|refused|timed? ?out|unreachable|no route|\bresol|\blookup|\bbroker|\breset\b|handshake|os error 1(?:04|1[0-3])\b/i;

/** The same text, where it is of a connection. */
export function ofConnection(text: string | undefined): string | undefined {
  return text !== undefined && OF_CONNECTION.test(text) ? text : undefined;
}

/** How many servers are named of a list. */
const NAMED = 2;

/** What a finding tells of the server. */
export const OfServer = {
  /** That it could not speak to, where its error does not name it. */
  server: z.string().optional(),
  /** Whether a sign of the password stands in its address as it is, where a host or a path begins with it. */
  is_unescaped: z.literal(true).optional(),
};

type OfServer = z.infer<z.ZodObject<typeof OfServer>>;

/**
 * The server that a connector's configuration names, where it met an error of the connection that does not name it:
 * for a finding of it.
 */
export function serverOf(name: string, error: string, { pipeline }: Evidence): OfServer {
  if (ofConnection(error) === undefined) return {};
  const connector = pipeline?.connectors.find((one) => one.name === name);
  if (hasUnescaped(connector?.transport_config)) return { is_unescaped: true };
  const hosts = [...new Set(hostsIn(connector?.transport_config))];
  const isNamed = hosts.some((host) => error.toLowerCase().includes(host));
  if (hosts.length === 0 || isNamed) return {};
  return { server: hosts.slice(0, NAMED).join(", ") };
}

/** " (server 10.0.0.1:5432)". */
export function serverWords({ server, is_unescaped }: OfServer): Words | undefined {
  if (is_unescaped) return words` (in its address, write @ of the password as %40, and / as %2F)`;
  return server === undefined ? undefined : words` (server ${server})`;
}
