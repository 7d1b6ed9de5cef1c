import type { Transport, TransportSendOptions } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  InitializeRequestParamsSchema,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  LATEST_PROTOCOL_VERSION,
  type MessageExtraInfo,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { Identity } from "./identity.ts";
import {
  type CacheHints,
  CLIENT_CAPABILITIES,
  cacheHints,
  discovery,
  MODERN,
  modernResult,
  PROTOCOL_VERSION,
  SUBSCRIPTION_ID,
} from "./modern.ts";
import { isObject } from "./object.ts";
import { problems } from "./problems.ts";

const UNSUPPORTED_VERSION = -32022;

/** Methods whose answers nothing changes while the process runs. */
const UNCHANGING: ReadonlySet<string> = new Set([
  "server/discover",
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
]);

/** Methods of the legacy revisions that the modern one has not. */
const REMOVED: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "logging/setLevel",
  "resources/subscribe",
  "resources/unsubscribe",
]);

const ModernMeta = z.looseObject({
  [PROTOCOL_VERSION]: z.string(),
  [CLIENT_CAPABILITIES]: z.unknown().optional(),
});
const ModernRequest = z.looseObject({ params: z.looseObject({ _meta: ModernMeta }) });
const ReadResource = z.looseObject({ uri: z.string() });
const Cancelled = z.looseObject({ requestId: z.union([z.string(), z.number()]) });

export interface ServerIdentity extends Identity {
  /** Resources in which nothing changes while the process runs, by their URIs. */
  readonly unchangingResources: ReadonlySet<string>;
}

/** Whether a message, checked or not, is a request of the modern revision. */
export function isModern(message: unknown): boolean {
  return ModernRequest.safeParse(message).success;
}

