import { ErrorViewChunk, type HeardErrors } from "../schemas/error-view.ts";
import { type Feldera, readJson } from "./call.ts";

/**
 * `POST /v0/pipelines/{pipeline_name}/egress/error_view?format=json`: each row that is too late to be processed, from
 * now on. `backpressure=false` has Feldera let chunks go rather than wait for their reader. The statistics list an
 * output `error_view.api-…` until Feldera sees, some seconds later, that nobody listens any more.
 *
 * @throws FelderaError malformed_json or unexpected_shape, and whatever the source throws
 */
export async function hearErrorView(
  feldera: Feldera,
  pipeline_name: string,
  forMs: number,
): Promise<HeardErrors> {
  const { source, scope, limits } = feldera;
  const path = { pipeline_name, view_name: "error_view" };
  const request = { endpoint: "http_output", path, query: { format: "json", backpressure: false } } as const;
  const { body, ms } = await source.listen(request, scope, forMs);
  // The last line has not come whole.
  const lines = Buffer.from(body).toString().split("\n").slice(0, -1);
  const chunks = lines.map((line) => readJson(feldera, request.endpoint, Buffer.from(line), ErrorViewChunk));
  return { chunks, ms, isCut: body.length >= limits.queryBytes };
}
