import { gzipSync } from "node:zlib";
import {
  type Answer,
  badGzip,
  bytes,
  closesKeepAlive,
  cutGzip,
  empty,
  html,
  json,
  neverAnswers,
  type Response,
  rawBytes,
  redirect,
  resetBeforeHeaders,
  resetWithinBody,
  resetWithinHeaders,
  slowBody,
  slowHeaders,
  text,
  wrongLength,
} from "../support/responses.ts";

/**
 * What must come of a fault. `same`: the answer that there would have been. `told`: an error, or an answer that
 * differs. `either`: it depends on the endpoint whether anything is lost.
 */
export type Outcome = "same" | "told" | "either";

export interface Fault {
  readonly name: string;
  readonly outcome: Outcome;
  readonly of: (usual: Answer) => Response;
  /** It ends only with a time limit. */
  readonly waits?: true;
  /** Only for endpoints of this method. */
  readonly method?: "GET" | "POST";
}

/** Where a redirect within the origin leads: the test answers it with the usual response. */
export const MOVED = "/moved";

const ERROR_STATUSES = [
  400, 401, 403, 404, 405, 407, 408, 409, 410, 411, 413, 414, 415, 418, 422, 425, 426, 428, 429, 431, 451,
  499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599,
];

const ERROR_BODIES: Readonly<Record<string, (status: number) => Answer>> = {
  "without a body": (status) => empty(status),
  "in Feldera's words": (status) =>
    json(status, { message: "injected by the test", error_code: "Injected", details: { injected: true } }),
  "as an HTML page": (status) => text(status, "<html><body>injected</body></html>", "text/html"),
};

/** A retry that is asked for in a way of its own. */
const RETRY_AFTER = ["0", "1", "86400", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "-1", "9".repeat(400)];

