import { Buffer, constants } from "node:buffer";
import { inflateGzip, isGzip } from "../gunzip.ts";
import { malformed } from "./columns.ts";

/**
 * The JSON value in a profile, gzipped or not.
 *
 * @throws MalformedInput "gzip" when the stream is cut, corrupt or inflates beyond `maxInflatedBytes`,
 *   "firefox profile" when the text is larger than that, longer than V8's longest string, or no JSON
 */
export function parseProfileText(bytes: Uint8Array, maxInflatedBytes: number): unknown {
  const text = readText(isGzip(bytes) ? inflateGzip(bytes, maxInflatedBytes) : bytes, maxInflatedBytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(placeOf(error), "not valid JSON");
  }
}

function readText(content: Uint8Array, maxBytes: number): string {
  const size = `${content.length} bytes of JSON`;
  if (content.length > maxBytes) throw malformed(size, `more than ${maxBytes} bytes`);
  if (content.length > constants.MAX_STRING_LENGTH) {
    throw malformed(size, `longer than one string can be (${constants.MAX_STRING_LENGTH} characters)`);
  }
  return Buffer.from(content.buffer, content.byteOffset, content.length).toString("utf8");
}

/** V8 names the position of most syntax errors; its message also quotes the text, which is left out. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  if (message.startsWith("Unexpected end")) return "the end of the text";
  return / at (position \d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1] ?? "an unknown position";
}
