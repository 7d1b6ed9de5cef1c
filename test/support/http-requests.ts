import * as z from "zod";

/** A POST as the legacy revisions have it, changed as wanted. */
export function post(
  url: string,
  body: unknown,
  { headers, ...init }: { readonly headers?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      ...headers,
    },
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    ...init,
  });
}

const Message = z.looseObject({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

/** A JSON-RPC answer that came as JSON. */
export async function messageOf(response: Response): Promise<z.infer<typeof Message>> {
  return Message.parse(await response.json());
}

export const MODERN_META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** A request of the modern revision, with the headers that it must have. */
export function postModern(
  url: string,
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const name = params.name ?? params.uri;
  return post(
    url,
    { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: MODERN_META } },
    {
      headers: {
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": method,
        ...(typeof name === "string" && { "mcp-name": name }),
        ...headers,
      },
    },
  );
}
