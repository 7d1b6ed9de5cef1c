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
 * The same, to be read as it comes: it need never be all in memory.
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
  const { isEmpty, outcome } = await feldera.source.fetchPieces(request, feldera.scope, async (pieces) => {
    const body = new ReadBody(pieces);
    const [outcome] = await Promise.allSettled([read(body)]);
    if (body.lost !== undefined) throw body.lost;
    return { bytesRead: body.bytesRead, isEmpty: body.isOver && body.bytesRead === 0, outcome };
  });
  if (isEmpty) throw emptyProfile();
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** What comes of a body, and why it ended early. */
class ReadBody implements AsyncIterable<Uint8Array> {
  readonly #pieces: AsyncIterable<Uint8Array>;
  bytesRead = 0;
  isOver = false;
  lost: unknown;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    try {
      for await (const piece of this.#pieces) {
        this.bytesRead += piece.length;
        yield piece;
      }
      this.isOver = true;
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
