import type { z } from "zod";
import type { Limits } from "../../config/limits.ts";
import type { EndpointName } from "../endpoints.ts";
import { FelderaError } from "../errors.ts";
import { decodeExactJson } from "../json.ts";
import type { CallScope, FelderaRequest, Source } from "../source.ts";

/** One tool call's access to Feldera. */
export interface Feldera {
  readonly source: Source;
  readonly scope: CallScope;
  readonly limits: Limits;
  /** Sees every JSON body that is read whole, so that secrets in one are known wherever else they turn up. */
  readonly learn: (body: unknown) => void;
}

/**
 * A JSON answer, checked against what this server reads of it.
 *
 * @throws FelderaError malformed_json or unexpected_shape, and whatever the source throws
 */
export async function fetchJson<Schema extends z.ZodType>(
  feldera: Feldera,
  request: FelderaRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { body } = await feldera.source.fetch(request, feldera.scope);
  return readJson(feldera, request.endpoint, body, schema);
}

/**
 * A JSON body that has come already, checked in the same way.
 *
 * @throws FelderaError malformed_json or unexpected_shape
 */
export function readJson<Schema extends z.ZodType>(
  { learn, limits }: Feldera,
  endpoint: EndpointName,
  body: Uint8Array,
  schema: Schema,
): z.output<Schema> {
  const json = decodeJson(body, endpoint, limits.jsonDepth);
  learn(json);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw unexpectedShape(endpoint, parsed.error);
}

/** @param within where in the body what was checked stands */
export function unexpectedShape(
  endpoint: EndpointName,
  { issues: [issue] }: z.ZodError,
  within: readonly number[] = [],
): FelderaError {
  const where = [...within, ...(issue?.path ?? [])].join(".") || "the whole body";
  return unreadable("unexpected_shape", endpoint, `${where}: ${issue?.message ?? "unexpected"}`);
}

function decodeJson(body: Uint8Array, endpoint: EndpointName, maxDepth: number): unknown {
  try {
    return decodeExactJson(body, maxDepth);
  } catch (error) {
    throw malformedJson(endpoint, error, body.length);
  }
}

/** @param error what reading it threw */
export function malformedJson(endpoint: EndpointName, error: unknown, bytes: number): FelderaError {
  const problem = error instanceof Error ? error.message : "not JSON";
  return unreadable("malformed_json", endpoint, `${problem} (body of ${bytes} bytes)`);
}

function unreadable(
  kind: "malformed_json" | "unexpected_shape",
  endpoint: EndpointName,
  message: string,
): FelderaError {
  return new FelderaError({ kind, message, endpoint, retryable: false });
}
