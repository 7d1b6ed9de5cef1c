import { pipeline as compose, type Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { EndpointName } from "../endpoints.ts";
import { FelderaError } from "../errors.ts";

export interface BodyLimits {
  /** Bytes as sent. */
  readonly sent: number;
  /** Bytes once the content encoding is undone. */
  readonly inflated: number;
  /** Bytes as sent, as the headers tell. */
  readonly stated?: number;
}

/**
 * Reads a body whole, its content encoding undone, within both limits.
 *
 * @throws FelderaError too_large or malformed_gzip; what the connection throws passes through
 */
export async function readBody(
  body: Readable,
  contentEncoding: string,
  limits: BodyLimits,
  endpoint: EndpointName,
): Promise<Uint8Array> {
  const stated = Math.min(limits.stated ?? 0, limits.sent);
  const sent = await collect(within(body, limits.sent, "as sent", endpoint), limits.sent, stated);
  const decoder = decoderOf(contentEncoding, endpoint);
  if (decoder === undefined || sent.length === 0) return sent;
  return pipeline([sent], decoder, (inflated: AsyncIterable<Uint8Array>) =>
    collect(within(inflated, limits.inflated, "inflated", endpoint), limits.inflated),
  ).catch((error: unknown) => {
    throw error instanceof FelderaError ? error : malformed(contentEncoding, error, endpoint);
  });
}

/**
 * A body as it comes, its content encoding undone, within both limits.
 *
 * @throws FelderaError too_large or malformed_gzip; what the connection throws passes through
 */
export async function* piecesOf(
  body: Readable,
  contentEncoding: string,
  limits: BodyLimits,
  endpoint: EndpointName,
): AsyncGenerator<Uint8Array> {
  const decoder = decoderOf(contentEncoding, endpoint);
  let lost: unknown;
  async function* sent() {
    try {
      yield* within(body, limits.sent, "as sent", endpoint);
    } catch (error) {
      lost = error;
      throw error;
    }
  }
  if (decoder === undefined) return yield* sent();
  try {
    yield* within(
      compose(sent(), decoder, () => {}),
      limits.inflated,
      "inflated",
      endpoint,
    );
  } catch (error) {
    throw lost ?? (error instanceof FelderaError ? error : malformed(contentEncoding, error, endpoint));
  }
}

/** What undoes a content encoding; undefined where there is none to undo. */
export function decoderOf(contentEncoding: string, endpoint: EndpointName): Transform | undefined {
  switch (contentEncoding) {
    case "":
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    default:
      throw new FelderaError({
        kind: "unexpected_shape",
        message: `the body has the unknown content encoding ${contentEncoding}`,
        endpoint,
        retryable: false,
      });
  }
}

async function* within(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  counted: string,
  endpoint: EndpointName,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limit) {
      throw new FelderaError({
        kind: "too_large",
        message: `the body passes the limit of ${limit} bytes ${counted}`,
        endpoint,
        retryable: false,
      });
    }
    yield chunk;
  }
}

/** Other calls are answered while a large body is moved. */
const COPIED_AT_ONCE = 4 * 2 ** 20;

const LEAST_ROOM = 64 * 2 ** 10;
/** Large steps leave little behind, and what is not yet written to takes no memory. */
const ROOM_STEP = 8;

/**
 * @param most how many bytes there can be
 * @param stated how many there are likely to be
 */
async function collect(chunks: AsyncIterable<Uint8Array>, most: number, stated = 0): Promise<Uint8Array> {
  let room = Buffer.allocUnsafeSlow(stated);
  let filled = 0;
  for await (const chunk of chunks) {
    const needed = filled + chunk.length;
    if (needed > room.length) {
      const wanted = Math.min(most, Math.max(LEAST_ROOM, room.length * ROOM_STEP));
      room = await moved(room.subarray(0, filled), Math.max(needed, wanted));
    }
    room.set(chunk, filled);
    filled = needed;
  }
  return room.subarray(0, filled);
}

async function moved(bytes: Uint8Array, room: number): Promise<Buffer<ArrayBuffer>> {
  const larger = Buffer.allocUnsafeSlow(room);
  for (let at = 0; at < bytes.length; at += COPIED_AT_ONCE) {
    if (at > 0) await nextTurn();
    larger.set(bytes.subarray(at, at + COPIED_AT_ONCE), at);
  }
  return larger;
}

function malformed(contentEncoding: string, error: unknown, endpoint: EndpointName): FelderaError {
  const problem = error instanceof Error ? error.message : String(error);
  return new FelderaError(
    {
      kind: "malformed_gzip",
      message: `the body is not valid ${contentEncoding}: ${problem}`,
      endpoint,
      retryable: false,
    },
    error,
  );
}
