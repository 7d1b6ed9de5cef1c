import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import * as z from "zod";

/** JSON.parse reads an id such as 1e999, which the server gives back as it was sent, as Infinity. */
const Id = z.union([z.string(), z.number(), z.literal([Infinity, -Infinity]), z.null()]);

const Message = z.looseObject({
  id: Id.optional(),
  method: z.string().optional(),
  params: z.looseObject({}).optional(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});
export type Message = z.infer<typeof Message>;

/** JSON-RPC by hand, for what no client would send. */
export interface WireClient {
  /** Each message that came, those of a batch one by one. */
  readonly received: readonly Message[];
  /** How many messages each line held; undefined for a line that was no batch. */
  readonly batches: readonly (number | undefined)[];
  send(message: object): void;
  /** Sends bytes as they are, and ends the line. */
  sendLine(line: string | Buffer): void;
  /** Resolves with the answer that has this id. */
  answerTo(id: string | number | null): Promise<Message>;
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
  const batches: (number | undefined)[] = [];
  createInterface({ input: server.stdout }).on("line", (line) => {
    const value: unknown = JSON.parse(line);
    const messages = Array.isArray(value) ? value : [value];
    received.push(...messages.map((message) => Message.parse(message)));
    batches.push(Array.isArray(value) ? messages.length : undefined);
    for (const wake of waiting.splice(0)) wake();
  });

  async function first(matches: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = received.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  const sendLine = (line: string | Buffer) => {
    server.stdin.write(line);
    server.stdin.write("\n");
  };
  const send = (message: object) => sendLine(JSON.stringify(message));
  const answerTo = (id: string | number | null) =>
    first((message) => message.id === id && message.method === undefined);
  return {
    received,
    batches,
    send,
    sendLine,
    answerTo,
    async ask(request) {
      send({ jsonrpc: "2.0", ...request });
      return answerTo(request.id);
    },
    forget() {
      received.length = 0;
      batches.length = 0;
    },
    notification: (method) => first((message) => message.method === method),
  };
}
