import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { Answer, Header, Response } from "./responses.ts";

/** A TCP connection to the loopback Feldera, and the byte stream on it: the same socket, or TLS on top of it. */
export interface Connection {
  readonly id: number;
  readonly socket: Socket;
  readonly stream: Socket;
  brokenByServer: boolean;
}

/**
 * Sends a response, or does to the client what the response says. Resolves when nothing is left to send; rejects with
 * an AbortError if `over` is aborted (the exchange has ended) before that.
 */
export async function play(
  response: Response,
  outgoing: ServerResponse,
  connection: Connection,
  over: AbortSignal,
): Promise<void> {
  switch (response.kind) {
    case "answer":
      sendHead(outgoing, response, response.body.length);
      outgoing.write(response.body);
      return finish(outgoing, response);
    case "slow headers":
      await delay(response.ms, undefined, { signal: over });
      return play(response.response, outgoing, connection, over);
    case "slow body":
      sendHead(outgoing, response.answer, response.answer.body.length);
      for (let sent = 0; sent < response.answer.body.length; sent += response.chunkBytes) {
        outgoing.write(response.answer.body.subarray(sent, sent + response.chunkBytes));
        await delay(response.everyMs, undefined, { signal: over });
      }
      return finish(outgoing, response.answer);
    case "stream":
      sendHead(outgoing, response.head, 0);
      for await (const chunk of response.chunks(over)) outgoing.write(chunk);
      outgoing.end();
      return;
    case "by request":
      throw new Error("a response by request has to be made before it is played");
    case "endless":
      sendHead(outgoing, response.head, 0);
      while (!over.aborted) {
        if (!outgoing.write(response.chunk)) {
          await once(outgoing, "drain", { signal: over });
          // A fast reader drains at once; without a turn of the event loop its hanging up would never be seen.
          await nextTurn();
        }
        if (response.everyMs > 0) {
          await delay(response.everyMs, undefined, { signal: over });
        }
      }
      return;
    case "never answers":
      return;
    case "wrong length":
      sendHead(outgoing, response.answer, response.answer.body.length + response.delta);
      if (response.delta < 0) {
        outgoing.end(response.answer.body);
      } else {
        outgoing.write(response.answer.body, () => closeConnection(connection));
      }
      return;
    case "closes keep-alive":
      sendHead(outgoing, response.answer, response.answer.body.length);
      outgoing.end(response.answer.body, () => closeConnection(connection));
      return;
    case "raw bytes":
      connection.stream.write(response.bytes, () => closeConnection(connection));
      return;
    case "reset before headers":
      return resetConnection(connection);
    case "reset within headers":
      connection.stream.write("HTTP/1.1 200 OK\r\ncontent-type: appli");
      return resetOnceRead(connection, over);
    case "reset within body":
      sendHead(outgoing, response.answer, response.answer.body.length);
      outgoing.write(response.answer.body.subarray(0, response.afterBytes));
      return resetOnceRead(connection, over);
  }
}

function sendHead(
  outgoing: ServerResponse,
  { status, reason, headers, framing }: Answer,
  length: number,
): void {
  outgoing.sendDate = false;
  // Feldera sends no Connection and no Keep-Alive header; this keeps node from adding them.
  outgoing.removeHeader("connection");
  outgoing.writeHead(status, reason, [...framingHeaders(status, framing, length), ...headers].flat());
  outgoing.flushHeaders();
}

function framingHeaders(status: number, framing: Answer["framing"], length: number): readonly Header[] {
  if (framing === "chunked") {
    return [["transfer-encoding", "chunked"]];
  }
  return status === 204 || status === 304 ? [] : [["content-length", String(length)]];
}

function finish(outgoing: ServerResponse, { thenHang }: Answer): void {
  if (!thenHang) {
    outgoing.end();
  }
}

function closeConnection(connection: Connection): void {
  connection.brokenByServer = true;
  connection.stream.end();
}

function resetConnection(connection: Connection): void {
  connection.brokenByServer = true;
  connection.socket.resetAndDestroy();
}

/** A reset discards what is still in the send buffer: the pause lets the client read it first. */
async function resetOnceRead(connection: Connection, over: AbortSignal): Promise<void> {
  await delay(20, undefined, { signal: over });
  resetConnection(connection);
}
