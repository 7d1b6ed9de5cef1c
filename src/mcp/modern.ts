import type { Identity } from "./identity.ts";
import { isObject } from "./object.ts";

/** The modern revision: every request says in its `_meta` which revision it is of, and there is no handshake. */
export const MODERN = "2026-07-28";

/** What stands in the `_meta` of its messages. */
export const PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
export const CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
export const CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
export const SERVER_INFO = "io.modelcontextprotocol/serverInfo";
export const SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

/** How long a client may keep an answer; every answer that could be kept must say. */
const KEEP = { ttlMs: 3_600_000, cacheScope: "private" } as const;
const KEEP_NOT = { ttlMs: 0, cacheScope: "private" } as const;

export type CacheHints = typeof KEEP | typeof KEEP_NOT | Readonly<Record<string, never>>;

export function cacheHints(mayBeKept: boolean): CacheHints {
  return mayBeKept ? KEEP : KEEP_NOT;
}

/** What `server/discover` is answered with. */
export function discovery({ capabilities, instructions }: Identity) {
  return { supportedVersions: [MODERN], capabilities, instructions };
}

/** Every result of the modern revision says that it is complete, by whom, and how long it may be kept. */
export function modernResult(
  result: Readonly<Record<string, unknown>>,
  hints: CacheHints,
  { serverInfo }: Identity,
) {
  const _meta = { ...(isObject(result._meta) && result._meta), [SERVER_INFO]: serverInfo };
  return { ...result, resultType: "complete", ...hints, _meta };
}
