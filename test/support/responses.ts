import { existsSync, readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync, gzipSync, constants as zlib } from "node:zlib";

export type Header = readonly [name: string, value: string];

/** A whole HTTP response. Its framing header (Content-Length or Transfer-Encoding) is made when it is sent. */
export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: Buffer;
  readonly framing: "content-length" | "chunked";
  /** After the body the stream stays open, as a log stream of Feldera does. */
  readonly thenHang: boolean;
}

/** What a response may depend on. */
export interface Asked {
  readonly query: Readonly<Record<string, string>>;
}

/** Query parameters and headers that a request must have; it may have others. */
export interface Match {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request is answered with: a whole response, or one that goes wrong in a chosen way. */
export type Response =
  | Answer
  | { readonly kind: "reset before headers" }
  | { readonly kind: "reset within headers" }
  | { readonly kind: "reset within body"; readonly answer: Answer; readonly afterBytes: number }
  | { readonly kind: "slow headers"; readonly ms: number; readonly response: Response }
  | {
      readonly kind: "slow body";
      readonly answer: Answer;
      readonly chunkBytes: number;
      readonly everyMs: number;
    }
  | { readonly kind: "never answers" }
  | {
      readonly kind: "stream";
      readonly head: Answer;
      /** The body as it comes; it ends when they do. */
      readonly chunks: (over: AbortSignal) => AsyncIterable<Uint8Array>;
    }
  | { readonly kind: "by request"; readonly respond: (request: Asked) => Response }
  | {
      readonly kind: "endless";
      readonly head: Answer;
      readonly chunk: Buffer;
      readonly everyMs: number;
    }
  | { readonly kind: "wrong length"; readonly answer: Answer; readonly delta: number }
  | { readonly kind: "closes keep-alive"; readonly answer: Answer }
  | { readonly kind: "raw bytes"; readonly bytes: Buffer };

/** Responses to one request after another; the last one repeats. */
export interface Sequence {
  readonly kind: "sequence";
  readonly responses: readonly [Response, ...Response[]];
}

type Headers = Readonly<Record<string, string>>;

const NOT_REPLAYED = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const recordings = new URL("../recordings/", import.meta.url);

export function isRecorded(name: string): boolean {
  return existsSync(fileURLToPath(new URL(`${name}.body`, recordings)));
}

/** The path of a file under test/recordings; an error that names the file if there is none. */
export function recordingPath(file: string): string {
  const path = fileURLToPath(new URL(file, recordings));
  if (!existsSync(path)) {
    throw new Error(`no such recording: test/recordings/${file}`);
  }
  return path;
}

/**
 * A response recorded from a running Feldera: test/recordings/NAME.headers and NAME.body, as they came, encoded
 * bodies included. Hop-by-hop headers are dropped; what was chunked stays chunked.
 */
export function recording(name: string, { thenHang = false } = {}): Answer {
  const [statusLine = "", ...lines] = readFileSync(recordingPath(`${name}.headers`), "latin1").split("\r\n");
  const [, status, reason] = /^HTTP\/1\.1 (\d{3}) ?(.*)$/.exec(statusLine) ?? [];
  if (status === undefined || reason === undefined) {
    throw new Error(`test/recordings/${name}.headers does not start with a status line`);
  }
  const headers = lines.filter((line) => line !== "").map(parseHeader);
  return {
    kind: "answer",
    status: Number(status),
    reason,
    headers: headers.filter(([header]) => !NOT_REPLAYED.has(header)),
    body: readFileSync(recordingPath(`${name}.body`)),
    framing: headers.some(([header]) => header === "transfer-encoding") ? "chunked" : "content-length",
    thenHang,
  };
}

function parseHeader(line: string): Header {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

export function bytes(status: number, body: Uint8Array, headers: Headers = {}): Answer {
  return {
    kind: "answer",
    status,
    reason: STATUS_CODES[status] ?? "",
    headers: Object.entries(headers),
    body: Buffer.from(body),
    framing: "content-length",
    thenHang: false,
  };
}

export function text(status: number, body: string, contentType = "text/plain; charset=utf-8"): Answer {
  return bytes(status, Buffer.from(body), { "content-type": contentType });
}

export function json(status: number, body: unknown, headers: Headers = {}): Answer {
  return bytes(status, Buffer.from(JSON.stringify(body)), { "content-type": "application/json", ...headers });
}

export function empty(status: number, headers: Headers = {}): Answer {
  return bytes(status, Buffer.alloc(0), headers);
}

export function redirect(status: number, location: string): Answer {
  return empty(status, { location });
}

/** The page of a web console, which Feldera sends with status 200 for every path outside /v0. */
export function html(): Answer {
  return text(200, "<!doctype html><html><body>web console</body></html>\n", "text/html");
}

export function sequence(...responses: [Response, ...Response[]]): Sequence {
  return { kind: "sequence", responses };
}

/** The connection is reset (RST) as soon as the request has been read. */
export function resetBeforeHeaders(): Response {
  return { kind: "reset before headers" };
}

/** The connection is reset in the middle of a response header. */
export function resetWithinHeaders(): Response {
  return { kind: "reset within headers" };
}

/** The headers and `afterBytes` bytes of the body are sent; the connection is reset 20 ms later. */
export function resetWithinBody(answer: Answer, afterBytes: number): Response {
  if (afterBytes >= answer.body.length) {
    throw new RangeError(`${afterBytes} bytes are not within a body of ${answer.body.length}`);
  }
  return { kind: "reset within body", answer, afterBytes };
}

export function slowHeaders(ms: number, response: Response): Response {
  return { kind: "slow headers", ms, response };
}

export function slowBody(answer: Answer, chunkBytes: number, everyMs: number): Response {
  return { kind: "slow body", answer, chunkBytes, everyMs };
}

/** The request is read and nothing is ever sent. */
export function neverAnswers(): Response {
  return { kind: "never answers" };
}

/**
 * A stream without end, with the headers of a log stream: `chunk` every `everyMs` milliseconds, or as fast as the
 * client reads when that is 0.
 */
export function endless(chunk: string | Uint8Array, everyMs = 0): Response {
  return { kind: "endless", head: headOfLog(), chunk: Buffer.from(chunk), everyMs };
}

/** The head of a log stream. */
export function headOfLog(headers: Headers = {}): Answer {
  return {
    ...bytes(200, Buffer.alloc(0), {
      "content-type": "text/plain; charset=utf-8",
      "content-encoding": "identity",
      "x-content-type-options": "nosniff",
      ...headers,
    }),
    framing: "chunked",
  };
}

/**
 * Content-Length is `delta` bytes more (the connection is closed before they came) or fewer (the surplus follows on
 * the same connection) than the body.
 */
export function wrongLength(answer: Answer, delta: number): Response {
  if (delta === 0 || answer.body.length + delta < 0) {
    throw new RangeError(`a length wrong by ${delta} for a body of ${answer.body.length}`);
  }
  return { kind: "wrong length", answer: { ...answer, framing: "content-length" }, delta };
}

/** Says Content-Encoding: gzip of a body that is not gzipped. */
export function badGzip(answer: Answer): Answer {
  return { ...answer, headers: withContentEncoding(answer.headers, "gzip") };
}

/** The first half of the gzipped body, with Content-Encoding: gzip and the length of that half. */
export function cutGzip(answer: Answer): Answer {
  const gzipped = gzipSync(answer.body);
  return badGzip({ ...answer, body: gzipped.subarray(0, gzipped.length / 2) });
}

/** A small body that Content-Encoding: gzip inflates to `inflatedBytes` zero bytes. */
export function gzipBomb(inflatedBytes: number, contentType = "application/json"): Answer {
  return badGzip(bytes(200, gzippedZeros(inflatedBytes), { "content-type": contentType }));
}

function withContentEncoding(headers: readonly Header[], encoding: string): Header[] {
  return [...headers.filter(([name]) => name !== "content-encoding"), ["content-encoding", encoding]];
}

/** `count` zero bytes as one gzip member (RFC 1952), made without ever holding them. */
export function gzippedZeros(count: number): Buffer {
  const zeros = Buffer.alloc(Math.min(count, 1 << 20));
  const wholeBlocks = count === 0 ? 0 : Math.floor(count / zeros.length);
  const rest = zeros.subarray(0, count - wholeBlocks * zeros.length);
  // A full flush ends on a byte boundary and forgets the past, so that the same block can be repeated.
  const block = deflateRawSync(zeros, { finishFlush: zlib.Z_FULL_FLUSH });
  let checksum = 0;
  for (let i = 0; i < wholeBlocks; i++) {
    checksum = crc32(zeros, checksum);
  }
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(rest, checksum), 0);
  trailer.writeUInt32LE(count % 2 ** 32, 4);
  return Buffer.concat([header, ...Array<Buffer>(wholeBlocks).fill(block), deflateRawSync(rest), trailer]);
}

/** Answers as usual and then closes the connection, without having said Connection: close. */
export function closesKeepAlive(answer: Answer): Response {
  return { kind: "closes keep-alive", answer };
}

/** Sends these bytes, HTTP or not, and closes the connection. */
export function rawBytes(wire: string | Uint8Array): Response {
  return { kind: "raw bytes", bytes: Buffer.from(wire) };
}
