import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import * as z from "zod";

const Message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
  params: z.looseObject({}).optional(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});
export type Message = z.infer<typeof Message>;

/** JSON-RPC by hand, for what no client would send. */
export interface WireClient {
  readonly received: readonly Message[];
  send(message: object): void;
  /** Sends a request, and resolves with the answer that has its id. */
  ask(request: { id: number; method: string; params?: object }): Promise<Message>;
  /** Resolves with the next notification of that method, or one received before. */
  notification(method: string): Promise<Message>;
  /** Lets go of the messages so far. */
  forget(): void;
}

export function wireClient(server: ChildProcessWithoutNullStreams): WireClient {
  const received: Message[] = [];
  const waiting: (() => void)[] = [];
  createInterface({ input: server.stdout }).on("line", (line) => {
    received.push(Message.parse(JSON.parse(line)));
    for (const wake of waiting.splice(0)) wake();
  });

  async function first(matches: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = received.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  const send = (message: object) => void server.stdin.write(`${JSON.stringify(message)}\n`);
  return {
    received,
    send,
    async ask(request) {
      send({ jsonrpc: "2.0", ...request });
      return first((message) => message.id === request.id && message.method === undefined);
    },
    forget() {
      received.length = 0;
    },
    notification: (method) => first((message) => message.method === method),
  };
}
