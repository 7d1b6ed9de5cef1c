import {
  ErrorCode,
  type JSONRPCNotification,
  JSONRPCNotificationSchema,
  type JSONRPCRequest,
  JSONRPCRequestSchema,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { isObject } from "../object.ts";
import { problems } from "../problems.ts";
import { protocolParams } from "./params.ts";

/** JSON-RPC wants null for the id of a request that cannot be told. */
export interface ErrorAnswer {
  readonly jsonrpc: "2.0";
  readonly id: RequestId | null;
  readonly error: { readonly code: number; readonly message: string };
}

export type Received =
  | { readonly kind: "request"; readonly message: JSONRPCRequest }
  | { readonly kind: "notification"; readonly message: JSONRPCNotification }
  | { readonly kind: "refused"; readonly answer: ErrorAnswer }
  | { readonly kind: "ignored" };

const IGNORED: Received = { kind: "ignored" };

/**
 * What one JSON value asks for. A request is served, or refused under its own id, whatever else is wrong with it; a
 * notification is never answered, and neither is a response: this server asks nothing of its client.
 *
 * @see https://www.jsonrpc.org/specification
 */
export function readMessage(value: unknown): Received {
  if (!isObject(value)) return refused(null, "a message must be a JSON object");
  const { jsonrpc, id, method, params } = value;
  if (method === undefined && ("result" in value || "error" in value)) return IGNORED;
  if (id === undefined && jsonrpc === "2.0" && typeof method === "string") return notification(value);
  if (typeof id !== "string" && typeof id !== "number") {
    return refused(null, "a request must have an id that is a string or an integer");
  }
  if (jsonrpc !== "2.0") return refused(id, 'jsonrpc must be "2.0"');
  if (typeof method !== "string") return refused(id, "method must be a string");
  if (params !== undefined && params !== null && !isObject(params)) {
    return refused(id, "params must be an object");
  }
  const read = JSONRPCRequestSchema.safeParse({
    jsonrpc,
    id,
    method,
    ...(params && { params: protocolParams(params) }),
  });
  if (read.success) return { kind: "request", message: read.data };
  return refused(id, problems(read.error), ErrorCode.InvalidParams);
}

/** The id of what could be a request. */
export function idOf(value: unknown): RequestId | undefined {
  if (!isObject(value) || (value.method === undefined && ("result" in value || "error" in value)))
    return undefined;
  return typeof value.id === "string" || typeof value.id === "number" ? value.id : undefined;
}

export function errorAnswer(id: RequestId | null, problem: string, code: number): ErrorAnswer {
  return { jsonrpc: "2.0", id, error: { code, message: problem } };
}

function notification({ method, params }: Readonly<Record<string, unknown>>): Received {
  const read = JSONRPCNotificationSchema.safeParse({
    jsonrpc: "2.0",
    method,
    ...(isObject(params) && { params: protocolParams(params) }),
  });
  return read.success ? { kind: "notification", message: read.data } : IGNORED;
}

function refused(id: RequestId | null, problem: string, code = ErrorCode.InvalidRequest): Received {
  return { kind: "refused", answer: errorAnswer(id, problem, code) };
}
