import { FelderaError } from "../errors.ts";
import { DataflowGraph } from "../schemas/program.ts";
import { type Feldera, fetchJson } from "./call.ts";

const endpoint = "circuit_json_profile";

/**
 * `GET /v0/pipelines/{pipeline_name}/circuit_json_profile`: JSON of up to hundreds of MB, as bytes, for it must not be
 * parsed as a whole.
 */
export async function fetchCircuitProfile(feldera: Feldera, pipeline_name: string): Promise<Uint8Array> {
  const { body } = await feldera.source.fetch({ endpoint, path: { pipeline_name } }, feldera.scope);
  if (body.length > 0) return body;
  throw emptyProfile();
}

/**
 * The same, to be read as it comes: a large one is never all in memory.
 *
 * @param read is called anew where a connection is lost and tried again
 * @throws FelderaError, and what `read` throws
 */
export async function readCircuitProfile<Result>(
  feldera: Feldera,
  pipeline_name: string,
  read: (body: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const request = { endpoint, path: { pipeline_name } } as const;
  const { outcome } = await feldera.source.fetchPieces(request, feldera.scope, async (pieces) => {
    const body = new ReadBody(pieces);
    await body.begin();
    if (body.bytesRead === 0) throw emptyProfile();
    const [outcome] = await Promise.allSettled([read(body)]);
    body.leave();
    if (body.lost !== undefined) throw body.lost;
    return { bytesRead: body.bytesRead, outcome };
  });
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** So much of a body is taken before anything reads it: most are whole by then, and one that hangs holds up nothing. */
const BEGINNING_BYTES = 4 * 2 ** 20;

/** What comes of a body, and why it broke off. */
class ReadBody implements AsyncIterable<Uint8Array> {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #beginning: Uint8Array[] = [];
  bytesRead = 0;
  lost: unknown;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async begin(): Promise<void> {
    while (this.bytesRead < BEGINNING_BYTES) {
      const { done, value } = await this.#pieces.next();
      if (done === true) return;
      this.bytesRead += value.length;
      this.#beginning.push(value);
    }
  }

  /** Lets go of what has not come yet, for which nobody need wait. */
  leave(): void {
    this.#pieces.return?.().catch(() => {});
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    yield* this.#beginning.splice(0);
    try {
      for await (const piece of { [Symbol.asyncIterator]: () => this.#pieces }) {
        this.bytesRead += piece.length;
        yield piece;
      }
    } catch (error) {
      this.lost = error;
      throw error;
    }
  }
}

function emptyProfile(): FelderaError {
  return new FelderaError({
    kind: "truncated",
    message: "the profile is empty",
    endpoint,
    status: 200,
    retryable: false,
  });
}

/** `GET /v0/pipelines/{pipeline_name}/dataflow_graph`: what the SQL compiler made of the program. */
export function getDataflowGraph(feldera: Feldera, pipeline_name: string): Promise<DataflowGraph> {
  return fetchJson(feldera, { endpoint: "dataflow_graph", path: { pipeline_name } }, DataflowGraph);
}
