import { parse } from "lossless-json";
import * as z from "zod";
import { FelderaError } from "../errors.ts";
import type { Feldera } from "./call.ts";

const Row = z.record(z.string(), z.unknown());

export type QueryRow = z.infer<typeof Row>;

export interface QueryResult {
  /** NULLs included. Numbers that a double does not hold as they were written are bigints or texts. */
  readonly rows: readonly QueryRow[];
  /** Names that several columns share; of those, a row holds the last. */
  readonly sharedNames: readonly string[];
  /** What ended the query before its end, in Feldera's words. */
  readonly failure?: string;
}

/**
 * `GET /v0/pipelines/{pipeline_name}/query?format=json`: JSON lines. An error after the headers comes as one more
 * line without a line break, `{"error": …}` or text, in an answer 200. Not tried again: what was too much for the
 * pipeline shall not be asked of it twice.
 *
 * @throws FelderaError too_large beyond `limits.queryBytes`, malformed_json, and whatever the source throws
 */
export async function runQuery(feldera: Feldera, pipeline_name: string, sql: string): Promise<QueryResult> {
  const query = { sql, format: "json" };
  const request = { endpoint: "query", path: { pipeline_name }, query, retry: false } as const;
  const { body } = await feldera.source.fetch(request, feldera.scope);
  const result = readResult(body);
  feldera.learn(result.rows);
  return result;
}

function readResult(body: Uint8Array): QueryResult {
  const lines = decodeUtf8(body).split("\n");
  const unended = (lines.pop() ?? "").trim();
  const sharedNames = new Set<string>();
  const rows = lines.map((line, i) => readRow(line, i, sharedNames));
  if (unended === "") return { rows, sharedNames: [...sharedNames] };
  const failure = failureOf(unended);
  if (failure !== undefined) return { rows, sharedNames: [...sharedNames], failure };
  const last = readRow(unended, rows.length, sharedNames);
  return { rows: [...rows, last], sharedNames: [...sharedNames] };
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw malformed(`it is not UTF-8 (body of ${body.length} bytes)`);
  }
}

/** @param shared takes the names that occur twice in the row */
function readRow(line: string, index: number, shared: Set<string>): QueryRow {
  const onDuplicateKey = ({ key, newValue }: { key: string; newValue: unknown }) => {
    shared.add(key);
    return newValue;
  };
  try {
    return Row.parse(parse(line, undefined, { parseNumber: asWritten, onDuplicateKey }));
  } catch {
    throw malformed(`line ${index + 1} is no row in JSON`);
  }
}

function asWritten(digits: string): number | bigint | string {
  const value = Number(digits);
  if (String(value) === digits) return value;
  return /^-?\d+$/.test(digits) ? BigInt(digits) : digits;
}

const Failure = z.strictObject({ error: z.string() });

/** The last line, if it is no row: rows end in a line break. */
function failureOf(line: string): string | undefined {
  if (!line.startsWith("{")) return line;
  try {
    return Failure.safeParse(JSON.parse(line)).data?.error;
  } catch {
    return undefined;
  }
}

function malformed(message: string): FelderaError {
  return new FelderaError({ kind: "malformed_json", message, endpoint: "query", retryable: false });
}
