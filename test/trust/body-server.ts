import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { afterAll, beforeAll } from "vitest";
import * as z from "zod";
import type { Limits } from "../../src/config/limits.ts";
import { type Measured, measuredCall } from "./measured.ts";
import { report } from "./report.ts";

const MIB = 2 ** 20;

/** Answers a request in a way that no recorded response would. */
export type Play = (response: ServerResponse) => void;

export const PAYMENTS = { pipeline_name: "payments" };
export const PLAIN = { "content-type": "text/plain; charset=utf-8" };
export const JSON_TYPE = { "content-type": "application/json" };
export const OCTETS = { "content-type": "application/octet-stream" };

export interface Bodies {
  /** One call of the built server, whose every request is answered in this way. */
  readonly call: (
    tool: string,
    answer: Play,
    args?: Readonly<Record<string, unknown>>,
    more?: readonly string[],
  ) => Promise<Measured>;
  /** Asserts, and counts what fails for the report. */
  readonly check: (assertion: () => void) => void;
}

/** A server of bodies for the tests of a file, which reports what was tried as `what`. */
export function serveBodies(what: string, limits: Partial<Limits> = {}): Bodies {
  let play: Play = (response) => response.writeHead(404).end();
  let url = "";
  let failed = 0;
  const results: (Measured & { readonly tool: string })[] = [];
  const server = createServer((_request, response) => play(response));

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${z.object({ port: z.int() }).parse(server.address()).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    for (const { tool, peakBytes, ms, text } of results) {
      const figures = `${Math.round(peakBytes / MIB)} MiB ${Math.round(ms)} ms`;
      process.stderr.write(`${figures.padEnd(20)} ${tool}: ${text.slice(0, 100).replaceAll("\n", " ")}\n`);
    }
    report({
      what,
      cases: results.length,
      failed,
      peakBytes: Math.max(...results.map(({ peakBytes }) => peakBytes)),
      longestMs: Math.max(...results.map(({ ms }) => ms)),
    });
  });

  return {
    async call(tool, answer, args = PAYMENTS, more = []) {
      play = answer;
      const changed = Object.entries(limits).flatMap(([name, value]) => ["--limit", `${name}=${value}`]);
      const options = ["--host", url, "--toolsets", "debug,sql", ...changed, ...more];
      const result = await measuredCall(options, tool, args);
      results.push({ ...result, tool });
      return result;
    },
    check(assertion) {
      failed += 1;
      assertion();
      failed -= 1;
    },
  };
}

/** `piece` over and over, as fast as it is read, up to `bytes`. */
export function* repeated(piece: Buffer, bytes: number, head = Buffer.alloc(0)): Generator<Buffer> {
  yield head;
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

export function stream(bytes: Iterable<Buffer>, headers: Record<string, string>, status = 200): Play {
  return (response) => {
    response.writeHead(status, headers);
    Readable.from(bytes)
      .on("error", () => {})
      .pipe(response);
  };
}
