import { randomUUID } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { Limits } from "../../config/limits.ts";
import { isModern } from "../revisions.ts";
import { Batches } from "./batches.ts";
import { ExactNumbers } from "./exact-numbers.ts";
import { readLine } from "./json-line.ts";
import { type Line, LineSplitter } from "./lines.ts";
import { type ErrorAnswer, errorAnswer, idOf, type Received, readMessage } from "./message.ts";

/** The one revision in which a line may hold several messages. */
const REVISION_WITH_BATCHES = "2025-03-26";

const Cancelled = z.looseObject({ requestId: z.union([z.string(), z.number()]) });

export interface WireLimits extends Pick<Limits, "messageBytes" | "batchMessages"> {}

/**
 * MCP on two streams, a message a line. Instead of the SDK's own transport, which drops what it cannot read without
 * a word: here every request with an id is answered, and a line that is no message is refused with an error.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #limits: WireLimits;
  readonly #lines: LineSplitter;
  readonly #numbers = new ExactNumbers();
  readonly #batches = new Batches();
  readonly #handshake: string | undefined;
  /** Stands for the id of the handshake that has been answered already. */
  readonly #answered = randomUUID();
  #revision: string | undefined;

  /** @param handshake the line of one that has been answered already, and now takes effect here */
  constructor(input: Readable, output: Writable, limits: WireLimits, handshake?: string) {
    this.#input = input;
    this.#output = output;
    this.#limits = limits;
    this.#lines = new LineSplitter(limits.messageBytes);
    this.#handshake = handshake;
  }

  async start(): Promise<void> {
    if (this.#handshake !== undefined) {
      this.#receive(readMessage({ ...JSON.parse(this.#handshake), id: this.#answered }));
    }
    this.#input.on("error", (error) => this.onerror?.(error));
    this.#input.on("data", this.#read).resume();
  }

  /** The revision that the handshake has agreed on. */
  setProtocolVersion(revision: string): void {
    this.#revision = revision;
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const json = JSON.stringify(message);
    const id = "method" in message ? undefined : message.id;
    if (id === this.#answered) return;
    if (id === undefined || !this.#batches.waitFor(id)) return this.#write(json);
    const answers = this.#batches.settle(id, json);
    if (answers !== undefined) await this.#write(answers);
  }

  async close(): Promise<void> {
    this.#input.off("data", this.#read);
    this.#input.pause();
    this.onclose?.();
  }

  readonly #read = (chunk: Buffer): void => {
    for (const line of this.#lines.split(chunk)) this.#receiveLine(line);
  };

  #receiveLine(line: Line): void {
    const json = readLine(line, this.#limits.messageBytes);
    if (json.kind === "blank") return;
    if (json.kind === "refused") {
      this.#refuse(json.answer);
      return;
    }
    const value = this.#numbers.read(json.value, json.text);
    if (!json.isUtf8) this.#refuseAll(value, "the line is not UTF-8", ErrorCode.ParseError);
    else if (Array.isArray(value)) this.#receiveBatch(value);
    else this.#receive(readMessage(value));
  }

  #receive(received: Received): void {
    if (received.kind === "refused") this.#refuse(received.answer);
    else if (received.kind !== "ignored") this.#deliver(received.message);
  }

  #receiveBatch(values: readonly unknown[]): void {
    const problem = this.#whyNoBatch(values.length);
    if (problem !== undefined) {
      this.#refuseAll(values, problem, ErrorCode.InvalidRequest);
      return;
    }
    const all = values.map(readMessageOfBatch);
    const ids = all.flatMap((one) => (one.kind === "request" ? one.message.id : []));
    const refusals = all.flatMap((one) => (one.kind === "refused" ? JSON.stringify(one.answer) : []));
    this.#post(this.#batches.begin(ids, refusals));
    for (const one of all) if (one.kind !== "refused") this.#receive(one);
  }

  #whyNoBatch(messages: number): string | undefined {
    const { batchMessages } = this.#limits;
    if (messages === 0) return "a batch must hold a message";
    if (this.#revision === undefined)
      return "no batch before initialize: send each message on a line of its own";
    if (this.#revision !== REVISION_WITH_BATCHES) {
      return `revision ${this.#revision} has no batches: send each message on a line of its own`;
    }
    return messages > batchMessages
      ? `a batch may hold ${batchMessages} messages, this one holds ${messages}`
      : undefined;
  }

  #deliver(message: JSONRPCRequest | JSONRPCNotification): void {
    if (!("id" in message) && message.method === "notifications/cancelled") {
      const { requestId } = Cancelled.safeParse(message.params).data ?? {};
      if (requestId !== undefined) this.#post(this.#batches.settle(requestId));
    }
    this.onmessage?.(message);
  }

  /** Under the id of each request in it; under none where it has none, or more than a batch may have. */
  #refuseAll(value: unknown, problem: string, code: number): void {
    const values = Array.isArray(value) ? value : [value];
    const ids = values.length > this.#limits.batchMessages ? [] : values.flatMap((one) => idOf(one) ?? []);
    for (const id of ids.length === 0 ? [null] : ids) this.#refuse(errorAnswer(id, problem, code));
  }

  #refuse(answer: ErrorAnswer): void {
    this.#post(JSON.stringify(answer));
  }

  #post(json: string | undefined): void {
    if (json !== undefined) void this.#write(json);
  }

  /** Resolves when the system has it. */
  #write(json: string): Promise<void> {
    return new Promise((resolve) => {
      this.#output.write(`${this.#numbers.write(json)}\n`, () => resolve());
    });
  }
}

function readMessageOfBatch(value: unknown): Received {
  const received = readMessage(value);
  if (received.kind !== "request" || !isModern(received.message)) return received;
  const problem = "the revision of this request has no batches: send it on a line of its own";
  return {
    kind: "refused",
    answer: errorAnswer(received.message.id, problem, ErrorCode.InvalidRequest),
  };
}
