import type { Transport, TransportSendOptions } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type Implementation,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type RequestId,
  type ServerCapabilities,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";

/** The stateless revision of the protocol, in which every request says who asks and there is no handshake. */
const STATELESS = "2026-07-28";

const UNSUPPORTED_VERSION = -32022;

/** Answers that a client may keep, and for how long: nothing in them changes while the process runs. */
const CACHEABLE: ReadonlySet<string> = new Set(["server/discover", "tools/list"]);
const CACHE_HINTS = { ttlMs: 3_600_000, cacheScope: "private" } as const;

/** Methods that the stateless revision has taken away. */
const REMOVED: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "logging/setLevel",
  "resources/subscribe",
  "resources/unsubscribe",
]);

const PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
const CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const SERVER_INFO = "io.modelcontextprotocol/serverInfo";
const SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

const RequestMeta = z.looseObject({
  [PROTOCOL_VERSION]: z.string(),
  [CLIENT_CAPABILITIES]: z.looseObject({}).optional(),
});
const Cancelled = z.looseObject({ requestId: z.union([z.string(), z.number()]) });

export interface ServerIdentity {
  readonly serverInfo: Implementation;
  readonly capabilities: ServerCapabilities;
  readonly instructions: string;
}

/**
 * A transport on which an SDK server of the handshake era also serves stateless clients, even interleaved on one
 * process. A request that carries the protocol's version in its `_meta` is of the stateless era: discovery and
 * subscriptions are answered here, and results are stamped on their way out. All else passes untouched.
 *
 * @see the 2026-07-28 revision of the Model Context Protocol
 */
export class DualEraTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  readonly #inner: Transport;
  readonly #identity: ServerIdentity;
  /** Methods of the stateless requests that are not answered yet. */
  readonly #pending = new Map<RequestId, string>();

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

  close(): Promise<void> {
    return this.#inner.close();
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    if (isJSONRPCNotification(message) && message.method === "notifications/cancelled") {
      const cancelled = Cancelled.safeParse(message.params);
      if (cancelled.success) this.#pending.delete(cancelled.data.requestId);
    }
    const meta = isJSONRPCRequest(message) ? RequestMeta.safeParse(message.params?._meta) : undefined;
    if (isJSONRPCRequest(message) && meta?.success) this.#serveStateless(message, meta.data, extra);
    else this.onmessage?.(message, extra);
  }

  #serveStateless(
    request: JSONRPCRequest,
    meta: z.infer<typeof RequestMeta>,
    extra: MessageExtraInfo | undefined,
  ): void {
    const { id, method } = request;
    const error = refusal(method, meta);
    if (error !== undefined) this.#post({ jsonrpc: "2.0", id, error });
    else if (method === "subscriptions/listen") this.#acknowledge(id);
    else {
      this.#pending.set(id, method);
      if (method === "server/discover") this.#discover(id);
      else this.onmessage?.(request, extra);
    }
  }

  #discover(id: RequestId): void {
    const { capabilities, instructions } = this.#identity;
    const result = { supportedVersions: [STATELESS], capabilities, instructions };
    this.#post({ jsonrpc: "2.0", id, result });
  }

  /** The subscription stays open and silent: nothing that a client could listen to ever changes here. */
  #acknowledge(id: RequestId): void {
    const params = { _meta: { [SUBSCRIPTION_ID]: id }, notifications: {} };
    this.#post({ jsonrpc: "2.0", method: "notifications/subscriptions/acknowledged", params });
  }

  #post(message: JSONRPCMessage): void {
    this.send(message).catch((error: unknown) => {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /** A stateless client wants every result to say that it is whole, by whom, and how long it holds. */
  #stamped(message: JSONRPCMessage): JSONRPCMessage {
    if (!("id" in message) || message.id === undefined || "method" in message) return message;
    const method = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (method === undefined || !isJSONRPCResultResponse(message)) return message;
    const _meta = { ...message.result._meta, [SERVER_INFO]: this.#identity.serverInfo };
    const hints = CACHEABLE.has(method) ? CACHE_HINTS : {};
    return { ...message, result: { ...message.result, resultType: "complete", ...hints, _meta } };
  }
}

/** Why a request of the stateless era cannot be served, if so. */
function refusal(
  method: string,
  meta: z.infer<typeof RequestMeta>,
): JSONRPCErrorResponse["error"] | undefined {
  const requested = meta[PROTOCOL_VERSION];
  if (requested !== STATELESS) {
    const message = `protocol version ${requested} is not supported`;
    return { code: UNSUPPORTED_VERSION, message, data: { supported: [STATELESS], requested } };
  }
  if (meta[CLIENT_CAPABILITIES] === undefined) {
    return { code: ErrorCode.InvalidParams, message: `_meta lacks ${CLIENT_CAPABILITIES}` };
  }
  if (REMOVED.has(method)) {
    return { code: ErrorCode.MethodNotFound, message: `${method} is not in revision ${STATELESS}` };
  }
  return undefined;
}
