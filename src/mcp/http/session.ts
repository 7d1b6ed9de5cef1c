import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { showsPages } from "../apps/capability.ts";
import { isObject } from "../object.ts";

/**
 * What a server gives each client of a legacy revision at its handshake, and the client has in every request from then on.
 * It tells the client's requests from those of others, and says whether the client shows pages: no server keeps it, and
 * each takes any.
 */
export const SESSION_HEADER = "mcp-session-id";

const SHOWS_PAGES = ".pages";

/** @param handshake the parameters of `initialize` */
export function newSession(handshake: unknown): string {
  const shows = isObject(handshake) && showsPages(handshake.capabilities);
  return `${randomUUID()}${shows ? SHOWS_PAGES : ""}`;
}

export function sessionOf(headers: IncomingHttpHeaders): string | undefined {
  const session = headers[SESSION_HEADER];
  return typeof session === "string" ? session : undefined;
}

/** Whether the client of a session shows pages, as it said at its handshake. */
export function sessionShowsPages(session: string | undefined): boolean {
  return session?.endsWith(SHOWS_PAGES) === true;
}
