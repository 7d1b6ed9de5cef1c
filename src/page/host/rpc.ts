import * as z from "zod";

const Id = z.union([z.string(), z.number()]);
const Params = z.record(z.string(), z.unknown());

const Message = z.object({
  jsonrpc: z.literal("2.0"),
  id: Id.optional(),
  method: z.string().optional(),
  params: Params.optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

export type Params = z.infer<typeof Params>;

const METHOD_NOT_FOUND = -32601;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What the other side may ask for, and what it may tell. */
export interface Handlers {
  readonly requests: Readonly<Record<string, (params: Params) => unknown>>;
  readonly notifications: Readonly<Record<string, (params: Params) => void>>;
}

/** JSON-RPC with the window that shows this page. Messages of other windows are not read. */
export class HostConnection {
  readonly #host: Window;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<string | number, Waiting>();
  #lastId = 0;

  constructor(host: Window, handlers: Handlers) {
    this.#host = host;
    this.#handlers = handlers;
    window.addEventListener("message", ({ source, data }) => {
      if (source === host) this.#receive(data);
    });
  }

  request(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  notify(method: string, params: object = {}): void {
    this.#send({ method, params });
  }

  /** The host's origin cannot be known in a sandbox: nothing secret is sent, and it is the parent alone that gets it. */
  #send(message: object): void {
    this.#host.postMessage({ jsonrpc: "2.0", ...message }, "*");
  }

  #receive(data: unknown): void {
    const { data: message } = Message.safeParse(data);
    if (message === undefined) return;
    const { id, method, params = {}, result, error } = message;
    if (method === undefined) this.#settle(id, result, error);
    else if (id === undefined) this.#handlers.notifications[method]?.(params);
    else this.#answer(id, method, params);
  }

  #settle(id: string | number | undefined, result: unknown, error: { message: string } | undefined): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  }

  #answer(id: string | number, method: string, params: Params): void {
    const answer = this.#handlers.requests[method];
    if (answer === undefined) {
      this.#send({ id, error: { code: METHOD_NOT_FOUND, message: `Unknown method: ${method}` } });
    } else this.#send({ id, result: answer(params) });
  }
}
