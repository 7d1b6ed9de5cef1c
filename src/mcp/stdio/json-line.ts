import { isUtf8 } from "node:buffer";
import { ErrorCode, type RequestId } from "@modelcontextprotocol/sdk/types.js";
import type { Line } from "./lines.ts";
import { type ErrorAnswer, errorAnswer, idOf } from "./message.ts";

export type JsonLine =
  | {
      readonly kind: "json";
      readonly value: unknown;
      readonly text: string;
      /** Whether the bytes were what JSON is written in; where not, nothing that they ask for can be relied on. */
      readonly isUtf8: boolean;
    }
  | { readonly kind: "refused"; readonly answer: ErrorAnswer }
  | { readonly kind: "blank" };

/** The JSON of a line; a byte order mark before it is no part of it (RFC 8259, 8.1). */
export function readLine(line: Line, maxBytes: number): JsonLine {
  if (line.kind === "too long") {
    const problem = `the message is longer than ${maxBytes} bytes (limit messageBytes), and was not read`;
    return refused(idAtAnEnd(line), problem, ErrorCode.InvalidRequest);
  }
  const text = new TextDecoder().decode(line.bytes);
  if (text.trim() === "") return { kind: "blank" };
  try {
    const value: unknown = JSON.parse(text);
    return { kind: "json", value, text, isUtf8: isUtf8(line.bytes) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused(undefined, `the line is not JSON: ${reason}`, ErrorCode.ParseError);
  }
}

const ID_FIRST = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15}|"[^"\\]*")\s*,/;
const ID_LAST = /,\s*"id"\s*:\s*(\d{1,15}|"[^"\\]*")\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/;

/** The id of a request of which only the ends were kept: clients write it first or last, and there nothing encloses it. */
function idAtAnEnd({ head, tail }: { readonly head: Buffer; readonly tail: Buffer }): RequestId | undefined {
  const [, id] = ID_FIRST.exec(head.toString()) ?? ID_LAST.exec(tail.toString()) ?? [];
  return id === undefined ? undefined : idOf({ id: JSON.parse(id) });
}

function refused(id: RequestId | undefined, problem: string, code: number): JsonLine {
  return { kind: "refused", answer: errorAnswer(id ?? null, problem, code) };
}
