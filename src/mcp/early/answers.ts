import type { Config } from "../../config/config.ts";
import { identityOf } from "../identity.ts";
import { cacheHints, discovery, modernResult } from "../modern.ts";
import { isPlainHandshake } from "./handshake.ts";
import { LEGACY_REVISIONS, listOf } from "./lists.ts";
import { readPlain } from "./plain-request.ts";

export interface EarlyAnswer {
  /** What to write; nothing for what asks for no answer. */
  readonly json?: string;
  /** The line, where it is a handshake. */
  readonly handshake?: string;
}

/** The answer to a line; undefined for one that the server itself has to answer. */
export type EarlyAnswers = (line: Buffer) => EarlyAnswer | undefined;

export function earlyAnswers(offer: Pick<Config, "toolsets" | "readOnly">, version: string): EarlyAnswers {
  const identity = identityOf(version);

  function modern(method: string): Readonly<Record<string, unknown>> | undefined {
    const result = method === "server/discover" ? discovery(identity) : listOf(method, offer);
    return result && modernResult(result, cacheHints(identity.mayBeKept), identity);
  }

  function handshake(asked: string) {
    const { serverInfo, capabilities, instructions } = identity;
    const protocolVersion = LEGACY_REVISIONS.includes(asked) ? asked : LEGACY_REVISIONS[0];
    return { protocolVersion, capabilities, serverInfo, instructions };
  }

  return (line) => {
    const plain = readPlain(line);
    if (plain === undefined || plain === "asks nothing") return plain && {};
    const { id, method, params, isModern, text } = plain;
    if (method === "server/discover" && isModern) {
      return { json: JSON.stringify({ jsonrpc: "2.0", id, result: modern(method) }) };
    }
    if (method === "initialize" && !isModern) {
      if (!isPlainHandshake(params)) return undefined;
      return { json: answer(id, handshake(params.protocolVersion)), handshake: text };
    }
    if (Object.keys(params).length > 0) return undefined;
    if (method === "ping" && !isModern) return { json: answer(id, {}) };
    const result = isModern ? modern(method) : listOf(method, offer);
    return result && { json: answer(id, result) };
  };
}

/** In the order in which the SDK writes it. */
function answer(id: string | number, result: object): string {
  return JSON.stringify({ result, jsonrpc: "2.0", id });
}
