import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import type { HttpConfig } from "../../config/config.ts";
import type { Limits } from "../../config/limits.ts";
import type { Access } from "./access.ts";
import type { Caller } from "./admission.ts";
import { answer, type McpServing } from "./answer.ts";
import { isSubscription, readAsked, refusalOf } from "./asked.ts";
import type { Ending, Measures } from "./measures.ts";
import { Places } from "./places.ts";
import { strangerProblem } from "./sender.ts";
import { sessionOf } from "./session.ts";
import { type Named, UnderWay } from "./under-way.ts";

export const MCP_PATH = "/mcp";
const METADATA_PATH = "/.well-known/oauth-protected-resource";

export interface EndpointOptions extends McpServing {
  readonly http: HttpConfig;
  readonly limits: Limits;
  readonly access: Access;
  readonly measures: Measures;
}

/** What a path is answered with. */
type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** All paths of the server over HTTP. */
export class HttpEndpoint {
  readonly #options: EndpointOptions;
  readonly #requests: Places;
  readonly #subscriptions: Places;
  readonly #underWay = new UnderWay();
  readonly #draining = new AbortController();
  readonly #ending = new AbortController();
  readonly #paths: ReadonlyMap<string, Answer>;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#requests = new Places(options.limits.httpRequestsAtOnce);
    this.#subscriptions = new Places(options.limits.httpListensAtOnce);
    setMaxListeners(0, this.#ending.signal);
    this.#paths = new Map<string, Answer>([
      ["/healthz", async (_, response) => this.#tellHealth(response)],
      ["/metrics", (_, response) => this.#tellMeasures(response)],
      [METADATA_PATH, async (_, response) => this.#tellIssuer(response)],
      [METADATA_PATH + MCP_PATH, async (_, response) => this.#tellIssuer(response)],
      [MCP_PATH, (request, response) => this.#serve(request, response)],
    ]);
  }

  /** From here on proxies are told to send nothing more; what they send is answered all the same. */
  drain(): void {
    this.#draining.abort();
  }

  /** Ends the subscriptions, which would never end by themselves. */
  endSubscriptions(): void {
    this.#ending.abort();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#draining.signal.aborted) response.shouldKeepAlive = false;
    const path = (request.url ?? "").replace(/\?.*/s, "");
    const answers = this.#paths.get(path);
    if (answers === undefined) writeText(response, 404, `there is nothing here; MCP is at ${MCP_PATH}`);
    else if (path !== MCP_PATH && request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      writeText(response, 405, "GET it");
    } else await answers(request, response);
  }

  #tellHealth(response: ServerResponse): void {
    const isDraining = this.#draining.signal.aborted;
    writeText(response, isDraining ? 503 : 200, isDraining ? "ends" : "ok");
  }

  async #tellMeasures(response: ServerResponse): Promise<void> {
    const { contentType, text } = this.#options.measures;
    response.writeHead(200, { "content-type": contentType }).end(await text());
  }

  /** @see https://www.rfc-editor.org/rfc/rfc9728 */
  #tellIssuer(response: ServerResponse): void {
    const { access } = this.#options.http;
    if (access.kind !== "issuer") writeText(response, 404, "this server asks for no token of an issuer");
    else {
      const resource = { resource: access.audience, authorization_servers: [access.issuer] };
      writeJson(response, 200, { ...resource, bearer_methods_supported: ["header"] });
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = this.#options.measures.begin();
    let ending: Ending = "refused";
    try {
      ending = await this.#serveMcp(request, response);
    } finally {
      end(ending);
    }
  }

  async #serveMcp(request: IncomingMessage, response: ServerResponse): Promise<Ending> {
    const { http, access, limits } = this.#options;
    const stranger = strangerProblem(request.headers, http);
    if (stranger !== undefined) return refuse(response, 403, stranger);
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return refuse(response, 405, "this server keeps no sessions: POST each message");
    }
    const admission = await access(request.headers.authorization);
    if (admission.kind === "unknown") return refuse(response, 503, admission.why);
    if (admission.kind === "refused") {
      response.setHeader("www-authenticate", this.#challenge());
      return refuse(response, 401, admission.why);
    }
    const asked = await readAsked(request, limits);
    if (asked.kind === "refused") {
      writeJson(response, asked.status, asked.answer);
      return "refused";
    }
    const named = (id: RequestId) => namedBy(request, admission.caller, id);
    if (asked.kind === "cancelled" || asked.kind === "nothing") {
      const cancelled = asked.kind === "cancelled" ? named(asked.id) : undefined;
      if (cancelled !== undefined) this.#underWay.cancel(cancelled);
      response.writeHead(202).end();
      return "answered";
    }
    const places = isSubscription(asked) ? this.#subscriptions : this.#requests;
    const leave = places.take(admission.caller);
    if (leave === undefined) {
      const problem = `as many requests of this token are under way as may be at once (${limits.httpRequestsAtOnce}): send it again when one is answered`;
      response.setHeader("retry-after", "1");
      writeJson(response, 429, refusalOf(asked, problem));
      return "refused";
    }
    const own = asked.kind === "request" ? named(asked.request.id) : undefined;
    const entered = own && this.#underWay.enter(own);
    const ending = isSubscription(asked) ? this.#ending.signal : entered?.cancelled;
    try {
      await answer(asked, request, response, { ...this.#options, ending });
      return response.writableFinished && !entered?.cancelled.aborted ? "answered" : "gone";
    } finally {
      entered?.leave();
      leave();
    }
  }

  #challenge(): string {
    const { access } = this.#options.http;
    if (access.kind !== "issuer" || !URL.canParse(access.audience)) return "Bearer";
    return `Bearer resource_metadata="${new URL(METADATA_PATH + MCP_PATH, access.audience).href}"`;
  }
}

/** What a request goes by; undefined where its client has no session, as in the modern revision. */
function namedBy({ headers }: IncomingMessage, caller: Caller, id: RequestId): Named | undefined {
  const session = sessionOf(headers);
  return session === undefined ? undefined : { caller, session, id };
}

/** An error that answers no request. */
function refuse(response: ServerResponse, status: number, problem: string): Ending {
  writeJson(response, status, { error: problem });
  return "refused";
}

function writeJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function writeText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
