import type { EndpointName } from "./endpoints.ts";
import type { LogStop } from "./schemas/log-stop.ts";

/** A request to an endpoint: its path parameters and query, with the API's own parameter names. */
export interface FelderaRequest {
  readonly endpoint: EndpointName;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** A POST's body, sent as JSON. */
  readonly body?: unknown;
  /** False where a failure is better answered otherwise than by trying again. */
  readonly retry?: false;
}

export interface Reply {
  readonly status: number;
  /** The body, its transfer encoding undone. */
  readonly body: Uint8Array;
  readonly retryAfterSecs?: number;
}

/** The newest bytes of a log that was read to its end, until it fell silent, or until a limit was reached. */
export interface LogBytes {
  readonly chunks: readonly Uint8Array[];
  readonly bytesRead: number;
  /** Older bytes that were let go to keep within the limit. */
  readonly bytesDropped: number;
  readonly stoppedBy: LogStop;
}

/** What was read of a log from a position on. */
export interface LogNews extends LogBytes {
  /** Where it started: later than was asked for where lines were discarded, or the log has begun anew. */
  readonly start: LogStart;
  /** Where the next reading goes on. */
  readonly end: string;
}

/** A place in a log, as the manager tells it. */
export interface LogStart {
  /** Names one life of the log: it begins anew where the manager's runner restarts, or the pipeline is deleted. */
  readonly epoch: string;
  /** The number of the line before the first. */
  readonly line: number;
  /** Lines between the position asked for and this one, which were discarded. */
  readonly gap: number;
}

/** What came of a stream, its content encoding undone, in so many ms after its headers. */
export interface Heard {
  readonly body: Uint8Array;
  readonly ms: number;
}

/** How long a call may take, and who may call it off. */
export interface CallScope {
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`, in ms. */
  readonly deadlineMs: number;
  /** False where the answer that a pipeline is away is as good as any other, and is not asked for again. */
  readonly awaitsPipeline?: false;
}

/** What tells the time: the bundle, the pipeline's statistics in it, or when the newest of its files was written. */
export type TimeFrom = "bundle" | "statistics" | "newest file";

/** Which moment of the past answers are of. Strings are as the bundle has them: untrusted. */
export interface Snapshot {
  /** The name of the bundle's file or folder. */
  readonly source: string;
  /** In ms since 1970. */
  readonly collectedMs: number;
  readonly timeFrom: TimeFrom;
  /** Which of the bundle's collections, 0 the newest. */
  readonly index: number;
  readonly collections: number;
  /** Whether it is not a bundle but one profile. */
  readonly isProfile: boolean;
  /** Sentences on what of the bundle could not be used, or had to be derived. */
  readonly warnings: readonly string[];
}

/**
 * Where answers come from: a running Feldera, or a collection of a support bundle. Both give the bodies of
 * Feldera's endpoints, so that what reads them need not know which it is.
 */
export interface Source {
  readonly kind: "feldera" | "bundle";
  /** Of a bundle. */
  readonly snapshot?: Snapshot;
  /**
   * Of a bundle that Feldera's time series were saved with: they are no part of a collection, and name no pipeline.
   *
   * @throws FelderaError
   */
  readonly timeSeriesBeside?: () => Promise<Uint8Array>;
  /** The moment that answers describe, in ms since 1970: now, or when the bundle was collected. */
  nowMs(): number;
  /** @throws FelderaError */
  fetch(request: FelderaRequest, scope: CallScope): Promise<Reply>;
  /** Has a body read as it comes, from its beginning at each try. @throws FelderaError, and what `read` throws */
  fetchPieces<T extends { readonly bytesRead: number }>(
    request: FelderaRequest,
    scope: CallScope,
    read: (pieces: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T>;
  /** Hears a stream for so long, or as much as the endpoint's limit is, and hangs up; asked once. @throws FelderaError */
  listen(request: FelderaRequest, scope: CallScope, forMs: number): Promise<Heard>;
  /** Reads a log, which may be a stream that never ends. @throws FelderaError */
  readLog(request: FelderaRequest, scope: CallScope): Promise<LogBytes>;
  /** Reads what follows a position; undefined where the lines have no numbers. @throws FelderaError */
  readLogAfter(request: FelderaRequest, position: string, scope: CallScope): Promise<LogNews | undefined>;
  /**
   * The position of the end of a log that was just read; undefined where the lines have no numbers, or the place
   * cannot be told. @throws FelderaError
   */
  positionOfEnd(request: FelderaRequest, log: LogBytes, scope: CallScope): Promise<string | undefined>;
}
