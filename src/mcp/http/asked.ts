import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import {
  CancelledNotificationSchema,
  ErrorCode,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import type { Limits } from "../../config/limits.ts";
import { PROTOCOL_VERSION } from "../modern.ts";
import { modernRefusal } from "../revisions.ts";
import { readLine } from "../stdio/json-line.ts";
import { type ErrorAnswer, errorAnswer, idOf, readMessage } from "../stdio/message.ts";
import { claimsModern, headerMismatch } from "./headers.ts";
import { readWithin } from "./read-within.ts";

const HEADER_MISMATCH = -32020;

/** What a POST to the MCP endpoint asks for. */
export type Asked =
  | { readonly kind: "request"; readonly request: JSONRPCRequest; readonly isModern: boolean }
  | { readonly kind: "requests"; readonly requests: readonly JSONRPCRequest[] }
  /** A request that is wanted no more. */
  | { readonly kind: "cancelled"; readonly id: RequestId }
  /** Another notification or a response, neither of which a server without sessions can do anything with. */
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly status: number; readonly answer: ErrorAnswer };

/** Reads a POST to the MCP endpoint. */
export async function readAsked(
  request: IncomingMessage,
  { messageBytes, batchMessages }: Pick<Limits, "messageBytes" | "batchMessages">,
): Promise<Asked> {
  const bytes = await readWithin(request, messageBytes);
  if (bytes === undefined) {
    return refused(413, `the message is longer than ${messageBytes} bytes (limit messageBytes)`);
  }
  const json = readLine({ kind: "line", bytes }, messageBytes);
  if (json.kind === "blank") return refused(400, "the body is empty: send a JSON-RPC message");
  if (json.kind === "refused") return { kind: "refused", status: 400, answer: json.answer };
  if (!json.isUtf8) return refused(400, "the body is not UTF-8", ErrorCode.ParseError);
  if (Array.isArray(json.value)) return readBatch(json.value, batchMessages);
  const received = readMessage(json.value);
  if (received.kind === "refused") return { kind: "refused", status: 400, answer: received.answer };
  if (received.kind === "notification") return readNotification(received.message);
  if (received.kind !== "request") return { kind: "nothing" };
  return readModern(received.message, request.headers);
}

function readNotification(notification: JSONRPCNotification): Asked {
  const { data } = CancelledNotificationSchema.safeParse(notification);
  const id = data?.params.requestId;
  return id === undefined ? { kind: "nothing" } : { kind: "cancelled", id };
}

/** A request, refused where it claims the modern revision and is not as that has it. */
function readModern(request: JSONRPCRequest, headers: IncomingHttpHeaders): Asked {
  if (!claimsModern(request, headers)) return { kind: "request", request, isModern: false };
  const { id, params } = request;
  const refuse = (status: number, error: ErrorAnswer["error"]): Asked => ({
    kind: "refused",
    status,
    answer: { jsonrpc: "2.0", id, error },
  });
  if (params?._meta?.[PROTOCOL_VERSION] === undefined) {
    return refuse(400, { code: ErrorCode.InvalidParams, message: `_meta must have ${PROTOCOL_VERSION}` });
  }
  const mismatch = headerMismatch(request, headers);
  if (mismatch !== undefined) return refuse(400, { code: HEADER_MISMATCH, message: mismatch });
  const error = modernRefusal(request);
  if (error === undefined) return { kind: "request", request, isModern: true };
  return refuse(error.code === ErrorCode.MethodNotFound ? 404 : 400, error);
}

/** Of revision 2025-03-26, which alone has them. */
function readBatch(values: readonly unknown[], most: number): Asked {
  if (values.length === 0) return refused(400, "a batch must hold a message");
  if (values.length > most) {
    return refused(400, `a batch may hold ${most} messages, this one holds ${values.length}`);
  }
  const requests: JSONRPCRequest[] = [];
  for (const value of values) {
    const received = readMessage(value);
    if (received.kind === "refused") return { kind: "refused", status: 400, answer: received.answer };
    if (received.kind === "request") requests.push(received.message);
  }
  return requests.length === 0 ? { kind: "nothing" } : { kind: "requests", requests };
}

function refused(status: number, problem: string, code: number = ErrorCode.InvalidRequest): Asked {
  return { kind: "refused", status, answer: errorAnswer(null, problem, code) };
}

/** Whether it stays open until the client or the server ends. */
export function isSubscription(asked: Asked): boolean {
  return asked.kind === "request" && asked.request.method === "subscriptions/listen";
}

/** The error of a request that is refused for what has nothing to do with it. */
export function refusalOf(asked: Asked, problem: string): ErrorAnswer {
  const id = asked.kind === "request" ? idOf(asked.request) : undefined;
  return errorAnswer(id ?? null, problem, ErrorCode.InvalidRequest);
}