/** The usual answer on the wire, for what node's HTTP server would not send. */
function wire({ status, reason, body }: Answer, statusLine = `HTTP/1.1 ${status} ${reason}`): Buffer {
  const head = `${statusLine}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function after(interim: string, usual: Answer): Response {
  return rawBytes(Buffer.concat([Buffer.from(`${interim}\r\n\r\n`), wire(usual)]));
}

/** At least two bytes, so that a cut can fall within them. */
function cuttable(usual: Answer): Answer {
  return usual.body.length > 1 ? usual : { ...usual, body: Buffer.from("[]") };
}

const PASSING: readonly Fault[] = [
  { name: "keep-alive closed after the answer", outcome: "same", of: closesKeepAlive },
  { name: "103 before the answer", outcome: "same", of: (usual) => after("HTTP/1.1 103 Early Hints", usual) },
  { name: "102 before the answer", outcome: "same", of: (usual) => after("HTTP/1.1 102 Processing", usual) },
  { name: "slow headers, in time", outcome: "same", of: (usual) => slowHeaders(20, usual) },
  {
    name: "chunked body",
    outcome: "same",
    of: (usual) => ({ ...usual, framing: "chunked" }),
  },
  {
    name: "headers in capitals",
    outcome: "same",
    of: (usual) => ({ ...usual, headers: usual.headers.map(([name, value]) => [name.toUpperCase(), value]) }),
  },
  {
    name: "wrong content type",
    outcome: "same",
    of: (usual) => withHeader(usual, "content-type", "image/png"),
  },
  { name: "no content type", outcome: "same", of: (usual) => withHeader(usual, "content-type", undefined) },
  { name: "307 within the origin", outcome: "same", method: "GET", of: () => redirect(307, MOVED) },
  { name: "301 within the origin", outcome: "same", method: "GET", of: () => redirect(301, MOVED) },
];

const BROKEN: readonly Fault[] = [
  { name: "reset before headers", outcome: "told", of: resetBeforeHeaders },
  { name: "reset within headers", outcome: "told", of: resetWithinHeaders },
  {
    name: "reset within the body",
    outcome: "told",
    of: (usual) => resetWithinBody(cuttable(usual), Math.floor(cuttable(usual).body.length / 2)),
  },
  { name: "no headers", outcome: "told", waits: true, of: neverAnswers },
  { name: "no body", outcome: "told", waits: true, of: (usual) => slowBody(cuttable(usual), 1, 1_000_000) },
  { name: "body a byte at a time", outcome: "either", waits: true, of: (usual) => slowBody(usual, 1, 20) },
  { name: "content length too large", outcome: "told", of: (usual) => wrongLength(usual, 7) },
  { name: "content length too small", outcome: "either", of: (usual) => wrongLength(cuttable(usual), -1) },
  {
    name: "content length no number",
    outcome: "told",
    of: () => rawBytes("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n{}"),
  },
  {
    name: "two content lengths",
    outcome: "told",
    of: () => rawBytes("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
  },
  {
    name: "gzip that is none",
    outcome: "told",
    of: (usual) => badGzip({ ...usual, body: Buffer.from("{}") }),
  },
  { name: "cut gzip", outcome: "told", of: (usual) => cutGzip(cuttable(usual)) },
  {
    name: "gzip with a wrong checksum",
    outcome: "told",
    of: (usual) => {
      const gzipped = gzipSync(usual.body);
      const [checksum = 0] = gzipped.subarray(-8);
      gzipped.writeUInt8(checksum ^ 1, gzipped.length - 8);
      return badGzip({ ...usual, body: gzipped });
    },
  },
  {
    name: "unknown content encoding",
    outcome: "told",
    of: (usual) => withHeader(usual, "content-encoding", "zstd"),
  },
  { name: "100 before the answer", outcome: "either", of: (usual) => after("HTTP/1.1 100 Continue", usual) },
  {
    name: "101",
    outcome: "told",
    of: () => rawBytes("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n"),
  },
  { name: "204", outcome: "either", of: () => empty(204) },
  { name: "206", outcome: "told", of: (usual) => ({ ...usual, status: 206, reason: "Partial Content" }) },
  { name: "304", outcome: "told", of: () => empty(304) },
  {
    name: "307 within the origin, of a POST",
    outcome: "told",
    method: "POST",
    of: () => redirect(307, MOVED),
  },
  { name: "301 to itself for ever", outcome: "told", of: () => redirect(301, "") },
  {
    name: "302 to another origin",
    outcome: "told",
    of: () => redirect(302, "http://127.0.0.1:9/v0/pipelines"),
  },
  { name: "302 to nowhere", outcome: "told", of: () => empty(302) },
  { name: "302 to what is no address", outcome: "told", of: () => redirect(302, "http://[") },
  { name: "200 as an HTML page", outcome: "told", of: html },
  { name: "200 without a body", outcome: "either", of: () => empty(200) },
  { name: "200 of zeros", outcome: "either", of: (usual) => ({ ...usual, body: Buffer.alloc(1000) }) },
  { name: "200 of half the body", outcome: "either", of: (usual) => half(usual) },
  { name: "200 of a JSON string", outcome: "either", of: () => json(200, "surprise") },
  { name: "no HTTP", outcome: "told", of: () => rawBytes("SSH-2.0-OpenSSH_9.2\r\n") },
  { name: "HTTP/0.9", outcome: "told", of: (usual) => rawBytes(usual.body) },
  { name: "status 000", outcome: "told", of: (usual) => rawBytes(wire(usual, "HTTP/1.1 000 Zero")) },
  { name: "status 999", outcome: "told", of: (usual) => rawBytes(wire(usual, "HTTP/1.1 999 Nine")) },
  {
    name: "headers without end",
    outcome: "told",
    of: () => rawBytes(`HTTP/1.1 200 OK\r\nx-long: ${"x".repeat(1 << 20)}\r\n\r\n{}`),
  },
  {
    name: "ten thousand headers",
    outcome: "told",
    of: () => rawBytes(`HTTP/1.1 200 OK\r\n${"x-many: 1\r\n".repeat(10_000)}\r\n{}`),
  },
  {
    name: "chunk sizes that are none",
    outcome: "told",
    of: () => rawBytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
  },
];

const STATUSES: readonly Fault[] = ERROR_STATUSES.flatMap((status) =>
  Object.entries(ERROR_BODIES).map(
    ([body, of]): Fault => ({ name: `${status} ${body}`, outcome: "told", of: () => of(status) }),
  ),
);

const RETRIES: readonly Fault[] = RETRY_AFTER.map((value) => ({
  name: `503 with Retry-After: ${value.slice(0, 40)}`,
  outcome: "told",
  of: () => empty(503, { "retry-after": value }),
}));

const ERROR_BODIES_GONE_WRONG: readonly Fault[] = [500, 503].flatMap((status): Fault[] => [
  {
    name: `${status} with a body that is cut`,
    outcome: "told",
    of: () => resetWithinBody(bytes(status, Buffer.from('{"message":"cut')), 5),
  },
  {
    name: `${status} with gzip that is none`,
    outcome: "told",
    of: () => badGzip(bytes(status, Buffer.from('{"message":"not gzip"}'))),
  },
  {
    name: `${status} with a body that never comes`,
    outcome: "told",
    waits: true,
    of: () => slowBody(bytes(status, Buffer.from("{}")), 1, 1_000_000),
  },
]);

export const FAULTS: readonly Fault[] = [
  ...PASSING,
  ...BROKEN,
  ...STATUSES,
  ...RETRIES,
  ...ERROR_BODIES_GONE_WRONG,
];

function withHeader(usual: Answer, header: string, value: string | undefined): Answer {
  const others = usual.headers.filter(([name]) => name !== header);
  return { ...usual, headers: value === undefined ? others : [...others, [header, value]] };
}

function half(usual: Answer): Answer {
  return { ...usual, body: usual.body.subarray(0, Math.floor(usual.body.length / 2)) };
}