/**
 * A transport on which an SDK server of the legacy revisions (2025-11-25 and before, with a handshake) serves the modern
 * one too, even by turns on one process. Of modern requests, discovery and subscriptions are answered here, and every
 * result gets on its way out what the modern revision wants of it. Of legacy ones, the handshake is checked here, and
 * what it agrees on is told to the inner transport. All else passes as it is.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export class RevisionsTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  readonly #inner: Transport;
  readonly #identity: ServerIdentity;
  /** The modern requests that are not answered yet, each with what its answer says of how long it holds. */
  readonly #pending = new Map<RequestId, CacheHints>();
  /** The subscriptions that are open. */
  readonly #listening = new Set<RequestId>();

  constructor(inner: Transport, identity: ServerIdentity) {
    this.#inner = inner;
    this.#identity = identity;
  }

  async start(): Promise<void> {
    this.#inner.onclose = () => this.onclose?.();
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onmessage = (message, extra) => this.#receive(message, extra);
    await this.#inner.start();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    await this.#inner.send(this.#stamped(message), options);
  }

  /** Tells of every subscription that it ends, as the modern revision wants. */
  async close(): Promise<void> {
    for (const requestId of this.#listening) {
      const message = { jsonrpc: "2.0" as const, method: "notifications/cancelled", params: { requestId } };
      this.#post(message, { relatedRequestId: requestId });
    }
    this.#listening.clear();
    await this.#inner.close();
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    if (isJSONRPCNotification(message) && message.method === "notifications/cancelled") {
      const cancelled = Cancelled.safeParse(message.params);
      if (cancelled.success) {
        this.#pending.delete(cancelled.data.requestId);
        this.#listening.delete(cancelled.data.requestId);
      }
    }
    if (isJSONRPCRequest(message)) this.#receiveRequest(message, extra);
    else this.onmessage?.(message, extra);
  }

  #receiveRequest(request: JSONRPCRequest, extra: MessageExtraInfo | undefined): void {
    const meta = ModernMeta.safeParse(request.params?._meta);
    if (meta.success) this.#serveModern(request, meta.data, extra);
    else if (request.method === "initialize") this.#shakeHands(request, extra);
    else this.onmessage?.(request, extra);
  }

  /** The SDK would report parameters that do not fit as a defect of the server. */
  #shakeHands(request: JSONRPCRequest, extra: MessageExtraInfo | undefined): void {
    const { id, params } = request;
    const { data, error } = InitializeRequestParamsSchema.safeParse(params, { reportInput: true });
    if (data !== undefined) {
      this.#inner.setProtocolVersion?.(agreed(data.protocolVersion));
      this.onmessage?.(request, extra);
    } else {
      const message = problems(error, ["params"]);
      this.#post({ jsonrpc: "2.0", id, error: { code: ErrorCode.InvalidParams, message } });
    }
  }

  #serveModern(
    request: JSONRPCRequest,
    meta: z.infer<typeof ModernMeta>,
    extra: MessageExtraInfo | undefined,
  ): void {
    const { id, method } = request;
    const error = refusal(method, meta);
    if (error !== undefined) this.#post({ jsonrpc: "2.0", id, error });
    else if (method === "subscriptions/listen") this.#acknowledge(id);
    else {
      this.#pending.set(id, this.#cacheHints(request));
      if (method === "server/discover") this.#discover(id);
      else this.onmessage?.(request, extra);
    }
  }

  #discover(id: RequestId): void {
    this.#post({ jsonrpc: "2.0", id, result: discovery(this.#identity) });
  }

  #cacheHints({ method, params }: JSONRPCRequest): CacheHints {
    if (UNCHANGING.has(method)) return cacheHints(this.#identity.mayBeKept);
    if (method !== "resources/read") return {};
    const { uri = "" } = ReadResource.safeParse(params).data ?? {};
    return cacheHints(this.#identity.unchangingResources.has(uri));
  }

  /** The subscription stays open and silent: nothing that a client could listen to ever changes here. */
  #acknowledge(id: RequestId): void {
    this.#listening.add(id);
    const params = { _meta: { [SUBSCRIPTION_ID]: id }, notifications: {} };
    const message = { jsonrpc: "2.0" as const, method: "notifications/subscriptions/acknowledged", params };
    this.#post(message, { relatedRequestId: id });
  }

  #post(message: JSONRPCMessage, options?: TransportSendOptions): void {
    this.send(message, options).catch((error: unknown) => {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    });
  }

  #stamped(message: JSONRPCMessage): JSONRPCMessage {
    if (!("id" in message) || message.id === undefined || "method" in message) return message;
    const hints = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (hints === undefined || !isJSONRPCResultResponse(message)) return message;
    return { ...message, result: modernResult(message.result, hints, this.#identity) };
  }
}

/** The legacy revision that the SDK agrees to: the one asked for where it has it. */
function agreed(asked: string): string {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(asked) ? asked : LATEST_PROTOCOL_VERSION;
}

/** Why a request of the modern revision cannot be served, if so. */
export function modernRefusal({ method, params }: JSONRPCRequest): JSONRPCErrorResponse["error"] | undefined {
  const meta = ModernMeta.safeParse(params?._meta);
  return meta.success ? refusal(method, meta.data) : undefined;
}

function refusal(
  method: string,
  meta: z.infer<typeof ModernMeta>,
): JSONRPCErrorResponse["error"] | undefined {
  const requested = meta[PROTOCOL_VERSION];
  if (requested !== MODERN) {
    const message = `protocol version ${requested} is not supported`;
    return { code: UNSUPPORTED_VERSION, message, data: { supported: [MODERN], requested } };
  }
  if (!isObject(meta[CLIENT_CAPABILITIES])) {
    return { code: ErrorCode.InvalidParams, message: `_meta must have ${CLIENT_CAPABILITIES}, an object` };
  }
  if (REMOVED.has(method)) {
    return { code: ErrorCode.MethodNotFound, message: `${method} is not in revision ${MODERN}` };
  }
  return undefined;
}
