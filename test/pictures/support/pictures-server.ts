import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import {
  type CallToolResult,
  CallToolResultSchema,
  ReadResourceResultSchema,
  type Tool,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { PAGE, UI } from "../../../src/mcp/apps/capability.ts";
import { BUILT_PATH } from "../../support/built-path.ts";
import type { Csp, Served } from "./stage.ts";

const ToolMeta = z.object({ ui: z.object({ resourceUri: z.string() }) });
const ContentsMeta = z.object({
  ui: z.object({
    csp: z.object({ connectDomains: z.array(z.string()), resourceDomains: z.array(z.string()) }),
  }),
});

/** The built server behind the official client, which says that it shows pages. */
export class PicturesServer implements Served {
  readonly html: string;
  readonly csp: Csp;
  readonly #client: Client;

  private constructor(client: Client, html: string, csp: Csp) {
    this.#client = client;
    this.html = html;
    this.csp = csp;
  }

  /** @param args of the command line @param server its file, if not the one that was built */
  static async start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    server = BUILT_PATH,
  ): Promise<PicturesServer> {
    const capabilities = { extensions: { [UI]: { mimeTypes: [PAGE] } } };
    const client = new Client({ name: "feldera-mcp-pictures", version: "1" }, { capabilities });
    const command = { command: process.execPath, args: [server, ...args] };
    await client.connect(
      new StdioClientTransport({ ...command, env: { PATH: process.env.PATH ?? "", ...env } }),
    );
    const uri = (await pictured(client)).values().next().value ?? "";
    const params = { uri };
    const { contents } = await client.request({ method: "resources/read", params }, ReadResourceResultSchema);
    const [page] = contents;
    if (page === undefined || !("text" in page)) throw new Error(`${uri} has no text`);
    return new PicturesServer(client, String(page.text), ContentsMeta.parse(page._meta).ui.csp);
  }

  /** The tools whose answers can be looked at, as the listing says it. */
  async pictured(): Promise<string[]> {
    return [...(await pictured(this.#client)).keys()];
  }

  call = (name: string, args: Readonly<Record<string, unknown>>): Promise<CallToolResult> =>
    this.#client.request(
      { method: "tools/call", params: { name, arguments: { ...args } } },
      CallToolResultSchema,
    );

  close(): Promise<void> {
    return this.#client.close();
  }
}

async function pictured(client: Client): Promise<Map<string, string>> {
  const { tools } = await client.listTools();
  return new Map(
    tools.flatMap(({ name, _meta }: Tool) => {
      const { data } = ToolMeta.safeParse(_meta);
      return data === undefined ? [] : [[name, data.ui.resourceUri] as const];
    }),
  );
}

/** The text of a result. */
export function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}
