import { CLIENT_CAPABILITIES, CLIENT_INFO, MODERN, PROTOCOL_VERSION } from "../modern.ts";
import { isObject } from "../object.ts";

/** A request in which nothing is unusual. */
export interface PlainRequest {
  readonly id: string | number;
  readonly method: string;
  /** Without `_meta`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether it is of the modern revision. */
  readonly isModern: boolean;
  /** As it was sent. */
  readonly text: string;
}

/** Reads a line where there is no doubt about what is to be made of it; undefined for every other. */
export function readPlain(line: Buffer): PlainRequest | "asks nothing" | undefined {
  const text = line.toString();
  // It stands for bytes that are no UTF-8, or was sent: the server knows which.
  if (text.includes("\ufffd")) return undefined;
  if (text.trim() === "") return "asks nothing";
  // A client that shows pages is told more than stands here.
  if (text.includes("mcp-app")) return undefined;
  const message = parsed(text);
  if (!isObject(message) || message.jsonrpc !== "2.0") return undefined;
  const { id, method, params = {} } = message;
  if (typeof method !== "string" || !isObject(params)) return undefined;
  if (id === undefined) {
    return method === "notifications/initialized" ? "asks nothing" : undefined;
  }
  if (typeof id !== "string" && !(typeof id === "number" && Number.isSafeInteger(id))) return undefined;
  const { _meta, ...rest } = params;
  if (_meta !== undefined && !isModernMeta(_meta)) return undefined;
  return { id, method, params: rest, isModern: _meta !== undefined, text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of the modern revision, with nothing beside what every request of it has. */
function isModernMeta(meta: unknown): boolean {
  if (!isObject(meta)) return false;
  const {
    [PROTOCOL_VERSION]: version,
    [CLIENT_CAPABILITIES]: capabilities,
    [CLIENT_INFO]: _info,
    ...others
  } = meta;
  return version === MODERN && isObject(capabilities) && Object.keys(others).length === 0;
}
