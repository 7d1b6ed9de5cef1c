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
  const sent = await collect(within(body, limits.sent, "as sent", endpoint), stated);
  const decoder = decoderOf(contentEncoding, endpoint);
  if (decoder === undefined || sent.length === 0) return sent;
  return pipeline([sent], decoder, (inflated: AsyncIterable<Uint8Array>) =>
    collect(within(inflated, limits.inflated, "inflated", endpoint)),
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

/** Other calls are answered while a large body is put together. */
const COPIED_AT_ONCE = 4 * 2 ** 20;

/** @param stated how many bytes there are likely to be: with room for them, none is held twice */
async function collect(chunks: AsyncIterable<Uint8Array>, stated = 0): Promise<Uint8Array> {
  const room = Buffer.allocUnsafeSlow(stated);
  const rest: Uint8Array[] = [];
  let filled = 0;
  for await (const chunk of chunks) {
    if (rest.length > 0 || filled + chunk.length > stated) rest.push(chunk);
    else {
      room.set(chunk, filled);
      filled += chunk.length;
    }
  }
  const first = room.subarray(0, filled);
  if (rest.length === 0) return first;
  const all = [first, ...rest];
  const whole = Buffer.allocUnsafeSlow(all.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  let pausedAt = 0;
  for (const chunk of all) {
    whole.set(chunk, at);
    at += chunk.length;
    if (at - pausedAt < COPIED_AT_ONCE) continue;
    pausedAt = at;
    await nextTurn();
  }
  return whole;
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
