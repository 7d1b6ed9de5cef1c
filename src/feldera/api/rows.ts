import type * as z from "zod";
import type { FelderaError } from "../errors.ts";
import type { Wanted } from "../rows/json-walk.ts";
import { RowReader } from "../rows/row-reader.ts";
import type { FelderaRequest } from "../source.ts";
import { type Feldera, malformedJson, readJson, unexpectedShape } from "./call.ts";

/** What is read of each row, and the shape of all: made once, for zod compiles it. */
export interface Rows<Row extends z.ZodType> {
  readonly wanted: Wanted;
  readonly list: z.ZodArray<Row>;
}

/** So many bytes take some 10 ms to be read whole. */
const SMALL_BYTES = 512 * 1024;

/** A body that came whole and small; or nothing, where its rows were taken while it came; or why that ended. */
interface Read {
  readonly bytesRead: number;
  readonly small?: Uint8Array;
  readonly problem?: unknown;
}

/**
 * The rows of an answer that is a list. A long one is read as it comes: of each row what is wanted, and nothing of the
 * rest is kept, checked or searched for secrets.
 *
 * @throws FelderaError malformed_json or unexpected_shape, and whatever the source throws
 */
export async function fetchRows<Row extends z.ZodType>(
  feldera: Feldera,
  request: FelderaRequest,
  { wanted, list }: Rows<Row>,
): Promise<z.output<Row>[]> {
  const { source, scope, limits } = feldera;
  const { endpoint } = request;
  let rows: z.output<Row>[] = [];
  let misshapen: FelderaError | undefined;
  const take = (row: unknown) => {
    const parsed = list.element.safeParse(row);
    if (parsed.success) rows.push(parsed.data);
    else misshapen ??= unexpectedShape(endpoint, parsed.error, [rows.length]);
  };
  const { small, problem, bytesRead } = await source.fetchPieces(request, scope, (pieces) => {
    rows = [];
    misshapen = undefined;
    return readPieces(pieces, new RowReader(wanted, limits.jsonDepth, take));
  });
  if (small !== undefined) return readJson(feldera, endpoint, small, list);
  if (problem !== undefined) throw malformedJson(endpoint, problem, bytesRead);
  if (misshapen !== undefined) throw misshapen;
  return rows;
}

async function readPieces(pieces: AsyncIterable<Uint8Array>, reader: RowReader): Promise<Read> {
  const first: Uint8Array[] = [];
  let bytesRead = 0;
  try {
    for await (const piece of pieces) {
      bytesRead += piece.length;
      first.push(piece);
      if (bytesRead <= SMALL_BYTES) continue;
      for (const bytes of first.splice(0)) reader.push(bytes);
    }
    if (bytesRead <= SMALL_BYTES) return { bytesRead, small: Buffer.concat(first) };
    reader.end();
    return { bytesRead };
  } catch (problem) {
    if (problem instanceof SyntaxError || problem instanceof TypeError) return { bytesRead, problem };
    throw problem;
  }
}
