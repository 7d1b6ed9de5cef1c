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

/** Methods whose answers nothing changes while the process runs. */
const UNCHANGING: ReadonlySet<string> = new Set([
  "server/discover",
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
]);

/** How long a client may keep an answer; every answer that could be kept must say. */
const KEEP = { ttlMs: 3_600_000, cacheScope: "private" } as const;
const KEEP_NOT = { ttlMs: 0, cacheScope: "private" } as const;

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
const ReadResource = z.looseObject({ uri: z.string() });
const Cancelled = z.looseObject({ requestId: z.union([z.string(), z.number()]) });

type CacheHints = typeof KEEP | typeof KEEP_NOT | Readonly<Record<string, never>>;

export interface ServerIdentity {
  readonly serverInfo: Implementation;
  readonly capabilities: ServerCapabilities;
  readonly instructions: string;
  /** Resources in which nothing changes while the process runs, by their URIs. */
  readonly unchangingResources: ReadonlySet<string>;
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
  /** The stateless requests that are not answered yet, each with what its answer says of how long it holds. */
  readonly #pending = new Map<RequestId, CacheHints>();

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
      this.#pending.set(id, this.#cacheHints(request));
      if (method === "server/discover") this.#discover(id);
      else this.onmessage?.(request, extra);
    }
  }

  #discover(id: RequestId): void {
    const { capabilities, instructions } = this.#identity;
    const result = { supportedVersions: [STATELESS], capabilities, instructions };
    this.#post({ jsonrpc: "2.0", id, result });
  }

  #cacheHints({ method, params }: JSONRPCRequest): CacheHints {
    if (UNCHANGING.has(method)) return KEEP;
    if (method !== "resources/read") return {};
    const { uri = "" } = ReadResource.safeParse(params).data ?? {};
    return this.#identity.unchangingResources.has(uri) ? KEEP : KEEP_NOT;
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
    const hints = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (hints === undefined || !isJSONRPCResultResponse(message)) return message;
    const _meta = { ...message.result._meta, [SERVER_INFO]: this.#identity.serverInfo };
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
