import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { isLosslessNumber, parse } from "lossless-json";
import * as z from "zod";

const Head = z.looseObject({ id: z.unknown().optional(), method: z.string().optional() });

/**
 * A server process with two on its one wire: the SDK's client, whose transport this is, and a test that writes lines of
 * its own. Answers to ids that the client has not used are the test's.
 */
export class SharedWire implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** How often each id has been answered but for the client's, by its JSON: `7`, `"7"`, `null`. */
  readonly answers = new Map<string, number>();
  /** Lines that are no message of JSON-RPC. */
  readonly stray: string[] = [];
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #revision: string;
  readonly #asked = new Set<unknown>();

  /** @param revision what the client asks for in its handshake */
  constructor(server: ChildProcessWithoutNullStreams, revision: string) {
    this.#server = server;
    this.#revision = revision;
  }

  async start(): Promise<void> {
    createInterface({ input: this.#server.stdout }).on("line", (line) => this.#receive(line));
    this.#server.on("exit", () => this.onclose?.());
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if ("method" in message && "id" in message) this.#asked.add(message.id);
    const isHandshake = "method" in message && message.method === "initialize";
    const sent = isHandshake
      ? { ...message, params: { ...message.params, protocolVersion: this.#revision } }
      : message;
    this.write(Buffer.from(`${JSON.stringify(sent)}\n`));
  }

  async close(): Promise<void> {
    this.#server.kill("SIGKILL");
  }

  write(bytes: Buffer): void {
    this.#server.stdin.write(bytes);
  }

  /** Resolves once each of `ids` has been answered as often as `counts` says; tells after `limitMs` what is missing. */
  async answered(expected: ReadonlyMap<string, number>, limitMs: number): Promise<void> {
    const endMs = performance.now() + limitMs;
    for (;;) {
      const missing = [...expected].filter(([id, count]) => (this.answers.get(id) ?? 0) < count);
      if (missing.length === 0) return;
      if (performance.now() > endMs) throw new Error(`not answered: ${missing.map(([id]) => id).join(", ")}`);
      await delay(2);
    }
  }

  #receive(line: string): void {
    const value = parse(line);
    for (const message of Array.isArray(value) ? value : [value]) this.#sort(message, line);
  }

  #sort(message: unknown, line: string): void {
    const head = Head.safeParse(message).data;
    if (head === undefined) {
      this.stray.push(line);
      return;
    }
    const id = isLosslessNumber(head.id) ? head.id.value : JSON.stringify(head.id);
    if (head.method === undefined && !this.#asked.has(id === undefined ? undefined : JSON.parse(id))) {
      this.answers.set(String(id), (this.answers.get(String(id)) ?? 0) + 1);
    } else this.onmessage?.(JSONRPCMessageSchema.parse(JSON.parse(line)));
  }
}
